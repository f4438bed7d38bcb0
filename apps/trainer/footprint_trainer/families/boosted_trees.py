"""LightGBM's boosters as plain trees."""

from typing import Any

import lightgbm
import numpy as np

from footprint_trainer.additive import Tree, float32_below
from footprint_trainer.arrays import IntVector


def trees_of(booster: lightgbm.Booster, columns: IntVector) -> list[Tree]:
    """The trees of a booster in their order; `columns` [C] are the positions in x of the columns it was given."""
    return [_tree(dumped["tree_structure"], columns) for dumped in booster.dump_model()["tree_info"]]


def _tree(root: dict[str, Any], columns: IntVector) -> Tree:
    inner: list[dict[str, Any]] = []
    leaves: list[dict[str, Any]] = []

    def place(node: dict[str, Any]) -> int:
        if "split_feature" not in node:
            leaves.append(node)
            return -len(leaves)
        position = len(inner)
        inner.append(node)
        node["left"], node["right"] = place(node["left_child"]), place(node["right_child"])
        return position

    place(root)
    return Tree(
        feature=columns[np.array([node["split_feature"] for node in inner], dtype=np.int64)],
        threshold=float32_below(np.array([node["threshold"] for node in inner], dtype=np.float64)),
        left=np.array([node["left"] for node in inner], dtype=np.int64),
        right=np.array([node["right"] for node in inner], dtype=np.int64),
        value=np.array([leaf["leaf_value"] for leaf in leaves], dtype=np.float64),
        # A tree that found no split is one leaf, which LightGBM does not count.
        cover=np.array([leaf.get("leaf_count", 1) for leaf in leaves], dtype=np.float64),
    )
