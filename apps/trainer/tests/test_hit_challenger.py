"""The boosted challenger of the hit model."""

import numpy as np
import onnxruntime

from footprint_trainer.hit_challenger import fit, graph_of


def planted(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = np.column_stack([rng.uniform(-0.5, 3.5, n), rng.integers(0, 6, n)]).astype(np.float32).astype(np.float64)
    odds = np.exp(1.5 - 1.5 * x[:, 0] - 0.3 * x[:, 1])
    return x, (rng.uniform(size=n) < odds / (1 + odds)).astype(np.float64)


def test_the_graph_says_what_the_booster_says_and_never_rises() -> None:
    x, done = planted(3_000, 1)
    booster = fit(x, done)
    session = onnxruntime.InferenceSession(graph_of(booster))
    (hit,) = session.run(None, {"inputs": x.astype(np.float32)})
    np.testing.assert_allclose(hit[:, 0], booster.predict(x), atol=1e-5)

    spreads = np.linspace(-2, 6, 400, dtype=np.float32)
    for competitors in range(6):
        rows = np.column_stack([spreads, np.full(400, competitors, dtype=np.float32)])
        (curve,) = session.run(None, {"inputs": rows})
        assert np.all(np.diff(curve[:, 0]) <= 0)
    for spread in spreads[::40]:
        rows = np.column_stack([np.full(6, spread), np.arange(6)]).astype(np.float32)
        (by_competitors,) = session.run(None, {"inputs": rows})
        assert np.all(np.diff(by_competitors[:, 0]) <= 0)
