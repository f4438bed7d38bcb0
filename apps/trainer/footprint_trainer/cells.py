"""Cells of size x regime: where coverage is looked at, and calibrated, on its own."""

from dataclasses import dataclass

import numpy as np

from footprint_trainer.arrays import Float64Vector, IntVector
from footprint_trainer.regimes import Regimes
from footprint_trainer.rows import Rows

SIZE_INPUT = "lnAdvFraction"
SIZES = ("small", "medium", "large")


@dataclass(frozen=True)
class Cells:
    """Thirds of the training rows by size, times the regimes."""

    size_edges: Float64Vector
    """[2] of `lnAdvFraction`: a size at an edge belongs to the upper class."""
    regimes: Regimes

    @property
    def count(self) -> int:
        """Of cells."""
        return len(SIZES) * len(self.regimes.names)

    def of(self, rows: Rows) -> IntVector:
        """The number of the cell [n]: size class times the number of regimes, plus the regime."""
        size = np.digitize(rows.column(SIZE_INPUT), self.size_edges)
        return np.asarray(size * len(self.regimes.names) + self.regimes.of(rows), dtype=np.int64)

    def name(self, cell: int) -> str:
        """As on the card: `large stressed`."""
        size, regime = divmod(cell, len(self.regimes.names))
        return f"{SIZES[size]} {self.regimes.names[regime]}"

    def key(self, cell: int) -> str:
        """As in the manifest: `<size class>:<regime>`."""
        size, regime = divmod(cell, len(self.regimes.names))
        return f"{size}:{regime}"


def fit_cells(rows: Rows, regimes: Regimes) -> Cells:
    """Cuts the rows into thirds by size."""
    return Cells(np.quantile(rows.column(SIZE_INPUT).astype(np.float64), (1 / 3, 2 / 3)), regimes)
