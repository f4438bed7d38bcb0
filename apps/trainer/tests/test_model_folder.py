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
from footprint_trainer.impact_model import ImpactModel
from footprint_trainer.imputation import fit_imputation
from footprint_trainer.metrics import PROBABILITIES
from footprint_trainer.model_folder import Description, ModelFolderError, write_model_folder
from footprint_trainer.planted_market import planted_market
from footprint_trainer.regimes import fit_regimes
from footprint_trainer.rows import LABELS

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
    {"sha256": "1" * 64, "featureSet": _HASHED, "inputSet": _HASHED, "parts": [{"source": "PLANTED ONE"}]}, ROWS
)
DESCRIBED = Description(
    "metaorder", "1.0.0", "M", ["PLANTED"], {label: family.name for label, family in FAMILIES.items()}, [], 1, ["note"]
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
