"""Which family serves a label: the simplest that is not worse."""

from collections.abc import Mapping, Sequence

from footprint_trainer.arrays import Float64Vector, IntVector
from footprint_trainer.metrics import skill

SIMPLEST_FIRST = (
    "fourTermFormula",
    "linearQuantile",
    "bayesianLinear",
    "gradientBoosting",
    "gradientBoostingFromZero",
    "randomForest",
    "neural",
    "stack",
)


def choose_champion(losses: Mapping[str, Float64Vector], block: IntVector, session: IntVector, seed: int) -> str:
    """The family that serves, from out-of-sample row losses [n] of each family on the same rows.

    A more complex one takes the place of a simpler one when the whole 95 % interval of its skill over it is above 0.
    """
    ordered = _by_simplicity(list(losses))
    champion = ordered[0]
    for challenger in ordered[1:]:
        if skill(losses[challenger], losses[champion], block, session, seed).low > 0:
            champion = challenger
    return champion


def _by_simplicity(names: Sequence[str]) -> list[str]:
    unknown = set(names) - set(SIMPLEST_FIRST)
    if unknown:
        raise ValueError(f"families without a place in the order of simplicity: {', '.join(sorted(unknown))}")
    return [name for name in SIMPLEST_FIRST if name in names]
