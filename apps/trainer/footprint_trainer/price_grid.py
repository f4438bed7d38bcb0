"""Mids move in ticks: labels sit on a grid, and quantiles are fitted to what lies behind it.

The mid of a stock with a spread of one tick moves by whole ticks, so that `peak` and the permanent labels of such a
stock have a few values only, and `slippage` is exactly half the spread whenever the mid did not move. Quantiles that
vary smoothly with the inputs miss the values of such a label; those of a latent, continuous cost do not. The latent
cost z is spread out from the label y so that a non-decreasing map of z is y again. Quantiles pass through a
non-decreasing map unchanged (Koenker 2005, section 2.2.3), so a model is fitted and calibrated on z, and what is
served is the map of its quantiles:

- mids:     y = tick round(z / tick)
- slippage: y = h + sign(z - h) max(|z - h| - DEAD_ZONE_TICKS tick, 0), h half the spread at the arrival

As the tick gets small against the risk, both maps become y = z.
"""

from dataclasses import replace

import numpy as np

from footprint_trainer.arrays import Float64Matrix, Float64Vector
from footprint_trainer.rows import Rows

DEAD_ZONE_TICKS = 0.3
"""Chosen on the days before the tested one; .15 to .5 differ by less than half a point of skill."""

_AT_HALF_SPREAD_TICKS = 0.02
"""Slippage nearer to half the spread than this is half the spread: fills are averages rounded to a float."""


def latent(rows: Rows, label: str, seed: int) -> Float64Vector:
    """The latent cost z [n] in bps of `label`, drawn uniformly over the values that the grid maps to y."""
    y, tick = rows.y[label], rows.column("tickBps").astype(np.float64)
    uniform = np.random.default_rng(seed).uniform(-1, 1, len(y))
    if label != "slippage":
        return np.asarray(y + uniform * tick / 2)
    from_half_spread = y - rows.column("halfSpreadBps")
    zone = DEAD_ZONE_TICKS * tick
    at_half_spread = np.abs(from_half_spread) < _AT_HALF_SPREAD_TICKS * tick
    spread_out = np.where(at_half_spread, uniform * zone, from_half_spread + np.sign(from_half_spread) * zone)
    return np.asarray(rows.column("halfSpreadBps") + spread_out, dtype=np.float64)


def with_latent(rows: Rows, label: str, seed: int) -> Rows:
    """The rows with z in place of y."""
    return replace(rows, y={**rows.y, label: latent(rows, label, seed)})


def on_grid(rows: Rows, label: str, quantiles: Float64Matrix) -> Float64Matrix:
    """Quantiles [n, K] of y in bps from those of z."""
    tick = rows.column("tickBps").astype(np.float64)[:, None]
    if label != "slippage":
        return np.asarray(tick * np.round(quantiles / tick))
    half_spread = rows.column("halfSpreadBps").astype(np.float64)[:, None]
    beyond = quantiles - half_spread
    return np.asarray(half_spread + np.sign(beyond) * np.maximum(np.abs(beyond) - DEAD_ZONE_TICKS * tick, 0))
