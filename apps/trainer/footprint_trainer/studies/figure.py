"""One figure of a study, and the bootstrap that its interval comes from."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from footprint_trainer.arrays import AnyArray, Float64Matrix, Float64Vector, IntVector
from footprint_trainer.rows import Rows

_INTERVAL = (0.025, 0.975)


@dataclass(frozen=True)
class Figure:
    """A value with its 95 % interval; None where the sample has none."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    unit: str


class BlockBootstrap:
    """Draws 5-minute blocks with replacement, within each instrument-day as many as it has (Kuensch 1989).

    Rows of one block share what the market did; rows of different blocks are taken as independent.
    """

    def __init__(self, rows: Rows, seed: int, draws: int = 1000) -> None:
        blocks, self._block = np.unique(rows.block, return_inverse=True)
        session = np.zeros(len(blocks), dtype=np.int64)
        session[self._block] = rows.session
        rng = np.random.default_rng(seed)
        self._times: IntVector = np.zeros((draws, len(blocks)), dtype=np.int64)
        for one in np.unique(session):
            own = np.flatnonzero(session == one)
            self._times[:, own] = rng.multinomial(len(own), np.full(len(own), 1 / len(own)), size=draws)

    def sums(self, values: AnyArray) -> tuple[AnyArray, AnyArray]:
        """Sums over the rows of values [n, ...]: of the sample, and of each draw [draws, ...]."""
        by_block = np.zeros((self._times.shape[1], *values.shape[1:]))
        np.add.at(by_block, self._block, values)
        return by_block.sum(axis=0), np.tensordot(self._times, by_block, axes=1)

    def figure(self, name: str, unit: str, statistic: Callable[..., AnyArray], *values: AnyArray) -> Figure:
        """`statistic` of the sums of `values`, each [n, ...]; it takes sums with a leading axis of samples."""
        totals = [self.sums(one) for one in values]
        value = float(statistic(*(total[None] for total, _ in totals))[0])
        drawn = statistic(*(draws for _, draws in totals))
        return figure_of(name, unit, value, drawn, len(self._block))

    def mean(self, name: str, unit: str, values: Float64Vector) -> Figure:
        """The mean of values [n]."""
        return self.figure(name, unit, lambda total, count: total / count, values, np.ones(len(values)))


def figure_of(name: str, unit: str, value: float, drawn: Float64Vector, n: int) -> Figure:
    """A figure whose interval is that of the drawn values [draws]; none where nothing finite was drawn."""
    finite = drawn[np.isfinite(drawn)]
    if not np.isfinite(value) or len(finite) == 0:
        return Figure(name, None, None, None, n, unit)
    low, high = np.quantile(finite, _INTERVAL)
    return Figure(name, value, float(low), float(high), n, unit)


def least_squares(products: Float64Matrix, moments: Float64Matrix) -> Float64Matrix:
    """Coefficients [s, P] of X'X [s, P, P] and X'y [s, P], one for each of s samples."""
    ridge = 1e-12 * np.trace(products, axis1=1, axis2=2)[:, None, None] * np.eye(products.shape[1])
    solved: Float64Matrix = np.linalg.solve(products + ridge, moments[..., None])[..., 0]
    return solved
