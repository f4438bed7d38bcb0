"""Linear quantile regression: the four-term formula, and what the other inputs in bps add to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from footprint_trainer.additive import AdditiveForm
from footprint_trainer.arrays import BoolVector, Float32Matrix, Float64Matrix, Float64Vector
from footprint_trainer.families.size_inputs import RISES_WITH_QUANTITY
from footprint_trainer.formula import formula_inputs, spread_paid
from footprint_trainer.onnx_graph import GraphBuilder
from footprint_trainer.quantile_regression import Penalty, fit_quantile
from footprint_trainer.rows import Rows

SpreadTerm = Literal["FITTED", "PAID_ONCE"]
"""What multiplies half the spread.

FITTED: a coefficient of its own at each probability. PAID_ONCE: 1 in the slippage and 0 in a move of the mid, as an
order that takes pays it; on instruments never seen, a coefficient fitted on others would carry over what their ticks
happen to be.
"""

_RIDGE_BEYOND_FORMULA = 0.01
"""Per input scaled to unit size, in units of the outcome's mean absolute size."""


CARRIES_OVER = (
    "sqrtImpactNowBps",
    "sqrtDepthImpactBps",
    "weightedMidEdgeBps",
    "micropriceEdgeBps",
    "flowPressure10Bps",
    "flowPressure60Bps",
    "flowPressure300Bps",
)
"""What size, book and flow of now add on any instrument."""


@dataclass(frozen=True)
class FittedLinear:
    """`q_k = coefficients[k] . x`, without an intercept: a cost that scales with the market's risk has none."""

    probabilities: Float64Vector
    """[K]"""
    coefficients: Float64Matrix
    """[K, F]"""

    def predict(self, x: Float32Matrix) -> Float64Matrix:
        """Quantiles [n, K] in bps."""
        quantiles: Float64Matrix = x.astype(np.float64) @ self.coefficients.T
        return quantiles

    def add_to_graph(self, graph: GraphBuilder, inputs: str) -> str:
        """Adds one Gemm."""
        return graph.linear(inputs, self.coefficients, np.zeros(len(self.probabilities)))

    def additive(self) -> AdditiveForm:
        """The coefficients, without trees."""
        count = len(self.probabilities)
        return AdditiveForm(self.probabilities, self.coefficients, np.zeros(count), None, [[] for _ in range(count)])


@dataclass(frozen=True)
class FourTermFormula:
    """The family of reference 10's `qr4`, its size coefficient not negative."""

    spread: SpreadTerm
    name: str = "fourTermFormula"

    def fit(self, rows: Rows, label: str, probabilities: Float64Vector, seed: int) -> FittedLinear:
        """Fits `label`. Exact: `seed` changes nothing."""
        return _fit(rows, label, probabilities, formula_inputs(label), self.spread)


@dataclass(frozen=True)
class LinearQuantile:
    """The formula with the other inputs in bps, these shrunk towards none."""

    spread: SpreadTerm
    name: str = "linearQuantile"

    def fit(self, rows: Rows, label: str, probabilities: Float64Vector, seed: int) -> FittedLinear:
        """Fits `label`. Exact: `seed` changes nothing."""
        return _fit(rows, label, probabilities, bps_inputs(rows.inputs, label, self.spread), self.spread)


@dataclass(frozen=True)
class SizeLaw:
    """The square-root law alone, the spread paid once: the same at every probability, by median regression."""

    name: str = "sizeLaw"

    def fit(self, rows: Rows, label: str, probabilities: Float64Vector, seed: int) -> FittedLinear:
        """Fits `label`. Exact: `seed` changes nothing."""
        at_median = _fit(rows, label, np.array([0.5]), ("sqrtImpactBps",), "PAID_ONCE")
        return FittedLinear(probabilities, np.tile(at_median.coefficients, (len(probabilities), 1)))


def bps_inputs(inputs: tuple[str, ...], label: str, spread: SpreadTerm) -> tuple[str, ...]:
    """The formula's inputs of `label`, then the others in bps but for the tick and risks over other horizons.

    Where the spread is paid once, only what carries over to other instruments: markouts and mean spreads hardly vary
    within a few instruments, so that their coefficients name the instrument; on another one they cost up to 8 points.
    """
    formula = formula_inputs(label)
    if spread == "PAID_ONCE":
        return (*formula, *(name for name in CARRIES_OVER if name in inputs))
    others = [name for name in inputs if name.endswith("Bps") and "After" not in name and name != "tickBps"]
    return (*formula, *(name for name in others if name not in formula))


def _fit(
    rows: Rows, label: str, probabilities: Float64Vector, names: Sequence[str], spread: SpreadTerm
) -> FittedLinear:
    known = rows.labelled(label)
    fixed = np.zeros(len(known.inputs))
    if spread == "PAID_ONCE":
        fixed[known.inputs.index("halfSpreadBps")] = spread_paid(label)
        names = [name for name in names if name != "halfSpreadBps"]
    outcome = known.y[label] - known.x @ fixed
    positions = [known.inputs.index(name) for name in names]
    design = known.x[:, positions].astype(np.float64)
    size = np.sqrt((design**2).mean(axis=0))
    used = size > 0
    penalty = Penalty(_ridge(names, label, float(np.abs(outcome).mean()))[used], _rising(names)[used])
    coefficients = np.tile(fixed, (len(probabilities), 1))
    design = design[:, used] / size[used]
    scaled = None
    for row, probability in zip(coefficients, probabilities.tolist(), strict=True):
        scaled = fit_quantile(design, outcome, probability, penalty, start=scaled)
        row[np.array(positions)[used]] = scaled / size[used]
    return FittedLinear(probabilities, coefficients)


def _ridge(names: Sequence[str], label: str, outcome_size: float) -> Float64Vector:
    formula = formula_inputs(label)
    return np.array([0.0 if name in formula else _RIDGE_BEYOND_FORMULA / max(outcome_size, 1e-9) for name in names])


def _rising(names: Sequence[str]) -> BoolVector:
    return np.array([name in RISES_WITH_QUANTITY for name in names])
