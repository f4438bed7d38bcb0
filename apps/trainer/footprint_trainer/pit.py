"""The probability integral transform of outcomes whose distributions may have atoms."""

import numpy as np

from footprint_trainer.arrays import Float64Matrix, Float64Vector

_NEXT_TO_BPS = 1e-6


def pit_places(y: Float64Vector, quantiles: Float64Matrix, probabilities: Float64Vector, seed: int) -> Float64Vector:
    """Where each outcome lies in its stated distribution, [n], from the lowest to the highest of `probabilities` [K].

    On a grid of prices several quantiles [n, K] may be one value; an outcome there is placed at random between their
    probabilities (Czado, Gneiting and Held 2009), so that a right forecast stays uniform.
    """
    ends = [
        np.array([np.interp(one, row, probabilities) for one, row in zip(y + side, quantiles, strict=True)])
        for side in (-_NEXT_TO_BPS, _NEXT_TO_BPS)
    ]
    low, high = np.minimum(*ends), np.maximum(*ends)
    return np.asarray(low + np.random.default_rng(seed).random(len(y)) * (high - low), dtype=np.float64)


def pit_tenths(places: Float64Vector) -> Float64Matrix:
    """Membership [n, 10] of each place in a tenth of the unit interval."""
    return np.eye(10)[np.minimum((places * 10).astype(np.int64), 9)]
