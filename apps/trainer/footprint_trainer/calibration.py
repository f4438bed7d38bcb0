"""Conformalised quantile regression: offsets that give intervals their stated coverage, overall and by cell."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from footprint_trainer.arrays import Float64Matrix, Float64Vector, IntVector

LEAST_ROWS_OF_CELL = 200
"""A cell with fewer calibration rows has the offsets of all rows."""


def scores(y: Float64Vector, quantiles: Float64Matrix) -> Float64Matrix:
    """`E = max(qlo - y, y - qhi)` [n, P] in bps for the P pairs of sorted quantiles [n, K], the widest first.

    K is odd and the probabilities lie symmetrically around one half; the median has no pair.
    """
    pairs = quantiles.shape[1] // 2
    low, high = quantiles[:, :pairs], quantiles[:, :pairs:-1]
    beyond: Float64Matrix = np.maximum(low - y[:, None], y[:, None] - high)
    return beyond


def conformal_offset(score: Float64Vector, miscoverage: float) -> float:
    """The score of rank `ceil((n + 1)(1 - a))` out of n, the largest where that is beyond n (reference 7)."""
    rank = min(math.ceil((len(score) + 1) * (1 - miscoverage)), len(score))
    return float(np.partition(score, rank - 1)[rank - 1])


@dataclass(frozen=True)
class Calibration:
    """Offsets [P] in bps: subtracted from the lower and added to the upper quantile of each pair, the widest first."""

    overall: Float64Vector
    cells: Mapping[int, Float64Vector]
    """By the number of a cell."""

    def apply(self, quantiles: Float64Matrix, cell: IntVector) -> Float64Matrix:
        """Calibrated quantiles [n, K], sorted before and after: an offset may be negative."""
        ordered = np.sort(quantiles, axis=1)
        pairs = quantiles.shape[1] // 2
        offsets = np.array([self.cells.get(number, self.overall) for number in cell.tolist()]).reshape(-1, pairs)
        ordered[:, :pairs] -= offsets
        ordered[:, :pairs:-1] += offsets
        return np.sort(ordered, axis=1)


def fit_calibration(
    y: Float64Vector, quantiles: Float64Matrix, cell: IntVector, probabilities: Float64Vector
) -> Calibration:
    """Fits on rows that no model was fitted on: outcomes [n], quantiles [n, K], numbers of cells [n]."""
    known = np.isfinite(y)
    score = scores(y[known], np.sort(quantiles[known], axis=1))
    miscoverage = 2 * probabilities[: score.shape[1]]
    numbers, sizes = np.unique(cell[known], return_counts=True)
    return Calibration(
        _offsets(score, miscoverage),
        {
            int(number): _offsets(score[cell[known] == number], miscoverage)
            for number, size in zip(numbers, sizes, strict=True)
            if size >= LEAST_ROWS_OF_CELL
        },
    )


def _offsets(score: Float64Matrix, miscoverage: Float64Vector) -> Float64Vector:
    return np.array([conformal_offset(score[:, pair], a) for pair, a in enumerate(miscoverage.tolist())])
