"""Who serves, and on which rows that is decided."""

from dataclasses import replace

import numpy as np
import pytest

from footprint_trainer.champion import choose_champion
from footprint_trainer.folds import (
    Fold,
    choose_among_days,
    choose_among_instruments,
    leave_one_instrument_out,
    walk_forward,
)
from footprint_trainer.planted_market import planted_market
from footprint_trainer.train import PLANS, SIMULATED, together

DAYS = ["d1", "d2", "d3", "d4"]
BLOCK = np.repeat(np.arange(77), 10)
SESSION = np.zeros(len(BLOCK), dtype=np.int64)
LOSS = np.random.default_rng(1).gamma(2.0, size=len(BLOCK))


def _noise(seed: int) -> np.typing.NDArray[np.float64]:
    return np.random.default_rng(seed).normal(0, 0.2, len(BLOCK))


@pytest.mark.parametrize(
    ("gain_of_boosting", "champion"), [(0.3, "gradientBoosting"), (0.0, "fourTermFormula"), (-0.3, "fourTermFormula")]
)
def test_a_more_complex_family_must_be_better_by_its_interval(gain_of_boosting: float, champion: str) -> None:
    losses = {"gradientBoosting": LOSS - gain_of_boosting + _noise(2), "fourTermFormula": LOSS}
    assert choose_champion(losses, BLOCK, SESSION, seed=1) == champion


def test_a_family_without_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="crystalBall"):
        choose_champion({"crystalBall": LOSS, "fourTermFormula": LOSS}, BLOCK, SESSION, seed=1)


@pytest.mark.parametrize(
    "fold", [*walk_forward(DAYS, ["A", "B"]), *leave_one_instrument_out(DAYS, ["A", "B"], ["C"])], ids=lambda f: f.name
)
def test_what_judges_comes_after_everything_that_was_fitted(fold: Fold) -> None:
    assert max(fold.train_days) < min(fold.calibrate_days) <= max(fold.calibrate_days) < min(fold.test_days)


def test_an_instrument_left_out_is_in_no_other_part() -> None:
    for fold in (
        *leave_one_instrument_out(DAYS, ["A", "B"], ["C"]),
        *choose_among_instruments(DAYS, ["A", "B"], ["C"]),
    ):
        assert not set(fold.train_instruments) & set(fold.test_instruments)
        assert "C" in fold.train_instruments


def test_champions_are_not_chosen_on_the_last_day() -> None:
    for fold in (*choose_among_days(DAYS, ["A"]), *choose_among_instruments(DAYS, ["A", "B"])):
        assert "d4" not in (*fold.train_days, *fold.test_days)
    for fold in choose_among_days(DAYS, ["A"]):
        assert not set(fold.train_days) & set(fold.test_days)


def test_days_together_are_called_by_the_first_and_the_rest_goes_with_the_last() -> None:
    market = planted_market(70, seed=1).rows
    rows = replace(market, day=np.repeat([f"d{day}" for day in range(7)], 10))
    assert together(rows, 3).day.tolist() == ["d0"] * 30 + ["d3"] * 40
    assert together(rows, 9).day.tolist() == ["d0"] * 70
    assert together(rows, 1).day.tolist() == rows.day.tolist()


def test_only_a_model_of_a_tape_is_of_its_instruments() -> None:
    assert [plan.serves(["A"]) for plan in PLANS] == [["A"], None, ["A"], None]
    assert SIMULATED.serves(["A"]) is None
    assert {plan.identification for plan in PLANS} == {"PUBLIC_TAPE"}
    assert SIMULATED.identification == "SIMULATED"
