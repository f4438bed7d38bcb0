"""`python -m footprint_trainer.studies NAME --training-set DIR --json`; `planted` makes its own orders."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from footprint_trainer.dataset import TrainingSetError, read_training_set
from footprint_trainer.family import Family
from footprint_trainer.roster import families
from footprint_trainer.studies.ablation import ablation
from footprint_trainer.studies.curves import curves
from footprint_trainer.studies.exceedance import exceedance
from footprint_trainer.studies.figure import Figure
from footprint_trainer.studies.fold import StudyFold, study_fold
from footprint_trainer.studies.placebo import placebo
from footprint_trainer.studies.planted import Design, planted
from footprint_trainer.studies.side_asymmetry import side_asymmetry
from footprint_trainer.studies.size_law import size_law

STUDIES: Mapping[str, Callable[[StudyFold, Family], Iterator[Figure]]] = {
    "ablation": ablation,
    "placebo": placebo,
    "size-law": lambda fold, _: size_law(fold),
    "side-asymmetry": lambda fold, _: side_asymmetry(fold),
    "exceedance": exceedance,
    "curves": curves,
}

PLANTED = "planted"

DEFINITIONS = ("M", "W")


def main(arguments: Sequence[str]) -> int:
    """Prints the figures of one study, or of all on the training set; returns the exit status."""
    by_name = {family.name: family for family in families("FITTED")}
    parser = argparse.ArgumentParser(prog="python -m footprint_trainer.studies", description=__doc__)
    parser.add_argument("study", choices=[*STUDIES, "all", PLANTED])
    parser.add_argument("--training-set", type=Path, metavar="DIR", help=f"for every study but {PLANTED}")
    parser.add_argument("--family", choices=list(by_name), default="gradientBoosting")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--seeds", type=int, default=5, metavar="N", help=f"of {PLANTED}, from --seed on")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    asked = parser.parse_args(arguments)
    if asked.study == PLANTED:
        for figure in planted(Design(), range(asked.seed, asked.seed + asked.seeds)):
            _print({"study": PLANTED, **asdict(figure)}, asked.json)
        return 0
    if asked.training_set is None:
        parser.error("--training-set is required")
    try:
        rows = read_training_set(asked.training_set).rows
        for name in STUDIES if asked.study == "all" else [asked.study]:
            for definition in DEFINITIONS:
                for figure in STUDIES[name](study_fold(rows, definition, asked.seed), by_name[asked.family]):
                    _print({"study": name, **asdict(figure)}, asked.json)
    except (TrainingSetError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _print(line: dict[str, object], as_json: bool) -> None:
    if as_json:
        print(json.dumps(line), flush=True)
        return
    value, low, high = (f"{line[key]:.4g}" if line[key] is not None else "none" for key in ("value", "low", "high"))
    print(f"{value:>9} ({low} .. {high}) {line['unit']}, n {line['n']}: {line['name']}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
