"""The model card: what it was trained on, how it did on rows that it had not seen, and where it ends."""

from collections.abc import Mapping, Sequence

import numpy as np

from footprint_trainer.dataset import TrainingSet
from footprint_trainer.evaluate import BASELINES, Scored
from footprint_trainer.label_task import TrainedLabel
from footprint_trainer.metrics import PROBABILITIES, skill
from footprint_trainer.model_folder import Description, described_source
from footprint_trainer.rows import Rows
from footprint_trainer.studies.figure import Figure

DEFINITIONS: Mapping[str, str] = {
    "M": "synthetic metaorders: runs of one sign of traders that the tape's child orders were dealt to at random",
    "W": "windows of flow: 30, 120, 300 or 900 s, side and size those of the net signed flow in them",
    "P": "parents: orders that somebody decided on, drawn independently of the market's state",
}

_LEVEL: Mapping[str, Sequence[str]] = {
    "PUBLIC_TAPE": (
        "- **Not the level of a desk's order.** The orders were picked in hindsight, together with the flow that moved",
        "  the price with them: the prefactor of synthetic metaorders is not usable as Y (reference 10). For an order",
        "  that somebody decides on, the product takes the mean from published coefficients of real parent orders, and",
        "  from this model how outcomes scatter about it.",
    ),
    "SIMULATED": (
        "- **Simulated.** It answers for the market that it was fitted on, one set of parameters; it is a check of the",
        "  method, and says nothing of what an order costs in any real market. It is served only where it is asked for",
        "  by name.",
    ),
}

_SHOWN_GROUPS = ("slippage", "peak")


def card_of(
    described: Description,
    trained: Sequence[TrainedLabel],
    rows: Rows,
    source: TrainingSet,
    tape: Sequence[Figure],
) -> dict[str, str]:
    """`card.md` and the pictures it shows, by name, for the folder; `rows` are those that were fitted on.

    `tape` are figures of the tape itself, beside which the skill has to be read.
    """
    sections = (
        _head(described),
        _data(described, rows, source),
        _made_by(described),
        _champions(described),
        _skill(described, trained),
        _reliability(trained),
        _importance(trained),
        _pictures(trained),
        _tape(tape),
        _limits(described, rows),
    )
    text = "\n".join(line for section in sections for line in section)
    return {"card.md": text, **{f"{one.label}.svg": one.picture for one in trained}}


def _head(described: Description) -> list[str]:
    return [
        f"# {described.name} {described.version}",
        "",
        f"Serves {'any instrument' if described.instruments is None else ', '.join(described.instruments)}. "
        "Five labels in bps of the arrival mid, positive is worse: slippage, peak, and the mid 1, 5 and 15 minutes "
        "after the end.",
        "",
        *(f"- {note}" for note in described.notes),
        "",
    ]


def _data(described: Description, rows: Rows, source: TrainingSet) -> list[str]:
    days = np.unique(rows.day).tolist()
    counts = [
        [name, *(str(int(((rows.instrument == name) & (rows.day == day)).sum())) for day in days)]
        for name in np.unique(rows.instrument).tolist()
    ]
    return [
        "## Data",
        "",
        f"- Source: {described_source(source, rows)}.",
        f"- Days: {', '.join(days)}.",
        f"- Orders of definition {described.definition}, {DEFINITIONS[described.definition]}"
        f"{'' if described.definition == 'P' else ' (reference 10)'}.",
        f"- Training set `{source.card['sha256']}`, seed {described.seed}.",
        "",
        *_left_out(described, rows, source),
        "Rows fitted on, by instrument and day:",
        "",
        *_table(["instrument", *days], counts),
        "",
    ]


def _made_by(described: Description) -> list[str]:
    if not described.made_by:
        return []
    return ["## Made by", "", "```sh", *described.made_by, "```", ""]


def _left_out(described: Description, rows: Rows, source: TrainingSet) -> list[str]:
    """Instruments of the training set that this model is not fitted on."""
    recorded = source.rows.instrument[source.rows.definition == described.definition]
    left_out = sorted(set(recorded.tolist()) - set(rows.instrument.tolist()))
    if not left_out:
        return []
    return [f"Not fitted on: {', '.join(left_out)}, which were not recorded on every day.", ""]


def _champions(described: Description) -> list[str]:
    return [
        "## Champions",
        "",
        "The simplest family that is not worse, chosen on the days before the tested one.",
        "",
        *_table(["label", "family"], [[label, family] for label, family in described.families.items()]),
        "",
    ]


def _skill(described: Description, trained: Sequence[TrainedLabel]) -> list[str]:
    judged = [scored for one in trained for scored in one.judged]
    return [
        "## Out of sample",
        "",
        "Skill in points: 100 (1 - pinball loss / baseline's), with its 95 % interval by block bootstrap; coverage of",
        "the interval from 5 to 95 %, ends included. `sqrt_sym`, `sqrt_cell`, `qr4`: the baselines of reference 10.",
        "",
        *_table(
            ["label", "fold", "family", "loss, bps", *BASELINES, "coverage", "rows"],
            [_skill_line(one, name, described) for one in judged for name in one.losses if name not in BASELINES],
        ),
        "",
    ]


def _skill_line(one: Scored, name: str, described: Description) -> list[str]:
    shown = f"**{name}**" if described.families[one.label] == name else name
    loss = one.losses[name]
    points = [
        f"{100 * s.value:.1f} ({100 * s.low:.1f} .. {100 * s.high:.1f})"
        for s in (skill(loss, one.losses[base], one.rows.block, one.rows.session, described.seed) for base in BASELINES)
    ]
    return [one.label, one.fold, shown, f"{loss.mean():.3f}", *points, f"{coverage(one, name):.3f}", str(len(loss))]


def coverage(one: Scored, name: str) -> float:
    """Share of the outcomes within the quantiles of 5 and 95 %."""
    low, high = one.quantiles[name][:, np.searchsorted(PROBABILITIES, (0.05, 0.95))].T
    y = one.rows.y[one.label]
    return float(((low <= y) & (y <= high)).mean())


def _reliability(trained: Sequence[TrainedLabel]) -> list[str]:
    return [
        "## Reliability",
        "",
        "Share of the held-out costs below the champion's quantile of each probability. Costs are latent ones, spread",
        "out from the outcome where the price grid has an atom, so that a right forecast shows the probability itself.",
        "",
        *_table(
            ["label", *(f"{p:g}" for p in PROBABILITIES.tolist()), "rows"],
            [
                [one.label, *(f"{share.value:.3f}" for share in one.figures.reliability), str(one.figures.rows)]
                for one in trained
            ],
        ),
        "",
    ]


def _importance(trained: Sequence[TrainedLabel]) -> list[str]:
    lines = [
        [one.label, group.name, _with_interval(group, 1)]
        for one in trained
        if one.label in _SHOWN_GROUPS
        for group in one.figures.group_importance
    ]
    return [
        "## Importance",
        "",
        "By how many percent the held-out loss rises when the inputs of a group are shuffled together among the",
        "orders, with its 95 % interval. Single inputs are in the pictures; those that repeat one another look small.",
        "",
        *_table(["label", "group of inputs", "% more loss"], lines),
        "",
    ]


def _pictures(trained: Sequence[TrainedLabel]) -> list[str]:
    return [
        "## Pictures",
        "",
        "Reliability, probability integral transform, mean outcome and stated median by size, importance of single",
        "inputs, quantiles by size, partial dependence on the most important inputs; champions on held-out rows.",
        "",
        *(line for one in trained for line in (f"![{one.label}]({one.label}.svg)", "")),
    ]


def _tape(figures: Sequence[Figure]) -> list[str]:
    return [
        "## What the tape itself says",
        "",
        "Skill in pinball alone is no proof of impact: with sides drawn by coin flips (placebo) a forecaster may still",
        "beat the square-root law, as it knows how far prices scatter. The size law has to be there with real sides",
        "and gone with drawn ones. Of the instruments that were recorded on the last day.",
        "",
        *_table(
            ["figure", "value and 95 % interval", "unit", "rows"],
            [[one.name, _with_interval(one, 3), one.unit, str(one.n)] for one in figures],
        ),
        "",
    ]


def _limits(described: Description, rows: Rows) -> list[str]:
    fraction = rows.quantity_units / rows.average_daily_volume
    names, days = np.unique(rows.instrument).tolist(), np.unique(rows.day).tolist()
    return [
        "## Limits",
        "",
        *_LEVEL[described.identification],
        f"- {len(days)} {'days' if described.definition != 'P' else 'groups of days'} of {len(names)} instruments "
        f"({', '.join(names)}). Other years, other volatility and other",
        "  ticks are not in it; the intervals are of these days' blocks and know nothing of other weeks.",
        *_not_better(described),
        f"- Sizes up to {100 * float(np.quantile(fraction, 0.999)):.2g} % of a day's volume, horizons from "
        f"{np.quantile(rows.duration_seconds, 0.001):.3g} to {np.quantile(rows.duration_seconds, 0.999):.3g} s.",
        "  Beyond, the published formulas carry on, wider and flagged.",
        "- Temporary impact is peak less permanent, in means only: their joint distribution was not modelled.",
        "",
    ]


def _not_better(described: Description) -> list[str]:
    """Labels whose skill over the strong baseline cannot be told from none."""
    none = [
        f"{one.label} ({one.fold})" for one in described.out_of_sample if one.baseline == "qr4" and one.skill.low <= 0
    ]
    if not none:
        return []
    return [f"- Not better than `qr4` by more than the interval: {', '.join(none)}."]


def _with_interval(figure: Figure, digits: int) -> str:
    if figure.value is None or figure.low is None or figure.high is None:
        return "none"
    return f"{figure.value:.{digits}f} ({figure.low:.{digits}f} .. {figure.high:.{digits}f})"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [_row(header), _row(["---"] * len(header)), *map(_row, rows)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
