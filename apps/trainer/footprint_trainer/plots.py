"""The plots of a model card, for one label: reliability, PIT, impact by size, importance, dependence on size."""

from collections.abc import Sequence

import numpy as np

from footprint_trainer.arrays import Float64Matrix, Float64Vector
from footprint_trainer.importance import Predict, permutation_importance, size_dependence
from footprint_trainer.metrics import PROBABILITIES
from footprint_trainer.pit import pit_places, pit_tenths
from footprint_trainer.rows import Rows
from footprint_trainer.studies.figure import BlockBootstrap, Figure
from footprint_trainer.svg_chart import Chart, padded

_HAPPENED, _STATED, _REFERENCE = "#1f77b4", "#d62728", "#999999"
_SIZE_BINS = 10
_SHOWN_INPUTS = 12


def card_plots(predict: Predict, test: Rows, label: str, seed: int) -> dict[str, str]:
    """File name to SVG text; equal rows, model and seed give equal bytes."""
    known = test.labelled(label)
    quantiles, y = predict(known), known.y[label]
    bootstrap = BlockBootstrap(known, seed)
    importance = list(permutation_importance(predict, known, label, known.inputs, seed))
    return {
        f"{label}-reliability.svg": reliability(f"{label}: reliability", bootstrap, y, quantiles),
        f"{label}-pit.svg": pit(f"{label}: probability integral transform", bootstrap, y, quantiles, seed),
        f"{label}-size.svg": binned_by_size(f"{label} by size", bootstrap, known, y, quantiles),
        f"{label}-importance.svg": importances(f"{label}: loss when an input is shuffled", importance),
        f"{label}-dependence.svg": dependence_on_size(f"{label}: quantiles by size", *size_dependence(predict, known)),
    }


def reliability(title: str, bootstrap: BlockBootstrap, y: Float64Vector, quantiles: Float64Matrix) -> str:
    """How often the outcome was below each quantile, beside how often it should have been."""
    chart = Chart(title, "stated probability", "share below", (0, 1), (0, 1))
    chart.line([0, 1], [0, 1], _REFERENCE, dashed=True)
    below = (y[:, None] < quantiles) + 0.5 * (y[:, None] == quantiles)
    for position, probability in enumerate(PROBABILITIES.tolist()):
        _point(chart, probability, bootstrap.mean("below", "share", below[:, position]), _HAPPENED)
    return chart.text()


def pit(title: str, bootstrap: BlockBootstrap, y: Float64Vector, quantiles: Float64Matrix, seed: int) -> str:
    """The share of outcomes in each tenth of their stated distributions (Diebold, Gunther and Tay 1998)."""
    tenths = pit_tenths(pit_places(y, quantiles, PROBABILITIES, seed))
    shares = [bootstrap.mean("tenth", "share", member) for member in tenths.T]
    highest = max(share.high or 0.0 for share in shares)
    chart = Chart(title, "stated probability", "share", (0, 1), (0, max(0.2, 1.05 * highest)))
    chart.line([0, 1], [0.1, 0.1], _REFERENCE, dashed=True)
    for number, share in enumerate(shares):
        _point(chart, (number + 0.5) / 10, share, _HAPPENED)
    return chart.text()


def binned_by_size(
    title: str, bootstrap: BlockBootstrap, rows: Rows, y: Float64Vector, quantiles: Float64Matrix
) -> str:
    """The mean outcome by tenth of size (blue, with its interval), beside the mean of the stated medians (red)."""
    fraction = 1e4 * rows.quantity_units / rows.average_daily_volume
    tenth = np.digitize(fraction, np.quantile(fraction, np.arange(1, _SIZE_BINS) / _SIZE_BINS))
    numbers = np.unique(tenth)
    sizes = [float(np.median(fraction[tenth == number])) for number in numbers]
    happened, stated = [], []
    for number in numbers:
        member = (tenth == number).astype(np.float64)
        happened.append(bootstrap.figure("mean", "bps", lambda a, b: a / b, member * y, member))
        stated.append(float(quantiles[tenth == number, len(PROBABILITIES) // 2].mean()))
    ends = [end for one in happened for end in (one.low, one.high) if end is not None]
    chart = Chart(title, "size, bps of V", "bps", (0.8 * min(sizes), 1.25 * max(sizes)), padded(ends, stated), True)
    chart.line(sizes, stated, _STATED)
    for size, mean in zip(sizes, happened, strict=True):
        _point(chart, size, mean, _HAPPENED)
    return chart.text()


def importances(title: str, figures: Sequence[Figure]) -> str:
    """The inputs with the largest rise of the loss, with intervals."""
    ranked = sorted(figures, key=lambda one: (-(one.value or 0.0), one.name))[:_SHOWN_INPUTS][::-1]
    ends = [end for one in ranked for end in (one.low, one.value, one.high) if end is not None]
    chart = Chart(title, "bps", "", padded(ends, [0.0]), (-0.5, len(ranked) - 0.5), left=190)
    chart.line([0, 0], [-0.5, len(ranked) - 0.5], _REFERENCE, dashed=True)
    chart.rows_of_names([one.name for one in ranked])
    for height, one in enumerate(ranked):
        if one.value is not None and one.low is not None and one.high is not None:
            chart.horizontal_interval(height, one.low, one.high, _HAPPENED)
            chart.points([one.value], [height], _HAPPENED)
    return chart.text()


def dependence_on_size(title: str, factors: Float64Vector, quantiles: Float64Matrix) -> str:
    """The mean of each quantile when every order is so many times as large; the median in red."""
    ends = (float(factors[0]), float(factors[-1]))
    chart = Chart(title, "multiple of the order's size", "bps", ends, padded(quantiles.ravel().tolist()), True)
    for position in range(quantiles.shape[1]):
        colour = _STATED if position == len(PROBABILITIES) // 2 else _REFERENCE
        chart.line(factors.tolist(), quantiles[:, position].tolist(), colour)
    return chart.text()


def _point(chart: Chart, x: float, figure: Figure, colour: str) -> None:
    if figure.value is not None and figure.low is not None and figure.high is not None:
        chart.vertical_interval(x, figure.low, figure.high, colour)
        chart.points([x], [figure.value], colour)
