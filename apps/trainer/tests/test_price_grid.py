"""The latent cost and the grid undo one another, and the map of quantiles is the quantile of the map."""

from dataclasses import replace

import numpy as np
import pytest

from footprint_trainer.planted_market import planted_market
from footprint_trainer.price_grid import latent, on_grid
from footprint_trainer.rows import Rows


def _rows(tick_bps: float, half_spread_bps: float, outcomes: dict[str, list[float]]) -> Rows:
    count = len(next(iter(outcomes.values())))
    rows = planted_market(count, seed=1).rows
    x = np.zeros((count, 2), dtype=np.float32)
    x[:] = (tick_bps, half_spread_bps)
    y = {label: np.array(values) for label, values in outcomes.items()}
    return replace(rows, x=x, inputs=("tickBps", "halfSpreadBps"), y=y)


@pytest.mark.parametrize(
    ("label", "outcomes"),
    [("peak", [-8.0, 0.0, 4.0, 12.0]), ("perm15", [-4.0, 0.0, 8.0, 8.0]), ("slippage", [2.0, 2.0, 5.25, -1.5])],
)
def test_the_grid_brings_a_latent_cost_back(label: str, outcomes: list[float]) -> None:
    rows = _rows(4.0, 2.0, {label: outcomes})
    for seed in range(20):
        back = on_grid(rows, label, latent(rows, label, seed)[:, None])[:, 0]
        np.testing.assert_allclose(back, outcomes, atol=1e-5)


@pytest.mark.parametrize("label", ["slippage", "peak"])
def test_without_a_tick_to_speak_of_the_latent_cost_is_the_cost(label: str) -> None:
    rows = _rows(1e-6, 0.0, {label: [-3.5, 0.25, 7.125]})
    np.testing.assert_allclose(latent(rows, label, seed=1), rows.y[label], atol=1e-5)
    np.testing.assert_allclose(on_grid(rows, label, rows.y[label][:, None])[:, 0], rows.y[label], atol=1e-5)


@pytest.mark.parametrize("label", ["slippage", "perm1"])
def test_the_map_never_falls(label: str) -> None:
    rows = _rows(7.2, 3.6, {label: [0.0]})
    ladder = np.linspace(-30, 30, 1001)[None, :]
    assert (np.diff(on_grid(rows, label, ladder)) >= 0).all()


def test_latent_quantiles_map_to_the_quantiles_of_the_outcome() -> None:
    rng = np.random.default_rng(4)
    moves = rng.choice([-7.0, 0.0, 7.0], p=[0.1, 0.6, 0.3], size=20_000)
    rows = _rows(7.0, 3.5, {"peak": moves.tolist()})
    z = latent(rows, "peak", seed=2)
    one = rows.take(np.array([0]))
    mapped = on_grid(one, "peak", np.quantile(z, [0.05, 0.5, 0.65, 0.75, 0.95])[None, :])
    np.testing.assert_allclose(mapped[0], [-7, 0, 0, 7, 7], atol=1e-5)
