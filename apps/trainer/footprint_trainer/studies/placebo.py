"""The same study with sides drawn by coin flips: what is left of skill and of the size law without any impact."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from footprint_trainer.baselines import by_instrument, fit_square_root_law
from footprint_trainer.family import Family
from footprint_trainer.metrics import PROBABILITIES, row_losses
from footprint_trainer.rows import Rows
from footprint_trainer.studies.figure import BlockBootstrap, Figure
from footprint_trainer.studies.fold import LABEL, StudyFold, quantiles_without
from footprint_trainer.studies.input_groups import CHANGES_SIGN_WITH_SIDE, SWAPS_WITH_SIDE
from footprint_trainer.studies.size_law import size_coefficient


def placebo(fold: StudyFold, family: Family) -> Iterator[Figure]:
    """Mean slippage, size coefficient, and skill over the square-root law, with real sides and with drawn ones."""
    drawn = replace(
        fold,
        train=with_drawn_sides(fold.train, fold.seed),
        calibrate=with_drawn_sides(fold.calibrate, fold.seed + 1),
        test=with_drawn_sides(fold.test, fold.seed + 2),
        every=with_drawn_sides(fold.every, fold.seed + 3),
    )
    for sides, one in (("real sides", fold), ("drawn sides", drawn)):
        every, bootstrap = one.every, BlockBootstrap(one.every, one.seed)
        yield bootstrap.mean(f"{one.definition} mean slippage, {sides}", "bps", every.y[LABEL])
        yield size_coefficient(f"{one.definition} size coefficient, {sides}", every, LABEL, bootstrap)
        yield _skill(f"{one.definition} skill over sqrt_sym, {sides}", one, family)


def with_drawn_sides(rows: Rows, seed: int) -> Rows:
    """The rows with each side drawn anew: labels and inputs as they are of an order of that side.

    A label is the side times a move, so that the drawn side's label is plus or minus the real one. Prices paid stay
    those of the tape.
    """
    flip = np.random.default_rng(seed).random(len(rows)) < 0.5
    sign = np.where(flip, -1.0, 1.0)
    x = rows.x.copy()
    for position, name in enumerate(rows.inputs):
        if name in CHANGES_SIGN_WITH_SIDE:
            x[flip, position] = -x[flip, position]
    for taken, joined in SWAPS_WITH_SIDE:
        if taken in rows.inputs and joined in rows.inputs:
            pair = [rows.inputs.index(taken), rows.inputs.index(joined)]
            swapped = x[:, pair[::-1]]
            x[:, pair] = np.where(flip[:, None], swapped, x[:, pair])
    return replace(rows, x=x, side=rows.side * sign, y={label: sign * y for label, y in rows.y.items()})


def _skill(name: str, fold: StudyFold, family: Family) -> Figure:
    y = fold.test.y[LABEL]
    law = fit_square_root_law(fold.train, LABEL, PROBABILITIES, by_instrument).predict(fold.test)
    by_law, by_family = row_losses(y, law), row_losses(y, quantiles_without(fold, family, frozenset()))
    bootstrap = BlockBootstrap(fold.test, fold.seed)
    return bootstrap.figure(name, "points of skill", lambda a, b: 100 * (1 - a / b), by_family, by_law)
