"""A model folder from rows to files, and back."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest

from footprint_trainer.calibrated import calibrate_by_day
from footprint_trainer.cells import fit_cells
from footprint_trainer.dataset import TrainingSet
from footprint_trainer.families.gradient_boosting import GradientBoosting
from footprint_trainer.families.linear_quantile import FourTermFormula
from footprint_trainer.family import Family
from footprint_trainer.held_out import HeldOutFigures
from footprint_trainer.impact_model import ImpactModel
from footprint_trainer.imputation import fit_imputation
from footprint_trainer.label_task import TrainedLabel
from footprint_trainer.metrics import PROBABILITIES
from footprint_trainer.model_folder import Description, ModelFolderError, write_model_folder
from footprint_trainer.planted_market import planted_market
from footprint_trainer.prototypes import LEAST_ROWS, MOST
from footprint_trainer.regimes import fit_regimes
from footprint_trainer.report import card_of
from footprint_trainer.rows import LABELS
from footprint_trainer.studies.figure import Figure

_MARKET = planted_market(2500, seed=1).rows
ROWS = replace(_MARKET, y=dict.fromkeys(LABELS, _MARKET.y["slippage"]))
CELLS = fit_cells(ROWS, fit_regimes(ROWS, seed=1, most=2))
FAMILIES: dict[str, Family] = {
    label: GradientBoosting("FITTED", rounds=(10,)) if label == "peak" else FourTermFormula("FITTED")
    for label in LABELS
}
MODEL = ImpactModel(
    {label: calibrate_by_day(family, ROWS, label, CELLS, PROBABILITIES, seed=1) for label, family in FAMILIES.items()}
)
_HASHED = {"version": "v1", "sha256": "0" * 64}
SOURCE = TrainingSet(
    {
        "sha256": "1" * 64,
        "featureSet": _HASHED,
        "inputSet": _HASHED,
        "parts": [{"source": "PLANTED ONE", "instrumentId": "PLANTED"}],
    },
    ROWS,
)
_HALF = Figure("halfSpreadBps", 0.5, 0.4, 0.6, 400, "share")
SEEN = HeldOutFigures(400, [_HALF] * 9, np.full(20, 20), [_HALF], [_HALF])
DESCRIBED = Description(
    "metaorder",
    "1.0.0",
    "M",
    ["PLANTED"],
    {label: family.name for label, family in FAMILIES.items()},
    [],
    1,
    ["note"],
    dict.fromkeys(LABELS, SEEN),
)


def _write(out: Path, model: ImpactModel = MODEL) -> Path:
    card = {"card.md": "# card\n"}
    return write_model_folder(out, DESCRIBED, model, ROWS, fit_imputation(ROWS), CELLS, SOURCE, card)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _write(tmp_path_factory.mktemp("models"))


def _read(file: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(file.read_text())
    return document


def test_manifest_vouches_for_the_files_beside_it(folder: Path) -> None:
    manifest = _read(folder / "manifest.json")
    for key in ("model", "golden", "compiled"):
        content = (folder / manifest[key]["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == manifest[key]["sha256"]
    assert manifest["labels"] == list(LABELS)
    named = [one["name"] for one in manifest["inputs"]]
    assert named == [name for name in ROWS.inputs if name in named]
    assert manifest["families"]["peak"] == "gradientBoosting"


def test_manifest_tells_of_held_out_rows(folder: Path) -> None:
    manifest = _read(folder / "manifest.json")
    assert set(manifest["reliability"]) == set(LABELS)
    assert manifest["reliability"]["peak"] == {"n": 400, "observed": [0.5] * 9, "low": [0.4] * 9, "high": [0.6] * 9}
    assert manifest["pit"] == {"slippage": [20] * 20, "peak": [20] * 20}
    assert manifest["importance"][0] == {
        "label": LABELS[0],
        "input": "halfSpreadBps",
        "points": 0.5,
        "low": 0.4,
        "high": 0.6,
    }


def test_analogues_are_means_of_many_rows_and_cover_them_all(folder: Path) -> None:
    manifest = _read(folder / "manifest.json")
    analogues = manifest["analogues"]
    assert 1 < len(analogues) <= MOST
    assert sum(one["n"] for one in analogues) == len(ROWS)
    assert min(one["n"] for one in analogues) >= LEAST_ROWS
    mean = sum(one["n"] * one["meanBps"] for one in analogues) / len(ROWS)
    assert mean == pytest.approx(ROWS.y["slippage"].mean())
    for one in analogues:
        assert len(one["inputs"]) == len(manifest["inputs"])
        assert one["quantilesBps"] == sorted(one["quantilesBps"])


def test_golden_vectors_replay(folder: Path) -> None:
    golden = _read(folder / "golden.json")
    inputs = np.array([vector["inputs"] for vector in golden["vectors"]], dtype=np.float32)
    session = onnxruntime.InferenceSession((folder / "model.onnx").read_bytes())
    (answer,) = session.run(None, {"inputs": inputs})
    expected = [vector["quantiles"] for vector in golden["vectors"]]
    np.testing.assert_allclose(answer, expected, atol=golden["absoluteToleranceBps"])
    known = {row.tobytes() for row in ROWS.x}
    assert not any(row.tobytes() in known for row in inputs)


def test_imputed_values_are_single_precision_within_the_range(folder: Path) -> None:
    for one in _read(folder / "manifest.json")["inputs"]:
        assert one["low"] <= one["imputeWith"] <= one["high"]
        assert all(np.float32(one[key]) == one[key] for key in ("low", "imputeWith", "high"))


def test_a_card_says_where_the_data_come_from_and_where_the_model_ends() -> None:
    calibrated = MODEL.by_label["slippage"]
    trained = [TrainedLabel(label, "fourTermFormula", [], calibrated, SEEN, "<svg/>", 1.0) for label in LABELS]
    card = card_of(DESCRIBED, trained, ROWS, SOURCE, [_HALF])
    assert set(card) == {"card.md", *(f"{label}.svg" for label in LABELS)}
    text = card["card.md"]
    for told in (
        "Source: PLANTED: PLANTED.",
        "| PLANTED | 924 | 924 | 652 |",
        "![perm15](perm15.svg)",
        "not usable as Y (reference 10)",
        "| slippage | halfSpreadBps | 0.5 (0.4 .. 0.6) |",
        "| halfSpreadBps | 0.500 (0.400 .. 0.600) | share | 400 |",
    ):
        assert told in text


def test_offsets_do_not_fall_with_size(folder: Path) -> None:
    manifest = _read(folder / "manifest.json")
    regimes = manifest["regimes"]["components"]
    for label in LABELS:
        cells = manifest["calibration"]["labels"][label]["cells"]
        for regime in range(regimes):
            by_size = np.array([cells[f"{size}:{regime}"] for size in range(3)])
            assert (np.diff(by_size, axis=0) >= 0).all()


def test_a_version_is_never_written_again(folder: Path) -> None:
    with pytest.raises(ModelFolderError, match="never edited"):
        _write(folder.parent.parent)


def test_manifest_names_the_inputs_that_something_reads_and_no_other(folder: Path) -> None:
    named = {one["name"] for one in _read(folder / "manifest.json")["inputs"]}
    assert {"halfSpreadBps", "sqrtImpactBps", "risk300Bps", *CELLS.regimes.inputs} <= named
    assert "halfSpreadMean300Bps" not in named
