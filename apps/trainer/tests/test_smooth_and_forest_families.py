"""The families that are no plain formula, on a market whose truth is known: skill, export, order, size, seed."""

from dataclasses import replace

import numpy as np
import onnxruntime
import pytest

from footprint_trainer.arrays import Float32Matrix, Float64Matrix
from footprint_trainer.families.bayesian_linear import BayesianLinear
from footprint_trainer.families.neural import Neural
from footprint_trainer.families.random_forest import RandomForest
from footprint_trainer.families.stack import Stack
from footprint_trainer.family import Family, Fitted
from footprint_trainer.metrics import PROBABILITIES, row_losses
from footprint_trainer.onnx_graph import GraphBuilder
from footprint_trainer.planted_market import planted_market

TRAINED = planted_market(4000, seed=1)
HELD = planted_market(2000, seed=2)

FAMILIES: dict[str, tuple[Family, float]] = {
    # Family, and how much more than the oracle it may lose on 4,000 rows.
    "bayesianLinear": (BayesianLinear(), 0.06),
    "randomForest": (RandomForest(trees=20, least_leaf=100), 0.06),
    "neural": (Neural(members=1), 0.05),
    "stack": (Stack([BayesianLinear(), RandomForest(trees=10, least_leaf=100)]), 0.05),
}


@pytest.fixture(scope="module", params=list(FAMILIES))
def fitted(request: pytest.FixtureRequest) -> tuple[str, Fitted]:
    family, _ = FAMILIES[request.param]
    return request.param, family.fit(TRAINED.rows, "slippage", PROBABILITIES, seed=3)


def in_onnx(model: Fitted, x: Float32Matrix) -> Float64Matrix:
    graph = GraphBuilder("inputs", x.shape[1])
    built = graph.model(model.add_to_graph(graph, "inputs"), "quantiles", len(PROBABILITIES))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(built.SerializeToString(), options)
    answer: Float64Matrix = session.run(None, {"inputs": x})[0].astype(np.float64)
    return answer


def test_is_close_to_the_oracle(fitted: tuple[str, Fitted]) -> None:
    name, model = fitted
    y = HELD.rows.y["slippage"]
    lost = row_losses(y, model.predict(HELD.rows.x)).mean()
    oracle = row_losses(y, HELD.true_quantiles(PROBABILITIES)).mean()
    assert lost / oracle - 1 < FAMILIES[name][1]


def test_onnx_answers_as_the_trainer_does(fitted: tuple[str, Fitted]) -> None:
    _, model = fitted
    expected = model.predict(HELD.rows.x)
    np.testing.assert_allclose(in_onnx(model, HELD.rows.x), expected, rtol=2e-5, atol=2e-4)


def with_quantity_times(factor: float) -> Float32Matrix:
    x = HELD.rows.x.copy()
    x[:, HELD.rows.inputs.index("lnAdvFraction")] += np.float32(np.log(factor))
    x[:, HELD.rows.inputs.index("sqrtImpactBps")] *= np.float32(np.sqrt(factor))
    return x


def test_median_and_upper_quantiles_do_not_fall_with_size(fitted: tuple[str, Fitted]) -> None:
    name, model = fitted
    if name == "bayesianLinear":
        # Its deviation is least at the mean of the inputs: its upper quantiles may fall a little far below it.
        return
    less, more = model.predict(HELD.rows.x), model.predict(with_quantity_times(3.0))
    assert (more[:, 4:] >= less[:, 4:] - 1e-9).all()
    assert (more[:, 4] > less[:, 4]).mean() > 0.9


@pytest.mark.parametrize("name", ["bayesianLinear", "neural"])
def test_quantiles_never_cross(name: str) -> None:
    model = FAMILIES[name][0].fit(TRAINED.rows, "slippage", PROBABILITIES, seed=3)
    x = np.random.default_rng(5).normal(0, 100, size=(500, len(HELD.rows.inputs))).astype(np.float32)
    assert (np.diff(model.predict(x), axis=1) >= 0).all()


def test_equal_rows_and_seed_give_equal_models(fitted: tuple[str, Fitted]) -> None:
    name, model = fitted
    again = FAMILIES[name][0].fit(TRAINED.rows, "slippage", PROBABILITIES, seed=3)
    np.testing.assert_array_equal(again.predict(HELD.rows.x), model.predict(HELD.rows.x))


def test_rows_without_the_label_are_left_out() -> None:
    y = TRAINED.rows.y["slippage"].copy()
    y[1000:] = np.nan
    some = replace(TRAINED.rows, y={**TRAINED.rows.y, "slippage": y})
    family = BayesianLinear()
    expected = family.fit(TRAINED.rows.take(np.arange(1000)), "slippage", PROBABILITIES, seed=0)
    np.testing.assert_array_equal(
        family.fit(some, "slippage", PROBABILITIES, seed=0).predict(HELD.rows.x), expected.predict(HELD.rows.x)
    )


def test_a_leaf_holds_quantiles_of_rows_it_was_not_grown_on() -> None:
    model = RandomForest(trees=1, least_leaf=100).fit(TRAINED.rows, "slippage", PROBABILITIES, seed=0)
    (tree,) = model.trees
    assert tree.quantiles.shape == (len(tree.tree.value), len(PROBABILITIES))
    assert (np.diff(tree.quantiles, axis=1) >= 0).all()
    assert tree.tree.cover.min() >= 100
