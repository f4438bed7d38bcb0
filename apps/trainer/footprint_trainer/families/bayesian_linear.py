"""Bayesian linear regression of the outcome in units of risk; its posterior predictive gives the quantiles."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special, stats

from footprint_trainer.additive import AdditiveForm
from footprint_trainer.arrays import Float32Matrix, Float64Matrix, Float64Vector
from footprint_trainer.families.risk_unit import RiskUnit
from footprint_trainer.families.size_inputs import free_of_quantity
from footprint_trainer.families.standardised import Standardised, fit_standardised
from footprint_trainer.onnx_graph import GraphBuilder
from footprint_trainer.rows import Rows

SIZE_INPUT = "sqrtImpactBps"

_PRIOR_PRECISIONS = tuple(10.0**power for power in range(-1, 5))
_PRIOR_SHAPE = 2.0
_PRIOR_RATE = 2.0
_OUTLIER_IN_RISK = 3.0
"""A Gaussian likelihood follows every outlier; beyond this many units of risk an outcome counts as that many."""


@dataclass(frozen=True)
class Posterior:
    """Normal-inverse-gamma: beta | s2 ~ N(mean, s2 / precision), s2 ~ InverseGamma(shape, rate)."""

    mean: Float64Vector
    """[P]"""
    precision: Float64Matrix
    """[P, P]"""
    shape: float
    rate: float
    log_evidence: float
    """ln p(y), of which only differences between priors mean something where `power` is below 1."""


def posterior(design: Float64Matrix, y: Float64Vector, prior_precision: Float64Vector, power: float) -> Posterior:
    """Conjugate update for design [n, P] and y [n] (Gelman et al., Bayesian Data Analysis, ch. 14).

    The prior of beta is N(0, s2 / prior_precision [P]). The likelihood is raised to `power` <= 1, for rows that are
    not independent (Gruenwald and van Ommen 2017): n rows then inform like power x n.
    """
    prior = np.diag(prior_precision)
    precision = prior + power * design.T @ design
    mean = np.linalg.solve(precision, power * design.T @ y).astype(np.float64)
    shape = _PRIOR_SHAPE + power * len(y) / 2
    rate = _PRIOR_RATE + 0.5 * float(power * y @ y - mean @ precision @ mean)
    log_evidence = (
        0.5 * (np.linalg.slogdet(prior)[1] - np.linalg.slogdet(precision)[1])
        + _PRIOR_SHAPE * np.log(_PRIOR_RATE)
        - shape * np.log(rate)
        + special.gammaln(shape)
        - special.gammaln(_PRIOR_SHAPE)
    )
    return Posterior(mean, precision, shape, rate, float(log_evidence))


@dataclass(frozen=True)
class FittedBayesianLinear:
    """`q_k = r (m . phi + t_k(2 a) sqrt(b / a (1 + phi' V phi)))`, phi = (1, standardised inputs), r the risk."""

    inputs: Standardised
    mean: Float64Vector
    """[1 + C]"""
    root: Float64Matrix
    """[1 + C, 1 + C] L with L L' = b / a V: the uncertainty of the mean is |phi L|^2."""
    variance: float
    """b / a, of the outcome around its mean, in units of risk squared."""
    multiples: Float64Vector
    """[K] quantiles of Student's t with 2 a degrees of freedom."""

    def predict(self, x: Float32Matrix) -> Float64Matrix:
        """Quantiles [n, K] in bps."""
        phi = np.column_stack([np.ones(len(x)), self.inputs.apply(x)])
        deviation = np.sqrt(self.variance + ((phi @ self.root) ** 2).sum(axis=1))
        quantiles: Float64Matrix = self.inputs.risk.bps(x)[:, None] * (
            (phi @ self.mean)[:, None] + deviation[:, None] * self.multiples
        )
        return quantiles

    def add_to_graph(self, graph: GraphBuilder, inputs: str) -> str:
        """Adds one Gemm for the mean, one for the quadratic form, and the constants of the predictive."""
        risk = self.inputs.risk.add_to_graph(graph, inputs)
        standardised = self.inputs.add_to_graph(graph, inputs, risk)
        centre = graph.linear(standardised, self.mean[None, 1:], self.mean[:1])
        spread = graph.linear(standardised, self.root[1:].T, self.root[0])
        squares = graph.node("ReduceSumSquare", [spread], axes=[1], keepdims=1)
        deviation = graph.node("Sqrt", [graph.node("Add", [squares, graph.constant(np.array([self.variance]))])])
        around = graph.node("Mul", [deviation, graph.constant(self.multiples[None, :])])
        return graph.node("Mul", [graph.node("Add", [centre, around]), risk])

    def additive(self) -> AdditiveForm | None:
        """None: the deviation is a root of a quadratic form."""
        return None


@dataclass(frozen=True)
class BayesianLinear:
    """The family: Gaussian errors in units of risk, the prior's precision chosen by the evidence."""

    name: str = "bayesianLinear"
    context: Sequence[str] | None = None
    """Inputs beside the size; None: all that do not depend on the quantity."""

    def fit(self, rows: Rows, label: str, probabilities: Float64Vector, seed: int) -> FittedBayesianLinear:
        """Fits `label`. Exact: `seed` changes nothing."""
        known = rows.labelled(label)
        risk = RiskUnit.of(label, known.inputs)
        context = free_of_quantity(known.inputs) if self.context is None else self.context
        inputs = fit_standardised(known.x, known.inputs, (SIZE_INPUT, *context), risk)
        design = np.column_stack([np.ones(len(known)), inputs.apply(known.x)])
        outcome = np.clip(known.y[label] / risk.bps(known.x), -_OUTLIER_IN_RISK, _OUTLIER_IN_RISK)
        # Rows of the same five minutes share what the market did: they inform like one.
        power = len(np.unique(known.block)) / len(known)
        candidates = (posterior(design, outcome, _prior(design.shape[1], p), power) for p in _PRIOR_PRECISIONS)
        best = max(candidates, key=lambda candidate: candidate.log_evidence)
        variance = best.rate / best.shape
        root = np.linalg.cholesky(variance * np.linalg.inv(best.precision))
        return FittedBayesianLinear(inputs, best.mean, root, variance, stats.t.ppf(probabilities, 2 * best.shape))


def _prior(width: int, precision: float) -> Float64Vector:
    """The intercept and the size are left free, what the market's state adds is shrunk."""
    prior = np.full(width, precision)
    prior[:2] = _PRIOR_PRECISIONS[0]
    return prior
