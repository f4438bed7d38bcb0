"""Adaptive conformal intervals: coverage that comes back after the market has changed."""

import math
from collections import deque
from dataclasses import dataclass, field

import numpy as np

from footprint_trainer.arrays import Float64Vector

RATE = 0.02
"""g: how far one miss moves the level. Found on planted breaks: faster comes back sooner and wavers more."""

WINDOW = 250
"""Scores that are remembered: those of an older market leave."""

_TAIL_SHARE = 0.1
_LEVEL_RANGE = (1e-4, 0.5)


@dataclass
class AdaptiveOffset:
    """The conformal offset of one interval of level 1 - a, updated after every outcome (Gibbs and Candes 2021).

    `a_{t+1} = a_t + g (a - err_t)`, err_t = 1 when the outcome was outside. The offset is the 1 - a_t quantile of the
    last scores E = max(qlo - y, y - qhi), in whatever unit they come. Gibbs and Candes answer a level beyond the
    sample with an infinite interval; here the tail goes on exponentially, so that a decision can still be made.
    """

    miscoverage: float
    """a"""
    scores: deque[float]
    """Of the calibration at first; at most as many as its `maxlen`."""
    rate: float = RATE
    level: float = field(init=False)
    """a_t"""

    def __post_init__(self) -> None:
        self.level = self.miscoverage

    @staticmethod
    def of(
        calibration: Float64Vector, miscoverage: float, rate: float = RATE, window: int = WINDOW
    ) -> "AdaptiveOffset":
        """Starts from calibration scores [n], the newest last."""
        return AdaptiveOffset(miscoverage, deque(calibration[-window:].tolist(), maxlen=window), rate)

    def offset(self) -> float:
        """What is added at both ends of the interval of the next order."""
        return tail_quantile(np.sort(np.array(self.scores)), 1 - self.level)

    def observe(self, score: float) -> None:
        """Takes in the score of the order that was answered with `offset()`."""
        missed = score > self.offset()
        low, high = _LEVEL_RANGE
        self.level = min(max(self.level + self.rate * (self.miscoverage - missed), low), high)
        self.scores.append(score)


def tail_quantile(ordered: Float64Vector, probability: float) -> float:
    """The conformal quantile of ordered scores [n], rank ceil((n + 1) probability) (reference 7).

    Where that rank is beyond the sample, or in the last tenth of it, the mean excess over the last tenth goes on as
    an exponential tail.
    """
    count = len(ordered)
    edge = 1 - _TAIL_SHARE
    start = ordered[min(math.ceil((count + 1) * edge), count) - 1]
    rank = math.ceil((count + 1) * probability)
    if rank <= count * (1 - _TAIL_SHARE / 4):
        return float(ordered[rank - 1])
    excess = ordered[ordered > start] - start
    mean_excess = float(excess.mean()) if len(excess) else 0.0
    return float(start + mean_excess * math.log(_TAIL_SHARE / (1 - probability)))
