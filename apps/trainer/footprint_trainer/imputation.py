"""What stands in for a missing input, and the range in which a model was trained."""

from dataclasses import dataclass, replace

import numpy as np

from footprint_trainer.arrays import Float32Matrix, Float32Vector
from footprint_trainer.rows import Rows

TRAINED_SHARE = (0.001, 0.999)
"""Quantiles of an input between which a row is inside the training range."""


@dataclass(frozen=True)
class Imputation:
    """Per input [F]: the value that stands in, and the lowest and highest of the training range."""

    value: Float32Vector
    low: Float32Vector
    high: Float32Vector

    def apply(self, rows: Rows) -> Rows:
        """The rows with every input finite."""
        return replace(rows, x=self.fill(rows.x))

    def fill(self, x: Float32Matrix) -> Float32Matrix:
        """The matrix [n, F] with its missing values filled in."""
        return np.where(np.isfinite(x), x, self.value)


def fit_imputation(rows: Rows) -> Imputation:
    """Medians and ranges over `rows`, the training rows only; 0 where an input is missing in every row."""
    present = np.where(np.isfinite(rows.x), rows.x, np.nan)
    known = np.isfinite(rows.x).any(axis=0)
    low, value, high = np.zeros((3, rows.x.shape[1]), dtype=np.float32)
    low[known], value[known], high[known] = np.nanquantile(
        present[:, known], (TRAINED_SHARE[0], 0.5, TRAINED_SHARE[1]), axis=0
    )
    return Imputation(value, low, high)
