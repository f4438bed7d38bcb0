"""What it takes to train every family anew on one label: `python -m footprint_trainer.retraining --rows 100000 --json`.

A planted market as wide as the list of inputs, in as many days as the recordings have. Families are fitted side
by side in processes of one thread each, the slowest first, as the trainer does with labels.
"""

import argparse
import json
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from footprint_trainer.calibrated import fit_latent
from footprint_trainer.label_task import use_one_thread
from footprint_trainer.metrics import PROBABILITIES
from footprint_trainer.planted_market import planted_market
from footprint_trainer.roster import families
from footprint_trainer.rows import Rows
from footprint_trainer.studies.input_groups import INPUT_GROUPS

LABEL = "slippage"
DAYS = 4
SLOWEST_FIRST = (
    "stack",
    "neural",
    "randomForest",
    "gradientBoostingFromZero",
    "gradientBoosting",
    "linearQuantile",
    "bayesianLinear",
    "fourTermFormula",
)

_NOISE = 0.2
"""Standard deviation, in logs, of an input that repeats another one."""
_MIB_BY_UNIT = 1 / 2**20 if sys.platform == "darwin" else 1 / 2**10
"""`ru_maxrss` is in bytes there, in KiB elsewhere."""


def wide_market(rows: int, seed: int) -> Rows:
    """Planted orders with every input of the list: what the market does not have repeats another input, or is noise."""
    market = planted_market(rows, seed).rows
    rng = np.random.default_rng(seed)
    columns = {name: market.column(name) for name in market.inputs}
    for group in ("size", "risk"):
        for name in INPUT_GROUPS[group]:
            if name.endswith("Bps") and name not in columns:
                like = columns["sqrtImpactBps" if group == "size" else "risk300Bps"]
                columns[name] = like * np.exp(_NOISE * rng.standard_normal(rows)).astype(np.float32)
    for name in (name for names in INPUT_GROUPS.values() for name in names):
        columns.setdefault(name, rng.standard_normal(rows).astype(np.float32))
    days = np.char.add("day ", (np.arange(rows) * DAYS // rows).astype(np.str_))
    return replace(market, x=np.column_stack(list(columns.values())), inputs=tuple(columns), day=days)


@dataclass(frozen=True)
class Used:
    """What a process took."""

    processor_seconds: float
    peak_rss_mib: float

    @staticmethod
    def so_far() -> "Used":
        """By this process."""
        usage = resource.getrusage(resource.RUSAGE_SELF)
        return Used(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _MIB_BY_UNIT)


@dataclass(frozen=True)
class Trained:
    """One family, in one process."""

    name: str
    seconds: float
    process: int
    used: "Used"
    """By the process until then."""


@dataclass(frozen=True)
class Task:
    """What the families have in common."""

    rows: int
    seed: int

    def train(self, name: str) -> Trained:
        """Fits the family of that name; the market is drawn anew, which the time leaves out."""
        market = wide_market(self.rows, self.seed)
        family = next(one for one in families("FITTED") if one.name == name)
        started = time.monotonic()
        fit_latent(family, market, LABEL, PROBABILITIES, self.seed)
        return Trained(name, time.monotonic() - started, os.getpid(), Used.so_far())


def retrain(rows: int, seed: int, processes: int) -> tuple[list[Trained], float, Used]:
    """Every family; the seconds of it all, the start of the processes included; what all processes took together."""
    started = time.monotonic()
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, spawned, initializer=use_one_thread) as pool:
        trained = list(pool.map(Task(rows, seed).train, SLOWEST_FIRST))
    seconds = time.monotonic() - started
    last_of_each = {one.process: one.used for one in sorted(trained, key=lambda one: one.used.processor_seconds)}
    used = [Used.so_far(), *last_of_each.values()]
    together = Used(sum(one.processor_seconds for one in used), sum(one.peak_rss_mib for one in used))
    return trained, seconds, together


def main(arguments: Sequence[str]) -> int:
    """Prints seconds by family and of all, and the peak of the memory; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m footprint_trainer.retraining", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--processes", type=int, default=2, help="families at a time")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    asked = parser.parse_args(arguments)
    trained, seconds, used = retrain(asked.rows, asked.seed, asked.processes)
    lines = [(one.name, one.seconds, "s") for one in trained]
    lines += [
        ("all families", seconds, "s"),
        ("processor time", used.processor_seconds, "s"),
        ("peak memory", used.peak_rss_mib, "MiB"),
    ]
    for name, value, unit in lines:
        if asked.json:
            print(json.dumps({"name": name, "value": value, "unit": unit}), flush=True)
        else:
            print(f"{value:10.1f} {unit:4} {name}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
