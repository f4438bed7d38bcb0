"""Writes ONNX graphs node by node; thin over onnx.helper."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from footprint_trainer.additive import Tree
from footprint_trainer.arrays import AnyArray, Float64Matrix, Float64Vector

OPSET = 17
ML_OPSET = 3
IR_VERSION = 8

TREES_DOMAIN = "ai.onnx.ml"


class GraphBuilder:
    """A graph under construction: one float32 input [N, F], nodes in the order in which they are added."""

    def __init__(self, input_name: str, inputs: int) -> None:
        self.input_name = input_name
        self._inputs = inputs
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def constant(self, values: AnyArray) -> str:
        """Adds a tensor of fixed values, floats as float32; returns its name."""
        name = f"constant{len(self._constants)}"
        kept = values.astype(np.float32) if values.dtype.kind == "f" else values
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(kept), name))
        return name

    def node(self, op: str, inputs: Sequence[str], domain: str = "", **attributes: Any) -> str:  # noqa: ANN401
        """Adds a node of one output; returns the output's name."""
        output = f"{op}{len(self._nodes)}"
        self._nodes.append(helper.make_node(op, list(inputs), [output], name=output, domain=domain, **attributes))
        return output

    def linear(self, inputs: str, weights: Float64Matrix, intercept: Float64Vector) -> str:
        """`inputs` [N, F] times weights [K, F] plus intercept [K]: a tensor [N, K]."""
        operands = [inputs, self.constant(weights), self.constant(intercept)]
        return self.node("Gemm", operands, transB=1)

    def tree_sums(self, inputs: str, trees: Sequence[Sequence[Tree]]) -> str:
        """Sums of trees, [N, K], for K lists of trees: one TreeEnsembleRegressor of K targets."""
        placed = [(target, tree) for target, group in enumerate(trees) for tree in group]
        attributes: dict[str, list[Any]] = {}
        for number, (target, tree) in enumerate(placed):
            for key, values in _tree_attributes(number, target, tree).items():
                attributes.setdefault(key, []).extend(values)
        return self.node(
            "TreeEnsembleRegressor",
            [inputs],
            domain=TREES_DOMAIN,
            n_targets=len(trees),
            aggregate_function="SUM",
            post_transform="NONE",
            **attributes,
        )

    def model(self, output: str, output_name: str, width: int) -> onnx.ModelProto:
        """The checked model whose only output, renamed, is the tensor `output` [N, width]."""
        nodes = [*self._nodes, helper.make_node("Identity", [output], [output_name], name=output_name)]
        graph = helper.make_graph(
            nodes,
            "impact",
            [helper.make_tensor_value_info(self.input_name, TensorProto.FLOAT, ["N", self._inputs])],
            [helper.make_tensor_value_info(output_name, TensorProto.FLOAT, ["N", width])],
            self._constants,
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(TREES_DOMAIN, ML_OPSET)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="footprint-trainer")
        onnx.checker.check_model(model, full_check=True)
        return model


def _tree_attributes(number: int, target: int, tree: Tree) -> dict[str, list[Any]]:
    """One tree as rows of the TreeEnsembleRegressor's parallel lists: inner nodes first, then leaves."""
    inner, leaves = len(tree.feature), len(tree.value)
    ids = list(range(inner + leaves))

    def position(child: int) -> int:
        return child if child >= 0 else inner + ~child

    return {
        "nodes_treeids": [number] * len(ids),
        "nodes_nodeids": ids,
        "nodes_featureids": [*tree.feature.tolist(), *[0] * leaves],
        "nodes_modes": ["BRANCH_LEQ"] * inner + ["LEAF"] * leaves,
        "nodes_values": [*tree.threshold.tolist(), *[0.0] * leaves],
        "nodes_truenodeids": [*map(position, tree.left.tolist()), *[0] * leaves],
        "nodes_falsenodeids": [*map(position, tree.right.tolist()), *[0] * leaves],
        "nodes_missing_value_tracks_true": [0] * len(ids),
        "target_treeids": [number] * leaves,
        "target_nodeids": ids[inner:],
        "target_ids": [target] * leaves,
        "target_weights": tree.value.tolist(),
    }
