"""Honest splits: walk forward over days, and instruments left out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from footprint_trainer.arrays import BoolVector
from footprint_trainer.rows import Rows


@dataclass(frozen=True)
class Fold:
    """Which days and instruments are trained on, calibrated on and tested on; days in order, none in two parts.

    Days purge themselves: the horizon of every label ends at the close of the order's own day.
    """

    name: str
    train_days: tuple[str, ...]
    calibrate_days: tuple[str, ...]
    """Empty: scored as fitted, which is how settings and champions are chosen."""
    test_days: tuple[str, ...]
    train_instruments: tuple[str, ...]
    test_instruments: tuple[str, ...]

    def training(self, rows: Rows) -> Rows:
        """All rows to fit on, overlapping windows among them."""
        return _pick(rows, self.train_days, self.train_instruments)

    def calibration(self, rows: Rows) -> Rows:
        """Rows to calibrate on, each as it would be scored."""
        return scored(_pick(rows, self.calibrate_days, self.train_instruments))

    def test(self, rows: Rows) -> Rows:
        """Rows to score."""
        return scored(rows.take(self.tests(rows)))

    def tests(self, rows: Rows) -> BoolVector:
        """Whether each row [n] is of an instrument and a day that the fold tests on."""
        return np.isin(rows.day, self.test_days) & np.isin(rows.instrument, self.test_instruments)


def scored(rows: Rows) -> Rows:
    """The rows of the non-overlapping grid."""
    return rows.take(rows.grid)


def walk_forward(days: Sequence[str], instruments: Sequence[str]) -> list[Fold]:
    """Every day from the third on is tested: calibrated on the day before, trained on all days before that."""
    names = tuple(instruments)
    return [
        Fold(f"known {days[at]}", tuple(days[: at - 1]), (days[at - 1],), (days[at],), names, names)
        for at in range(2, len(days))
    ]


def leave_one_instrument_out(days: Sequence[str], instruments: Sequence[str], others: Sequence[str] = ()) -> list[Fold]:
    """Each of `instruments` is tested on the last day by a model of the rest and `others`, calibrated a day before."""
    return [
        Fold(
            f"unseen {left_out}",
            tuple(days[:-2]),
            (days[-2],),
            (days[-1],),
            tuple(name for name in (*instruments, *others) if name != left_out),
            (left_out,),
        )
        for left_out in instruments
    ]


def choose_among_days(days: Sequence[str], instruments: Sequence[str]) -> list[Fold]:
    """Every day but the last is held out in turn: champions are chosen here, and the last day judges them."""
    names, past = tuple(instruments), tuple(days[:-1])
    return [Fold(f"held {day}", tuple(d for d in past if d != day), (), (day,), names, names) for day in past]


def choose_among_instruments(days: Sequence[str], instruments: Sequence[str], others: Sequence[str] = ()) -> list[Fold]:
    """Each of `instruments` is held out in turn, on all days but the last."""
    past = tuple(days[:-1])
    return [
        Fold(
            f"held {left_out}",
            past,
            (),
            past,
            tuple(name for name in (*instruments, *others) if name != left_out),
            (left_out,),
        )
        for left_out in instruments
    ]


def _pick(rows: Rows, days: tuple[str, ...], instruments: tuple[str, ...]) -> Rows:
    return rows.take(np.isin(rows.day, days) & np.isin(rows.instrument, instruments))
