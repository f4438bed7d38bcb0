"""The rows of a training set: inputs, labels, and what is needed to split, group and weigh them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np

from footprint_trainer.arrays import (
    BoolVector,
    Float32Matrix,
    Float32Vector,
    Float64Vector,
    Index,
    IntVector,
    TextVector,
)

LABELS = ("slippage", "peak", "perm1", "perm5", "perm15")
"""In the order of a model's output. All in bps of the arrival mid, signed by the order's side: positive is worse."""


@dataclass(frozen=True)
class Rows:
    """n orders of one or more instruments and days, in order of instrument, day and start.

    `x` is finite: missing inputs were imputed when the rows were read. A label that is not known is NaN.
    """

    x: Float32Matrix
    """[n, F] inputs as `IMPACT_INPUTS` of the domain defines them."""
    inputs: tuple[str, ...]
    """[F] names of the columns of `x`."""
    y: Mapping[str, Float64Vector]
    """Label to [n] bps."""
    instrument: TextVector
    day: TextVector
    """[n] YYYY-MM-DD."""
    block: IntVector
    """[n] number of the 5 minutes in which the order starts; no two instrument-days have one in common."""
    definition: TextVector
    """[n] M (synthetic metaorder) or W (window of net flow)."""
    config: TextVector
    """[n] M: H20, H80, P50; W: T30, T120, T300, T900."""
    grid: BoolVector
    """[n] whether the row counts in scores; W windows off the grid overlap others and only train."""
    side: Float64Vector
    """[n] +1 the order buys, -1 it sells."""
    start_seconds: Float64Vector
    """[n] seconds since 1970 UTC."""
    end_seconds: Float64Vector
    duration_seconds: Float64Vector
    quantity_units: Float64Vector
    children: Float64Vector
    """[n] known only afterwards: for weights and reports, never an input."""
    average_daily_volume: Float64Vector
    """[n] units per day."""
    daily_volatility: Float64Vector
    """[n] fraction."""

    def __len__(self) -> int:
        return len(self.instrument)

    @property
    def session(self) -> IntVector:
        """[n] number of the instrument-day, counted over these rows."""
        _, number = np.unique(np.char.add(np.char.add(self.instrument, " "), self.day), return_inverse=True)
        return np.asarray(number, dtype=np.int64)

    def column(self, name: str) -> Float32Vector:
        """The input `name` of every row, [n]; ValueError when there is none of that name."""
        return self.x[:, self.inputs.index(name)]

    def take(self, which: Index) -> "Rows":
        """The rows that a mask [n] or a list of positions picks."""
        picked = {f.name: getattr(self, f.name)[which] for f in fields(self) if f.name not in ("inputs", "y")}
        return replace(self, y={label: values[which] for label, values in self.y.items()}, **picked)

    def labelled(self, label: str) -> "Rows":
        """The rows whose `label` is known."""
        return self.take(np.isfinite(self.y[label]))


def at_most_per_session(rows: Rows, most: int, seed: int) -> Rows:
    """At most so many rows of each instrument-day, drawn without replacement: a busy tape is not more evidence."""
    rng = np.random.default_rng(seed)
    kept = []
    session = rows.session
    for number in np.unique(session):
        own = np.flatnonzero(session == number)
        kept.append(own if len(own) <= most else np.sort(rng.choice(own, most, replace=False)))
    return rows.take(np.concatenate(kept))
