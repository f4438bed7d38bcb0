"""The three baselines of reference 10 that every model is compared with."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from footprint_trainer.arrays import Float64Matrix, Float64Vector, TextVector
from footprint_trainer.formula import columns, formula_inputs
from footprint_trainer.quantile_regression import Penalty, fit_quantile
from footprint_trainer.rows import Rows

DURATION_EDGES_SECONDS = (45.0, 180.0, 450.0)
"""Between the lengths of windows (30, 120, 300, 900 s); metaorders fall into the same classes."""

_LEAST_ROWS_OF_CELL = 30


@dataclass(frozen=True)
class SquareRootLaw:
    """`I = Y sig sqrt(Q / V)` with a prefactor and constant residual quantiles per cell (reference 1 and 10)."""

    cell_of: Callable[[Rows], TextVector]
    prefactor: dict[str, float]
    residual: dict[str, Float64Vector]
    """Cell to [K] bps."""

    def predict(self, rows: Rows) -> Float64Matrix:
        """Quantiles [n, K] in bps; a cell that was not trained on has the law of all rows."""
        cells = [cell if cell in self.prefactor else _ANY for cell in self.cell_of(rows).tolist()]
        law = np.array([self.prefactor[cell] for cell in cells]) * rows.column("sqrtImpactBps")
        residuals: Float64Matrix = np.array([self.residual[cell] for cell in cells])
        return law[:, None] + residuals


_ANY = "any"


def by_instrument(rows: Rows) -> TextVector:
    """`sqrt_sym`: one cell per instrument."""
    return rows.instrument


def by_instrument_and_duration(rows: Rows) -> TextVector:
    """`sqrt_cell`: one cell per instrument and class of duration."""
    duration = np.digitize(rows.duration_seconds, DURATION_EDGES_SECONDS).astype(np.str_)
    return np.char.add(np.char.add(rows.instrument, " "), duration)


def fit_square_root_law(
    rows: Rows, label: str, probabilities: Float64Vector, cell_of: Callable[[Rows], TextVector]
) -> SquareRootLaw:
    """The prefactor by least squares, then the quantiles [K] of what it leaves, in each cell."""
    known = rows.labelled(label)
    y, law, cells = known.y[label], known.column("sqrtImpactBps").astype(np.float64), cell_of(known)
    prefactor: dict[str, float] = {}
    residual: dict[str, Float64Vector] = {}
    for cell in [_ANY, *np.unique(cells).tolist()]:
        member = np.ones(len(y), dtype=np.bool_) if cell == _ANY else cells == cell
        if cell != _ANY and member.sum() < _LEAST_ROWS_OF_CELL:
            continue
        prefactor[cell] = float(law[member] @ y[member] / (law[member] @ law[member]))
        residual[cell] = np.quantile(y[member] - prefactor[cell] * law[member], probabilities)
    return SquareRootLaw(cell_of, prefactor, residual)


@dataclass(frozen=True)
class FourTerms:
    """`qr4`: the four-term formula by quantile regression, pooled over instruments, without an intercept."""

    label: str
    coefficients: Float64Matrix
    """[K, 4]"""

    def predict(self, rows: Rows) -> Float64Matrix:
        """Quantiles [n, K] in bps."""
        return columns(rows, formula_inputs(self.label)) @ self.coefficients.T


def fit_four_terms(rows: Rows, label: str, probabilities: Float64Vector) -> FourTerms:
    """Fits `qr4` on the rows whose label is known."""
    known = rows.labelled(label)
    design = columns(known, formula_inputs(label))
    free = Penalty(ridge=np.zeros(4), not_negative=np.zeros(4, dtype=np.bool_))
    return FourTerms(label, np.array([fit_quantile(design, known.y[label], p, free) for p in probabilities]))
