"""Prototypes of the training rows: the analogues that an explanation names. No row of a recording is among them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import pairwise_distances_argmin

from footprint_trainer.arrays import Float32Matrix, Float64Vector, IntVector
from footprint_trainer.imputation import Imputation
from footprint_trainer.metrics import PROBABILITIES
from footprint_trainer.rows import Rows

MOST = 48
LEAST_ROWS = 100
"""Of a prototype: enough for a mean, hardly for its outermost quantiles."""

LABEL = "slippage"


@dataclass(frozen=True)
class Prototype:
    """Rows that resemble one another."""

    inputs: Float64Vector
    """[F] their mean."""
    rows: int
    mean_bps: float
    """Of their slippage."""
    quantiles_bps: Float64Vector
    """[K] at PROBABILITIES."""


def prototypes(rows: Rows, columns: IntVector, imputation: Imputation, seed: int) -> Sequence[Prototype]:
    """At most MOST of them over the inputs `columns` [F], the largest first.

    k-means in widths of the training ranges, which is how the distance to an order is measured later. A centre with
    few rows is given up and its rows go to the nearest of the others.
    """
    known = rows.labelled(LABEL)
    x, y = known.x[:, columns], known.y[LABEL]
    scaled = _scaled(x, imputation.low[columns], imputation.high[columns])
    clusters = min(MOST, max(1, len(x) // LEAST_ROWS))
    fitted = KMeans(clusters, n_init=1, random_state=seed).fit(scaled)
    counts = np.bincount(fitted.labels_, minlength=clusters)
    kept = fitted.cluster_centers_[counts >= min(LEAST_ROWS, counts.max())]
    nearest = pairwise_distances_argmin(scaled, kept)
    found = [
        Prototype(
            x[nearest == number].mean(axis=0, dtype=np.float64),
            int((nearest == number).sum()),
            float(y[nearest == number].mean()),
            np.quantile(y[nearest == number], PROBABILITIES),
        )
        for number in range(len(kept))
    ]
    return sorted(found, key=lambda one: -one.rows)


def _scaled(x: Float32Matrix, low: Float32Matrix, high: Float32Matrix) -> Float32Matrix:
    """[n, F] within [0, 1]; inputs that never change are left out."""
    varies = high > low
    inside = np.clip(x[:, varies], low[varies], high[varies])
    return np.asarray((inside - low[varies]) / (high[varies] - low[varies]), dtype=np.float32)
