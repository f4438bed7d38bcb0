"""Buys against sells: what a trend of the day puts into one side and takes from the other."""

from collections.abc import Iterator

import numpy as np

from footprint_trainer.studies.figure import BlockBootstrap, Figure, least_squares
from footprint_trainer.studies.fold import StudyFold
from footprint_trainer.studies.size_law import LABELS


def side_asymmetry(fold: StudyFold) -> Iterator[Figure]:
    """Means of both sides, and the difference of means and of size coefficients, buy less sell. On every day's rows."""
    for label in LABELS:
        rows = fold.every.labelled(label)
        y, bootstrap = rows.y[label], BlockBootstrap(rows, fold.seed)
        buys = (rows.side > 0).astype(np.float64)
        title = f"{fold.definition} {label}"
        for side, member in (("buys", buys), ("sells", 1 - buys)):
            yield bootstrap.figure(f"{title} mean of {side}", "bps", lambda a, b: a / b, member * y, member)
        sums = (buys * y, buys, (1 - buys) * y, 1 - buys)
        yield bootstrap.figure(f"{title} mean, buys less sells", "bps", lambda a, b, c, d: a / b - c / d, *sums)
        law = rows.column("sqrtImpactBps").astype(np.float64)
        spread = rows.column("halfSpreadBps").astype(np.float64)
        # The last column is the size law of buys alone: its coefficient is the difference.
        design = np.column_stack([spread, law, buys * law])
        yield bootstrap.figure(
            f"{title} size coefficient, buys less sells",
            "multiples of sig sqrt(Q/V)",
            lambda a, b: least_squares(a, b)[:, 2],
            design[:, :, None] * design[:, None, :],
            design * y[:, None],
        )
