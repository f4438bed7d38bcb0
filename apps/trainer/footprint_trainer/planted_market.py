"""A market whose true conditional quantiles are known: square-root impact, noise by risk, three regimes."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from footprint_trainer.arrays import Float64Matrix, Float64Vector, IntVector
from footprint_trainer.rows import LABELS, Rows

REGIMES = ("ordinary", "thin", "stressed")
SHARES = (0.5, 0.32, 0.18)

_PREFACTOR = np.array([0.5, 0.8, 1.2])
"""Y of the square-root law, by regime."""
_NOISE = np.array([0.40, 0.50, 0.65])
"""Scale of the noise in units of v300 sqrt(T), by regime."""
_SPREAD_PAID = 0.6
_DEGREES_OF_FREEDOM = 4

_LN_HALF_SPREAD = np.log([1.5, 2.5, 6.0])
_LN_VOLATILITY = np.log([0.5, 1.0, 2.2])
"""v300 in bps per sqrt(s)."""
_LN_ACTIVITY = np.array([0.6, 0.0, -0.6])
_LN_REFILL = np.log1p([1.0, 5.0, 25.0])
"""Seconds until depth is back."""
_LN_DEPTH = np.log([3e-4, 1e-4, 3e-5])
"""Size at the best price over V."""
_DAILY_VOLATILITY = 0.012
_TICK_BPS = 0.01
"""Prices are as good as continuous."""
_SESSION_SECONDS = 23_400
_ORDERS_PER_BLOCK = 12


@dataclass(frozen=True)
class Planted:
    """Orders, and what only their maker knows."""

    rows: Rows
    regime: IntVector
    """[n] position in REGIMES."""
    location: Float64Vector
    """[n] true median of the slippage, bps."""
    scale: Float64Vector
    """[n] scale of Student's t around it, bps."""

    def true_quantiles(self, probabilities: Float64Vector) -> Float64Matrix:
        """[n, K] bps: `a halfSpread + Y_z sig sqrt(Q / V) + s_z v300 sqrt(T) t_4^-1(p)`."""
        quantiles: Float64Matrix = self.location[:, None] + self.scale[:, None] * stats.t.ppf(
            probabilities, _DEGREES_OF_FREEDOM
        )
        return quantiles


def planted_market(orders: int, seed: int, noise_factors: Float64Vector | None = None) -> Planted:
    """Draws `orders` of one instrument, in order of their starts.

    `noise_factors` [n] multiplies the noise of each order; no input shows it: a break of the regime. Inputs bear the
    names of the real ones; slippage is the only label that is known.
    """
    rng = np.random.default_rng(seed)
    # A block of five minutes has one regime, as markets do.
    block = np.arange(orders) // _ORDERS_PER_BLOCK
    regime = rng.choice(len(REGIMES), size=block[-1] + 1, p=SHARES)[block]
    half_spread = np.exp(_LN_HALF_SPREAD[regime] + 0.12 * rng.standard_normal(orders))
    volatility = np.exp(_LN_VOLATILITY[regime] + 0.15 * rng.standard_normal(orders))
    slow_volatility = volatility * np.exp(0.15 * rng.standard_normal(orders))
    horizon = np.exp(rng.uniform(np.log(10), np.log(900), orders))
    adv_fraction = np.exp(rng.normal(np.log(4e-4), 1.1, orders))
    law = 1e4 * _DAILY_VOLATILITY * np.sqrt(adv_fraction)
    factors = np.ones(orders) if noise_factors is None else noise_factors
    location = _SPREAD_PAID * half_spread + _PREFACTOR[regime] * law
    scale = factors * _NOISE[regime] * volatility * np.sqrt(horizon)
    depth = [_LN_DEPTH[regime] + 0.3 * rng.standard_normal(orders) for _ in range(2)]
    refill = [np.maximum(_LN_REFILL[regime] + 0.25 * rng.standard_normal(orders), 0) for _ in range(2)]
    activity = _LN_ACTIVITY[regime] + 0.2 * rng.standard_normal(orders)
    by_day = 1e4 * _DAILY_VOLATILITY / np.sqrt(_SESSION_SECONDS)
    inputs = {
        "lnAdvFraction": np.log(adv_fraction),
        "lnHorizonSeconds": np.log(horizon),
        "sqrtImpactBps": law,
        **{
            f"risk{window}{name}Bps": v * np.sqrt(horizon + after)
            for window, v in ((300, volatility), (1800, slow_volatility))
            for name, after in (("", 0), ("After60", 60), ("After300", 300), ("After900", 900))
        },
        "lnVolatility300To1800": np.log(volatility / slow_volatility),
        "lnVolatility1800ToDay": np.log(slow_volatility / by_day),
        "lnSpreadToRisk300": np.log(half_spread / (volatility * np.sqrt(horizon))),
        "halfSpreadBps": half_spread,
        "halfSpreadMean300Bps": half_spread * np.exp(0.05 * rng.standard_normal(orders)),
        "tickBps": np.full(orders, _TICK_BPS),
        "imbalanceBest": rng.uniform(-1, 1, orders),
        "ofiBestPerDepth10s": rng.standard_normal(orders),
        "lnRelativeVolume300": activity,
        "lnTakenDepthAdvFraction": depth[0],
        "lnJoinedDepthAdvFraction": depth[1],
        "lnTakenRefillSeconds": refill[0],
        "lnJoinedRefillSeconds": refill[1],
    }
    noise = rng.standard_t(_DEGREES_OF_FREEDOM, orders)
    start = 300.0 * block + 25.0 * (np.arange(orders) % _ORDERS_PER_BLOCK)
    x = np.column_stack(list(inputs.values())).astype(np.float32)
    rows = Rows(
        x=x,
        inputs=tuple(inputs),
        y={label: location + scale * noise if label == "slippage" else np.full(orders, np.nan) for label in LABELS},
        instrument=np.full(orders, "PLANTED"),
        day=np.char.add("day ", (block // 77).astype(np.str_)),
        block=block.astype(np.int64),
        definition=np.full(orders, "M"),
        config=np.full(orders, "PLANTED"),
        grid=np.ones(orders, dtype=np.bool_),
        side=np.where(rng.random(orders) < 0.5, 1.0, -1.0),
        start_seconds=start,
        end_seconds=start + horizon,
        duration_seconds=horizon,
        quantity_units=adv_fraction * 1e6,
        children=np.full(orders, 5.0),
        average_daily_volume=np.full(orders, 1e6),
        daily_volatility=np.full(orders, _DAILY_VOLATILITY),
    )
    return Planted(rows, regime.astype(np.int64), location, scale)
