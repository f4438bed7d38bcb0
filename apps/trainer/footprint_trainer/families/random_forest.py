"""A quantile forest of what the size leaves of the outcome, in units of risk; honest leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.tree import DecisionTreeRegressor

from footprint_trainer.additive import AdditiveForm, Tree, float32_below, leaf_values
from footprint_trainer.arrays import BoolVector, Float32Matrix, Float64Matrix, Float64Vector, IntVector
from footprint_trainer.families.risk_unit import RiskUnit
from footprint_trainer.families.size_inputs import free_of_quantity
from footprint_trainer.onnx_graph import TREES_DOMAIN, GraphBuilder
from footprint_trainer.rows import Rows

SIZE_INPUT = "sqrtImpactBps"

TREES = 100
LEAST_LEAF = 200
MOST_LEAVES = 64
INPUT_SHARE = 1 / 3
"""Of the inputs, drawn anew at every split (Breiman 2001)."""

_LEAST_ESTIMATE = 50
_OUTLIER_IN_RISK = 12.0


@dataclass(frozen=True)
class QuantileTree:
    """One tree and what its leaves hold."""

    tree: Tree
    """Its values are the numbers of its leaves."""
    quantiles: Float64Matrix
    """[leaves, K] in units of risk."""

    def of_rows(self, x: Float32Matrix) -> Float64Matrix:
        """The quantiles [n, K] of the leaf in which each row ends."""
        picked: Float64Matrix = self.quantiles[leaf_values(self.tree, x).astype(np.int64)]
        return picked


@dataclass(frozen=True)
class FittedForest:
    """`q_k = b sqrtImpact + r mean over trees of the leaf's k-th quantile`.

    Meinshausen (2006) pools the rows of all leaves and takes quantiles of the pool, for which the training rows have
    to be kept; here the quantiles of the leaves are averaged, so that the model is trees and nothing else. That is a
    little narrower, which the calibration sees.
    """

    risk: RiskUnit
    size_column: int
    size_coefficient: float
    """b >= 0. The trees do not see the size, so that every quantile rises with it."""
    trees: Sequence[QuantileTree]

    def predict(self, x: Float32Matrix) -> Float64Matrix:
        """Quantiles [n, K] in bps."""
        state = np.mean([tree.of_rows(x) for tree in self.trees], axis=0)
        size = self.size_coefficient * x[:, self.size_column].astype(np.float64)
        quantiles: Float64Matrix = size[:, None] + self.risk.bps(x)[:, None] * state
        return quantiles

    def add_to_graph(self, graph: GraphBuilder, inputs: str) -> str:
        """Adds one TreeEnsembleRegressor of K targets, and the size term."""
        state = graph.node(
            "TreeEnsembleRegressor", [inputs], domain=TREES_DOMAIN, post_transform="NONE", **_ensemble(self.trees)
        )
        spread = graph.node("Mul", [state, self.risk.add_to_graph(graph, inputs)])
        impact = graph.node("Gather", [inputs, graph.constant(np.array([self.size_column]))], axis=1)
        size = graph.node("Mul", [impact, graph.constant(np.array([self.size_coefficient]))])
        return graph.node("Add", [spread, size])

    def additive(self) -> AdditiveForm | None:
        """None: as lists of trees per probability the forest would be K times as large."""
        return None


@dataclass(frozen=True)
class RandomForest:
    """The family."""

    name: str = "randomForest"
    trees: int = TREES
    least_leaf: int = LEAST_LEAF

    def fit(self, rows: Rows, label: str, probabilities: Float64Vector, seed: int) -> FittedForest:
        """Fits `label`.

        Each tree is grown on half of the 5-minute blocks, drawn for it; its quantiles come from the other half
        (honest trees: Wager and Athey 2018). Rows of one block overlap, so that a row left out alone is no test.
        """
        known = rows.labelled(label)
        risk = RiskUnit.of(label, known.inputs)
        size_column = known.inputs.index(SIZE_INPUT)
        unit = risk.bps(known.x)
        outcome = np.clip(known.y[label] / unit, -_OUTLIER_IN_RISK, _OUTLIER_IN_RISK)
        size = known.x[:, size_column].astype(np.float64) / unit
        coefficient = max(0.0, float(np.cov(size, outcome)[0, 1] / max(size.var(), 1e-12)))
        left_over = known.y[label] / unit - coefficient * size
        seen = np.array([known.inputs.index(name) for name in free_of_quantity(known.inputs)])
        rng = np.random.default_rng(seed)
        blocks, block_of = np.unique(known.block, return_inverse=True)
        trees = []
        for _ in range(self.trees):
            grows = (rng.random(len(blocks)) < 0.5)[block_of]
            if grows.sum() < 2 * self.least_leaf or (~grows).sum() < _LEAST_ESTIMATE:
                # Too few rows to halve: they grow the tree and fill its leaves.
                grows[:] = True
            tree = self._grow(known.x[grows], np.clip(left_over[grows], -_OUTLIER_IN_RISK, _OUTLIER_IN_RISK), seen, rng)
            fills = grows if grows.all() else ~grows
            trees.append(QuantileTree(tree, _leaf_quantiles(tree, known.x, left_over, fills, probabilities)))
        return FittedForest(risk, size_column, coefficient, trees)

    def _grow(self, x: Float32Matrix, y: Float64Vector, seen: IntVector, rng: np.random.Generator) -> Tree:
        grown = DecisionTreeRegressor(
            min_samples_leaf=self.least_leaf,
            max_leaf_nodes=MOST_LEAVES,
            max_features=INPUT_SHARE,
            random_state=int(rng.integers(2**31)),
        )
        return _numbered_leaves(grown.fit(x[:, seen], y).tree_, seen)


def _numbered_leaves(grown: Any, seen: IntVector) -> Tree:  # noqa: ANN401
    """scikit-learn's arrays as a tree whose leaves are numbered in the order of its nodes."""
    is_leaf = grown.children_left < 0
    code = np.where(is_leaf, ~(np.cumsum(is_leaf) - 1), np.cumsum(~is_leaf) - 1)
    inner = ~is_leaf
    return Tree(
        feature=seen[grown.feature[inner]],
        threshold=float32_below(grown.threshold[inner]),
        left=code[grown.children_left[inner]],
        right=code[grown.children_right[inner]],
        value=np.arange(is_leaf.sum(), dtype=np.float64),
        cover=grown.n_node_samples[is_leaf].astype(np.float64),
    )


def _leaf_quantiles(
    tree: Tree, x: Float32Matrix, y: Float64Vector, fills: BoolVector, probabilities: Float64Vector
) -> Float64Matrix:
    """Quantiles [leaves, K] of the rows that fill each leaf; of all its rows where those are too few."""
    leaf = leaf_values(tree, x).astype(np.int64)
    quantiles = np.empty((len(tree.value), len(probabilities)))
    for number in range(len(tree.value)):
        inside = leaf == number
        filling = inside & fills
        quantiles[number] = np.quantile(y[filling if filling.sum() >= _LEAST_ESTIMATE else inside], probabilities)
    return quantiles


def _ensemble(trees: Sequence[QuantileTree]) -> dict[str, Any]:
    """The attributes of one TreeEnsembleRegressor that averages the trees; inner nodes first, then leaves."""
    nodes: dict[str, list[Any]] = {}
    targets: dict[str, list[Any]] = {}
    width = trees[0].quantiles.shape[1]
    for number, (tree, quantiles) in enumerate((one.tree, one.quantiles) for one in trees):
        inner, leaves = len(tree.feature), len(tree.value)
        positions = {key: np.where(child >= 0, child, inner + ~child) for key, child in _children(tree)}
        columns: dict[str, list[Any]] = {
            "nodes_treeids": [number] * (inner + leaves),
            "nodes_nodeids": list(range(inner + leaves)),
            "nodes_featureids": [*tree.feature.tolist(), *[0] * leaves],
            "nodes_modes": ["BRANCH_LEQ"] * inner + ["LEAF"] * leaves,
            "nodes_values": [*tree.threshold.tolist(), *[0.0] * leaves],
            "nodes_truenodeids": [*positions["left"].tolist(), *[0] * leaves],
            "nodes_falsenodeids": [*positions["right"].tolist(), *[0] * leaves],
            "nodes_missing_value_tracks_true": [0] * (inner + leaves),
        }
        weights: dict[str, list[Any]] = {
            "target_treeids": [number] * (leaves * width),
            "target_nodeids": np.repeat(np.arange(inner, inner + leaves), width).tolist(),
            "target_ids": list(range(width)) * leaves,
            "target_weights": (quantiles / len(trees)).ravel().tolist(),
        }
        for into, added in ((nodes, columns), (targets, weights)):
            for key, values in added.items():
                into.setdefault(key, []).extend(values)
    return {"n_targets": width, "aggregate_function": "SUM", **nodes, **targets}


def _children(tree: Tree) -> tuple[tuple[str, IntVector], tuple[str, IntVector]]:
    return ("left", tree.left), ("right", tree.right)
