"""The additive form of a model, `compiled.json`: what plain code evaluates without ONNX, exact in float64."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from footprint_trainer.arrays import Float32Matrix, Float64Matrix, Float64Vector, IntVector


@dataclass(frozen=True)
class Tree:
    """One binary tree of m inner nodes and m + 1 leaves; node 0 is the root, and m = 0 is a single leaf.

    A row goes left when x[feature] <= threshold. A child >= 0 is an inner node; a child c < 0 is the leaf ~c (-1 is
    leaf 0, -2 is leaf 1, ...).
    """

    feature: IntVector
    """[m] column of x."""
    threshold: Float64Vector
    """[m] float32 values, so that a float32 input falls on the same side everywhere."""
    left: IntVector
    """[m]"""
    right: IntVector
    """[m]"""
    value: Float64Vector
    """[m + 1] by leaf, bps, or multiples of the form's scale when it has one."""
    cover: Float64Vector
    """[m + 1] training rows (or their weight) in each leaf; explanations weigh by it."""


@dataclass(frozen=True)
class Scale:
    """The row's unit of the trees in bps: intercept + weights . x, which must be positive for any row."""

    weights: Float64Vector
    """[F]"""
    intercept: float


@dataclass(frozen=True)
class AdditiveForm:
    """`raw[k] = intercept[k] + linear[k] . x + scale(x) * sum(trees[k])`, scale 1 when there is none."""

    probabilities: Float64Vector
    """[K]"""
    linear: Float64Matrix
    """[K, F] bps per unit of the input."""
    intercept: Float64Vector
    """[K] bps"""
    scale: Scale | None
    trees: Sequence[Sequence[Tree]]
    """[K] lists of trees, empty where there are none."""

    def inputs_read(self) -> IntVector:
        """Columns of x that the answer depends on, in order."""
        weighted = (self.linear != 0).any(axis=0)
        split_on = [tree.feature for trees in self.trees for tree in trees]
        if self.scale is not None and split_on:
            weighted |= self.scale.weights != 0
        return np.unique(np.concatenate([np.flatnonzero(weighted), *split_on]).astype(np.int64))

    def narrowed(self, columns: IntVector) -> "AdditiveForm":
        """The same form over these columns of x only, which must hold all that it reads; in order."""
        scale = None if self.scale is None else Scale(self.scale.weights[columns], self.scale.intercept)
        trees = [
            [replace(tree, feature=np.searchsorted(columns, tree.feature)) for tree in group] for group in self.trees
        ]
        return replace(self, linear=self.linear[:, columns], scale=scale, trees=trees)


def evaluate(form: AdditiveForm, x: Float32Matrix) -> Float64Matrix:
    """The raw quantiles [n, K] in bps of rows x [n, F]: what plain code answers, in float64."""
    wide = x.astype(np.float64)
    raw: Float64Matrix = form.intercept + wide @ form.linear.T
    boost = np.column_stack([sum((leaf_values(tree, x) for tree in trees), np.zeros(len(x))) for trees in form.trees])
    if form.scale is not None:
        boost *= (form.scale.intercept + wide @ form.scale.weights)[:, None]
    return raw + boost


def leaf_values(tree: Tree, x: Float32Matrix) -> Float64Vector:
    """The value [n] of the leaf in which each row ends."""
    if len(tree.feature) == 0:
        return np.full(len(x), tree.value[0])
    node = np.zeros(len(x), dtype=np.int64)
    inner = np.arange(len(x))
    while len(inner) > 0:
        at = node[inner]
        goes_left = x[inner, tree.feature[at]] <= tree.threshold[at]
        node[inner] = np.where(goes_left, tree.left[at], tree.right[at])
        inner = inner[node[inner] >= 0]
    values: Float64Vector = tree.value[~node]
    return values


def float32_below(threshold: Float64Vector) -> Float64Vector:
    """The largest float32 not above each threshold: a float32 input falls on the same side of both."""
    rounded = threshold.astype(np.float32)
    below = np.where(rounded > threshold, np.nextafter(rounded, np.float32(-np.inf)), rounded)
    return below.astype(np.float64)
