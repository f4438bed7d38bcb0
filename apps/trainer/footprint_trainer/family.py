"""What every model family does: fit the quantiles of one label, and write what it fitted into an ONNX graph."""

from typing import Protocol

from footprint_trainer.additive import AdditiveForm
from footprint_trainer.arrays import Float32Matrix, Float64Matrix, Float64Vector
from footprint_trainer.onnx_graph import GraphBuilder
from footprint_trainer.rows import Rows


class Fitted(Protocol):
    """A fitted model of one label: K quantiles of it, in bps."""

    def predict(self, x: Float32Matrix) -> Float64Matrix:
        """Quantiles [n, K] in bps of rows x [n, F]: neither sorted nor calibrated."""
        ...

    def add_to_graph(self, graph: GraphBuilder, inputs: str) -> str:
        """Adds the nodes that answer as `predict` does; returns the name of a float32 [N, K] tensor.

        `inputs` names a float32 [N, F] tensor.
        """
        ...

    def additive(self) -> AdditiveForm | None:
        """The same model in the form of compiled.json, None when it has none."""
        ...


class Family(Protocol):
    """A way to fit; its settings are its own, chosen inside the training rows."""

    @property
    def name(self) -> str:
        """As in the manifest: linearQuantile, gradientBoosting, ..."""
        ...

    def fit(self, rows: Rows, label: str, probabilities: Float64Vector, seed: int) -> Fitted:
        """Fits the quantiles `probabilities` [K] of `label`; rows that lack the label are left out by the family."""
        ...
