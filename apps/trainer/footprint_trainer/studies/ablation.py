"""What each group of inputs adds: the model beside itself without the group."""

from collections.abc import Iterator

from footprint_trainer.family import Family
from footprint_trainer.metrics import row_losses
from footprint_trainer.studies.figure import BlockBootstrap, Figure
from footprint_trainer.studies.fold import LABEL, StudyFold, quantiles_without
from footprint_trainer.studies.input_groups import INPUT_GROUPS


def ablation(fold: StudyFold, family: Family) -> Iterator[Figure]:
    """By group: 100 (1 - loss / loss without the group), positive where the group helps."""
    y = fold.test.y[LABEL]
    bootstrap = BlockBootstrap(fold.test, fold.seed)
    whole = row_losses(y, quantiles_without(fold, family, frozenset()))
    yield bootstrap.mean(f"{fold.definition} loss with all inputs", "bps", whole)
    for group, names in INPUT_GROUPS.items():
        without = row_losses(y, quantiles_without(fold, family, frozenset(names)))
        name = f"{fold.definition} added by {group}"
        yield bootstrap.figure(name, "points of skill", lambda a, b: 100 * (1 - a / b), whole, without)
