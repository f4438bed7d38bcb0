"""The studies: figures of known answers, and what their parts do to rows."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from footprint_trainer.families.linear_quantile import FourTermFormula
from footprint_trainer.metrics import PROBABILITIES
from footprint_trainer.planted_market import planted_market
from footprint_trainer.price_grid import on_grid
from footprint_trainer.rows import Rows
from footprint_trainer.studies.ablation import ablation
from footprint_trainer.studies.curves import curves
from footprint_trainer.studies.exceedance import exceedance, latent_threshold, probability_above
from footprint_trainer.studies.figure import BlockBootstrap, Figure
from footprint_trainer.studies.fold import StudyFold, study_fold
from footprint_trainer.studies.placebo import placebo, with_drawn_sides
from footprint_trainer.studies.side_asymmetry import side_asymmetry
from footprint_trainer.studies.size_law import size_law

ROWS = planted_market(4500, seed=6).rows
FAMILY = FourTermFormula(spread="FITTED")


@pytest.fixture(scope="module")
def fold() -> StudyFold:
    # The planted orders fill five days of 77 blocks; three of equal length are wanted.
    day = np.array(["2013-10-07", "2013-10-08", "2013-10-09"])[np.arange(len(ROWS)) * 3 // len(ROWS)]
    peak = np.random.default_rng(9).permutation(ROWS.y["slippage"])
    return study_fold(replace(ROWS, day=day, y={**ROWS.y, "peak": peak}), "M", seed=1)


def by_name(figures: list[Figure]) -> dict[str, Figure]:
    assert len({figure.name for figure in figures}) == len(figures)
    return {figure.name: figure for figure in figures}


def test_trains_calibrates_and_tests_on_days_of_their_own(fold: StudyFold) -> None:
    assert [set(part.day.tolist()) for part in (fold.train, fold.calibrate, fold.test)] == [
        {"2013-10-07"},
        {"2013-10-08"},
        {"2013-10-09"},
    ]
    assert len(fold.every) == len(ROWS)


def test_fewer_than_three_days_are_named() -> None:
    with pytest.raises(ValueError, match="three days of definition W"):
        study_fold(ROWS, "W", seed=1)


def test_a_bootstrapped_mean_has_the_interval_of_its_blocks() -> None:
    rng = np.random.default_rng(2)
    by_block = rng.standard_normal(int(ROWS.block.max()) + 1)
    figure = BlockBootstrap(ROWS, seed=3).mean("mean", "bps", by_block[ROWS.block])
    assert figure.low is not None
    assert figure.high is not None
    half = (figure.high - figure.low) / 2
    assert half == pytest.approx(1.96 * by_block.std() / np.sqrt(len(by_block)), rel=0.15)


def test_equal_seeds_give_equal_figures(fold: StudyFold) -> None:
    assert list(size_law(fold)) == list(size_law(fold))


def impact(rows: Rows, exponent: float) -> Rows:
    fraction = rows.quantity_units / rows.average_daily_volume
    noise = np.random.default_rng(4).standard_normal(len(rows))
    y = 0.5 * rows.column("halfSpreadBps") + 1.3 * 1e4 * rows.daily_volatility * fraction**exponent + noise
    return replace(rows, y={**rows.y, "slippage": y, "peak": y})


@pytest.mark.parametrize("exponent", [0.4, 0.5, 0.7])
def test_size_exponent_of_a_planted_law_is_found(fold: StudyFold, exponent: float) -> None:
    planted = replace(fold, every=impact(fold.every, exponent))
    figures = by_name(list(size_law(planted)))
    found = figures["M slippage size exponent"]
    assert found.value == pytest.approx(exponent, abs=0.051)
    if exponent == 0.5:
        assert figures["M slippage size coefficient"].value == pytest.approx(1.3, abs=0.05)


def test_drawn_sides_turn_labels_and_oriented_inputs_with_them() -> None:
    drawn = with_drawn_sides(ROWS, seed=5)
    flipped = drawn.side != ROWS.side
    assert 0.45 < flipped.mean() < 0.55
    sign = np.where(flipped, -1, 1)
    np.testing.assert_array_equal(drawn.y["slippage"], sign * ROWS.y["slippage"])
    np.testing.assert_array_equal(drawn.column("imbalanceBest"), sign * ROWS.column("imbalanceBest"))
    np.testing.assert_array_equal(drawn.column("halfSpreadBps"), ROWS.column("halfSpreadBps"))
    np.testing.assert_array_equal(
        drawn.column("lnTakenDepthAdvFraction"),
        np.where(flipped, ROWS.column("lnJoinedDepthAdvFraction"), ROWS.column("lnTakenDepthAdvFraction")),
    )
    np.testing.assert_array_equal(with_drawn_sides(drawn, seed=5).x, ROWS.x)


def test_drawn_sides_have_no_size_law_and_real_ones_have(fold: StudyFold) -> None:
    figures = by_name(list(placebo(fold, FAMILY)))
    real, drawn = (figures[f"M size coefficient, {sides} sides"] for sides in ("real", "drawn"))
    assert real.low is not None
    assert real.low > 0
    assert drawn.low is not None
    assert drawn.high is not None
    assert drawn.low < 0 < drawn.high


def test_ablation_finds_that_risk_matters_and_flow_does_not(fold: StudyFold) -> None:
    figures = by_name(list(ablation(fold, FAMILY)))
    risk, flow = figures["M added by risk"], figures["M added by flow"]
    assert risk.low is not None
    assert risk.low > 5
    assert flow.value == pytest.approx(0, abs=1e-9)


def test_a_planted_market_has_no_side(fold: StudyFold) -> None:
    difference = by_name(list(side_asymmetry(fold)))["M slippage mean, buys less sells"]
    assert difference.low is not None
    assert difference.high is not None
    assert difference.low < 0 < difference.high


@pytest.mark.parametrize("threshold", [-6.0, -2.5, -0.3, 0.0, 1.1, 2.2, 5.0])
def test_probability_above_a_threshold_is_near_that_of_the_distribution(threshold: float) -> None:
    laplace = stats.laplace.ppf(PROBABILITIES)[None, :]
    assert probability_above(laplace, PROBABILITIES, np.array([threshold]))[0] == pytest.approx(
        stats.laplace.sf(threshold), abs=0.03
    )


def test_stated_probabilities_and_quantiles_of_a_planted_market_are_reliable(fold: StudyFold) -> None:
    happened = by_name(list(exceedance(fold, FAMILY)))
    skill, error = (
        happened[f"M P(slippage > 10 bps) {what}"] for what in ("Brier skill", "expected calibration error")
    )
    assert skill.value is not None
    assert skill.value > 5
    assert error.value is not None
    assert error.value < 0.05
    shares = by_name(list(curves(fold, FAMILY)))
    for probability in (0.05, 0.5, 0.95):
        assert shares[f"M share below the quantile of {probability:g}"].value == pytest.approx(probability, abs=0.04)


@pytest.mark.parametrize("study", [size_law, side_asymmetry])
def test_figures_have_values_inside_their_intervals(
    fold: StudyFold, study: Callable[[StudyFold], Iterator[Figure]]
) -> None:
    for figure in study(fold):
        assert figure.value is None or (figure.low is not None and figure.low <= figure.value)
        assert figure.unit


@pytest.mark.parametrize("threshold", [0.5, 5.0, 10.0])
def test_slippage_is_above_a_threshold_where_the_latent_cost_is_above_its_own(threshold: float) -> None:
    wide_ticks = replace(ROWS, x=ROWS.x.copy())
    wide_ticks.x[:, ROWS.inputs.index("tickBps")] = 4.0
    latent = np.linspace(-20, 40, len(ROWS))[:, None]
    above = on_grid(wide_ticks, "slippage", latent) > threshold
    np.testing.assert_array_equal(above[:, 0], latent[:, 0] > latent_threshold(wide_ticks, threshold))
