"""Regimes against a market whose regimes are known, and against scikit-learn's own evaluation."""

import json

import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import adjusted_rand_score

from footprint_trainer.planted_market import REGIMES, planted_market
from footprint_trainer.regimes import Regimes, fit_regimes, regime_names

MARKET = planted_market(3600, seed=4)


@pytest.fixture(scope="module")
def fitted() -> Regimes:
    return fit_regimes(MARKET.rows, seed=1, most=4)


def test_finds_the_planted_regimes_and_orders_them_by_liquidity(fitted: Regimes) -> None:
    assert fitted.names == REGIMES
    found = fitted.of(MARKET.rows)
    assert adjusted_rand_score(MARKET.regime, found) > 0.95
    assert (found == MARKET.regime).mean() > 0.95


def test_what_spoke_for_each_number_of_components_is_kept(fitted: Regimes) -> None:
    assert [choice.components for choice in fitted.choices] == [1, 2, 3, 4]
    by_number = {choice.components: choice for choice in fitted.choices}
    assert by_number[3].held_out > by_number[2].held_out > by_number[1].held_out
    assert by_number[3].stability > 0.9


def test_probabilities_are_those_of_the_mixture(fitted: Regimes) -> None:
    state = np.column_stack([MARKET.rows.column(name) for name in fitted.inputs])[:50]
    z = (state.astype(np.float64) - fitted.centre) / fitted.spread
    density = np.column_stack(
        [
            weight * stats.multivariate_normal(mean, np.linalg.inv(root @ root.T)).pdf(z)
            for weight, mean, root in zip(fitted.weights, fitted.means, fitted.precisions_cholesky, strict=True)
        ]
    )
    np.testing.assert_allclose(fitted.probabilities(state), density / density.sum(axis=1, keepdims=True), atol=1e-9)


def test_the_manifest_reproduces_its_golden_vectors(fitted: Regimes) -> None:
    manifest = json.loads(json.dumps(fitted.manifest()))
    read = Regimes(
        tuple(manifest["inputs"]),
        np.array(manifest["scaler"]["mean"]),
        np.array(manifest["scaler"]["scale"]),
        np.array(manifest["weights"]),
        np.array(manifest["means"]),
        np.array(manifest["precisionsCholesky"]),
        tuple(manifest["names"]),
        [],
    )
    golden = manifest["golden"]
    states = np.array([vector["inputs"] for vector in golden])
    np.testing.assert_allclose(read.probabilities(states), [vector["probabilities"] for vector in golden], rtol=1e-9)
    assert manifest["components"] == len(manifest["names"]) == len(manifest["weights"])


def test_equal_rows_and_seed_give_equal_regimes(fitted: Regimes) -> None:
    assert fit_regimes(MARKET.rows, seed=1, most=4).manifest() == fitted.manifest()


@pytest.mark.parametrize(
    ("weights", "names"),
    [
        ([1.0], ("ordinary",)),
        ([0.2, 0.8], ("liquid", "ordinary")),
        ([0.8, 0.2], ("ordinary", "stressed")),
        ([0.2, 0.5, 0.2, 0.1], ("liquid", "ordinary", "thin", "stressed")),
    ],
)
def test_the_most_frequent_regime_is_the_ordinary_one(weights: list[float], names: tuple[str, ...]) -> None:
    assert regime_names(np.array(weights)) == names
