"""The plots of a card: well-formed, the same bytes each time, and what they show."""

from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from footprint_trainer.calibrated import calibrate
from footprint_trainer.cells import fit_cells
from footprint_trainer.families.linear_quantile import FourTermFormula
from footprint_trainer.folds import Fold
from footprint_trainer.held_out import HeldOut, held_out, held_out_figures
from footprint_trainer.importance import partial_dependence, permutation_importance, size_dependence
from footprint_trainer.metrics import PROBABILITIES
from footprint_trainer.pit import below, pit_bins, pit_places
from footprint_trainer.planted_market import planted_market
from footprint_trainer.plots import picture
from footprint_trainer.price_grid import latent
from footprint_trainer.regimes import fit_regimes
from footprint_trainer.rows import Rows
from footprint_trainer.svg_chart import Chart, sheet

TRAINED = FourTermFormula(spread="FITTED").fit(planted_market(3000, seed=1).rows, "slippage", PROBABILITIES, seed=0)
TEST = planted_market(1200, seed=2).rows
_LAST = Fold("last", (), (), tuple(np.unique(TEST.day).tolist()), (), ("PLANTED",))


SVG = "{http://www.w3.org/2000/svg}"
READ_OR_NOT = ("imbalanceBest", "risk300Bps")


@pytest.fixture(scope="module")
def held() -> HeldOut:
    cells = fit_cells(TEST, fit_regimes(TEST, seed=1, most=2))
    model = calibrate(TRAINED, planted_market(1200, seed=4).rows, "slippage", cells, PROBABILITIES, seed=1)
    return held_out(TEST, "slippage", [(_LAST, model)])


def predict(rows: Rows) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.sort(TRAINED.predict(rows.x), axis=1)


def test_a_picture_is_well_formed_and_the_same_bytes_again(held: HeldOut) -> None:
    text = picture(held, held_out_figures(held, seed=1), seed=1)
    assert text == picture(held, held_out_figures(held, seed=1), seed=1)
    assert "nan" not in text
    drawn = ElementTree.fromstring(text)
    assert drawn.tag == f"{SVG}svg"
    titles = [panel.findtext(f"{SVG}text", "") for panel in drawn.findall(f"{SVG}g")]
    assert [title.removeprefix("slippage").lstrip(": ") for title in titles] == [
        "reliability",
        "probability integral transform",
        "by size",
        "loss when an input is shuffled",
        "quantiles by size",
        "partial dependence of the median",
    ]


def test_marks_lie_where_their_values_are() -> None:
    chart = Chart("t", "x", "y", (0, 10), (0, 1))
    chart.points([0, 10], [0, 1], "red")
    chart.bar(0, 5, 0.5, "red")
    panel = ElementTree.fromstring(sheet([chart], 1)).find(f"{SVG}g")
    assert panel is not None
    places = [(one.get("cx"), one.get("cy")) for one in panel.findall(f"{SVG}circle")]
    assert places == [("64.0", "272.0"), ("464.0", "36.0")]
    bars = [[one.get(key) for key in ("x", "y", "width", "height")] for one in panel.findall(f"{SVG}rect")]
    assert bars == [["65.0", "154.0", "198.0", "118.0"]]


def test_charts_stand_side_by_side_and_row_after_row() -> None:
    charts = [Chart(str(number), "x", "y", (0, 1), (0, 1)) for number in range(3)]
    drawn = ElementTree.fromstring(sheet(charts, 2))
    assert (drawn.get("width"), drawn.get("height")) == ("960", "640")
    moves = [panel.get("transform") for panel in drawn.findall(f"{SVG}g")]
    assert moves == ["translate(0,0)", "translate(480,0)", "translate(0,320)"]


def test_names_are_escaped() -> None:
    assert "P(y &gt; 5) &amp; more" in sheet([Chart("P(y > 5) & more", "x", "y", (0, 1), (0, 1))], 1)


def test_an_input_that_the_model_does_not_read_has_no_importance() -> None:
    figures = {
        figure.name: figure
        for figure in permutation_importance(predict, TEST, "slippage", {name: (name,) for name in READ_OR_NOT}, seed=1)
    }
    assert figures["imbalanceBest"].value == 0
    assert figures["risk300Bps"].low is not None
    assert figures["risk300Bps"].low > 0


def test_dependence_of_a_linear_model_is_its_coefficient() -> None:
    grid, answers = partial_dependence(lambda rows: TRAINED.predict(rows.x), TEST, "halfSpreadBps")
    slope = np.diff(answers, axis=0) / np.diff(grid)[:, None]
    coefficient = TRAINED.coefficients[:, TEST.inputs.index("halfSpreadBps")]
    assert slope == pytest.approx(np.tile(coefficient, (len(slope), 1)), rel=1e-3, abs=1e-3)


def test_quantiles_rise_with_the_size_of_the_order() -> None:
    factors, answers = size_dependence(lambda rows: TRAINED.predict(rows.x), TEST)
    assert factors[0] == pytest.approx(0.1)
    assert (np.diff(answers, axis=0) >= 0).all()


def test_places_of_a_true_forecast_are_uniform() -> None:
    market = planted_market(20_000, seed=3)
    truth = market.true_quantiles(PROBABILITIES)
    places = pit_places(market.rows.y["slippage"], truth, PROBABILITIES)
    inner = np.histogram(places, bins=[0.1, 0.25, 0.5, 0.75, 0.9])[0] / len(places)
    np.testing.assert_allclose(inner, [0.15, 0.25, 0.25, 0.15], atol=0.015)
    assert set(pit_places(np.array([-99.0, 99.0]), np.tile(np.arange(9.0), (2, 1)), PROBABILITIES)) == {0, 1}


def test_latent_costs_are_below_true_quantiles_as_often_as_stated_on_a_grid() -> None:
    market = planted_market(20_000, seed=3)
    grid = replace(market.rows, x=market.rows.x.copy())
    grid.x[:, grid.inputs.index("tickBps")] = 1.0
    on_ticks = replace(grid, y={"peak": np.round(market.rows.y["slippage"])})
    truth = market.true_quantiles(PROBABILITIES)
    np.testing.assert_allclose(below(latent(on_ticks, "peak", 1), truth).mean(axis=0), PROBABILITIES, atol=0.02)


def test_places_fall_into_equal_bins() -> None:
    np.testing.assert_array_equal(pit_bins(np.array([0, 0.0499, 0.05, 0.99, 1]), 20), [0, 0, 1, 19, 19])


def test_figures_of_held_out_rows_count_them_all(held: HeldOut) -> None:
    figures = held_out_figures(held, seed=1)
    assert figures.rows == figures.pit.sum() == len(TEST)
    assert [one.value for one in figures.reliability] == pytest.approx(PROBABILITIES.tolist(), abs=0.06)
    assert {one.name for one in figures.importance} >= {"halfSpreadBps", "sqrtImpactBps", "risk300Bps", "risk1800Bps"}
    values = [one.value or 0 for one in figures.importance]
    assert values == sorted(values, reverse=True)
    assert {one.name for one in figures.group_importance} >= {"size", "risk", "spread"}
