"""A neural network of the outcome in units of risk: quantiles that never cross and do not fall with size."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from footprint_trainer.additive import AdditiveForm
from footprint_trainer.arrays import BoolVector, Float32Matrix, Float64Matrix, Float64Vector
from footprint_trainer.families.monotone_network import Network, Weights, forward, initial_weights
from footprint_trainer.families.risk_unit import RiskUnit, risk_inputs
from footprint_trainer.families.standardised import Standardised, fit_standardised
from footprint_trainer.onnx_graph import GraphBuilder
from footprint_trainer.rows import Rows

SIZE_INPUTS = ("lnAdvFraction",)
"""One input of size: beside it the others only repeat it."""

MEMBERS = 3
HIDDEN, BENT = 32, 8
BATCH, EPOCHS, PATIENCE = 512, 40, 6
LEARNING_RATE = 2e-3

_HELD_SECONDS = 1800
_HELD_EVERY = 6
"""Every sixth half hour is held out, another one for each member, to stop the training in time."""


def core_inputs(label: str) -> tuple[str, ...]:
    """What the network sees beside the size.

    Given all inputs it learns the training days by heart: on the third day of the recordings it then loses 3 to 5
    points of skill against these four.
    """
    return ("lnHorizonSeconds", "halfSpreadBps", *risk_inputs(label))


@dataclass(frozen=True)
class FittedNeural:
    """The average of the quantiles of a few networks that differ by seed and by what was held out."""

    context: Standardised
    size: Standardised
    members: Sequence[Network]

    def predict(self, x: Float32Matrix) -> Float64Matrix:
        """Quantiles [n, K] in bps: increasing in k, and from the median up not falling with size."""
        context, size = self.context.apply(x), self.size.apply(x)
        mean = np.mean([member.quantiles(context, size) for member in self.members], axis=0)
        quantiles: Float64Matrix = self.context.risk.bps(x)[:, None] * mean
        return quantiles

    def add_to_graph(self, graph: GraphBuilder, inputs: str) -> str:
        """Adds every member and their mean."""
        risk = self.context.risk.add_to_graph(graph, inputs)
        context = self.context.add_to_graph(graph, inputs, risk)
        size = self.size.add_to_graph(graph, inputs, risk)
        mean = graph.node("Mean", [member.add_to_graph(graph, context, size) for member in self.members])
        return graph.node("Mul", [mean, risk])

    def additive(self) -> AdditiveForm | None:
        """None: a network is no sum over inputs."""
        return None


@dataclass(frozen=True)
class Neural:
    """The family."""

    name: str = "neural"
    context: Sequence[str] | None = None
    """Inputs beside the size; None: the core inputs."""
    members: int = MEMBERS

    def fit(self, rows: Rows, label: str, probabilities: Float64Vector, seed: int) -> FittedNeural:
        """Fits `label`; equal rows and seed give equal weights on one machine."""
        known = rows.labelled(label)
        risk = RiskUnit.of(label, known.inputs)
        names = core_inputs(label) if self.context is None else self.context
        context = fit_standardised(known.x, known.inputs, names, risk)
        size = fit_standardised(known.x, known.inputs, SIZE_INPUTS, risk)
        unit = risk.bps(known.x)
        sample = _Sample.of(context.apply(known.x), size.apply(known.x), known.y[label] / unit, unit / unit.mean())
        half_hour = (known.start_seconds // _HELD_SECONDS).astype(np.int64)
        networks = []
        for member in range(self.members):
            held = (half_hour + member * 2) % _HELD_EVERY == 0
            networks.append(_train(sample, held, probabilities, seed + member))
        return FittedNeural(context, size, networks)


class _Sample(NamedTuple):
    context: jax.Array
    size: jax.Array
    outcome: jax.Array
    """[n] in units of risk."""
    weight: jax.Array
    """[n] the risk, so that the loss is the one in bps."""

    @staticmethod
    def of(*arrays: Float64Matrix) -> "_Sample":
        return _Sample(*(jnp.asarray(array, dtype=jnp.float32) for array in arrays))

    def take(self, which: BoolVector) -> "_Sample":
        return _Sample(*(array[which] for array in self))


class _Adam(NamedTuple):
    weights: Weights
    mean: Weights
    square: Weights
    step: jax.Array


def _loss(weights: Weights, sample: _Sample, probabilities: jax.Array, middle: int) -> jax.Array:
    below = sample.outcome[:, None] - forward(weights, sample.context, sample.size, middle)
    pinball = jnp.maximum(probabilities * below, (probabilities - 1) * below)
    return (sample.weight[:, None] * pinball).mean()


@partial(jax.jit, static_argnames="middle")
def _held_loss(weights: Weights, sample: _Sample, probabilities: jax.Array, middle: int) -> jax.Array:
    return _loss(weights, sample, probabilities, middle)


@partial(jax.jit, static_argnames="middle")
def _epoch(
    state: _Adam, sample: _Sample, order: jax.Array, *, rate: float, probabilities: jax.Array, middle: int
) -> _Adam:
    """One pass over batches of positions `order` [batches, BATCH] (Adam: Kingma and Ba 2015)."""

    def step(state: _Adam, batch: jax.Array) -> tuple[_Adam, None]:
        picked = _Sample(*(array[batch] for array in sample))
        gradient = jax.grad(_loss)(state.weights, picked, probabilities, middle)
        count = state.step + 1
        mean = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, state.mean, gradient)
        square = jax.tree.map(lambda s, g: 0.999 * s + 0.001 * g * g, state.square, gradient)
        unbias_mean, unbias_square = 1 - 0.9**count, 1 - 0.999**count
        weights = jax.tree.map(
            lambda w, m, s: w - rate * (m / unbias_mean) / (jnp.sqrt(s / unbias_square) + 1e-8),
            state.weights,
            mean,
            square,
        )
        return _Adam(weights, mean, square, count), None

    final, _ = jax.lax.scan(step, state, order)
    return final


def _train(sample: _Sample, held: BoolVector, probabilities: Float64Vector, seed: int) -> Network:
    """The weights of the epoch with the lowest loss on the held rows; a cosine schedule of the learning rate."""
    if held.all() or not held.any():
        # Less than half an hour of rows: every sixth one stands in.
        held = np.arange(len(held)) % _HELD_EVERY == 0
    fitted, stopping = sample.take(~held), sample.take(held)
    middle = int(np.abs(probabilities - 0.5).argmin())
    start = np.quantile(np.asarray(fitted.outcome, dtype=np.float64), probabilities)
    levels = jnp.asarray(probabilities, dtype=jnp.float32)
    weights = initial_weights(
        jax.random.PRNGKey(seed),
        context=fitted.context.shape[1],
        size=fitted.size.shape[1],
        hidden=HIDDEN,
        bent=BENT,
        start=start,
        middle=middle,
    )
    none = jax.tree.map(jnp.zeros_like, weights)
    state = _Adam(weights, none, none, jnp.asarray(0.0))
    best, best_loss, best_epoch = weights, float(_held_loss(weights, stopping, levels, middle)), 0
    rng = np.random.default_rng(seed)
    size = min(BATCH, len(fitted.outcome))
    batches = len(fitted.outcome) // size
    for epoch in range(1, EPOCHS + 1):
        rate = LEARNING_RATE * 0.5 * (1 + np.cos(np.pi * (epoch - 1) / EPOCHS))
        order = rng.permutation(len(fitted.outcome))[: batches * size].reshape(batches, size)
        state = _epoch(state, fitted, jnp.asarray(order), rate=rate, probabilities=levels, middle=middle)
        loss = float(_held_loss(state.weights, stopping, levels, middle))
        if loss < best_loss:
            best, best_loss, best_epoch = state.weights, loss, epoch
        elif epoch - best_epoch >= PATIENCE:
            break
    return Network.of(best, middle)
