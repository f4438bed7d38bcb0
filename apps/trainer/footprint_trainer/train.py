"""`npm run trainer:train`: from an exported training set to the model folders."""

import argparse
import multiprocessing
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from footprint_trainer.cells import fit_cells
from footprint_trainer.dataset import TrainingSet, TrainingSetError, read_training_set
from footprint_trainer.evaluate import BASELINES, Scored
from footprint_trainer.families.linear_quantile import SpreadTerm
from footprint_trainer.family import Family
from footprint_trainer.folds import (
    choose_among_days,
    choose_among_instruments,
    leave_one_instrument_out,
    walk_forward,
)
from footprint_trainer.impact_model import ImpactModel
from footprint_trainer.imputation import fit_imputation
from footprint_trainer.label_task import LabelTask, TrainedLabel, use_one_thread
from footprint_trainer.metrics import skill
from footprint_trainer.model_folder import Description, ModelFolderError, OutOfSample, write_model_folder
from footprint_trainer.regimes import fit_regimes
from footprint_trainer.report import card_of
from footprint_trainer.roster import families_of
from footprint_trainer.rows import LABELS, Rows, at_most_per_session
from footprint_trainer.studies.figure import Figure
from footprint_trainer.studies.fold import StudyFold, study_fold
from footprint_trainer.studies.placebo import placebo
from footprint_trainer.studies.side_asymmetry import side_asymmetry
from footprint_trainer.studies.size_law import size_law

TAPE_NOTES = (
    "Fitted on a public tape: that shows mechanical cost and the response to flow, not what an order of a desk costs.",
    "Quantiles are those of a latent cost; the price grid maps them to the label's (priceGrid).",
    "Its mean is not the level of an order that somebody decides on: the prefactor of synthetic metaorders is not"
    " usable as Y (reference 10). There the level comes from published coefficients.",
)

SIMULATED_NOTES = (
    "SIMULATED: fitted on the market of agents of this project (docs/simulator.md), in which no share was ever traded.",
    "Its parents were drawn independently of the market's state, so that the level is their own; it is the level of"
    " that market and of no other.",
    "Quantiles are those of a latent cost; the price grid maps them to the label's (priceGrid).",
)

LEAST_DAYS = 3
"""One to train on, one to calibrate on, one to test on."""

DAYS_TOGETHER = 10
"""Of simulated parents, of which a day has some fifty: so many days are held out, or judge, at a time."""

ROWS_PER_SESSION = 3000
"""Of a pooled model: every instrument-day counts much the same."""


@dataclass(frozen=True)
class Plan:
    """One model to train."""

    name: str
    definition: str
    pooled: bool
    partly_recorded: bool = False
    """Whether instruments that were recorded on some of the days only train it as well."""
    identification: str = "PUBLIC_TAPE"
    days_together: int = 1
    """Days that are held out as one."""
    notes: Sequence[str] = TAPE_NOTES

    def serves(self, known: Sequence[str]) -> Sequence[str] | None:
        """The instruments it was fitted on; None: any, as the names of simulated ones mean nothing."""
        return None if self.pooled or self.identification == "SIMULATED" else known

    @property
    def spread(self) -> SpreadTerm:
        """Fitted on the instruments that the model will serve, else a fixed one, which carries over to others."""
        return "PAID_ONCE" if self.pooled else "FITTED"


PLANS = (
    Plan("metaorder", "M", pooled=False),
    Plan("metaorder-pooled", "M", pooled=True, partly_recorded=True),
    Plan("window", "W", pooled=False),
    Plan("window-pooled", "W", pooled=True),
)

SIMULATED = Plan(
    "simulated",
    "P",
    pooled=False,
    identification="SIMULATED",
    days_together=DAYS_TOGETHER,
    notes=SIMULATED_NOTES,
)


@dataclass(frozen=True)
class Options:
    """What was asked for."""

    training_set: Path
    out: Path
    seed: int
    version: str
    threads: int
    quick: bool
    simulated: bool = False
    made_by: Sequence[str] = ()


def main(arguments: Sequence[str]) -> int:
    """Trains every model; returns the exit status."""
    options = _parse(arguments)
    try:
        source = read_training_set(options.training_set)
        for plan in (SIMULATED,) if options.simulated else PLANS:
            _say(f"{plan.name}: training")
            folder = train(plan, source, options)
            _say(f"{plan.name}: written to {folder}")
    except (TrainingSetError, ModelFolderError) as error:
        _say(str(error))
        return 1
    return 0


def train(plan: Plan, source: TrainingSet, options: Options) -> Path:
    """Chooses a champion for each label, fits it on all days, and writes the model's folder."""
    rows, known, others = _rows_of(plan, source.rows)
    days = np.unique(rows.day).tolist()
    if len(days) < LEAST_DAYS:
        raise TrainingSetError(f"the training set has {len(days)} days; at least {LEAST_DAYS} are needed")
    imputation = fit_imputation(rows)
    rows = imputation.apply(rows)
    candidates = {label: families_of(label, plan.spread, options.quick) for label in LABELS}
    fitted_rows = at_most_per_session(rows, ROWS_PER_SESSION, options.seed) if plan.pooled else rows
    regimes = fit_regimes(fitted_rows, options.seed)
    if plan.pooled:
        choosing = choose_among_instruments(days, known, others)
        judging = leave_one_instrument_out(days, known, others)
    else:
        choosing = choose_among_days(days, known)
        judging = walk_forward(days, known)[-1:]
    cells = fit_cells(fitted_rows, regimes)
    task = LabelTask(rows, fitted_rows, candidates, regimes, cells, choosing, judging, options.seed)
    trained = dict(zip(LABELS, _side_by_side(task, options.threads), strict=True))
    champions = {label: one.champion for label, one in trained.items()}
    judged = [scored for one in trained.values() for scored in one.judged]
    model = ImpactModel({label: one.model for label, one in trained.items()})
    figures = {label: one.figures for label, one in trained.items()}
    described = Description(
        plan.name,
        options.version,
        plan.definition,
        plan.serves(known),
        champions,
        _out_of_sample(judged, champions, options.seed),
        options.seed,
        plan.notes,
        figures,
        plan.identification,
        options.made_by,
    )
    by_name = {family.name: family for family in candidates["slippage"]}
    tape = _of_the_tape(study_fold(rows, plan.definition, options.seed), by_name[champions["slippage"]])
    card = card_of(described, list(trained.values()), fitted_rows, source, tape)
    return write_model_folder(options.out, described, model, fitted_rows, imputation, cells, source, card)


def _of_the_tape(fold: StudyFold, family: Family) -> list[Figure]:
    """Placebo, size law and asymmetry of the sides, on the instruments of the last day."""
    return [*placebo(fold, family), *size_law(fold), *side_asymmetry(fold)]


def _side_by_side(task: LabelTask, workers: int) -> list[TrainedLabel]:
    """The labels in their order, each in a process: the linear algebra of one label keeps one core busy."""
    # Threads of the numerical libraries do not survive a fork.
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, spawned, initializer=use_one_thread) as pool:
        trained = []
        for one in pool.map(task.train, LABELS):
            _say(f"  {one.label}: {one.champion} of {len(task.candidates[one.label])} families, {one.seconds:.0f} s")
            trained.append(one)
        return trained


def _rows_of(plan: Plan, rows: Rows) -> tuple[Rows, list[str], list[str]]:
    """The rows of a plan; the instruments recorded on every day, which are held out and served; the others."""
    defined = together(rows.take(rows.definition == plan.definition), plan.days_together)
    days = len(np.unique(defined.day))
    instruments = np.unique(defined.instrument).tolist()
    known = [name for name in instruments if len(np.unique(defined.day[defined.instrument == name])) == days]
    if not plan.partly_recorded:
        return defined.take(np.isin(defined.instrument, known)), known, []
    others = [name for name in instruments if name not in known]
    return defined, known, others


def together(rows: Rows, days: int) -> Rows:
    """The rows with so many days in a row called by the first of them; what is left over goes with the last ones."""
    if days == 1 or len(rows) == 0:
        return rows
    names, number = np.unique(rows.day, return_inverse=True)
    groups = max(len(names) // days, 1)
    return replace(rows, day=names[days * np.minimum(number // days, groups - 1)])


def _out_of_sample(judged: Sequence[Scored], champions: Mapping[str, str], seed: int) -> list[OutOfSample]:
    return [
        OutOfSample(
            one.label,
            baseline,
            skill(one.losses[champions[one.label]], one.losses[baseline], one.rows.block, one.rows.session, seed),
            one.fold,
        )
        for one in judged
        for baseline in BASELINES
    ]


def _parse(arguments: Sequence[str]) -> Options:
    parser = argparse.ArgumentParser(prog="npm run trainer:train --", description=__doc__)
    parser.add_argument("--training-set", type=Path, required=True, metavar="DIR", help="an exported training set")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where model folders go")
    parser.add_argument("--seed", type=int, default=7, metavar="N")
    parser.add_argument("--model-version", default="1.0.0", metavar="X.Y.Z", help="version of the folders written")
    parser.add_argument("--threads", type=int, default=2, metavar="N", help="labels trained side by side")
    parser.add_argument("--quick", action="store_true", help="the linear families only")
    parser.add_argument(
        "--simulated", action="store_true", help="the model of simulated parents, in place of the tape's"
    )
    parser.add_argument("--made-by", action="append", default=[], metavar="COMMAND", help="told on the card; repeats")
    given = parser.parse_args(arguments)
    return Options(
        given.training_set,
        given.out,
        given.seed,
        given.model_version,
        given.threads,
        given.quick,
        given.simulated,
        given.made_by,
    )


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
