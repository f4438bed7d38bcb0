"""The four-term formula of reference 10, `qr4`, as columns of a design."""

import numpy as np

from footprint_trainer.arrays import Float64Matrix
from footprint_trainer.rows import Rows

_AFTER = {"slippage": "", "peak": "", "perm1": "After60", "perm5": "After300", "perm15": "After900"}


def formula_inputs(label: str) -> tuple[str, str, str, str]:
    """Inputs that the formula of `label` reads: half the spread, sig sqrt(Q/V), v300 and v1800 times sqrt(T + h)."""
    after = _AFTER[label]
    return ("halfSpreadBps", "sqrtImpactBps", f"risk300{after}Bps", f"risk1800{after}Bps")


def columns(rows: Rows, names: tuple[str, ...]) -> Float64Matrix:
    """The named inputs as float64 [n, len(names)]."""
    return rows.x[:, [rows.inputs.index(name) for name in names]].astype(np.float64)


def spread_paid(label: str) -> float:
    """How often an order that takes pays half the spread in `label`: once in its fills, never in a move of the mid."""
    return 1.0 if label == "slippage" else 0.0
