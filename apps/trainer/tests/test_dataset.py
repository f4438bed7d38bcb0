"""Reading a training set: what is kept, what is missing, what is refused."""

import json
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from footprint_trainer.dataset import TrainingSetError, read_training_set
from footprint_trainer.imputation import fit_imputation

ROW: dict[str, str] = {
    "id": "'one'",
    "def": "'M'",
    "config": "'H20'",
    "instrumentId": "'ABC'",
    "day": "'2020-01-02'",
    "startNs": "1577975700000000000::BIGINT",
    "endNs": "1577975790500000000::BIGINT",
    "durationSeconds": "90.5",
    "side": "'SELL'",
    "quantityUnits": "1200.0",
    "children": "6",
    "grid": "true",
    "averageDailyVolume": "1e6",
    "dailyVolatility": "0.02",
    "slippageBps": "2.5",
    "peakBps": "4.0",
    "perm1Bps": "3.0",
    "perm5Bps": "null::DOUBLE",
    "perm15Bps": "null::DOUBLE",
    "x_first": "0.1",
    "x_second": "null::DOUBLE",
}


def _write(folder: Path, rows: list[dict[str, str]], card: dict[str, Any] | None = None) -> Path:
    (folder / "rows").mkdir(parents=True)
    selects = " union all ".join(
        "select " + ", ".join(f'{value} as "{name}"' for name, value in row.items()) for row in rows
    )
    duckdb.sql(f"copy ({selects}) to '{folder / 'rows' / 'part.parquet'}' (format parquet)")
    described = {"kind": "footprint training set", "parts": [{"file": "part.parquet", "source": "TEST ABC"}]}
    (folder / "card.json").write_text(json.dumps(described if card is None else card))
    return folder


def test_a_row_as_it_was_written(tmp_path: Path) -> None:
    rows = read_training_set(_write(tmp_path / "set", [ROW])).rows
    assert rows.inputs == ("first", "second")
    assert rows.x.dtype == np.float32
    assert rows.x[0, 0] == np.float32(0.1)
    assert np.isnan(rows.x[0, 1])
    assert rows.side.tolist() == [-1]
    assert rows.end_seconds[0] - rows.start_seconds[0] == pytest.approx(90.5)
    assert {label: values[0] for label, values in rows.y.items() if np.isfinite(values[0])} == {
        "slippage": 2.5,
        "peak": 4.0,
        "perm1": 3.0,
    }
    assert len(rows.labelled("perm1")) == 1
    assert len(rows.labelled("perm5")) == 0


def test_rows_come_in_order_and_blocks_do_not_cross_days(tmp_path: Path) -> None:
    later = {**ROW, "id": "'two'", "startNs": "1577975999000000000::BIGINT"}
    next_day = {**ROW, "id": "'three'", "day": "'2020-01-03'", "startNs": "1578062100000000000::BIGINT"}
    rows = read_training_set(_write(tmp_path / "set", [next_day, later, ROW])).rows
    assert (np.diff(rows.start_seconds) > 0).all()
    assert rows.block[0] == rows.block[1]
    assert rows.block[0] != rows.block[2]
    assert rows.session.tolist() == [0, 0, 1]


def test_an_order_without_a_daily_volume_is_left_out(tmp_path: Path) -> None:
    unknown = {**ROW, "id": "'two'", "averageDailyVolume": "null::DOUBLE"}
    assert len(read_training_set(_write(tmp_path / "set", [ROW, unknown])).rows) == 1


def test_imputation_is_the_median_of_what_is_known(tmp_path: Path) -> None:
    values = ("1.0", "2.0", "9.0", "null::DOUBLE")
    written = [{**ROW, "id": f"'{value}'", "x_first": value} for value in values]
    rows = read_training_set(_write(tmp_path / "set", written)).rows
    imputation = fit_imputation(rows)
    assert imputation.value.tolist() == [2, 0]
    filled = imputation.apply(rows)
    assert np.isfinite(filled.x).all()
    assert sorted(filled.column("first").tolist()) == [1, 2, 2, 9]


@pytest.mark.parametrize(
    ("card", "rows", "message"),
    [
        ({"kind": "something else", "parts": [1]}, [ROW], "is not the card of a training set"),
        ({"kind": "footprint training set", "parts": [{"file": "other.parquet"}]}, [ROW], "other.parquet"),
        (None, [{name: value for name, value in ROW.items() if name != "peakBps"}], "peakBps"),
        (None, [{name: value for name, value in ROW.items() if not name.startswith("x_")}], r"x_\*"),
    ],
)
def test_what_cannot_be_trained_on_is_refused(
    tmp_path: Path, card: dict[str, Any] | None, rows: list[dict[str, str]], message: str
) -> None:
    with pytest.raises(TrainingSetError, match=message):
        read_training_set(_write(tmp_path / "set", rows, card))


def test_a_folder_without_a_card_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingSetError, match=r"no card\.json"):
        read_training_set(tmp_path)
