"""The row's unit of risk: outcomes divided by it have much the same spread in calm and in wild minutes."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from footprint_trainer.arrays import Float32Matrix, Float64Vector
from footprint_trainer.onnx_graph import GraphBuilder

HORIZON_AFTER_END: Mapping[str, str] = {
    "slippage": "",
    "peak": "",
    "perm1": "After60",
    "perm5": "After300",
    "perm15": "After900",
}
"""Which of the risk inputs has a label's horizon in it: v sqrt(T + h), h after the end (reference 10)."""

LEAST_RISK_BPS = 0.01


def risk_inputs(label: str) -> tuple[str, str]:
    """Names of the two risk inputs of a label, from the volatility of 300 and of 1800 s."""
    after = HORIZON_AFTER_END[label]
    return f"risk300{after}Bps", f"risk1800{after}Bps"


@dataclass(frozen=True)
class RiskUnit:
    """`r = max((v300 + v1800) / 2 sqrt(T + h), .01 bps)`: half the short and half the long volatility."""

    columns: tuple[int, int]
    """Positions of the two risk inputs."""

    @staticmethod
    def of(label: str, inputs: tuple[str, ...]) -> "RiskUnit":
        """The unit of a label; ValueError when an input is missing."""
        short, long = risk_inputs(label)
        return RiskUnit((inputs.index(short), inputs.index(long)))

    def bps(self, x: Float32Matrix) -> Float64Vector:
        """The unit [n] of rows x [n, F], in bps."""
        mean: Float64Vector = x[:, list(self.columns)].astype(np.float64).mean(axis=1)
        return np.maximum(mean, LEAST_RISK_BPS)

    def add_to_graph(self, graph: GraphBuilder, inputs: str) -> str:
        """Adds the unit as a tensor [N, 1]."""
        picked = graph.node("Gather", [inputs, graph.constant(np.array(self.columns))], axis=1)
        half = graph.node("ReduceMean", [picked], axes=[1], keepdims=1)
        return graph.node("Max", [half, graph.constant(np.array([LEAST_RISK_BPS]))])
