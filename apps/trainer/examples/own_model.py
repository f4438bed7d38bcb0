"""Writes the folder of a model of your own, `<out>/own/1.0.0`, that the api serves: docs/own-model.md.

`--onnx` names your exported graph; without it a small made-up network stands in, as torch.onnx.export would write it.
"""

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

OPSET = 17
LABELS = ["slippage", "peak", "perm1", "perm5", "perm15"]
PROBABILITIES = [0.05, 0.25, 0.5, 0.75, 0.95]
# The columns that your model reads, in the order of docs/impact-inputs.md: name, stand-in for a missing value, range.
INPUTS = [
    ("lnAdvFraction", -8.0, -14.0, 0.0),
    ("lnHorizonSeconds", 6.0, 0.0, 10.0),
    ("sqrtImpactBps", 5.0, 0.0, 500.0),
    ("riskOfDayBps", 20.0, 0.0, 500.0),
    ("halfSpreadBps", 1.0, 0.0, 50.0),
]
GOLDEN_ROWS = 20
TOLERANCE_BPS = 0.01

Matrix = NDArray[np.float32]


def made_up_network(seed: int) -> onnx.ModelProto:
    """Linear, ReLU, linear: torch.nn.Sequential(Linear(5, 16), ReLU(), Linear(16, 25)), exported."""
    rng = np.random.default_rng(seed)
    hidden, outputs = 16, len(LABELS) * len(PROBABILITIES)
    spread = np.tile(np.linspace(-4, 4, len(PROBABILITIES)), len(LABELS))
    weights = {
        "0.weight": rng.normal(scale=0.05, size=(hidden, len(INPUTS))),
        "0.bias": rng.normal(scale=0.1, size=hidden),
        "2.weight": np.abs(rng.normal(scale=0.1, size=(outputs, hidden))),
        "2.bias": spread,
    }
    graph = helper.make_graph(
        [
            helper.make_node("Gemm", ["inputs", "0.weight", "0.bias"], ["0"], transB=1),
            helper.make_node("Relu", ["0"], ["1"]),
            helper.make_node("Gemm", ["1", "2.weight", "2.bias"], ["quantiles"], transB=1),
        ],
        "own",
        [helper.make_tensor_value_info("inputs", TensorProto.FLOAT, ["N", len(INPUTS)])],
        [helper.make_tensor_value_info("quantiles", TensorProto.FLOAT, ["N", outputs])],
        [numpy_helper.from_array(values.astype(np.float32), name) for name, values in weights.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)


def golden_inputs(seed: int) -> Matrix:
    """Points [20, F] inside the training ranges."""
    rng = np.random.default_rng(seed)
    low, high = (np.array([row[column] for row in INPUTS]) for column in (2, 3))
    return rng.uniform(low, high, size=(GOLDEN_ROWS, len(INPUTS))).astype(np.float32)


def golden(model: onnx.ModelProto, x: Matrix) -> dict[str, Any]:
    """The answers of your own framework belong here; those of ONNX's reference implementation stand in for them."""
    (answers,) = ReferenceEvaluator(model).run(None, {"inputs": x})
    vectors = [
        {"inputs": row.tolist(), "quantiles": answer.tolist()}
        for row, answer in zip(x, np.asarray(answers), strict=True)
    ]
    return {"absoluteToleranceBps": TOLERANCE_BPS, "vectors": vectors}


def manifest(card: dict[str, Any], hashes: dict[str, str], seed: int) -> dict[str, Any]:
    """What the api checks the model against."""
    no_offsets = {"overall": [0.0] * (len(PROBABILITIES) // 2), "cells": {}}
    return {
        "name": "own",
        "version": "1.0.0",
        "modelVersion": "own/1.0.0",
        "kind": "ONNX",
        "identification": "PUBLIC_TAPE",
        "definition": "M",
        "instruments": None,
        "model": {"file": "model.onnx", "sha256": hashes["model.onnx"], "opset": OPSET},
        "golden": {"file": "golden.json", "sha256": hashes["golden.json"]},
        "featureSet": card["featureSet"],
        "inputSet": card["inputSet"],
        "inputs": [
            {"name": name, "imputeWith": missing, "low": low, "high": high} for name, missing, low, high in INPUTS
        ],
        "input": "inputs",
        "output": "quantiles",
        "labels": LABELS,
        "probabilities": PROBABILITIES,
        "families": dict.fromkeys(LABELS, "ownNetwork"),
        "calibration": {
            "method": "CQR",
            "cells": {"sizeInput": "lnAdvFraction", "sizeEdges": []},
            "labels": dict.fromkeys(LABELS, no_offsets),
        },
        "regimes": None,
        "reach": {"advFractionMax": 1.0, "horizonSecondsMin": 1.0, "horizonSecondsMax": 22000.0},
        "training": {
            "source": "made up",
            "sha256": card["sha256"],
            "days": [card["days"]["first"]],
            "rows": card["rows"],
            "seed": seed,
        },
        "outOfSample": [],
        "notes": ["An example: its weights are random."],
    }


def main() -> None:
    """Reads the command line and writes the folder."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--card", type=Path, required=True, help="card.json of the training set")
    arguments.add_argument("--out", type=Path, required=True, help="the models folder")
    arguments.add_argument("--onnx", type=Path, help="your exported graph")
    arguments.add_argument("--seed", type=int, default=7)
    options = arguments.parse_args()
    model = made_up_network(options.seed) if options.onnx is None else onnx.load(options.onnx)
    onnx.checker.check_model(model, full_check=True)
    folder = options.out / "own" / "1.0.0"
    folder.mkdir(parents=True)
    files = {
        "model.onnx": model.SerializeToString(),
        "golden.json": json.dumps(golden(model, golden_inputs(options.seed))).encode(),
    }
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    card = json.loads(options.card.read_text(encoding="utf-8"))
    files["manifest.json"] = json.dumps(manifest(card, hashes, options.seed), indent=2).encode()
    files["card.md"] = b"# own/1.0.0\n\nAn example.\n"
    for name, content in files.items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main()
