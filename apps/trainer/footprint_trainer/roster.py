"""The families that are trained, with their settings."""

from collections.abc import Sequence

from footprint_trainer.families.bayesian_linear import BayesianLinear
from footprint_trainer.families.gradient_boosting import GradientBoosting
from footprint_trainer.families.linear_quantile import FourTermFormula, LinearQuantile, SpreadTerm
from footprint_trainer.families.neural import Neural
from footprint_trainer.families.random_forest import RandomForest
from footprint_trainer.families.stack import Stack
from footprint_trainer.family import Family

BOOSTING_ROUNDS = (40,)
"""Between 20 and 80 the loss on held-out days is flat; whether trees help at all, the champion's choice says."""


def families(spread: SpreadTerm) -> Sequence[Family]:
    """All of them, the simplest first. One thread each: labels are trained side by side."""
    boosting = GradientBoosting(spread, "FORMULA", rounds=BOOSTING_ROUNDS)
    return (
        *quick_families(spread),
        BayesianLinear(),
        boosting,
        GradientBoosting(spread, "ZERO", rounds=BOOSTING_ROUNDS),
        RandomForest(),
        Neural(),
        Stack((LinearQuantile(spread), boosting)),
    )


def quick_families(spread: SpreadTerm) -> Sequence[Family]:
    """Those that fit in seconds."""
    return (FourTermFormula(spread), LinearQuantile(spread))


LASTING = ("perm1", "perm5", "perm15")
"""Labels with little skill or none (reference 10), where the slowest families have never won: they are not tried."""

_SLOW = ("randomForest", "neural", "stack")


def families_of(label: str, spread: SpreadTerm, quick: bool) -> Sequence[Family]:
    """The candidates for a label."""
    if quick:
        return quick_families(spread)
    return [family for family in families(spread) if label not in LASTING or family.name not in _SLOW]
