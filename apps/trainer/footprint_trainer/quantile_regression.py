"""Linear quantile regression with bounds: the smoothed pinball loss, minimised by a projected Newton method."""

from dataclasses import dataclass

import numpy as np

from footprint_trainer.arrays import BoolVector, Float64Matrix, Float64Vector

_STEPS_PER_WIDTH = 40
_LEAST_STIFFNESS, _MOST_STIFFNESS, _STIFFENING = 1e-9, 1e3, 100.0
"""Added to the curvature of columns of unit size."""
_WIDTHS = (0.5, 0.15, 0.05)
"""Half-widths of the smoothing, one after the other, in units of the outcome's mean absolute deviation."""


@dataclass(frozen=True)
class Penalty:
    """A ridge on coefficients of columns scaled to unit size, and which of them may not be negative."""

    ridge: Float64Vector
    """[P] per column, in units of the mean loss."""
    not_negative: BoolVector
    """[P]"""


def fit_quantile(
    design: Float64Matrix,
    y: Float64Vector,
    probability: float,
    penalty: Penalty,
    start: Float64Vector | None = None,
    weights: Float64Vector | None = None,
) -> Float64Vector:
    """Coefficients [P] of the `probability` quantile of y [n] given design [n, P] (Koenker and Bassett 1978).

    `start` [P], a neighbouring quantile's coefficients say, saves the coarsest smoothing.

    The loss is the pinball loss convolved with a uniform density (Fernandes, Guerre and Horta 2021), which has a
    second derivative: n x P^2 operations a step, and a few tens of steps. The bound is kept by a projected Newton
    method (Bertsekas 1982).
    """
    share = np.full(len(y), 1 / len(y)) if weights is None else weights / weights.sum()
    unit = float(np.abs(y - np.median(y)).mean()) or 1.0
    beta = np.zeros(design.shape[1]) if start is None else start.copy()
    for width in _WIDTHS if start is None else _WIDTHS[1:]:
        beta = _minimise(_Smoothed(design, y, probability, penalty, share, width * unit), beta)
    return beta


@dataclass(frozen=True)
class _Smoothed:
    design: Float64Matrix
    y: Float64Vector
    probability: float
    penalty: Penalty
    share: Float64Vector
    width: float

    def loss(self, beta: Float64Vector) -> float:
        residual = self.y - self.design @ beta
        inside = np.minimum(np.abs(residual), self.width)
        # |r| smoothed: (r^2 / width + width) / 2 inside, |r| outside.
        absolute = np.abs(residual) - inside + (inside**2 / self.width + self.width) / 2
        pinball = (self.probability - 0.5) * residual + absolute / 2
        return float(self.share @ pinball + 0.5 * self.penalty.ridge @ beta**2)

    def derivatives(self, beta: Float64Vector) -> tuple[Float64Vector, Float64Matrix]:
        residual = self.y - self.design @ beta
        slope = self.probability - 0.5 + np.clip(residual / self.width, -1, 1) / 2
        gradient = -self.design.T @ (self.share * slope) + self.penalty.ridge * beta
        curved = np.abs(residual) < self.width
        near = self.design[curved]
        hessian = (near.T * (self.share[curved] / (2 * self.width))) @ near + np.diag(self.penalty.ridge)
        return gradient, hessian


def _minimise(objective: _Smoothed, beta: Float64Vector) -> Float64Vector:
    bounded = objective.penalty.not_negative
    value = objective.loss(beta)
    stiffness = _LEAST_STIFFNESS
    for _ in range(_STEPS_PER_WIDTH):
        gradient, hessian = objective.derivatives(beta)
        held = bounded & (beta <= 0) & (gradient > 0)
        free = np.flatnonzero(~held)
        damped = hessian[np.ix_(free, free)] + (stiffness + 1e-7 * np.trace(hessian) / len(beta)) * np.eye(len(free))
        direction = np.zeros_like(beta)
        direction[free] = np.linalg.solve(damped, -gradient[free])
        step, moved, lower = 1.0, beta, value
        while step > 1e-4:
            moved = np.where(bounded, np.maximum(beta + step * direction, 0), beta + step * direction)
            lower = objective.loss(moved)
            if lower < value:
                break
            step /= 2
        if lower >= value:
            # Few rows are near the quantile, so that the curvature says nothing: the step turns to the gradient
            # (Levenberg 1944, Marquardt 1963), and shortens until there is none left to take.
            stiffness *= _STIFFENING
            if stiffness > _MOST_STIFFNESS:
                return beta
            continue
        if value - lower < 1e-9 * abs(value):
            return moved
        stiffness = max(stiffness / _STIFFENING, _LEAST_STIFFNESS)
        beta, value = moved, lower
    return beta
