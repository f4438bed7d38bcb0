"""The planted market is what it says, and the report on it in a small design."""

import numpy as np
import pytest

from footprint_trainer.families.linear_quantile import FourTermFormula
from footprint_trainer.metrics import PROBABILITIES
from footprint_trainer.planted_market import planted_market
from footprint_trainer.studies import planted


def test_outcomes_fall_below_their_true_quantiles_as_often_as_stated() -> None:
    market = planted_market(40_000, seed=3)
    below = market.rows.y["slippage"][:, None] < market.true_quantiles(PROBABILITIES)
    np.testing.assert_allclose(below.mean(axis=0), PROBABILITIES, atol=0.008)


def test_equal_seeds_give_equal_markets_and_a_break_changes_nothing_but_the_noise() -> None:
    one, other = planted_market(300, seed=3), planted_market(300, seed=3, noise_factors=np.full(300, 2.0))
    np.testing.assert_array_equal(one.rows.x, other.rows.x)
    np.testing.assert_allclose(other.rows.y["slippage"] - other.location, 2 * (one.rows.y["slippage"] - one.location))


def test_a_small_report_over_two_seeds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planted, "CANDIDATES", (FourTermFormula(spread="FITTED"),))
    design = planted.Design(orders=3000, paths=20, orders_before=100, orders_after=400)
    report = {figure.name: figure for figure in planted.planted(design, seeds=(1, 2))}
    assert report["share of seeds with champion fourTermFormula"].value == 1
    above_oracle = report["pinball above the oracle's, champion"]
    assert above_oracle.value is not None
    assert above_oracle.low is not None
    assert above_oracle.low < above_oracle.value < 0.08
    assert above_oracle.n == 6000
    assert report["coverage of 90 %"].value == pytest.approx(0.9, abs=0.03)
    cells = [one.low for name, one in report.items() if name.startswith("coverage of 90 %, cell")]
    assert report["coverage of 90 %, lowest cell of any seed"].value == min(low for low in cells if low is not None)
    until_back = report["orders until coverage is back, adaptive"].value
    assert until_back is not None
    assert until_back <= 300
    assert report["orders until coverage is back, fixed"].value is None
