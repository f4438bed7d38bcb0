"""`python -m footprint_trainer.fold`: the models that the last day, or an instrument, judges, with their baselines.

Trained on all days but the last two, calibrated on the last but one. Champions are chosen on all days but the last,
each held out in turn; those of a model without an instrument on the other instruments, each held out in turn, or the
simplest where there is only one other. The last day enters only the scores in the manifest, when everything is fitted.
"""

import argparse
import json
import multiprocessing
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from footprint_trainer.baseline_document import baseline_document
from footprint_trainer.calibrated import Calibrated, calibrate, fit_latent
from footprint_trainer.cells import fit_cells
from footprint_trainer.dataset import TrainingSet, TrainingSetError, read_training_set
from footprint_trainer.evaluate import BASELINES, baseline_quantiles
from footprint_trainer.folds import (
    Fold,
    choose_among_days,
    choose_among_instruments,
    leave_one_instrument_out,
    walk_forward,
)
from footprint_trainer.impact_model import ImpactModel
from footprint_trainer.imputation import fit_imputation
from footprint_trainer.label_task import LabelTask, use_one_thread
from footprint_trainer.metrics import PROBABILITIES, row_losses, skill
from footprint_trainer.model_folder import Description, ModelFolderError, OutOfSample, write_model_folder
from footprint_trainer.regimes import fit_regimes
from footprint_trainer.roster import families_of
from footprint_trainer.rows import LABELS, Rows, at_most_per_session
from footprint_trainer.train import LEAST_DAYS, PLANS, ROWS_PER_SESSION, Plan

VERSION = "1.0.0"

LEAST_HELD_OUT = 2
"""Instruments. How a family does on a single one says nothing of what it carries over to the next."""


@dataclass(frozen=True)
class FoldPlan:
    """A fold of one of the served models."""

    served: Plan
    name: str
    rows: Rows
    """Of its definition; inputs may be missing."""
    fold: Fold
    choosing: Sequence[Fold]
    """Empty where nothing can be chosen on: the simplest family serves."""
    serves: Sequence[str] | None
    """None: any instrument."""


@dataclass(frozen=True)
class FoldTask:
    """The labels of a plan have this in common."""

    fold: Fold
    rows: Rows
    """Every input finite."""
    training: Rows
    choice: LabelTask
    """Without the tested day."""
    seed: int

    def fit(self, label: str) -> tuple[str, Calibrated, list[OutOfSample]]:
        """The champion's name, the champion, and its skill on the tested rows."""
        candidates = self.choice.candidates[label]
        champion = self.choice.choose(label) if self.choice.choosing else candidates[0].name
        family = next(one for one in candidates if one.name == champion)
        fitted = fit_latent(family, self.training, label, PROBABILITIES, self.seed)
        calibration = self.fold.calibration(self.rows)
        model = calibrate(fitted, calibration, label, self.choice.cells, PROBABILITIES, self.seed)
        return champion, model, self._judge(label, model)

    def _judge(self, label: str, model: Calibrated) -> list[OutOfSample]:
        test = self.fold.test(self.rows).labelled(label)
        lost = row_losses(test.y[label], model.predict(test))
        by_baseline = baseline_quantiles(self.training, test, label)
        return [
            OutOfSample(
                label,
                name,
                skill(lost, row_losses(test.y[label], by_baseline[name]), test.block, test.session, self.seed),
                self.fold.name,
            )
            for name in BASELINES
        ]


def plans(rows: Rows) -> Iterator[FoldPlan]:
    """A model of instruments recorded on every day is judged by the last day, a pooled one by each of them left out."""
    for plan in PLANS:
        defined = rows.take(rows.definition == plan.definition)
        days = np.unique(defined.day).tolist()
        if len(days) < LEAST_DAYS:
            raise TrainingSetError(f"{plan.name}: a fold needs {LEAST_DAYS} days; there are {len(days)}")
        instruments = np.unique(defined.instrument).tolist()
        known = [one for one in instruments if len(np.unique(defined.day[defined.instrument == one])) == len(days)]
        if not plan.pooled:
            last = walk_forward(days, known)[-1]
            yield FoldPlan(plan, f"fold-{plan.name}", defined, last, choose_among_days(days, known), known)
            continue
        others = [one for one in instruments if one not in known] if plan.partly_recorded else []
        for left_out, fold in zip(known, leave_one_instrument_out(days, known, others), strict=True):
            rest = [one for one in known if one != left_out]
            choosing = choose_among_instruments(days, rest, others) if len(rest) >= LEAST_HELD_OUT else []
            name = f"fold-{plan.name.removesuffix('-pooled')}-without-{left_out.lower()}"
            yield FoldPlan(plan, name, defined, fold, choosing, None)


def fit_fold(plan: FoldPlan, source: TrainingSet, out: Path, threads: int, seed: int) -> Path:
    """Fits the labels side by side and writes the folder, `baselines.json` beside the manifest."""
    imputation = fit_imputation(plan.fold.training(plan.rows))
    rows = imputation.apply(plan.rows)
    training = plan.fold.training(rows)
    if plan.served.pooled:
        training = at_most_per_session(training, ROWS_PER_SESSION, seed)
    regimes = fit_regimes(training, seed)
    cells = fit_cells(training, regimes)
    candidates = {label: families_of(label, plan.served.spread, quick=False) for label in LABELS}
    past = rows.take(~np.isin(rows.day, plan.fold.test_days))
    choice = LabelTask(past, training, candidates, regimes, cells, plan.choosing, (), seed)
    task = FoldTask(plan.fold, rows, training, choice, seed)
    # Threads of the numerical libraries do not survive a fork.
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(threads, spawned, initializer=use_one_thread) as pool:
        fitted = dict(zip(LABELS, pool.map(task.fit, LABELS), strict=True))
    described = Description(
        plan.name,
        VERSION,
        plan.served.definition,
        plan.serves,
        {label: champion for label, (champion, _, _) in fitted.items()},
        [line for _, _, judged in fitted.values() for line in judged],
        seed,
        NOTES,
    )
    model = ImpactModel({label: one for label, (_, one, _) in fitted.items()})
    files = {"baselines.json": json.dumps(baseline_document(training, imputation), indent=1) + "\n"}
    return write_model_folder(out, described, model, training, imputation, cells, source, files)


NOTES = ("A model of a fold, to be judged on what it has not seen; it is not served.",)


def main(arguments: Sequence[str]) -> int:
    """Fits every fold; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m footprint_trainer.fold", description=__doc__)
    parser.add_argument("--training-set", type=Path, required=True, metavar="DIR")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2, help="labels at a time")
    asked = parser.parse_args(arguments)
    try:
        source = read_training_set(asked.training_set)
        for plan in plans(source.rows):
            print(fit_fold(plan, source, asked.out, asked.threads, asked.seed), flush=True)
    except (TrainingSetError, ModelFolderError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
