"""Curves by size, stated and happened, and reliability of the quantiles."""

from collections.abc import Iterator

import numpy as np

from footprint_trainer.family import Family
from footprint_trainer.metrics import PROBABILITIES
from footprint_trainer.pit import below, pit_bins, pit_places
from footprint_trainer.price_grid import latent
from footprint_trainer.studies.figure import BlockBootstrap, Figure
from footprint_trainer.studies.fold import LABEL, StudyFold, served

SIZE_BINS = 10
PIT_BINS = 10


def curves(fold: StudyFold, family: Family) -> Iterator[Figure]:
    """Mean slippage by tenth of size beside the stated median, the share below each quantile, and the PIT."""
    model = served(fold, family)
    quantiles, y = model.predict(fold.test), fold.test.y[LABEL]
    bootstrap = BlockBootstrap(fold.test, fold.seed)
    fraction = fold.test.quantity_units / fold.test.average_daily_volume
    edges = np.quantile(fraction, np.arange(1, SIZE_BINS) / SIZE_BINS)
    tenth = np.digitize(fraction, edges)
    for number in range(SIZE_BINS):
        member = (tenth == number).astype(np.float64)
        title = f"{fold.definition} slippage at {1e4 * float(np.median(fraction[tenth == number])):.3g} bps of V"
        yield bootstrap.figure(title, "bps", lambda a, b: a / b, member * y, member)
        yield bootstrap.figure(f"{title}, stated median", "bps", lambda a, b: a / b, member * quantiles[:, 4], member)
    cost, latent_quantiles = latent(fold.test, LABEL, fold.seed), model.latent_quantiles(fold.test)
    is_below = below(cost, latent_quantiles).astype(np.float64)
    for position, probability in enumerate(PROBABILITIES.tolist()):
        name = f"{fold.definition} share below the quantile of {probability:g}"
        yield bootstrap.mean(name, "share", is_below[:, position])
    place = pit_bins(pit_places(cost, latent_quantiles, PROBABILITIES), PIT_BINS)
    for number in range(PIT_BINS):
        member = (place == number).astype(np.float64)
        yield bootstrap.mean(f"{fold.definition} PIT in tenth {number + 1}", "share", member)
