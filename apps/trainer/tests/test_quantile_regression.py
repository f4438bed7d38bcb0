"""The solver against a linear programme, and its bounds."""

import numpy as np
import pytest
from scipy.optimize import linprog

from footprint_trainer.arrays import Float64Matrix, Float64Vector
from footprint_trainer.metrics import pinball
from footprint_trainer.quantile_regression import Penalty, fit_quantile


def _exact(design: Float64Matrix, y: Float64Vector, probability: float) -> Float64Vector:
    """By linear programming (Koenker and Bassett 1978): y = design beta + up - down."""
    rows, columns = design.shape
    cost = np.concatenate([np.zeros(columns), np.full(rows, probability), np.full(rows, 1 - probability)])
    constraint = np.hstack([design, np.eye(rows), -np.eye(rows)])
    bounds = [(None, None)] * columns + [(0, None)] * (2 * rows)
    return np.asarray(linprog(cost, A_eq=constraint, b_eq=y, bounds=bounds).x[:columns])


def _planted() -> tuple[Float64Matrix, Float64Vector]:
    rng = np.random.default_rng(5)
    risk = rng.gamma(3.0, size=600)
    design = np.column_stack([risk, rng.gamma(2.0, size=600)])
    return design, design @ [0.5, 1.0] + risk * rng.standard_t(4, size=600)


@pytest.mark.parametrize("probability", [0.05, 0.5, 0.9])
def test_loss_is_that_of_the_linear_programme(probability: float) -> None:
    design, y = _planted()
    free = Penalty(np.zeros(2), np.zeros(2, dtype=np.bool_))
    ours, exact = fit_quantile(design, y, probability, free), _exact(design, y, probability)

    def loss(beta: Float64Vector) -> float:
        return float(pinball(y, (design @ beta)[:, None], np.array([probability])).mean())

    assert loss(ours) <= 1.001 * loss(exact)


def test_a_bounded_coefficient_stays_at_its_bound() -> None:
    design, y = _planted()
    bounded = Penalty(np.zeros(2), np.array([False, True]))
    beta = fit_quantile(design, y - 3 * design[:, 1], 0.5, bounded)
    assert beta[1] == 0
    assert beta[0] == pytest.approx(_exact(design[:, :1], y - 3 * design[:, 1], 0.5)[0], abs=0.05)


def test_weights_count_as_copies() -> None:
    design, y = _planted()
    free = Penalty(np.zeros(2), np.zeros(2, dtype=np.bool_))
    times = np.arange(len(y)) % 3
    weighted = fit_quantile(design, y, 0.75, free, weights=times.astype(np.float64))
    copied = fit_quantile(np.repeat(design, times, axis=0), np.repeat(y, times), 0.75, free)
    np.testing.assert_allclose(weighted, copied, atol=0.02)


@pytest.mark.parametrize("probability", [0.01, 0.25, 0.95])
def test_a_start_far_from_every_row_reaches_the_same_loss(probability: float) -> None:
    design, y = _planted()
    free = Penalty(np.zeros(2), np.zeros(2, dtype=np.bool_))
    cold = fit_quantile(design, y, probability, free)
    warm = fit_quantile(design, y, probability, free, start=np.array([-40.0, 25.0]))
    losses = [pinball(y, (design @ beta)[:, None], np.array([probability])).mean() for beta in (cold, warm)]
    assert losses[1] == pytest.approx(losses[0], rel=2e-3)
