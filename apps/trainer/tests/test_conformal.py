"""Calibration and its adaptive form, by hand and by coverage."""

import numpy as np
import pytest

from footprint_trainer.adaptive import AdaptiveOffset, tail_quantile
from footprint_trainer.calibration import conformal_offset, fit_calibration, scores
from footprint_trainer.metrics import PROBABILITIES

RNG = np.random.default_rng(8)
NORMAL = np.array([-2.326, -1.645, -1.282, -0.674, 0.0, 0.674, 1.282, 1.645, 2.326])


@pytest.mark.parametrize(("count", "rank"), [(99, 90), (199, 180), (5, 5)])
def test_rank_of_the_conformal_offset(count: int, rank: int) -> None:
    assert conformal_offset(RNG.permutation(np.arange(1.0, count + 1)), 0.1) == rank


def test_score_is_the_distance_outside_the_interval_negative_inside() -> None:
    (row,) = scores(np.array([7.0]), np.array([[-9.0, 1.0, 2.0, 5.0, 8.0]]))
    np.testing.assert_allclose(row, [-1.0, 2.0])


def test_calibration_restores_coverage_overall_and_in_a_cell() -> None:
    cell = np.repeat([0, 1], 20_000)
    y = RNG.standard_normal(40_000) * np.where(cell == 0, 1.0, 3.0)
    quantiles = np.tile(NORMAL, (40_000, 1))
    calibrated_on, held = np.arange(40_000) % 2 == 0, np.arange(40_000) % 2 == 1
    fitted = fit_calibration(y[calibrated_on], quantiles[calibrated_on], cell[calibrated_on], PROBABILITIES)
    answer = fitted.apply(quantiles[held], cell[held])
    inside = (y[held] >= answer[:, 1]) & (y[held] <= answer[:, 7])
    for number in (0, 1):
        assert abs(inside[cell[held] == number].mean() - 0.9) < 0.01
    assert (np.diff(answer, axis=1) >= 0).all()


def test_a_small_cell_has_the_offsets_of_all_rows() -> None:
    cell = np.array([0] * 300 + [1] * 20)
    fitted = fit_calibration(RNG.standard_normal(320), np.tile(NORMAL, (320, 1)), cell, PROBABILITIES)
    assert list(fitted.cells) == [0]
    np.testing.assert_allclose(
        fitted.apply(NORMAL[None, :], np.array([1]))[0, :4], np.sort(NORMAL[:4] - fitted.overall)
    )


def test_tail_continues_beyond_the_sample_without_a_jump() -> None:
    ordered = np.sort(RNG.exponential(size=500))
    levels = np.linspace(0.5, 0.9999, 400)
    offsets = np.array([tail_quantile(ordered, level) for level in levels])
    assert offsets[-1] == pytest.approx(-np.log(1e-4), rel=0.35)
    assert np.isfinite(offsets).all()


def test_level_moves_by_the_rule_of_gibbs_and_candes() -> None:
    adaptive = AdaptiveOffset.of(np.linspace(-1, 1, 201), 0.1, rate=0.05)
    adaptive.observe(5.0)
    assert adaptive.level == pytest.approx(0.1 + 0.05 * (0.1 - 1))
    adaptive.observe(-5.0)
    assert adaptive.level == pytest.approx(0.055 + 0.05 * 0.1)


def test_coverage_of_a_long_run_is_the_stated_one_whatever_the_outcomes() -> None:
    adaptive = AdaptiveOffset.of(np.zeros(100), 0.1, rate=0.05)
    missed = 0
    for step in range(4000):
        score = float(abs(np.sin(step / 300)) * 10 * RNG.random())
        missed += score > adaptive.offset()
        adaptive.observe(score)
    assert missed / 4000 == pytest.approx(0.1, abs=0.01)
