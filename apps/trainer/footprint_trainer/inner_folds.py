"""Folds inside the training rows: what settings and weights are chosen on."""

from collections.abc import Iterator

import numpy as np

from footprint_trainer.arrays import BoolVector
from footprint_trainer.rows import Rows

_HALF_HOUR_SECONDS = 1800


def inner_folds(rows: Rows) -> Iterator[tuple[BoolVector, BoolVector]]:
    """Pairs of masks [n]: held out, fitted on. Each day is held out once, or of one day each third by half hours.

    A row whose order is still running, or whose half hour touches one held out, stays out of both parts of the
    single-day folds: labels reach past the end of an order.
    """
    days = np.unique(rows.day)
    if len(days) > 1:
        for day in days:
            held = rows.day == day
            yield held, ~held
        return
    half_hour = (rows.start_seconds // _HALF_HOUR_SECONDS).astype(np.int64)
    third = half_hour % 3
    for number in range(3):
        held = third == number
        runs_into_held = ((rows.end_seconds // _HALF_HOUR_SECONDS).astype(np.int64) % 3) == number
        yield held, ~held & ~runs_into_held
