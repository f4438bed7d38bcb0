"""The size law of the tape: exponent and coefficient of impact in size."""

from collections.abc import Iterator

import numpy as np

from footprint_trainer.arrays import AnyArray, Float64Matrix, Float64Vector
from footprint_trainer.formula import spread_paid
from footprint_trainer.rows import Rows
from footprint_trainer.studies.figure import BlockBootstrap, Figure, figure_of, least_squares
from footprint_trainer.studies.fold import StudyFold

EXPONENTS = np.arange(0.05, 1.2001, 0.05)
"""Beyond them nothing was looked for: an end of the interval at .05 or 1.2 is an end of the search."""

LABELS = ("slippage", "peak")


def size_law(fold: StudyFold) -> Iterator[Figure]:
    """Of `y = a halfSpread + Y sig (Q / V)^d`: d, and Y where d is one half. On every day's rows."""
    for label in LABELS:
        rows = fold.every.labelled(label)
        bootstrap = BlockBootstrap(rows, fold.seed)
        yield _exponent(f"{fold.definition} {label} size exponent", rows, label, bootstrap)
        yield size_coefficient(f"{fold.definition} {label} size coefficient", rows, label, bootstrap)


def size_coefficient(name: str, rows: Rows, label: str, bootstrap: BlockBootstrap) -> Figure:
    """Y of the square-root law by least squares, the half spread beside it with a coefficient of its own."""
    products, moments = _normal_equations(rows, label, 0.5)
    return bootstrap.figure(
        name, "multiples of sig sqrt(Q/V)", lambda a, b: least_squares(a, b)[:, 1], products, moments
    )


def _exponent(name: str, rows: Rows, label: str, bootstrap: BlockBootstrap) -> Figure:
    """The exponent with the least squared error, by search."""
    errors, drawn_errors = [], []
    for exponent in EXPONENTS.tolist():
        products, moments = (bootstrap.sums(values) for values in _normal_equations(rows, label, exponent))
        errors.append(_explained(products[0][None], moments[0][None])[0])
        drawn_errors.append(_explained(products[1], moments[1]))
    best = np.array(drawn_errors).argmax(axis=0)
    return figure_of(name, "exponent", float(EXPONENTS[np.argmax(errors)]), EXPONENTS[best], len(rows))


def _explained(products: AnyArray, moments: AnyArray) -> Float64Vector:
    """The sum of squares [s] that the regression explains, where Y >= 0; a negative one explains no impact."""
    coefficients = least_squares(products, moments)
    explained: Float64Vector = (coefficients * moments).sum(axis=1)
    return np.where(coefficients[:, 1] > 0, explained, -np.inf)


def _normal_equations(rows: Rows, label: str, exponent: float) -> tuple[Float64Matrix, Float64Matrix]:
    """X'X [n, 2, 2] and X'y [n, 2] of each row for X = (halfSpread, 1e4 sig (Q / V)^d)."""
    fraction = rows.quantity_units / rows.average_daily_volume
    law = 1e4 * rows.daily_volatility * fraction**exponent
    # A move of the mid pays no spread; its place is kept by a constant.
    other = rows.column("halfSpreadBps").astype(np.float64) if spread_paid(label) else np.ones(len(rows))
    design = np.column_stack([other, law])
    return design[:, :, None] * design[:, None, :], design * rows.y[label][:, None]
