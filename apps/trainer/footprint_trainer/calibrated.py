"""A fitted model of one label with its calibration: what is served."""

from dataclasses import dataclass

import numpy as np

from footprint_trainer.arrays import Float64Matrix, Float64Vector
from footprint_trainer.calibration import Calibration, fit_calibration
from footprint_trainer.cells import Cells
from footprint_trainer.family import Family, Fitted
from footprint_trainer.price_grid import latent, on_grid, with_latent
from footprint_trainer.rows import Rows


@dataclass(frozen=True)
class Calibrated:
    """Latent quantiles, sorted, moved by conformal offsets, then put on the price grid."""

    label: str
    fitted: Fitted
    calibration: Calibration
    cells: Cells

    def latent_quantiles(self, rows: Rows) -> Float64Matrix:
        """Calibrated quantiles [n, K] of the latent cost, in bps."""
        return self.calibration.apply(self.fitted.predict(rows.x), self.cells.of(rows))

    def predict(self, rows: Rows) -> Float64Matrix:
        """Quantiles [n, K] of the label, in bps."""
        return on_grid(rows, self.label, self.latent_quantiles(rows))


def fit_latent(family: Family, rows: Rows, label: str, probabilities: Float64Vector, seed: int) -> Fitted:
    """Fits a family to the latent cost of the rows whose label is known."""
    return family.fit(with_latent(rows.labelled(label), label, seed), label, probabilities, seed)


def calibrate(
    fitted: Fitted, rows: Rows, label: str, cells: Cells, probabilities: Float64Vector, seed: int
) -> Calibrated:
    """Calibrates on rows that the model was not fitted on."""
    known = rows.labelled(label)
    calibration = fit_calibration(latent(known, label, seed), fitted.predict(known.x), cells.of(known), probabilities)
    return Calibrated(label, fitted, _rising_with_size(calibration, cells), cells)


def calibrate_by_day(
    family: Family, rows: Rows, label: str, cells: Cells, probabilities: Float64Vector, seed: int
) -> Calibrated:
    """Fits on all days; the offsets come from models that lack one day each, scored on that day.

    Cross-conformal (Vovk 2015): with few days, one that is kept for calibration alone costs more than it tells.
    """
    known = rows.labelled(label)
    out_of_fold = np.full((len(known), len(probabilities)), np.nan)
    for day in np.unique(known.day):
        held = known.day == day
        without = fit_latent(family, known.take(~held), label, probabilities, seed)
        out_of_fold[held] = without.predict(known.x[held])
    counted = known.grid
    calibration = fit_calibration(
        latent(known, label, seed)[counted], out_of_fold[counted], cells.of(known)[counted], probabilities
    )
    fitted = fit_latent(family, known, label, probabilities, seed)
    return Calibrated(label, fitted, _rising_with_size(calibration, cells), cells)


def _rising_with_size(calibration: Calibration, cells: Cells) -> Calibration:
    """Every cell with its own or the overall offsets, but none below that of a smaller size in the same regime.

    Otherwise the upper quantiles of a larger order could lie below those of a smaller one.
    """
    raised: dict[int, Float64Vector] = {}
    for cell in range(cells.count):
        smaller = raised.get(cell - len(cells.regimes.names))
        own = calibration.cells.get(cell, calibration.overall)
        raised[cell] = own if smaller is None else np.maximum(own, smaller)
    return Calibration(calibration.overall, raised)
