"""Scores of quantile forecasts: pinball loss, skill, and the interval of a skill by a block bootstrap."""

from dataclasses import dataclass

import numpy as np

from footprint_trainer.arrays import Float64Matrix, Float64Vector, IntVector

PROBABILITIES = np.array([0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99])
"""[K] of every model."""

SCORED = np.array([1, 3, 4, 5, 7])
"""Positions of the probabilities that count in scores: 5, 25, 50, 75, 95 % (reference 10)."""


def pinball(y: Float64Vector, quantiles: Float64Matrix, probabilities: Float64Vector) -> Float64Matrix:
    """Pinball loss [n, K] of quantiles [n, K] for outcomes [n], in bps (Koenker and Bassett 1978)."""
    below = y[:, None] - quantiles
    loss: Float64Matrix = np.maximum(probabilities * below, (probabilities - 1) * below)
    return loss


def row_losses(y: Float64Vector, quantiles: Float64Matrix) -> Float64Vector:
    """Mean pinball [n] over the scored probabilities; `quantiles` [n, K] at PROBABILITIES."""
    losses: Float64Vector = pinball(y, quantiles[:, SCORED], PROBABILITIES[SCORED]).mean(axis=1)
    return losses


@dataclass(frozen=True)
class Skill:
    """1 - loss / baseline loss, with its 95 % interval; 0.01 is one point."""

    value: float
    low: float
    high: float
    rows: int


def skill(
    losses: Float64Vector, baseline: Float64Vector, block: IntVector, session: IntVector, seed: int, draws: int = 1000
) -> Skill:
    """Skill of row losses [n] over baseline losses [n].

    The interval comes from drawing 5-minute blocks with replacement, within each instrument-day as many as it has:
    rows of one block share what the market did. `block` [n] and `session` [n] number the blocks and instrument-days.
    """
    blocks, member = np.unique(block, return_inverse=True)
    lost = np.bincount(member, losses)
    lost_by_baseline = np.bincount(member, baseline)
    session_of = np.zeros(len(blocks), dtype=np.int64)
    session_of[member] = session
    drawn = np.zeros((2, draws))
    rng = np.random.default_rng(seed)
    for one in np.unique(session_of):
        own = np.flatnonzero(session_of == one)
        times = rng.multinomial(len(own), np.full(len(own), 1 / len(own)), size=draws)
        drawn += np.stack([times @ lost[own], times @ lost_by_baseline[own]])
    low, high = np.quantile(1 - drawn[0] / drawn[1], (0.025, 0.975))
    return Skill(float(1 - losses.sum() / baseline.sum()), float(low), float(high), len(losses))
