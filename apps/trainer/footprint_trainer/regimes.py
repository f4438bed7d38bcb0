"""Liquidity regimes: a Gaussian mixture over the state of the market, its size chosen by likelihood and stability."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from footprint_trainer.arrays import Float32Matrix, Float64Matrix, Float64Vector, IntVector
from footprint_trainer.rows import Rows

LIQUIDITY_BY_INPUT: Mapping[str, int] = {
    "lnVolatility1800ToDay": -1,
    "lnVolatility300To1800": -1,
    "lnRelativeVolume300": 1,
    "lnTakenRefillSeconds": -1,
    "lnJoinedRefillSeconds": -1,
}
"""The state of the market against its own usual one: volatility, activity, and how soon depth comes back.

+1 where more of it is more liquid. The spread and the depth themselves are not among them: they tell instruments
apart before they tell hours apart (over AIG and BAC such a mixture is the two names).
"""

MOST_COMPONENTS = 5

MORE_LIQUID: Sequence[Sequence[str]] = (
    (),
    ("liquid",),
    ("deep", "liquid"),
    ("deepest", "deep", "liquid"),
    ("flooded", "deepest", "deep", "liquid"),
)
"""Names by how many regimes are more liquid than the most frequent one, which is `ordinary`; the most liquid first."""

LESS_LIQUID: Sequence[Sequence[str]] = (
    (),
    ("stressed",),
    ("thin", "stressed"),
    ("thin", "stressed", "disorderly"),
    ("thin", "stressed", "disorderly", "frozen"),
)

LEAST_STABILITY = 0.8
"""Mean adjusted Rand index (Hubert and Arabie 1985) between a fit and fits on resampled blocks."""

_ROWS_PER_BLOCK = 4
_FOLDS = 4
_RESAMPLES = 5
_RIDGE = 1e-3
"""Added to every variance of the scaled inputs, so that a component is never a single point."""


@dataclass(frozen=True)
class Choice:
    """What spoke for or against a number of components."""

    components: int
    held_out: float
    """Mean ln likelihood of a held-out row, in the scaled inputs."""
    held_out_error: float
    """Standard error of its difference to the best number, over folds."""
    stability: float


@dataclass(frozen=True)
class Regimes:
    """n components over D inputs, the most liquid first."""

    inputs: tuple[str, ...]
    centre: Float64Vector
    """[D] of the scaler: z = (x - centre) / spread."""
    spread: Float64Vector
    weights: Float64Vector
    """[n]"""
    means: Float64Matrix
    """[n, D] of z."""
    precisions_cholesky: Float64Matrix
    """[n, D, D] upper triangular C with C C' = inverse covariance."""
    names: tuple[str, ...]
    choices: Sequence[Choice]

    def probabilities(self, state: Float32Matrix | Float64Matrix) -> Float64Matrix:
        """Of each regime, [n, components], given the inputs [n, D] in the order of `inputs`."""
        z = (state.astype(np.float64) - self.centre) / self.spread
        projected = np.einsum("nd,kde->nke", z, self.precisions_cholesky)
        centred = projected - np.einsum("kd,kde->ke", self.means, self.precisions_cholesky)
        log_determinant = np.log(np.diagonal(self.precisions_cholesky, axis1=1, axis2=2)).sum(axis=1)
        log_density = np.log(self.weights) + log_determinant - 0.5 * (centred**2).sum(axis=2)
        density: Float64Matrix = np.exp(log_density - log_density.max(axis=1, keepdims=True))
        share: Float64Matrix = density / density.sum(axis=1, keepdims=True)
        return share

    def of(self, rows: Rows) -> IntVector:
        """The most probable regime [n] of each row; among equals the more liquid one."""
        state = np.column_stack([rows.column(name) for name in self.inputs])
        regime: IntVector = self.probabilities(state).argmax(axis=1)
        return regime

    def manifest(self) -> dict[str, Any]:
        """The `regimes` object of a model's manifest, with golden vectors for the code that evaluates it."""
        low, high = self.centre - 2 * self.spread, self.centre + 2 * self.spread
        golden = np.random.default_rng(0).uniform(low, high, size=(8, len(self.inputs))).astype(np.float32)
        return {
            "inputs": list(self.inputs),
            "components": len(self.names),
            "scaler": {"mean": self.centre.tolist(), "scale": self.spread.tolist()},
            "weights": self.weights.tolist(),
            "means": self.means.tolist(),
            "precisionsCholesky": self.precisions_cholesky.tolist(),
            "names": list(self.names),
            "chosenBy": [
                {
                    "components": choice.components,
                    "heldOutLogLikelihood": choice.held_out,
                    "standardError": choice.held_out_error,
                    "adjustedRandIndex": choice.stability,
                }
                for choice in self.choices
            ],
            "golden": [
                {"inputs": state.tolist(), "probabilities": probabilities.tolist()}
                for state, probabilities in zip(golden, self.probabilities(golden), strict=True)
            ],
        }


def fit_regimes(rows: Rows, seed: int, most: int = MOST_COMPONENTS) -> Regimes:
    """Fits the mixture on a few rows of each 5-minute block: a busy block is one state of the market, not more.

    The number of components is the smallest whose held-out likelihood is within one standard error of the best, of
    those that come out the same on resampled blocks. ValueError when an input of the state is missing.
    """
    sampled = rows.take(_few_per_block(rows.block, seed))
    inputs = tuple(LIQUIDITY_BY_INPUT)
    state = np.column_stack([sampled.column(name) for name in inputs]).astype(np.float64)
    centre, spread = state.mean(axis=0), np.maximum(state.std(axis=0), 1e-9)
    z = (state - centre) / spread
    choices = [_judge(z, sampled.block, components, seed) for components in range(1, most + 1)]
    best = max(choices, key=lambda choice: choice.held_out[0])
    judged = [choice.beside(best) for choice in choices]
    stable = [choice for choice in judged if choice.stability >= LEAST_STABILITY]
    reached = max(choice.held_out for choice in stable)
    chosen = next(choice for choice in stable if choice.held_out >= reached - choice.held_out_error)
    mixture = _mixture(z, chosen.components, seed)
    signs = np.array([LIQUIDITY_BY_INPUT[name] for name in inputs])
    order = np.argsort(-(mixture.means_ @ signs), kind="stable")
    return Regimes(
        inputs,
        centre,
        spread,
        mixture.weights_[order],
        mixture.means_[order],
        mixture.precisions_cholesky_[order],
        regime_names(mixture.weights_[order]),
        judged,
    )


def regime_names(weights: Float64Vector) -> tuple[str, ...]:
    """Names of regimes of these weights [n], the most liquid first: `ordinary` is the most frequent."""
    ordinary = int(weights.argmax())
    return (*MORE_LIQUID[ordinary], "ordinary", *LESS_LIQUID[len(weights) - 1 - ordinary])


def _few_per_block(block: IntVector, seed: int) -> IntVector:
    """Positions of up to a few rows of each block, drawn without replacement, in order."""
    shuffled = np.random.default_rng(seed).permutation(len(block))
    by_block = shuffled[np.argsort(block[shuffled], kind="stable")]
    ordered = block[by_block]
    first = np.searchsorted(ordered, ordered)
    return np.sort(by_block[np.arange(len(block)) - first < _ROWS_PER_BLOCK])


def _mixture(z: Float64Matrix, components: int, seed: int) -> Any:  # noqa: ANN401
    return GaussianMixture(components, covariance_type="full", reg_covar=_RIDGE, n_init=1, random_state=seed).fit(z)


@dataclass(frozen=True)
class _Judged:
    components: int
    held_out: tuple[float, Float64Vector]
    """Mean, and by fold."""
    stability: float

    def beside(self, best: "_Judged") -> Choice:
        difference = self.held_out[1] - best.held_out[1]
        error = float(difference.std(ddof=1) / np.sqrt(len(difference)))
        return Choice(self.components, self.held_out[0], error, self.stability)


def _judge(z: Float64Matrix, block: IntVector, components: int, seed: int) -> _Judged:
    blocks = np.unique(block)
    # Runs of neighbouring blocks: one block says much about the next.
    fold = np.searchsorted(np.linspace(0, len(blocks), _FOLDS + 1)[1:-1], np.searchsorted(blocks, block), side="right")
    by_fold = np.array(
        [
            _mixture(z[fold != held], components, seed).score(z[fold == held])
            for held in range(_FOLDS)
            if (fold == held).any() and (fold != held).sum() > components
        ]
    )
    whole = _mixture(z, components, seed).predict(z)
    rng = np.random.default_rng(seed)
    agreement = []
    for resample in range(_RESAMPLES if components > 1 else 0):
        drawn = rng.choice(blocks, size=len(blocks))
        times = np.bincount(np.searchsorted(blocks, drawn), minlength=len(blocks))[np.searchsorted(blocks, block)]
        again = _mixture(np.repeat(z, times, axis=0), components, seed + resample).predict(z)
        agreement.append(adjusted_rand_score(whole, again))
    return _Judged(components, (float(by_fold.mean()), by_fold), float(np.mean(agreement)) if agreement else 1.0)
