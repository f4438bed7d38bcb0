"""What a served model leans on: loss when an input is shuffled, and answers when an input is set."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from footprint_trainer.arrays import Float64Matrix, Float64Vector
from footprint_trainer.metrics import row_losses
from footprint_trainer.rows import Rows
from footprint_trainer.studies.figure import BlockBootstrap, Figure

Predict: TypeAlias = Callable[[Rows], Float64Matrix]
"""Rows to quantiles [n, K] in bps."""

GRID_POINTS = 25


def permutation_importance(
    predict: Predict, rows: Rows, label: str, names: Sequence[str], seed: int
) -> Iterator[Figure]:
    """By input: how much the loss rises, in bps, when its values are shuffled among the rows (Breiman 2001).

    The interval is that of a block bootstrap of the rows, for one shuffle.
    """
    known = rows.labelled(label)
    y, bootstrap = known.y[label], BlockBootstrap(known, seed)
    whole = row_losses(y, predict(known))
    rng = np.random.default_rng(seed)
    for name in names:
        column = known.inputs.index(name)
        x = known.x.copy()
        x[:, column] = rng.permutation(x[:, column])
        yield bootstrap.mean(name, "bps", row_losses(y, predict(replace(known, x=x))) - whole)


def partial_dependence(predict: Predict, rows: Rows, name: str) -> tuple[Float64Vector, Float64Matrix]:
    """The input's values [G] from its 1st to its 99th percentile, and the mean quantiles [G, K] there (Friedman 2001).

    The other inputs stay as they are, those that repeat it as well: what the model does, not what the market does.
    """
    column = rows.inputs.index(name)
    low, high = np.quantile(rows.x[:, column].astype(np.float64), (0.01, 0.99)).tolist()
    grid = np.linspace(low, high, GRID_POINTS)
    answers = []
    for value in grid.tolist():
        x = rows.x.copy()
        x[:, column] = value
        answers.append(predict(replace(rows, x=x)).mean(axis=0))
    return grid, np.array(answers)


def size_dependence(predict: Predict, rows: Rows) -> tuple[Float64Vector, Float64Matrix]:
    """Factors [G] of the order's quantity, and the mean quantiles [G, K] there: every input of size moves along."""
    factors = np.exp(np.linspace(np.log(0.1), np.log(10), GRID_POINTS))
    answers = []
    for factor in factors.tolist():
        x = rows.x.copy()
        for column, name in enumerate(rows.inputs):
            if name == "lnAdvFraction":
                x[:, column] += np.float32(np.log(factor))
            elif name in ("sqrtImpactBps", "sqrtImpactNowBps", "sqrtDepthImpactBps"):
                x[:, column] *= np.float32(np.sqrt(factor))
        answers.append(predict(replace(rows, x=x, quantity_units=rows.quantity_units * factor)).mean(axis=0))
    return factors, np.array(answers)
