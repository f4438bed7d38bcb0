"""The planted market is what it says, and the report on it in a small design."""

import numpy as np
import pytest

from footprint_trainer import planted
from footprint_trainer.families.linear_quantile import FourTermFormula
from footprint_trainer.metrics import PROBABILITIES
from footprint_trainer.planted_market import planted_market


def test_outcomes_fall_below_their_true_quantiles_as_often_as_stated() -> None:
    market = planted_market(40_000, seed=3)
    below = market.rows.y["slippage"][:, None] < market.true_quantiles(PROBABILITIES)
    np.testing.assert_allclose(below.mean(axis=0), PROBABILITIES, atol=0.008)


def test_equal_seeds_give_equal_markets_and_a_break_changes_nothing_but_the_noise() -> None:
    one, other = planted_market(300, seed=3), planted_market(300, seed=3, noise_factors=np.full(300, 2.0))
    np.testing.assert_array_equal(one.rows.x, other.rows.x)
    np.testing.assert_allclose(other.rows.y["slippage"] - other.location, 2 * (one.rows.y["slippage"] - one.location))


def test_a_small_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planted, "CANDIDATES", (FourTermFormula(spread="FITTED"),))
    design = planted.Design(orders=3000, paths=20, orders_before=100, orders_after=400)
    report = {figure.name: figure.value for figure in planted.figures(design, seed=1)}
    above_oracle = report["pinball above the oracle's, champion fourTermFormula"]
    until_back = report["orders until coverage is back, adaptive"]
    assert above_oracle is not None
    assert above_oracle < 0.08
    assert report["coverage of 90 %"] == pytest.approx(0.9, abs=0.03)
    assert until_back is not None
    assert until_back <= 300
    assert report["orders until coverage is back, fixed"] is None
