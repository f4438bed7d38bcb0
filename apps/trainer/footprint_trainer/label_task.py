"""One label of one model: champion, judgement, calibrated fit. Runs in a process of its own."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from footprint_trainer.calibrated import Calibrated, calibrate_by_day
from footprint_trainer.cells import Cells
from footprint_trainer.champion import choose_champion
from footprint_trainer.evaluate import BASELINES, Scored, fold_model, score_fold
from footprint_trainer.family import Family
from footprint_trainer.folds import Fold
from footprint_trainer.held_out import HeldOutFigures, held_out, held_out_figures
from footprint_trainer.metrics import PROBABILITIES
from footprint_trainer.plots import picture
from footprint_trainer.regimes import Regimes
from footprint_trainer.rows import Rows

ROWS_TO_CHOOSE = 1500
ROWS_TO_JUDGE = 3000
"""Of an instrument-day, while families are compared: rows of one day's tape repeat one another, and time is short."""


@dataclass(frozen=True)
class TrainedLabel:
    """What comes out."""

    label: str
    champion: str
    judged: Sequence[Scored]
    """Folds that no choice was made on; every family."""
    model: Calibrated
    """The champion, fitted on all rows."""
    figures: HeldOutFigures
    """Of the champion on the folds that judge it."""
    picture: str
    """SVG of the same."""
    seconds: float


@dataclass(frozen=True)
class LabelTask:
    """What the labels of a model have in common."""

    rows: Rows
    """All of the definition; those that are served and those that only train."""
    fitted_rows: Rows
    """What the served model is fitted on."""
    candidates: Mapping[str, Sequence[Family]]
    """By label."""
    regimes: Regimes
    cells: Cells
    choosing: Sequence[Fold]
    judging: Sequence[Fold]
    seed: int

    def train(self, label: str) -> TrainedLabel:
        """Chooses, judges, looks at what was judged, and fits."""
        started = time.monotonic()
        champion = self.choose(label)
        judged = self._score(self.judging, label, ROWS_TO_JUDGE)
        family = next(one for one in self.candidates[label] if one.name == champion)
        held = held_out(self.rows, label, [(fold, self._fold_model(fold, label, family)) for fold in self.judging])
        figures = held_out_figures(held, self.seed)
        drawn = picture(held, figures, self.seed)
        model = calibrate_by_day(family, self.fitted_rows, label, self.cells, PROBABILITIES, self.seed)
        return TrainedLabel(label, champion, judged, model, figures, drawn, time.monotonic() - started)

    def choose(self, label: str) -> str:
        """The name of the champion: the simplest family that is not worse on the folds to choose on."""
        return _champion(self._score(self.choosing, label, ROWS_TO_CHOOSE), self.seed)

    def _fold_model(self, fold: Fold, label: str, family: Family) -> Calibrated:
        return fold_model(fold, self.rows, label, family, self.regimes, ROWS_TO_JUDGE, self.seed)

    def _score(self, folds: Sequence[Fold], label: str, rows_per_session: int) -> list[Scored]:
        return [
            score_fold(fold, self.rows, label, self.candidates[label], self.regimes, rows_per_session, self.seed)
            for fold in folds
        ]


def use_one_thread() -> None:
    """Of the numerical libraries, for the rest of this process: labels run side by side instead."""
    threadpool_limits(1)


def _champion(scored: Sequence[Scored], seed: int) -> str:
    names = [name for name in scored[0].losses if name not in BASELINES]
    losses = {name: np.concatenate([one.losses[name] for one in scored]) for name in names}
    block = np.concatenate([one.rows.block for one in scored])
    # Sessions are counted within each fold; no two folds test the same instrument-day.
    session = np.concatenate([one.rows.session + 1000 * at for at, one in enumerate(scored)])
    return choose_champion(losses, block, session, seed)
