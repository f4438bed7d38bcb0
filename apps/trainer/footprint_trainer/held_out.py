"""What the champion of a label does with orders that it has not seen: the figures and the picture of a card."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from footprint_trainer.arrays import Float64Matrix, IntVector
from footprint_trainer.calibrated import Calibrated
from footprint_trainer.folds import Fold
from footprint_trainer.importance import permutation_importance
from footprint_trainer.metrics import PROBABILITIES
from footprint_trainer.pit import below, pit_bins, pit_places
from footprint_trainer.price_grid import latent
from footprint_trainer.rows import Rows
from footprint_trainer.studies.figure import BlockBootstrap, Figure
from footprint_trainer.studies.input_groups import INPUT_GROUPS

PIT_BINS = 20


@dataclass(frozen=True)
class HeldOut:
    """Test rows of one label, and who answers each of them: a model that its fold fitted without it."""

    label: str
    rows: Rows
    models: Sequence[tuple[Fold, Calibrated]]

    def predict(self, rows: Rows) -> Float64Matrix:
        """Quantiles [n, K] in bps of test rows, by the model of the fold that tests their instrument and day."""
        return self._of_folds(rows, Calibrated.predict)

    def latent_quantiles(self, rows: Rows) -> Float64Matrix:
        """The same of the latent cost."""
        return self._of_folds(rows, Calibrated.latent_quantiles)

    def _of_folds(self, rows: Rows, answer: Callable[[Calibrated, Rows], Float64Matrix]) -> Float64Matrix:
        quantiles = np.full((len(rows), len(PROBABILITIES)), np.nan)
        for fold, model in self.models:
            own = fold.tests(rows)
            quantiles[own] = answer(model, rows.take(own))
        return quantiles


def held_out(rows: Rows, label: str, models: Sequence[tuple[Fold, Calibrated]]) -> HeldOut:
    """The scored rows of all folds whose label is known."""
    tested = np.any([fold.tests(rows) for fold, _ in models], axis=0)
    return HeldOut(label, rows.take(tested & rows.grid).labelled(label), models)


@dataclass(frozen=True)
class HeldOutFigures:
    """Of one label, each with its interval by block bootstrap."""

    rows: int
    reliability: Sequence[Figure]
    """[K] share of the latent costs below the quantile of each probability."""
    pit: IntVector
    """[PIT_BINS] rows by the place of their latent cost in the stated distribution."""
    importance: Sequence[Figure]
    """Of each input that is read, points of loss; the largest first."""
    group_importance: Sequence[Figure]
    """Of each group of inputs that is read."""


def held_out_figures(held: HeldOut, seed: int) -> HeldOutFigures:
    """Equal models, rows and seed give equal figures."""
    rows, quantiles = held.rows, held.latent_quantiles(held.rows)
    cost, bootstrap = latent(rows, held.label, seed), BlockBootstrap(rows, seed)
    is_below = below(cost, quantiles).astype(np.float64)
    place = pit_bins(pit_places(cost, quantiles, PROBABILITIES), PIT_BINS)
    return HeldOutFigures(
        len(rows),
        [
            bootstrap.mean(f"below the quantile of {probability:g}", "share", is_below[:, k])
            for k, probability in enumerate(PROBABILITIES.tolist())
        ],
        np.bincount(place, minlength=PIT_BINS).astype(np.int64),
        _importance(held, {name: (name,) for name in rows.inputs}, seed),
        _importance(held, INPUT_GROUPS, seed),
    )


def _importance(held: HeldOut, together: Mapping[str, Sequence[str]], seed: int) -> Sequence[Figure]:
    """The largest first, without what no answer depends on."""
    figures = permutation_importance(held.predict, held.rows, held.label, together, seed)
    read = [one for one in figures if (one.low, one.high) != (0, 0)]
    return sorted(read, key=lambda one: (-(one.value or 0.0), one.name))
