"""A gradient-boosted challenger of the hit model, with the same contract: P(done) that never rises with the spread.

python -m footprint_trainer.hit_challenger OUTCOMES.csv FOLDER: reads reducedSpread,competitors,done and writes
model.onnx, whose input [N, 2] is reduced spread and competitors and whose output [N, 1] is P(done).
"""

import sys
from pathlib import Path

import lightgbm
import numpy as np

from footprint_trainer.arrays import Float64Matrix, Float64Vector
from footprint_trainer.families.boosted_trees import trees_of
from footprint_trainer.onnx_graph import GraphBuilder

INPUTS = ("reducedSpread", "competitors")
ROUNDS_MAX = 600
FOLDS = 5
PARAMETERS = {
    "objective": "binary",
    "metric": "binary_logloss",
    "learning_rate": 0.05,
    "num_leaves": 15,
    "min_data_in_leaf": 40,
    # P(done) falls with the own spread and with everybody else who was asked.
    "monotone_constraints": [-1, -1],
    "monotone_constraints_method": "advanced",
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbosity": -1,
    "seed": 1,
}


def fit(x: Float64Matrix, done: Float64Vector) -> lightgbm.Booster:
    """Boosted trees for P(done) at x [N, 2]; how many of them is chosen by the loss on held-out fifths."""
    folds = lightgbm.cv(
        PARAMETERS,
        lightgbm.Dataset(x, label=done, free_raw_data=False),
        num_boost_round=ROUNDS_MAX,
        nfold=FOLDS,
        stratified=False,
        seed=1,
    )
    losses = np.asarray(folds["valid binary_logloss-mean"], dtype=np.float64)
    rounds = int(losses.argmin()) + 1
    return lightgbm.train(PARAMETERS, lightgbm.Dataset(x, label=done), num_boost_round=rounds)


def graph_of(booster: lightgbm.Booster) -> bytes:
    """The booster as ONNX: the sum of its trees, then the logistic function."""
    graph = GraphBuilder("inputs", len(INPUTS))
    log_odds = graph.tree_sums("inputs", [trees_of(booster, np.arange(len(INPUTS)))])
    return bytes(graph.model(graph.node("Sigmoid", [log_odds]), "hit", 1).SerializeToString())


def main(outcomes: str, folder: str) -> None:
    """Fits the outcomes of a file and writes the model into a folder."""
    rows = np.loadtxt(outcomes, delimiter=",", skiprows=1)
    # As it will be asked: in single precision.
    x = rows[:, :2].astype(np.float32).astype(np.float64)
    booster = fit(x, rows[:, 2])
    model = Path(folder) / "model.onnx"
    model.write_bytes(graph_of(booster))
    sys.stdout.write(f"{booster.num_trees()} trees from {len(rows)} outcomes in {model}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
