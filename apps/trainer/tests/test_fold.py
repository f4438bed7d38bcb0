"""Models of folds: what they may see."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from footprint_trainer.baseline_document import baseline_document
from footprint_trainer.baselines import by_instrument, fit_four_terms, fit_square_root_law
from footprint_trainer.dataset import TrainingSetError
from footprint_trainer.fold import FoldPlan, plans
from footprint_trainer.formula import columns
from footprint_trainer.imputation import fit_imputation
from footprint_trainer.metrics import PROBABILITIES, SCORED
from footprint_trainer.planted_market import planted_market
from footprint_trainer.rows import LABELS, Rows

DAYS = ("2013-10-07", "2013-10-08", "2013-10-09", "2013-10-10")
LAST = DAYS[-1]


def test_the_last_day_is_neither_trained_nor_calibrated_nor_chosen_on() -> None:
    for plan in _plans(("AIG", "BAC")):
        assert plan.fold.test_days == (LAST,)
        for fold in (plan.fold, *plan.choosing):
            assert LAST not in (*fold.train_days, *fold.calibrate_days)
        assert all(LAST not in fold.test_days for fold in plan.choosing)


def test_an_instrument_that_is_left_out_is_in_no_part_but_the_test() -> None:
    left_out = {plan.name: plan for plan in _plans(("AIG", "BAC", "IBM")) if "without" in plan.name}
    assert len(left_out) == 6
    for name, plan in left_out.items():
        instrument = name.rsplit("-", maxsplit=1)[-1].upper()
        assert plan.fold.test_instruments == (instrument,)
        assert instrument not in plan.fold.train_instruments
        for fold in plan.choosing:
            assert instrument not in (*fold.train_instruments, *fold.test_instruments)


def test_nothing_is_chosen_on_a_single_other_instrument() -> None:
    assert all(not plan.choosing for plan in _plans(("AIG", "BAC")) if "without" in plan.name)
    assert all(plan.choosing for plan in _plans(("AIG", "BAC", "IBM")))


def test_two_days_are_too_few() -> None:
    with pytest.raises(TrainingSetError, match="metaorder: a fold needs 3 days; there are 2"):
        next(plans(_market(("AIG", "BAC"), DAYS[:2])))


def test_the_document_of_the_baselines_says_what_they_predict() -> None:
    rows = _market(("AIG", "BAC"), DAYS)
    rows = replace(rows, y=dict.fromkeys(LABELS, rows.y["slippage"]))
    document, scored = baseline_document(rows, fit_imputation(rows)), PROBABILITIES[SCORED]
    law = rows.column("sqrtImpactBps").astype(np.float64)
    cells = [document["labels"]["slippage"]["sqrt_sym"][name] for name in rows.instrument]
    stated = [cell["prefactor"] * x + cell["residualBps"] for cell, x in zip(cells, law, strict=True)]
    by_symbol = fit_square_root_law(rows, "slippage", scored, by_instrument)
    np.testing.assert_allclose(stated, by_symbol.predict(rows))
    qr4 = document["labels"]["slippage"]["qr4"]
    stated = columns(rows, tuple(qr4["inputs"])) @ np.array(qr4["coefficients"]).T
    np.testing.assert_allclose(stated, fit_four_terms(rows, "slippage", scored).predict(rows))


def _plans(instruments: Sequence[str]) -> list[FoldPlan]:
    return list(plans(_market(instruments, DAYS)))


def _market(instruments: Sequence[str], days: Sequence[str]) -> Rows:
    """Planted orders dealt to days and instruments, of both definitions."""
    rows = planted_market(800, seed=1).rows
    at = np.arange(len(rows))
    return replace(
        rows,
        instrument=np.array(instruments)[at % len(instruments)],
        day=np.sort(np.array(days)[at % len(days)]),
        definition=np.array(["M", "W"])[(at // len(instruments)) % 2],
    )
