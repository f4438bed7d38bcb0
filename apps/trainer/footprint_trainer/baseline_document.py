"""The three baselines as numbers that another program can score with."""

from typing import Any

from footprint_trainer.baselines import (
    DURATION_EDGES_SECONDS,
    SquareRootLaw,
    by_instrument,
    by_instrument_and_duration,
    fit_four_terms,
    fit_square_root_law,
)
from footprint_trainer.folds import scored
from footprint_trainer.formula import formula_inputs
from footprint_trainer.imputation import Imputation
from footprint_trainer.metrics import PROBABILITIES, SCORED
from footprint_trainer.rows import LABELS, Rows

THRESHOLDS_BPS = (5, 10)

INPUTS = sorted({name for label in LABELS for name in formula_inputs(label)})


def baseline_document(rows: Rows, imputation: Imputation) -> dict[str, Any]:
    """Coefficients of `sqrt_sym`, `sqrt_cell` and `qr4` fitted on `rows`, and how often slippage was above thresholds.

    How often counts the rows that count in scores: of overlapping windows most are long.

    A cell of a square-root law is `INSTRUMENT`, or `INSTRUMENT CLASS` with the number of duration edges at or below the
    duration; `any` stands for every other.
    """
    slippage = scored(rows.labelled("slippage")).y["slippage"]
    return {
        "probabilities": PROBABILITIES[SCORED].tolist(),
        "durationEdgesSeconds": list(DURATION_EDGES_SECONDS),
        "labels": {label: _label(rows, label) for label in LABELS},
        "imputeWith": {name: float(imputation.value[rows.inputs.index(name)]) for name in INPUTS},
        "slippageAbove": [{"bps": bps, "share": float((slippage > bps).mean())} for bps in THRESHOLDS_BPS],
    }


def _label(rows: Rows, label: str) -> dict[str, Any]:
    told = PROBABILITIES[SCORED]
    return {
        "sqrt_sym": _law(fit_square_root_law(rows, label, told, by_instrument)),
        "sqrt_cell": _law(fit_square_root_law(rows, label, told, by_instrument_and_duration)),
        "qr4": {
            "inputs": list(formula_inputs(label)),
            "coefficients": fit_four_terms(rows, label, told).coefficients.tolist(),
        },
    }


def _law(law: SquareRootLaw) -> dict[str, Any]:
    return {
        cell: {"prefactor": prefactor, "residualBps": law.residual[cell].tolist()}
        for cell, prefactor in law.prefactor.items()
    }
