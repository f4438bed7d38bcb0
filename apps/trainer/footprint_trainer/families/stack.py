"""A stack: at each probability the members' quantiles, with weights that are not negative."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from footprint_trainer.additive import AdditiveForm
from footprint_trainer.arrays import Float32Matrix, Float64Matrix, Float64Vector
from footprint_trainer.family import Family, Fitted
from footprint_trainer.inner_folds import inner_folds
from footprint_trainer.onnx_graph import GraphBuilder
from footprint_trainer.quantile_regression import Penalty, fit_quantile
from footprint_trainer.rows import Rows

_RIDGE = 1e-3


@dataclass(frozen=True)
class FittedStack:
    """`q_k = sum over members of weight[m, k] q_k of m`."""

    members: Sequence[Fitted]
    weights: Float64Matrix
    """[M, K] not negative: where no member falls with size, the stack does not."""

    def predict(self, x: Float32Matrix) -> Float64Matrix:
        """Quantiles [n, K] in bps."""
        weighted: Float64Matrix = np.sum(
            [weights * member.predict(x) for member, weights in zip(self.members, self.weights, strict=True)], axis=0
        )
        return weighted

    def add_to_graph(self, graph: GraphBuilder, inputs: str) -> str:
        """Adds every member's nodes and their weighted sum."""
        weighted = [
            graph.node("Mul", [member.add_to_graph(graph, inputs), graph.constant(weights[None, :])])
            for member, weights in zip(self.members, self.weights, strict=True)
        ]
        return graph.node("Sum", weighted)

    def additive(self) -> AdditiveForm | None:
        """None: the members have scales of their own."""
        return None


@dataclass(frozen=True)
class Stack:
    """The family: stacked regression (Breiman 1996) of quantiles."""

    members: Sequence[Family]
    name: str = "stack"

    def fit(self, rows: Rows, label: str, probabilities: Float64Vector, seed: int) -> FittedStack:
        """Fits the weights on out-of-fold predictions, then every member on all rows."""
        known = rows.labelled(label)
        predicted = np.full((len(self.members), len(known), len(probabilities)), np.nan)
        for held, fitted_on in inner_folds(known):
            for position, member in enumerate(self.members):
                fitted = member.fit(known.take(fitted_on), label, probabilities, seed)
                predicted[position, held] = fitted.predict(known.x[held])
        weights = np.column_stack(
            [
                stacking_weights(predicted[:, :, k].T, known.y[label], float(probability))
                for k, probability in enumerate(probabilities)
            ]
        )
        return FittedStack([member.fit(known, label, probabilities, seed) for member in self.members], weights)


def stacking_weights(predicted: Float64Matrix, y: Float64Vector, probability: float) -> Float64Vector:
    """Weights [M], none negative, of predictions [n, M] with the least pinball loss for outcomes y [n]."""
    members = predicted.shape[1]
    unit = max(float(np.abs(predicted).mean()), 1e-9)
    penalty = Penalty(ridge=np.full(members, _RIDGE), not_negative=np.ones(members, dtype=np.bool_))
    equal = np.full(members, 1 / members)
    return fit_quantile(predicted / unit, y / unit, probability, penalty, start=equal)
