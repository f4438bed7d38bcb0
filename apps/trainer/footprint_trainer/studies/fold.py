"""The fold that studies are made on: trained on the first days, calibrated on the last but one, tested on the last."""

from dataclasses import dataclass, replace

import numpy as np

from footprint_trainer.arrays import Float64Matrix
from footprint_trainer.calibrated import Calibrated, calibrate, fit_latent
from footprint_trainer.cells import fit_cells
from footprint_trainer.family import Family
from footprint_trainer.folds import Fold, scored
from footprint_trainer.imputation import fit_imputation
from footprint_trainer.metrics import PROBABILITIES
from footprint_trainer.price_grid import on_grid, with_latent
from footprint_trainer.regimes import fit_regimes
from footprint_trainer.rows import Rows

LABEL = "slippage"


@dataclass(frozen=True)
class StudyFold:
    """Rows of one definition, of the instruments that are there on the last day; every input finite."""

    definition: str
    train: Rows
    calibrate: Rows
    test: Rows
    every: Rows
    """All rows that count in scores, of every day."""
    seed: int


def study_fold(rows: Rows, definition: str, seed: int) -> StudyFold:
    """Splits `rows`, which may have missing inputs; ValueError with fewer than three days."""
    own = rows.take(rows.definition == definition)
    days = np.unique(own.day).tolist()
    if len(days) < 3:
        raise ValueError(f"a study needs three days of definition {definition}; there are {len(days)}")
    instruments = tuple(np.unique(own.instrument[own.day == days[-1]]).tolist())
    fold = Fold("study", tuple(days[:-2]), (days[-2],), (days[-1],), instruments, instruments)
    imputation = fit_imputation(fold.training(own))
    return StudyFold(
        definition,
        imputation.apply(fold.training(own)).labelled(LABEL),
        imputation.apply(fold.calibration(own)).labelled(LABEL),
        imputation.apply(fold.test(own)).labelled(LABEL),
        imputation.apply(scored(own.take(np.isin(own.instrument, instruments)))).labelled(LABEL),
        seed,
    )


def served(fold: StudyFold, family: Family) -> Calibrated:
    """The family as it would be served: on the price grid, calibrated by size and regime."""
    cells = fit_cells(fold.train, fit_regimes(fold.train, fold.seed))
    fitted = fit_latent(family, fold.train, LABEL, PROBABILITIES, fold.seed)
    return calibrate(fitted, fold.calibrate, LABEL, cells, PROBABILITIES, fold.seed)


def quantiles_without(fold: StudyFold, family: Family, blinded: frozenset[str]) -> Float64Matrix:
    """Quantiles [n, K] of the test rows by a model that was trained and asked with the `blinded` inputs constant.

    A constant input tells a model nothing. The price grid itself, which is no input, stays as it is.
    """
    columns = [position for position, name in enumerate(fold.train.inputs) if name in blinded]
    constants = np.median(fold.train.x[:, columns], axis=0)
    train = with_latent(fold.train, LABEL, fold.seed)
    x, asked = train.x.copy(), fold.test.x.copy()
    x[:, columns], asked[:, columns] = constants, constants
    fitted = family.fit(replace(train, x=x), LABEL, PROBABILITIES, fold.seed)
    return on_grid(fold.test, LABEL, np.sort(fitted.predict(asked), axis=1))
