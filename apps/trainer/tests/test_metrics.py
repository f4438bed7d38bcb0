"""Scores against values known in closed form."""

import numpy as np
import pytest

from footprint_trainer.metrics import PROBABILITIES, SCORED, pinball, row_losses, skill


@pytest.mark.parametrize(
    ("outcome", "quantile", "probability", "loss"),
    [(3.0, 1.0, 0.9, 1.8), (1.0, 3.0, 0.9, 0.2), (2.0, 2.0, 0.5, 0.0), (-1.0, 1.0, 0.25, 1.5)],
)
def test_pinball_by_hand(outcome: float, quantile: float, probability: float, loss: float) -> None:
    answer = pinball(np.array([outcome]), np.array([[quantile]]), np.array([probability]))
    assert answer[0, 0] == pytest.approx(loss)


def test_pinball_of_the_standard_normal() -> None:
    # Reference 7: .1031 at 5 and 95 %, .3989 at 50 %.
    y = np.random.default_rng(1).standard_normal(400_000)
    quantiles = np.tile([-1.6449, 0.0, 1.6449], (len(y), 1))
    losses = pinball(y, quantiles, np.array([0.05, 0.5, 0.95])).mean(axis=0)
    np.testing.assert_allclose(losses, [0.1031, 0.3989, 0.1031], atol=2e-3)


def test_scores_count_five_probabilities() -> None:
    assert PROBABILITIES[SCORED].tolist() == [0.05, 0.25, 0.5, 0.75, 0.95]
    y = np.array([1.0])
    quantiles = np.full((1, len(PROBABILITIES)), 1.0)
    quantiles[0, 0] = -50
    assert row_losses(y, quantiles)[0] == 0


def test_skill_and_its_interval() -> None:
    rng = np.random.default_rng(2)
    block = np.repeat(np.arange(154), 20)
    session = (block >= 77).astype(np.int64)
    baseline = rng.gamma(2.0, size=len(block)) * np.repeat(rng.gamma(2.0, size=154), 20)
    answer = skill(0.9 * baseline, baseline, block, session, seed=3)
    assert answer.value == pytest.approx(0.1)
    assert answer.low == pytest.approx(0.1)
    noisy = skill(rng.permutation(baseline), baseline, block, session, seed=3)
    assert noisy.low < 0 < noisy.high
    assert noisy.rows == len(block)
