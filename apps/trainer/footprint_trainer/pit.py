"""The probability integral transform of latent costs, which have no atoms: an outcome on the price grid is spread out.

For outcomes with atoms the transform is drawn over the atom (Czado, Gneiting and Held 2009); the latent cost of
an outcome, as the models are fitted and calibrated on, is such a draw.
"""

import numpy as np

from footprint_trainer.arrays import BoolVector, Float64Matrix, Float64Vector, IntVector


def pit_places(z: Float64Vector, quantiles: Float64Matrix, probabilities: Float64Vector) -> Float64Vector:
    """Where each cost [n] lies in its stated distribution of quantiles [n, K]; of a right forecast uniform.

    Beyond the outermost quantiles nothing is stated: 0 and 1.
    """
    stated = zip(z, quantiles, strict=True)
    return np.array([np.interp(one, row, probabilities, left=0, right=1) for one, row in stated])


def below(z: Float64Vector, quantiles: Float64Matrix) -> BoolVector:
    """Whether each cost [n] is below each of its quantiles, [n, K]; of a right forecast as often as stated."""
    return np.asarray(z[:, None] < quantiles)


def pit_bins(places: Float64Vector, bins: int) -> IntVector:
    """The bin [n] of the unit interval, cut into so many equal ones, that each place lies in."""
    return np.minimum((places * bins).astype(np.int64), bins - 1)
