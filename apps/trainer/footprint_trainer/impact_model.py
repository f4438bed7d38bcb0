"""The models of all labels as one: what is written into a model folder."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import onnx
import onnxruntime

from footprint_trainer.arrays import Float32Matrix, Float64Matrix, IntVector
from footprint_trainer.calibrated import Calibrated
from footprint_trainer.onnx_graph import GraphBuilder
from footprint_trainer.rows import LABELS

INPUT = "inputs"
OUTPUT = "quantiles"

_CHUNK = 8192


@dataclass(frozen=True)
class ImpactModel:
    """A calibrated model per label, in the order of LABELS."""

    by_label: Mapping[str, Calibrated]

    def predict(self, x: Float32Matrix) -> Float64Matrix:
        """Latent quantiles [n, L K] in bps, label-major, neither sorted nor calibrated."""
        return np.hstack([self.by_label[label].fitted.predict(x) for label in LABELS])

    def to_onnx(self, inputs: int, quantiles: int) -> onnx.ModelProto:
        """The same as a graph of F = `inputs` and K = `quantiles`."""
        graph = GraphBuilder(INPUT, inputs)
        by_label = [self.by_label[label].fitted.add_to_graph(graph, INPUT) for label in LABELS]
        return graph.model(graph.node("Concat", by_label, axis=1), OUTPUT, len(LABELS) * quantiles)


def largest_difference(model: ImpactModel, graph: onnx.ModelProto, x: Float32Matrix) -> float:
    """Between what ONNX Runtime and `predict` answer for rows x [n, F], in bps."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(graph.SerializeToString(), options, providers=["CPUExecutionProvider"])
    worst = 0.0
    for rows in _chunks(len(x)):
        (answer,) = session.run(None, {INPUT: x[rows]})
        worst = max(worst, float(np.abs(answer - model.predict(x[rows])).max()))
    return worst


def _chunks(rows: int) -> list[IntVector]:
    return [np.arange(start, min(start + _CHUNK, rows)) for start in range(0, rows, _CHUNK)]
