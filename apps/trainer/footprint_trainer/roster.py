"""The families that are trained, with their settings."""

from collections.abc import Sequence

from footprint_trainer.families.bayesian_linear import BayesianLinear
from footprint_trainer.families.gradient_boosting import GradientBoosting
from footprint_trainer.families.linear_quantile import FourTermFormula, LinearQuantile, SpreadTerm
from footprint_trainer.families.neural import Neural
from footprint_trainer.families.random_forest import RandomForest
from footprint_trainer.families.stack import Stack
from footprint_trainer.family import Family


def families(spread: SpreadTerm, threads: int) -> Sequence[Family]:
    """All of them, the simplest first."""
    boosting = GradientBoosting(spread, "FORMULA", threads)
    return (
        *quick_families(spread),
        BayesianLinear(),
        boosting,
        GradientBoosting(spread, "ZERO", threads),
        RandomForest(),
        Neural(),
        Stack(
            (
                FourTermFormula(spread),
                GradientBoosting(spread, "FORMULA", threads, rounds=(40,)),
                RandomForest(trees=30),
            )
        ),
    )


def quick_families(spread: SpreadTerm) -> Sequence[Family]:
    """Those that fit in seconds."""
    return (FourTermFormula(spread), LinearQuantile(spread))
