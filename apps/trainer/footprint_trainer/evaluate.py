"""Out-of-sample comparison of families with each other and with the baselines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from footprint_trainer.arrays import Float64Matrix, Float64Vector
from footprint_trainer.baselines import (
    by_instrument,
    by_instrument_and_duration,
    fit_four_terms,
    fit_square_root_law,
)
from footprint_trainer.calibrated import Calibrated, calibrate, fit_latent
from footprint_trainer.cells import fit_cells
from footprint_trainer.family import Family
from footprint_trainer.folds import Fold
from footprint_trainer.metrics import PROBABILITIES, row_losses
from footprint_trainer.price_grid import on_grid
from footprint_trainer.regimes import Regimes
from footprint_trainer.rows import Rows, at_most_per_session


@dataclass(frozen=True)
class Scored:
    """One label of one fold: the test rows, and what each forecaster said of them and lost."""

    fold: str
    label: str
    rows: Rows
    quantiles: Mapping[str, Float64Matrix]
    """Forecaster to [n, K] bps."""
    losses: Mapping[str, Float64Vector]
    """Forecaster to [n] bps; families and baselines alike."""


BASELINES = ("sqrt_sym", "sqrt_cell", "qr4")


def score_fold(
    fold: Fold, rows: Rows, label: str, candidates: Sequence[Family], regimes: Regimes, rows_per_session: int, seed: int
) -> Scored:
    """Fits on the training days, calibrates where the fold has days for it, tests; `rows` of one definition.

    At most `rows_per_session` rows of an instrument-day are fitted on; all are tested.
    """
    training = at_most_per_session(fold.training(rows), rows_per_session, seed)
    test = fold.test(rows).labelled(label)
    quantiles = baseline_quantiles(training, test, label)
    for family in candidates:
        if fold.calibrate_days:
            model = fold_model(fold, rows, label, family, regimes, rows_per_session, seed)
            quantiles[family.name] = model.predict(test)
        else:
            fitted = fit_latent(family, training, label, PROBABILITIES, seed)
            quantiles[family.name] = on_grid(test, label, np.sort(fitted.predict(test.x), axis=1))
    losses = {name: row_losses(test.y[label], one) for name, one in quantiles.items()}
    return Scored(fold.name, label, test, quantiles, losses)


def fold_model(
    fold: Fold, rows: Rows, label: str, family: Family, regimes: Regimes, rows_per_session: int, seed: int
) -> Calibrated:
    """A family fitted on the training days and calibrated on the days that the fold has for it."""
    training = at_most_per_session(fold.training(rows), rows_per_session, seed)
    fitted = fit_latent(family, training, label, PROBABILITIES, seed)
    cells = fit_cells(training, regimes)
    return calibrate(fitted, fold.calibration(rows), label, cells, PROBABILITIES, seed)


def baseline_quantiles(training: Rows, test: Rows, label: str) -> dict[str, Float64Matrix]:
    """Quantiles [n, K] of the three baselines, sorted."""
    by_symbol = fit_square_root_law(training, label, PROBABILITIES, by_instrument)
    by_cell = fit_square_root_law(training, label, PROBABILITIES, by_instrument_and_duration)
    four_terms = fit_four_terms(training, label, PROBABILITIES)
    answers = (by_symbol.predict(test), by_cell.predict(test), four_terms.predict(test))
    return {name: np.sort(quantiles, axis=1) for name, quantiles in zip(BASELINES, answers, strict=True)}
