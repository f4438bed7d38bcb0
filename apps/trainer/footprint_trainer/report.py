"""The model card: what it was trained on, and how it did on rows that it had not seen."""

from collections.abc import Sequence

import numpy as np

from footprint_trainer.evaluate import BASELINES, Scored
from footprint_trainer.metrics import PROBABILITIES, skill
from footprint_trainer.model_folder import Description


def card_of(described: Description, judged: Sequence[Scored], seed: int) -> dict[str, str]:
    """`card.md`, by name, for the folder."""
    lines = [
        f"# {described.name} {described.version}",
        "",
        f"Serves {'any instrument' if described.instruments is None else ', '.join(described.instruments)}; "
        f"trained on orders of definition {described.definition}.",
        "",
        *(f"- {note}" for note in described.notes),
        "",
        "## Champions",
        "",
        "The simplest family that is not worse, chosen on the days before the tested one.",
        "",
        *_table(["label", "family"], [[label, family] for label, family in described.families.items()]),
        "",
        "## Out of sample",
        "",
        "Skill in points: 100 (1 - pinball loss / baseline's), with its 95 % interval by block bootstrap; coverage of",
        "the interval from 5 to 95 %, ends included.",
        "",
        *_table(
            ["label", "fold", "family", "loss, bps", *BASELINES, "coverage", "rows"],
            [_line(one, name, described, seed) for one in judged for name in one.losses if name not in BASELINES],
        ),
        "",
    ]
    return {"card.md": "\n".join(lines)}


def _line(one: Scored, name: str, described: Description, seed: int) -> list[str]:
    shown = f"**{name}**" if described.families[one.label] == name else name
    loss = one.losses[name]
    points = [
        f"{100 * s.value:.1f} ({100 * s.low:.1f} .. {100 * s.high:.1f})"
        for s in (skill(loss, one.losses[base], one.rows.block, one.rows.session, seed) for base in BASELINES)
    ]
    return [one.label, one.fold, shown, f"{loss.mean():.3f}", *points, f"{coverage(one, name):.3f}", str(len(loss))]


def coverage(one: Scored, name: str) -> float:
    """Share of the outcomes within the quantiles of 5 and 95 %."""
    low, high = one.quantiles[name][:, np.searchsorted(PROBABILITIES, (0.05, 0.95))].T
    y = one.rows.y[one.label]
    return float(((low <= y) & (y <= high)).mean())


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [_row(header), _row(["---"] * len(header)), *map(_row, rows)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
