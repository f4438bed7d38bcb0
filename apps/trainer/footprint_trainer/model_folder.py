"""Writes `models/<name>/<version>/`: the graph, the manifest, golden vectors, the additive form, card and pictures."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from footprint_trainer.additive import AdditiveForm, Scale, Tree, evaluate
from footprint_trainer.arrays import Float32Matrix, IntVector
from footprint_trainer.cells import SIZE_INPUT, Cells
from footprint_trainer.dataset import TrainingSet
from footprint_trainer.held_out import HeldOutFigures
from footprint_trainer.impact_model import INPUT, OUTPUT, ImpactModel, largest_difference
from footprint_trainer.imputation import Imputation
from footprint_trainer.metrics import PROBABILITIES, Skill
from footprint_trainer.onnx_graph import OPSET
from footprint_trainer.price_grid import DEAD_ZONE_TICKS
from footprint_trainer.prototypes import prototypes
from footprint_trainer.rows import LABELS, Rows

TOLERANCE_BPS = 0.01
"""Between single and double precision, of answers of up to some thousand bps."""

PIT_LABELS = ("slippage", "peak")

PUBLIC_SOURCES = {
    "LEAN": "Lean sample data of QuantConnect (repository Apache-2.0, vendor AlgoSeek)",
    "LOBSTER": "LOBSTER sample files (NASDAQ)",
    "market": "market of agents, simulated",
}
"""By the first word of a part's source; any other word stands for itself."""

_GOLDEN_ROWS = 20


@dataclass(frozen=True)
class OutOfSample:
    """One line of the manifest's table."""

    label: str
    baseline: str
    skill: Skill
    fold: str


@dataclass(frozen=True)
class Description:
    """What a manifest says beside the model itself."""

    name: str
    version: str
    definition: str
    instruments: Sequence[str] | None
    """None: any."""
    families: Mapping[str, str]
    """Label to the family that serves it."""
    out_of_sample: Sequence[OutOfSample]
    seed: int
    notes: Sequence[str]
    held_out: Mapping[str, HeldOutFigures] | None = None
    """By label, of its champion; None where nobody looked."""
    identification: str = "PUBLIC_TAPE"
    made_by: Sequence[str] = ()
    """Commands that make the same model anew."""


class ModelFolderError(Exception):
    """A folder that is there already, or a graph that does not answer as the model does."""


def write_model_folder(
    out: Path,
    described: Description,
    model: ImpactModel,
    rows: Rows,
    imputation: Imputation,
    cells: Cells,
    source: TrainingSet,
    card: Mapping[str, str],
) -> Path:
    """Writes the folder and returns it; `rows` are those that were trained on, `card` file names with their texts.

    ModelFolderError when the version exists, as one is never edited, or when ONNX Runtime answers any of `rows`
    otherwise than the model.
    """
    folder = out / described.name / described.version
    if folder.exists():
        raise ModelFolderError(f"{folder} exists; a version is never edited: give another --model-version")
    columns = _columns(model, rows, cells)
    graph = model.to_onnx(columns, len(rows.inputs), len(PROBABILITIES))
    golden = _golden_inputs(imputation, described.seed)
    difference = max(largest_difference(model, graph, columns, x) for x in (rows.x, golden))
    if difference > TOLERANCE_BPS:
        raise ModelFolderError(f"{described.name}: ONNX Runtime differs by {difference:.4g} bps from the trainer")
    compiled = _compiled(model, columns, rows.x)
    folder.mkdir(parents=True)
    files = {
        "model.onnx": graph.SerializeToString(),
        "golden.json": _compact_json(_golden(model, columns, golden)),
        **({} if compiled is None else {"compiled.json": _compact_json(compiled)}),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    manifest = _manifest(described, model, columns, rows, imputation, cells, source, hashes)
    (folder / "manifest.json").write_bytes(_json(manifest))
    for name, text in card.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _columns(model: ImpactModel, rows: Rows, cells: Cells) -> IntVector:
    """The inputs that a served model names: what its answers, its regimes and its calibration read.

    What is read by none of them could only raise a false alarm when it lies out of the training range.
    """
    beside = [rows.inputs.index(name) for name in (*cells.regimes.inputs, SIZE_INPUT)]
    return np.union1d(model.inputs_read(len(rows.inputs)), beside).astype(np.int64)


def _golden_inputs(imputation: Imputation, seed: int) -> Float32Matrix:
    """Points [20, F] drawn inside the training ranges: rows of a recording are never published."""
    rng = np.random.default_rng(seed)
    drawn = rng.uniform(imputation.low, imputation.high, size=(_GOLDEN_ROWS, len(imputation.low)))
    return np.clip(drawn.astype(np.float32), imputation.low, imputation.high)


def _golden(model: ImpactModel, columns: IntVector, x: Float32Matrix) -> dict[str, Any]:
    answers = model.predict(x)
    vectors = [
        {"inputs": _wide(row), "quantiles": answer.tolist()} for row, answer in zip(x[:, columns], answers, strict=True)
    ]
    return {"absoluteToleranceBps": TOLERANCE_BPS, "vectors": vectors}


def _compiled(model: ImpactModel, columns: IntVector, x: Float32Matrix) -> dict[str, Any] | None:
    """The additive document, None when a label has no such form; checked on every row."""
    forms: dict[str, Any] = {}
    for label in LABELS:
        fitted = model.by_label[label].fitted
        form = fitted.additive()
        if form is None:
            return None
        form = form.narrowed(columns)
        difference = float(np.abs(evaluate(form, x[:, columns]) - fitted.predict(x)).max())
        if difference > TOLERANCE_BPS / 1e3:
            raise ModelFolderError(f"{label}: the additive form differs by {difference:.4g} bps from the trainer")
        forms[label] = _form(form)
    return {"labels": forms}


def _form(form: AdditiveForm) -> dict[str, Any]:
    return {
        "probabilities": form.probabilities.tolist(),
        "linear": form.linear.tolist(),
        "intercept": form.intercept.tolist(),
        "scale": _scale(form.scale) if any(form.trees) else None,
        "trees": [[_tree(tree) for tree in group] for group in form.trees],
    }


def _scale(scale: Scale | None) -> dict[str, Any] | None:
    return None if scale is None else {"weights": scale.weights.tolist(), "intercept": scale.intercept}


def _tree(tree: Tree) -> dict[str, Any]:
    names = ("feature", "threshold", "left", "right", "value", "cover")
    return {name: getattr(tree, name).tolist() for name in names}


def _manifest(
    described: Description,
    model: ImpactModel,
    columns: IntVector,
    rows: Rows,
    imputation: Imputation,
    cells: Cells,
    source: TrainingSet,
    hashes: Mapping[str, str],
) -> dict[str, Any]:
    def file(name: str) -> dict[str, str]:
        return {"file": name, "sha256": hashes[name]}

    return {
        "name": described.name,
        "version": described.version,
        "modelVersion": f"{described.name}/{described.version}",
        "kind": "ONNX",
        "identification": described.identification,
        "definition": described.definition,
        "instruments": None if described.instruments is None else list(described.instruments),
        "model": {**file("model.onnx"), "opset": OPSET},
        "golden": file("golden.json"),
        **({"compiled": file("compiled.json")} if "compiled.json" in hashes else {}),
        "featureSet": source.card["featureSet"],
        "inputSet": source.card["inputSet"],
        "inputs": [
            {
                "name": rows.inputs[column],
                "imputeWith": float(imputation.value[column]),
                "low": float(imputation.low[column]),
                "high": float(imputation.high[column]),
            }
            for column in columns.tolist()
        ],
        "input": INPUT,
        "output": OUTPUT,
        "labels": list(LABELS),
        "probabilities": PROBABILITIES.tolist(),
        "families": dict(described.families),
        "calibration": _calibration(model, cells),
        "regimes": cells.regimes.manifest(),
        "priceGrid": {"deadZoneTicks": DEAD_ZONE_TICKS},
        "reach": _reach(rows),
        "training": {
            "source": described_source(source, rows),
            "sha256": source.card["sha256"],
            "days": np.unique(rows.day).tolist(),
            "rows": len(rows),
            "seed": described.seed,
        },
        "outOfSample": [
            {
                "label": line.label,
                "baseline": line.baseline,
                "skill": line.skill.value,
                "low": line.skill.low,
                "high": line.skill.high,
                "n": line.skill.rows,
                "fold": line.fold,
            }
            for line in described.out_of_sample
        ],
        "notes": list(described.notes),
        **({} if described.held_out is None else _held_out(described.held_out)),
        "analogues": [
            {
                "inputs": [float(np.float32(value)) for value in one.inputs],
                "n": one.rows,
                "meanBps": one.mean_bps,
                "quantilesBps": one.quantiles_bps.tolist(),
            }
            for one in prototypes(rows, columns, imputation, described.seed)
        ],
    }


def _held_out(by_label: Mapping[str, HeldOutFigures]) -> dict[str, Any]:
    return {
        "reliability": {label: _reliability(figures) for label, figures in by_label.items()},
        "pit": {label: by_label[label].pit.tolist() for label in PIT_LABELS},
        "importance": [
            {"label": label, "input": one.name, "points": one.value, "low": one.low, "high": one.high}
            for label, figures in by_label.items()
            for one in figures.importance
        ],
    }


def _reliability(figures: HeldOutFigures) -> dict[str, Any]:
    """Share below the quantile of each probability, with its interval."""
    return {
        "n": figures.rows,
        "observed": [one.value for one in figures.reliability],
        "low": [one.low for one in figures.reliability],
        "high": [one.high for one in figures.reliability],
    }


def _calibration(model: ImpactModel, cells: Cells) -> dict[str, Any]:
    labels = {}
    for label in LABELS:
        fitted = model.by_label[label].calibration
        own = {cells.key(cell): offsets.tolist() for cell, offsets in sorted(fitted.cells.items())}
        labels[label] = {"overall": fitted.overall.tolist(), "cells": own}
    return {
        "method": "CQR",
        "cells": {"sizeInput": SIZE_INPUT, "sizeEdges": cells.size_edges.tolist()},
        "labels": labels,
    }


def _reach(rows: Rows) -> dict[str, float]:
    """The range of sizes and horizons that all but one order in a thousand of the training rows lie in."""
    fraction = rows.quantity_units / rows.average_daily_volume
    shortest, longest = np.quantile(rows.duration_seconds, (0.001, 0.999))
    return {
        "advFractionMax": float(np.quantile(fraction, 0.999)),
        "horizonSecondsMin": float(shortest),
        "horizonSecondsMax": float(longest),
    }


def described_source(source: TrainingSet, rows: Rows) -> str:
    """The recordings that `rows` come from, for people: instruments and origin, without a path."""
    names = sorted(set(rows.instrument.tolist()))
    kinds = dict.fromkeys(
        str(part["source"]).split(" ", maxsplit=1)[0] for part in source.card["parts"] if part["instrumentId"] in names
    )
    return f"{', '.join(names)}: {', '.join(PUBLIC_SOURCES.get(kind, kind) for kind in kinds)}"


def _wide(values: Any) -> list[float]:  # noqa: ANN401
    """Single precision as numbers of JSON, without loss."""
    return [float(value) for value in values]


def _json(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, indent=1, allow_nan=False) + "\n").encode()


def _compact_json(document: dict[str, Any]) -> bytes:
    """For files that nobody reads line by line."""
    return (json.dumps(document, separators=(",", ":"), allow_nan=False) + "\n").encode()
