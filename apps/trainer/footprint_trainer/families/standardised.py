"""Inputs as smooth models want them: bps in units of the row's risk, then clipped, centred and of unit spread."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from footprint_trainer.arrays import BoolVector, Float32Matrix, Float64Matrix, Float64Vector, IntVector
from footprint_trainer.families.risk_unit import RiskUnit
from footprint_trainer.onnx_graph import GraphBuilder

_CLIPPED_SHARE = (0.005, 0.995)
"""Beyond these quantiles of the training rows an input counts as at them: a rare value moves no weight far."""


@dataclass(frozen=True)
class Standardised:
    """C chosen inputs; those in bps are divided by the row's risk first."""

    risk: RiskUnit
    columns: IntVector
    """[C] positions in x."""
    in_bps: BoolVector
    """[C]"""
    low: Float64Vector
    """[C] in the unit after the division, as the next three."""
    high: Float64Vector
    centre: Float64Vector
    spread: Float64Vector

    def apply(self, x: Float32Matrix) -> Float64Matrix:
        """Rows x [n, F] as [n, C]."""
        values = _in_units_of_risk(x, self.risk, self.columns, self.in_bps)
        return (np.clip(values, self.low, self.high) - self.centre) / self.spread

    def add_to_graph(self, graph: GraphBuilder, inputs: str, risk: str) -> str:
        """Adds the same as a tensor [N, C]; `risk` names the unit [N, 1]."""
        picked = graph.node("Gather", [inputs, graph.constant(self.columns)], axis=1)
        divisor = graph.node("Where", [graph.constant(self.in_bps), risk, graph.constant(np.ones(1))])
        values = graph.node("Div", [picked, divisor])
        raised = graph.node("Max", [values, graph.constant(self.low)])
        clipped = graph.node("Min", [raised, graph.constant(self.high)])
        centred = graph.node("Sub", [clipped, graph.constant(self.centre)])
        return graph.node("Div", [centred, graph.constant(self.spread)])


def fit_standardised(x: Float32Matrix, inputs: tuple[str, ...], names: Sequence[str], risk: RiskUnit) -> Standardised:
    """Ranges, centres and spreads of the inputs `names` over x [n, F], the training rows only.

    An input that does not vary in them is left out: nothing can be learned from it.
    """
    columns = np.array([inputs.index(name) for name in names], dtype=np.int64)
    in_bps = np.array([name.endswith("Bps") for name in names])
    values = _in_units_of_risk(x, risk, columns, in_bps)
    low, high = np.quantile(values, _CLIPPED_SHARE, axis=0)
    clipped = np.clip(values, low, high)
    spread = clipped.std(axis=0)
    varies = spread > 1e-9 * (1 + np.abs(clipped.mean(axis=0)))
    return Standardised(
        risk, columns[varies], in_bps[varies], low[varies], high[varies], clipped.mean(axis=0)[varies], spread[varies]
    )


def _in_units_of_risk(x: Float32Matrix, risk: RiskUnit, columns: IntVector, in_bps: BoolVector) -> Float64Matrix:
    values: Float64Matrix = x[:, columns].astype(np.float64)
    values[:, in_bps] /= risk.bps(x)[:, None]
    return values
