"""Reads an exported training set: its card and its Parquet parts."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from footprint_trainer.arrays import AnyArray, Float32Matrix, Float64Vector, TextVector
from footprint_trainer.rows import LABELS, Rows

INPUT_PREFIX = "x_"
BLOCK_SECONDS = 300

_COLUMNS = (
    "def",
    "config",
    "instrumentId",
    "day",
    "startNs",
    "endNs",
    "durationSeconds",
    "side",
    "quantityUnits",
    "children",
    "grid",
    "averageDailyVolume",
    "dailyVolatility",
    *(f"{label}Bps" for label in LABELS),
)


class TrainingSetError(Exception):
    """A folder that cannot be trained on; the message names the file and says what is wrong."""


@dataclass(frozen=True)
class TrainingSet:
    """What an export holds: its card, and the rows that have a daily volume and volatility."""

    card: dict[str, Any]
    rows: Rows
    """`x` may have NaN, where an input was missing at the arrival."""


def read_training_set(folder: Path) -> TrainingSet:
    """Reads `folder`; TrainingSetError when it is no training set, or one without impact inputs."""
    card = _read_card(folder / "card.json")
    files = [folder / "rows" / part["file"] for part in card["parts"]]
    missing = [file.name for file in files if not file.is_file()]
    if missing:
        raise TrainingSetError(f"{folder}: the card names parts that are not there: {', '.join(missing)}")
    names = _column_names(files)
    inputs = tuple(name for name in names if name.startswith(INPUT_PREFIX))
    lacking = sorted(set(_COLUMNS) - set(names))
    if lacking or not inputs:
        raise TrainingSetError(f"{folder}: columns are missing: {', '.join([*lacking, *([] if inputs else ['x_*'])])}")
    return TrainingSet(card, _rows(_select(files, (*_COLUMNS, *inputs)), inputs))


def _read_card(file: Path) -> dict[str, Any]:
    try:
        card = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise TrainingSetError(f"{file.parent} is no training set: it has no card.json") from None
    except json.JSONDecodeError as error:
        raise TrainingSetError(f"{file}: not JSON: {error}") from None
    if not isinstance(card, dict) or card.get("kind") != "footprint training set" or not card.get("parts"):
        raise TrainingSetError(f"{file} is not the card of a training set with parts")
    return card


def _column_names(files: list[Path]) -> list[str]:
    described = duckdb.sql("describe select * from read_parquet($files)", params={"files": [str(f) for f in files]})
    return [str(row[0]) for row in described.fetchall()]


def _select(files: list[Path], columns: tuple[str, ...]) -> dict[str, AnyArray]:
    # Inputs are single precision at their source; reading them so halves the memory.
    listed = ", ".join(
        f'"{name}"::FLOAT as "{name}"' if name.startswith(INPUT_PREFIX) else f'"{name}"' for name in columns
    )
    query = f"""select {listed} from read_parquet($files)
        where averageDailyVolume is not null and dailyVolatility is not null
        order by instrumentId, day, startNs, id"""
    return duckdb.sql(query, params={"files": [str(f) for f in files]}).fetchnumpy()


def _rows(table: dict[str, AnyArray], inputs: tuple[str, ...]) -> Rows:
    start = _numbers(table["startNs"]) / 1e9
    instrument, day = _text(table["instrumentId"]), _text(table["day"])
    _, session = np.unique(np.char.add(np.char.add(instrument, " "), day), return_inverse=True)
    return Rows(
        x=_matrix([table.pop(name) for name in inputs]),
        inputs=tuple(name.removeprefix(INPUT_PREFIX) for name in inputs),
        y={label: _numbers(table[f"{label}Bps"]) for label in LABELS},
        instrument=instrument,
        day=day,
        block=session.astype(np.int64) * (86_400 // BLOCK_SECONDS) + (start % 86_400 // BLOCK_SECONDS).astype(np.int64),
        definition=_text(table["def"]),
        config=_text(table["config"]),
        grid=np.ma.filled(table["grid"], False).astype(np.bool_),
        side=np.where(_text(table["side"]) == "BUY", 1.0, -1.0),
        start_seconds=start,
        end_seconds=_numbers(table["endNs"]) / 1e9,
        duration_seconds=_numbers(table["durationSeconds"]),
        quantity_units=_numbers(table["quantityUnits"]),
        children=_numbers(table["children"]),
        average_daily_volume=_numbers(table["averageDailyVolume"]),
        daily_volatility=_numbers(table["dailyVolatility"]),
    )


def _matrix(columns: list[AnyArray]) -> Float32Matrix:
    matrix = np.empty((len(columns[0]), len(columns)), dtype=np.float32)
    for position, column in enumerate(columns):
        matrix[:, position] = np.ma.filled(column, np.nan)
    return matrix


def _numbers(column: AnyArray) -> Float64Vector:
    """A column as float64 [n]; null is NaN."""
    return np.asarray(np.ma.filled(column.astype(np.float64), np.nan))


def _text(column: AnyArray) -> TextVector:
    return np.asarray(np.ma.getdata(column).astype(np.str_))
