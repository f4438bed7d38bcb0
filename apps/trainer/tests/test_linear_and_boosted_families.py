"""The additive families on a market whose truth is known: loss, export, the additive form, size, order of rows."""

from dataclasses import replace

import numpy as np
import onnxruntime
import pytest

from footprint_trainer.additive import evaluate
from footprint_trainer.families.gradient_boosting import GradientBoosting
from footprint_trainer.families.linear_quantile import FourTermFormula, LinearQuantile
from footprint_trainer.families.size_inputs import RISES_WITH_QUANTITY
from footprint_trainer.family import Family, Fitted
from footprint_trainer.metrics import PROBABILITIES, row_losses
from footprint_trainer.onnx_graph import GraphBuilder
from footprint_trainer.planted_market import planted_market

TRAINED = planted_market(4000, seed=1)
HELD = planted_market(2000, seed=2)

FAMILIES: dict[str, Family] = {
    "formula": FourTermFormula("FITTED"),
    "formula, spread paid once": FourTermFormula("PAID_ONCE"),
    "all in bps": LinearQuantile("FITTED"),
    "boosted": GradientBoosting("FITTED", "FORMULA", rounds=(40,)),
    "boosted from zero": GradientBoosting("FITTED", "ZERO", rounds=(0, 60)),
}


@pytest.fixture(scope="module", params=list(FAMILIES))
def fitted(request: pytest.FixtureRequest) -> Fitted:
    return FAMILIES[request.param].fit(TRAINED.rows, "slippage", PROBABILITIES, seed=3)


def test_is_close_to_the_oracle(fitted: Fitted) -> None:
    y = HELD.rows.y["slippage"]
    lost = row_losses(y, fitted.predict(HELD.rows.x)).mean()
    oracle = row_losses(y, HELD.true_quantiles(PROBABILITIES)).mean()
    assert lost / oracle - 1 < 0.15


def test_onnx_answers_as_the_trainer_does_on_every_row(fitted: Fitted) -> None:
    x = HELD.rows.x
    graph = GraphBuilder("inputs", x.shape[1])
    built = graph.model(fitted.add_to_graph(graph, "inputs"), "quantiles", len(PROBABILITIES))
    (answer,) = onnxruntime.InferenceSession(built.SerializeToString()).run(None, {"inputs": x})
    np.testing.assert_allclose(answer, fitted.predict(x), rtol=2e-5, atol=2e-4)


def test_additive_form_is_exact(fitted: Fitted) -> None:
    form = fitted.additive()
    assert form is not None
    np.testing.assert_allclose(evaluate(form, HELD.rows.x), fitted.predict(HELD.rows.x), rtol=1e-12)


def test_a_row_on_a_threshold_falls_on_the_same_side_everywhere() -> None:
    model = FAMILIES["boosted"].fit(TRAINED.rows, "slippage", PROBABILITIES, seed=3)
    form = model.additive()
    assert form is not None
    tree = form.trees[4][0]
    x = np.repeat(HELD.rows.x[:1], 3, axis=0)
    at = np.float32(tree.threshold[0])
    x[:, tree.feature[0]] = (np.nextafter(at, np.float32(-np.inf)), at, np.nextafter(at, np.float32(np.inf)))
    graph = GraphBuilder("inputs", x.shape[1])
    built = graph.model(graph.tree_sums("inputs", form.trees), "sums", len(PROBABILITIES))
    (sums,) = onnxruntime.InferenceSession(built.SerializeToString()).run(None, {"inputs": x})
    unscaled = evaluate(replace(form, linear=0 * form.linear, scale=None), x)
    np.testing.assert_allclose(sums, unscaled, atol=1e-5)


def test_no_quantile_falls_as_the_order_grows(fitted: Fitted) -> None:
    larger = HELD.rows.x.copy()
    for position, name in enumerate(HELD.rows.inputs):
        if name in RISES_WITH_QUANTITY:
            larger[:, position] += np.log(4) if name == "lnAdvFraction" else larger[:, position]
    assert (fitted.predict(larger) - fitted.predict(HELD.rows.x)).min() >= 0


def test_the_same_rows_give_the_same_model() -> None:
    for family in FAMILIES.values():
        one, other = (family.fit(TRAINED.rows, "slippage", PROBABILITIES, seed=3) for _ in range(2))
        np.testing.assert_array_equal(one.predict(HELD.rows.x), other.predict(HELD.rows.x))
