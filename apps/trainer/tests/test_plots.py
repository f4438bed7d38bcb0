"""The plots of a card: well-formed, the same bytes each time, and what they show."""

from xml.etree import ElementTree

import numpy as np
import pytest

from footprint_trainer.families.linear_quantile import FourTermFormula
from footprint_trainer.importance import partial_dependence, permutation_importance, size_dependence
from footprint_trainer.metrics import PROBABILITIES
from footprint_trainer.pit import pit_places
from footprint_trainer.planted_market import planted_market
from footprint_trainer.plots import card_plots
from footprint_trainer.rows import Rows
from footprint_trainer.svg_chart import Chart

TRAINED = FourTermFormula(spread="FITTED").fit(planted_market(3000, seed=1).rows, "slippage", PROBABILITIES, seed=0)
TEST = planted_market(1200, seed=2).rows


def predict(rows: Rows) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.sort(TRAINED.predict(rows.x), axis=1)


def test_every_plot_is_well_formed_and_the_same_bytes_again() -> None:
    plots = card_plots(predict, TEST, "slippage", seed=1)
    assert sorted(plots) == [
        "slippage-dependence.svg",
        "slippage-importance.svg",
        "slippage-pit.svg",
        "slippage-reliability.svg",
        "slippage-size.svg",
    ]
    for text in plots.values():
        assert ElementTree.fromstring(text).tag == "{http://www.w3.org/2000/svg}svg"
        assert "nan" not in text
    assert card_plots(predict, TEST, "slippage", seed=1) == plots


def test_marks_lie_where_their_values_are() -> None:
    chart = Chart("t", "x", "y", (0, 10), (0, 1))
    chart.points([0, 10], [0, 1], "red")
    circles = ElementTree.fromstring(chart.text()).findall("{http://www.w3.org/2000/svg}circle")
    places = [(float(circle.get("cx", "")), float(circle.get("cy", ""))) for circle in circles]
    assert places == [(64.0, 272.0), (464.0, 36.0)]


def test_names_are_escaped() -> None:
    assert "P(y &gt; 5) &amp; more" in Chart("P(y > 5) & more", "x", "y", (0, 1), (0, 1)).text()


def test_an_input_that_the_model_does_not_read_has_no_importance() -> None:
    figures = {
        figure.name: figure
        for figure in permutation_importance(predict, TEST, "slippage", ["imbalanceBest", "risk300Bps"], seed=1)
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


def test_places_are_uniform_for_a_true_forecast_and_spread_over_an_atom() -> None:
    market = planted_market(20_000, seed=3)
    truth = market.true_quantiles(PROBABILITIES)
    places = pit_places(market.rows.y["slippage"], truth, PROBABILITIES, seed=1)
    inner = np.histogram(places, bins=[0.1, 0.25, 0.5, 0.75, 0.9])[0] / len(places)
    np.testing.assert_allclose(inner, [0.15, 0.25, 0.25, 0.15], atol=0.015)
    atom = np.array([[0.0, 1.0, 2.0, 3.0, 3.0, 3.0, 4.0, 5.0, 6.0]])
    spread = [pit_places(np.array([3.0]), atom, PROBABILITIES, seed)[0] for seed in range(50)]
    assert min(spread) > 0.249
    assert max(spread) < 0.751
    assert max(spread) - min(spread) > 0.3
