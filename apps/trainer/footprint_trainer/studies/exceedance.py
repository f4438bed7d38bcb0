"""P(slippage > x) read off the served quantiles: Brier skill and calibration error."""

from collections.abc import Iterator

import numpy as np

from footprint_trainer.arrays import AnyArray, Float64Matrix, Float64Vector
from footprint_trainer.family import Family
from footprint_trainer.metrics import PROBABILITIES
from footprint_trainer.price_grid import DEAD_ZONE_TICKS
from footprint_trainer.rows import Rows
from footprint_trainer.studies.figure import BlockBootstrap, Figure
from footprint_trainer.studies.fold import LABEL, StudyFold, served

THRESHOLDS_BPS = (5.0, 10.0)
BINS = 10


def exceedance(fold: StudyFold, family: Family) -> Iterator[Figure]:
    """By threshold: how often it happened, Brier skill over the training base rate, expected calibration error."""
    quantiles, y = served(fold, family).latent_quantiles(fold.test), fold.test.y[LABEL]
    bootstrap = BlockBootstrap(fold.test, fold.seed)
    for threshold in THRESHOLDS_BPS:
        happened = (y > threshold).astype(np.float64)
        stated = probability_above(quantiles, PROBABILITIES, latent_threshold(fold.test, threshold))
        base = float((fold.train.y[LABEL] > threshold).mean())
        title = f"{fold.definition} P(slippage > {threshold:g} bps)"
        yield bootstrap.mean(f"{title} happened", "share", happened)
        brier, brier_of_base = (stated - happened) ** 2, (base - happened) ** 2
        yield bootstrap.figure(
            f"{title} Brier skill", "points of skill", lambda a, b: 100 * (1 - a / b), brier, brier_of_base
        )
        bins = np.eye(BINS)[np.minimum((stated * BINS).astype(np.int64), BINS - 1)]
        gap = bins * (stated - happened)[:, None]
        yield bootstrap.figure(f"{title} expected calibration error", "share", _calibration_error, gap, bins)


def latent_threshold(rows: Rows, threshold: float) -> Float64Vector:
    """The latent cost [n] above which the slippage is above `threshold`: `price_grid.on_grid` turned around.

    Between quantiles of the slippage itself lies the atom at half the spread, and a line across it says nothing.
    """
    half_spread = rows.column("halfSpreadBps").astype(np.float64)
    zone = DEAD_ZONE_TICKS * rows.column("tickBps").astype(np.float64)
    return np.where(threshold >= half_spread, threshold + zone, threshold - zone)


def probability_above(
    quantiles: Float64Matrix, probabilities: Float64Vector, threshold: Float64Vector
) -> Float64Vector:
    """P(z > threshold) [n] of distributions given by quantiles [n, K], for a threshold [n] each.

    Linear between the quantiles; beyond the outermost ones an exponential tail with the slope of the last piece.
    """
    ordered = np.sort(quantiles, axis=1)
    below = np.array([np.interp(one, row, probabilities) for one, row in zip(threshold, ordered, strict=True)])
    above = 1 - below
    for edge, inner, mass, side in ((0, 1, probabilities[0], -1.0), (-1, -2, 1 - probabilities[-1], 1.0)):
        beyond = side * (threshold - ordered[:, edge])
        width = side * (ordered[:, edge] - ordered[:, inner])
        scale = np.maximum(width / np.log(1 / mass * abs(probabilities[inner] - (1 if side > 0 else 0))), 1e-9)
        tail = mass * np.exp(-np.maximum(beyond, 0) / scale)
        above = np.where(beyond > 0, tail if side > 0 else 1 - tail, above)
    return above


def _calibration_error(gap: AnyArray, count: AnyArray) -> AnyArray:
    """Mean over rows of |stated - happened| in bins of the stated probability (Naeini et al. 2015): sums [s, BINS]."""
    error: AnyArray = np.abs(gap).sum(axis=1) / count.sum(axis=1)
    return error
