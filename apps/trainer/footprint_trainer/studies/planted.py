"""What the trainer makes of a market whose truth is known; over several seeds, each with markets of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from footprint_trainer.adaptive import AdaptiveOffset
from footprint_trainer.arrays import BoolVector, Float64Vector
from footprint_trainer.calibrated import Calibrated, calibrate, fit_latent
from footprint_trainer.calibration import conformal_offset
from footprint_trainer.cells import fit_cells
from footprint_trainer.champion import choose_champion
from footprint_trainer.families.bayesian_linear import BayesianLinear
from footprint_trainer.families.gradient_boosting import GradientBoosting
from footprint_trainer.families.linear_quantile import FourTermFormula
from footprint_trainer.families.neural import Neural
from footprint_trainer.family import Family, Fitted
from footprint_trainer.metrics import PROBABILITIES, row_losses
from footprint_trainer.planted_market import Planted, planted_market
from footprint_trainer.regimes import fit_regimes
from footprint_trainer.rows import Rows
from footprint_trainer.studies.figure import Figure

LABEL = "slippage"
CANDIDATES: Sequence[Family] = (
    FourTermFormula(spread="FITTED"),
    BayesianLinear(),
    GradientBoosting(spread="FITTED"),
    Neural(),
)

_LOW, _HIGH = 1, 7
"""Positions of 5 and 95 %."""
_MISCOVERAGE = 0.1
_LEAST_ROWS_OF_CELL = 200
_BACK_WITHIN = 0.02
"""Coverage has recovered where it is this near to the stated one, in every later window as well."""
_WINDOW = 50

_COVERAGE = "coverage of 90 %"
_CELL = f"{_COVERAGE}, cell "


@dataclass(frozen=True)
class Design:
    """How much is drawn.

    The coverage of a cell of 200 rows has a standard error of 2.1 points, too much to tell 87 from 90 %; the smallest
    cell of this design has more than 1,000 rows in calibration and test alike.
    """

    orders: int = 24_000
    """To train on, to calibrate on, and to test on, each."""
    paths: int = 100
    """Breaks of the regime, each with its own orders: the coverage at an order is the share of paths covered."""
    orders_before: int = 400
    orders_after: int = 800
    noise_factor: float = 1.8
    """By which the noise is larger after the break; no input shows it."""


def planted(design: Design, seeds: Sequence[int]) -> Iterator[Figure]:
    """Each figure's mean over the seeds, between its lowest and its highest; None where it is None for a seed.

    `n` sums over the seeds. The seeds' champions are counted, and the lowest and highest coverage of any cell stand
    beside the cells.
    """
    by_seed = [list(_of_seed(design, seed)) for seed in seeds]
    by_name: dict[str, list[Figure]] = {}
    for figure in (figure for figures in by_seed for figure in figures):
        by_name.setdefault(figure.name, []).append(figure)
    yield from (_over_seeds(figures) for figures in by_name.values())
    cells = [one for name, figures in by_name.items() if name.startswith(_CELL) for one in figures]
    for name, extreme in (("lowest", min), ("highest", max)):
        yield replace(extreme(cells, key=lambda one: one.value or 0.0), name=f"{_COVERAGE}, {name} cell of any seed")


def _over_seeds(figures: Sequence[Figure]) -> Figure:
    first, n = figures[0], sum(one.n for one in figures)
    values = [one.value for one in figures if one.value is not None]
    if len(values) < len(figures):
        return Figure(first.name, None, None, None, n, first.unit)
    return Figure(first.name, float(np.mean(values)), min(values), max(values), n, first.unit)


def _of_seed(design: Design, seed: int) -> Iterator[Figure]:
    train, calibrated_on, test = (planted_market(design.orders, seed + part) for part in range(3))
    held_out = _held_out_losses(train, seed)
    oracle = float(np.mean(held_out.pop("oracle")))
    for name, losses in held_out.items():
        title = f"pinball above the oracle's, held out in training, {name}"
        yield _figure(title, float(losses.mean()) / oracle - 1, len(losses), "share")
    family = _champion(train, held_out, seed)
    cells = fit_cells(train.rows, fit_regimes(train.rows, seed))
    fitted = fit_latent(family, train.rows, LABEL, PROBABILITIES, seed)
    model = calibrate(fitted, calibrated_on.rows, LABEL, cells, PROBABILITIES, seed)
    for candidate in CANDIDATES:
        yield _figure(f"share of seeds with champion {candidate.name}", float(candidate is family), 1, "share")
    yield from _against_oracle(model, test)
    yield from _coverage(model, test.rows)
    yield from _after_break(fitted, calibrated_on.rows, design, seed + 3)


def _held_out_losses(train: Planted, seed: int) -> dict[str, Float64Vector]:
    """Row losses of each candidate, and of the oracle, on the last third of the training orders."""
    cut = 2 * len(train.rows) // 3
    first, last = train.rows.take(np.arange(cut)), train.rows.take(np.arange(cut, len(train.rows)))
    y = last.y[LABEL]
    losses = {
        family.name: row_losses(y, fit_latent(family, first, LABEL, PROBABILITIES, seed).predict(last.x))
        for family in CANDIDATES
    }
    return {**losses, "oracle": row_losses(y, train.true_quantiles(PROBABILITIES)[cut:])}


def _champion(train: Planted, losses: dict[str, Float64Vector], seed: int) -> Family:
    block = train.rows.block[2 * len(train.rows) // 3 :]
    name = choose_champion(losses, block, np.zeros_like(block), seed)
    return next(family for family in CANDIDATES if family.name == name)


def _against_oracle(model: Calibrated, test: Planted) -> Iterator[Figure]:
    y = test.rows.y[LABEL]
    lost = row_losses(y, model.predict(test.rows)).mean()
    oracle = row_losses(y, test.true_quantiles(PROBABILITIES)).mean()
    yield _figure("pinball of the oracle", float(oracle), len(y), "bps")
    yield _figure("pinball above the oracle's, champion", float(lost / oracle - 1), len(y), "share")


def _coverage(model: Calibrated, rows: Rows) -> Iterator[Figure]:
    quantiles, y = model.predict(rows), rows.y[LABEL]
    inside: BoolVector = (y >= quantiles[:, _LOW]) & (y <= quantiles[:, _HIGH])
    yield _figure(_COVERAGE, float(inside.mean()), len(y), "share")
    cell = model.cells.of(rows)
    for number in np.unique(cell).tolist():
        member = cell == number
        if member.sum() >= _LEAST_ROWS_OF_CELL:
            name = f"{_CELL}{model.cells.name(number)}"
            yield _figure(name, float(inside[member].mean()), int(member.sum()), "share")


def _after_break(model: Fitted, calibrated_on: Rows, design: Design, seed: int) -> Iterator[Figure]:
    """Coverage after the break with the adaptive rule, and without it."""
    calibration = _scores(model, calibrated_on)
    fixed = conformal_offset(calibration, _MISCOVERAGE)
    orders = design.orders_before + design.orders_after
    factors = np.where(np.arange(orders) < design.orders_before, 1.0, design.noise_factor)
    covered = np.zeros((2, design.paths, orders), dtype=np.bool_)
    for path in range(design.paths):
        scores = _scores(model, planted_market(orders, seed + path, factors).rows)
        adaptive = AdaptiveOffset.of(calibration, _MISCOVERAGE)
        for order, score in enumerate(scores.tolist()):
            covered[:, path, order] = score <= adaptive.offset(), score <= fixed
            adaptive.observe(score)
    for name, by_order in zip(("adaptive", "fixed"), covered.mean(axis=1), strict=True):
        before, after = by_order[: design.orders_before], by_order[design.orders_before :]
        windows = after.reshape(-1, _WINDOW).mean(axis=1)
        yield _figure(f"coverage before the break, {name}", float(before.mean()), before.size * design.paths, "share")
        for window, coverage in enumerate(windows.tolist()):
            first, count = window * _WINDOW, _WINDOW * design.paths
            span = f"orders {first} to {first + _WINDOW - 1}"
            yield _figure(f"coverage after the break, {span}, {name}", coverage, count, "share")
        yield _figure(f"orders until coverage is back, {name}", _orders_until_back(windows), design.paths, "orders")


def _orders_until_back(windows: Float64Vector) -> float | None:
    """Orders before the first window from which on every one is near the stated coverage; None where none is."""
    away = np.flatnonzero(np.abs(windows - (1 - _MISCOVERAGE)) > _BACK_WITHIN)
    if len(away) == 0:
        return 0.0
    return None if away[-1] == len(windows) - 1 else float(away[-1] + 1) * _WINDOW


def _scores(model: Fitted, rows: Rows) -> Float64Vector:
    """Conformal scores [n] of the 90 % interval in units of its own width, so that calm and wild orders compare."""
    quantiles, y = np.sort(model.predict(rows.x), axis=1), rows.y[LABEL]
    low, high = quantiles[:, _LOW], quantiles[:, _HIGH]
    return np.maximum(low - y, y - high) / np.maximum(high - low, 1e-9)


def _figure(name: str, value: float | None, n: int, unit: str) -> Figure:
    """Of one seed: it has no interval of its own."""
    return Figure(name, value, value, value, n, unit)
