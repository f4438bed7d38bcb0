"""A small network whose quantiles cannot cross and whose median and upper quantiles cannot fall with size."""

from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from footprint_trainer.arrays import AnyArray, Float64Matrix, Float64Vector
from footprint_trainer.onnx_graph import GraphBuilder


class Weights(NamedTuple):
    """The parameters; C context inputs, S size inputs, H hidden units, G bent units, K quantiles."""

    context_to_hidden: jax.Array
    """[C, H]"""
    hidden_bias: jax.Array
    hidden_to_deep: jax.Array
    """[H, H]"""
    deep_bias: jax.Array
    size_to_bent: jax.Array
    """[S, 2 G] before softplus, which makes it positive."""
    deep_to_bent: jax.Array
    """[H, 2 G]"""
    bent_bias: jax.Array
    bent_to_head: jax.Array
    """[2 G, K] before softplus."""
    deep_to_head: jax.Array
    """[H, K]"""
    head_bias: jax.Array
    """[K]"""


def forward(weights: Weights, context: jax.Array, size: jax.Array, middle: int) -> jax.Array:
    """Quantiles [n, K] of the outcome in units of risk, for context [n, C] and size [n, S].

    Context runs through two layers of free signs. Size enters through weights that are not negative only, by units
    bent upwards and units bent downwards, so that the path may be convex or concave (Runje and Shankaranarayana
    2023). The head is the quantile `middle` and the gaps between neighbours, which softplus keeps positive and which
    are summed outwards: gaps, too, can only widen with size, so that low quantiles may fall and no other may.
    """
    hidden = jax.nn.relu(context @ weights.context_to_hidden + weights.hidden_bias)
    deep = jax.nn.relu(hidden @ weights.hidden_to_deep + weights.deep_bias)
    reached = size @ jax.nn.softplus(weights.size_to_bent) + deep @ weights.deep_to_bent + weights.bent_bias
    upwards, downwards = jnp.split(reached, 2, axis=1)
    bent = jnp.concatenate([jax.nn.relu(upwards), -jax.nn.relu(-downwards)], axis=1)
    head = bent @ jax.nn.softplus(weights.bent_to_head) + deep @ weights.deep_to_head + weights.head_bias
    centre = head[:, middle : middle + 1]
    below = jnp.cumsum(jax.nn.softplus(head[:, :middle])[:, ::-1], axis=1)[:, ::-1]
    above = jnp.cumsum(jax.nn.softplus(head[:, middle + 1 :]), axis=1)
    return jnp.concatenate([centre - below, centre, centre + above], axis=1)


def initial_weights(
    key: jax.Array, *, context: int, size: int, hidden: int, bent: int, start: Float64Vector, middle: int
) -> Weights:
    """Random weights (He et al. 2015) that answer about `start` [K], increasing quantiles, at first."""
    keys = jax.random.split(key, 7)

    def drawn(position: int, fan_in: int, fan_out: int, gain: float) -> jax.Array:
        normal: jax.Array = jax.random.normal(keys[position], (fan_in, fan_out))
        return normal * (gain * float(np.sqrt(2 / fan_in)))

    gaps = np.log(np.expm1(np.maximum(np.diff(start), 0.02)))
    head_bias = jnp.asarray([*gaps[:middle], start[middle], *gaps[middle:]], dtype=jnp.float32)
    quantiles = len(start)
    return Weights(
        context_to_hidden=drawn(0, context, hidden, 1.0),
        hidden_bias=jnp.zeros(hidden),
        hidden_to_deep=drawn(1, hidden, hidden, 1.0),
        deep_bias=jnp.zeros(hidden),
        size_to_bent=-2 + 0.1 * jax.random.normal(keys[2], (size, 2 * bent)),
        deep_to_bent=drawn(3, hidden, 2 * bent, 0.3),
        bent_bias=jax.random.normal(keys[4], (2 * bent,)),
        bent_to_head=-4 + 0.1 * jax.random.normal(keys[5], (2 * bent, quantiles)),
        deep_to_head=drawn(6, hidden, quantiles, 0.1),
        head_bias=head_bias,
    )


@dataclass(frozen=True)
class Network:
    """Trained weights, float32, with the signs already applied, as plain code and as ONNX."""

    context_to_hidden: AnyArray
    hidden_bias: AnyArray
    hidden_to_deep: AnyArray
    deep_bias: AnyArray
    size_to_bent: AnyArray
    """[S, 2 G] not negative."""
    deep_to_bent: AnyArray
    bent_bias: AnyArray
    bent_to_head: AnyArray
    """[2 G, K] not negative."""
    deep_to_head: AnyArray
    head_bias: AnyArray
    middle: int

    @staticmethod
    def of(weights: Weights, middle: int) -> "Network":
        """The network of trained weights."""
        plain = {name: np.asarray(value, dtype=np.float32) for name, value in weights._asdict().items()}
        for name in ("size_to_bent", "bent_to_head"):
            plain[name] = np.logaddexp(0, plain[name])
        return Network(**plain, middle=middle)

    def quantiles(self, context: Float64Matrix, size: Float64Matrix) -> Float64Matrix:
        """As `forward`, in float64."""
        hidden = np.maximum(context @ self.context_to_hidden + self.hidden_bias, 0)
        deep = np.maximum(hidden @ self.hidden_to_deep + self.deep_bias, 0)
        reached = size @ self.size_to_bent + deep @ self.deep_to_bent + self.bent_bias
        upwards, downwards = np.split(reached, 2, axis=1)
        bent = np.hstack([np.maximum(upwards, 0), np.minimum(downwards, 0)])
        head = bent @ self.bent_to_head + deep @ self.deep_to_head + self.head_bias
        centre = head[:, self.middle : self.middle + 1]
        gaps = np.logaddexp(0, head)
        below = np.cumsum(gaps[:, : self.middle][:, ::-1], axis=1)[:, ::-1]
        above = np.cumsum(gaps[:, self.middle + 1 :], axis=1)
        return np.hstack([centre - below, centre, centre + above])

    def add_to_graph(self, graph: GraphBuilder, context: str, size: str) -> str:
        """Adds the network for tensors [N, C] and [N, S]; returns the name of a tensor [N, K]."""
        hidden = graph.node("Relu", [graph.linear(context, self.context_to_hidden.T, self.hidden_bias)])
        deep = graph.node("Relu", [graph.linear(hidden, self.hidden_to_deep.T, self.deep_bias)])
        by_context = graph.linear(deep, self.deep_to_bent.T, self.bent_bias)
        reached = graph.node("Add", [by_context, graph.node("MatMul", [size, graph.constant(self.size_to_bent)])])
        bent_units = len(self.bent_bias) // 2
        upwards = graph.node("Relu", [_slice(graph, reached, 0, bent_units)])
        zero = graph.constant(np.zeros(1))
        downwards = graph.node("Min", [_slice(graph, reached, bent_units, 2 * bent_units), zero])
        bent = graph.node("Concat", [upwards, downwards], axis=1)
        by_deep = graph.linear(deep, self.deep_to_head.T, self.head_bias)
        head = graph.node("Add", [by_deep, graph.node("MatMul", [bent, graph.constant(self.bent_to_head)])])
        quantiles = len(self.head_bias)
        gaps = graph.node("Softplus", [head])
        axis = graph.constant(np.array(1))
        centre = _slice(graph, head, self.middle, self.middle + 1)
        below = graph.node("CumSum", [_slice(graph, gaps, 0, self.middle), axis], reverse=1)
        above = graph.node("CumSum", [_slice(graph, gaps, self.middle + 1, quantiles), axis])
        low, high = graph.node("Sub", [centre, below]), graph.node("Add", [centre, above])
        return graph.node("Concat", [low, centre, high], axis=1)


def _slice(graph: GraphBuilder, tensor: str, first: int, end: int) -> str:
    """Columns first..end-1 of a tensor [N, M]."""
    bounds = [graph.constant(np.array([position])) for position in (first, end, 1)]
    return graph.node("Slice", [tensor, *bounds])
