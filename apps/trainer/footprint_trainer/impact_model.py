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

    def inputs_read(self, all_inputs: int) -> IntVector:
        """Columns of x [n, `all_inputs`] that any answer depends on, in order; all for a family that does not say."""
        read: set[int] = set()
        for label in LABELS:
            form = self.by_label[label].fitted.additive()
            read.update(range(all_inputs) if form is None else form.inputs_read().tolist())
        return np.array(sorted(read), dtype=np.int64)

    def to_onnx(self, columns: IntVector, all_inputs: int, quantiles: int) -> onnx.ModelProto:
        """The same as a graph that reads only `columns` [F] of x [n, `all_inputs`], K = `quantiles`."""
        graph = GraphBuilder(INPUT, len(columns))
        # Columns that nothing depends on stand at 0.
        wide = graph.node("MatMul", [INPUT, graph.constant(np.eye(all_inputs, dtype=np.float32)[columns])])
        by_label = [self.by_label[label].fitted.add_to_graph(graph, wide) for label in LABELS]
        return graph.model(graph.node("Concat", by_label, axis=1), OUTPUT, len(LABELS) * quantiles)


def largest_difference(model: ImpactModel, graph: onnx.ModelProto, columns: IntVector, x: Float32Matrix) -> float:
    """Between what ONNX Runtime answers for these columns of x and `predict` for x [n, all inputs], in bps."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(graph.SerializeToString(), options, providers=["CPUExecutionProvider"])
    worst = 0.0
    for rows in _chunks(len(x)):
        (answer,) = session.run(None, {INPUT: x[rows][:, columns]})
        worst = max(worst, float(np.abs(answer - model.predict(x[rows])).max()))
    return worst


def _chunks(rows: int) -> list[IntVector]:
    return [np.arange(start, min(start + _CHUNK, rows)) for start in range(0, rows, _CHUNK)]
