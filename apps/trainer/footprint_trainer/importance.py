"""What a served model leans on: loss when inputs are shuffled, and answers when an input is set."""

from collections.abc import Callable, Iterator, Mapping, Sequence
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
    predict: Predict, rows: Rows, label: str, together: Mapping[str, Sequence[str]], seed: int
) -> Iterator[Figure]:
    """By name in `together`: by how many percent the loss rises when those inputs are shuffled among the rows.

    Breiman 2001. The interval is that of a block bootstrap of the rows, for one shuffle. Inputs that repeat one another
    stand in for one another: shuffled one by one each looks small, which is what groups are for.
    """
    known = rows.labelled(label)
    y, bootstrap = known.y[label], BlockBootstrap(known, seed)
    whole = row_losses(y, predict(known))
    rng = np.random.default_rng(seed)
    for name, inputs in together.items():
        columns = [known.inputs.index(one) for one in inputs if one in known.inputs]
        x = known.x.copy()
        x[:, columns] = x[rng.permutation(len(x))][:, columns]
        rise = row_losses(y, predict(replace(known, x=x))) - whole
        yield bootstrap.figure(name, "points", lambda a, b: 100 * a / b, rise, whole)


def partial_dependence(predict: Predict, rows: Rows, name: str) -> tuple[Float64Vector, Float64Matrix]:
    """The input's values [G] at even shares of the rows from 1 to 99 %, and the mean quantiles [G, K] there.

    Friedman 2001. The other inputs stay as they are, those that repeat it as well: what the model does, not what the
    market does.
    """
    column = rows.inputs.index(name)
    grid = np.quantile(rows.x[:, column].astype(np.float64), dependence_shares())
    answers = []
    for value in grid.tolist():
        x = rows.x.copy()
        x[:, column] = value
        answers.append(predict(replace(rows, x=x)).mean(axis=0))
    return grid, np.array(answers)


def dependence_shares() -> Float64Vector:
    """The shares of the rows [G] that lie below the values at which a dependence is looked at."""
    return np.linspace(0.01, 0.99, GRID_POINTS)


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
