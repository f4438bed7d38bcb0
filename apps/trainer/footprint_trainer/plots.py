"""The picture of a label on a model card: reliability, PIT, impact by size, importance, and two dependences."""

from collections.abc import Sequence

import numpy as np

from footprint_trainer.arrays import Float64Matrix, Float64Vector, IntVector
from footprint_trainer.held_out import HeldOut, HeldOutFigures
from footprint_trainer.importance import dependence_shares, partial_dependence, size_dependence
from footprint_trainer.metrics import PROBABILITIES
from footprint_trainer.rows import Rows
from footprint_trainer.studies.figure import BlockBootstrap, Figure
from footprint_trainer.svg_chart import Chart, padded, sheet

_HAPPENED, _STATED, _REFERENCE = "#1f77b4", "#d62728", "#999999"
_BY_INPUT = ("#d62728", "#1f77b4", "#2ca02c", "#9467bd")
_COLUMNS = 3
_SIZE_BINS = 10
_SHOWN_INPUTS = 12
_MEDIAN = len(PROBABILITIES) // 2


def picture(held: HeldOut, figures: HeldOutFigures, seed: int) -> str:
    """An SVG document of six charts; equal models, rows and seed give equal bytes."""
    return sheet(
        [
            reliability(held.label, figures.reliability),
            pit(held.label, figures.pit),
            binned_by_size(held.label, held.rows, held.rows.y[held.label], held.predict(held.rows), seed),
            importances(held.label, figures.importance),
            dependence_on_size(held.label, *size_dependence(held.predict, held.rows)),
            dependence_on_inputs(held, [one.name for one in figures.importance[: len(_BY_INPUT)]]),
        ],
        _COLUMNS,
    )


def reliability(label: str, figures: Sequence[Figure]) -> Chart:
    """How often the outcome was below each quantile, beside how often it should have been."""
    chart = Chart(f"{label}: reliability", "stated probability", "share below", (0, 1), (0, 1))
    chart.line([0, 1], [0, 1], _REFERENCE, dashed=True)
    for probability, share in zip(PROBABILITIES.tolist(), figures, strict=True):
        _point(chart, probability, share, _HAPPENED)
    return chart


def pit(label: str, counts: IntVector) -> Chart:
    """The share of outcomes in each part of their stated distributions (Diebold, Gunther and Tay 1998)."""
    shares = counts / counts.sum()
    even = 1 / len(counts)
    top = max(2 * even, 1.05 * float(shares.max()))
    chart = Chart(f"{label}: probability integral transform", "stated probability", "share", (0, 1), (0, top))
    for number, share in enumerate(shares.tolist()):
        chart.bar(number * even, (number + 1) * even, share, _HAPPENED)
    chart.line([0, 1], [even, even], _REFERENCE, dashed=True)
    return chart


def binned_by_size(label: str, rows: Rows, y: Float64Vector, quantiles: Float64Matrix, seed: int) -> Chart:
    """The mean outcome by tenth of size, with its interval, beside the mean of the stated medians."""
    bootstrap = BlockBootstrap(rows, seed)
    fraction = 1e4 * rows.quantity_units / rows.average_daily_volume
    tenth = np.digitize(fraction, np.quantile(fraction, np.arange(1, _SIZE_BINS) / _SIZE_BINS))
    numbers = np.unique(tenth)
    sizes = [float(np.median(fraction[tenth == number])) for number in numbers]
    happened, stated = [], []
    for number in numbers:
        member = (tenth == number).astype(np.float64)
        happened.append(bootstrap.figure("mean", "bps", lambda a, b: a / b, member * y, member))
        stated.append(float(quantiles[tenth == number, _MEDIAN].mean()))
    ends = [end for one in happened for end in (one.low, one.high) if end is not None]
    across, up = (0.8 * min(sizes), 1.25 * max(sizes)), padded(ends, stated)
    chart = Chart(f"{label} by size", "size, bps of V", "bps", across, up, x_logarithmic=True)
    chart.line(sizes, stated, _STATED)
    for size, mean in zip(sizes, happened, strict=True):
        _point(chart, size, mean, _HAPPENED)
    chart.legend(["mean outcome", "stated median"], [_HAPPENED, _STATED])
    return chart


def importances(label: str, figures: Sequence[Figure]) -> Chart:
    """The inputs with the largest rise of the loss, with intervals."""
    ranked = figures[:_SHOWN_INPUTS][::-1]
    ends = [end for one in ranked for end in (one.low, one.value, one.high) if end is not None]
    upright = (-0.5, len(ranked) - 0.5)
    chart = Chart(f"{label}: loss when an input is shuffled", "% more", "", padded(ends, [0.0]), upright, left=190)
    chart.line([0, 0], upright, _REFERENCE, dashed=True)
    chart.rows_of_names([one.name for one in ranked])
    for height, one in enumerate(ranked):
        if one.value is not None and one.low is not None and one.high is not None:
            chart.horizontal_interval(height, one.low, one.high, _HAPPENED)
            chart.points([one.value], [height], _HAPPENED)
    return chart


def dependence_on_size(label: str, factors: Float64Vector, quantiles: Float64Matrix) -> Chart:
    """The mean of each quantile when every order is so many times as large."""
    ends = (float(factors[0]), float(factors[-1]))
    up = padded(quantiles.ravel().tolist())
    chart = Chart(f"{label}: quantiles by size", "multiple of the order's size", "bps", ends, up, x_logarithmic=True)
    for position in range(quantiles.shape[1]):
        colour = _STATED if position == _MEDIAN else _REFERENCE
        chart.line(factors.tolist(), quantiles[:, position].tolist(), colour)
    chart.legend(["median", "other quantiles"], [_STATED, _REFERENCE])
    return chart


def dependence_on_inputs(held: HeldOut, names: Sequence[str]) -> Chart:
    """The mean of the median when one input takes the value below which a share of the rows lies."""
    medians = [partial_dependence(held.predict, held.rows, name)[1][:, _MEDIAN].tolist() for name in names]
    title, across = f"{held.label}: partial dependence of the median", "share of the rows with less of the input"
    chart = Chart(title, across, "bps", (0, 1), padded(*medians))
    colours = _BY_INPUT[: len(names)]
    for median, colour in zip(medians, colours, strict=True):
        chart.line(dependence_shares().tolist(), median, colour)
    chart.legend(names, colours)
    return chart


def _point(chart: Chart, x: float, figure: Figure, colour: str) -> None:
    if figure.value is not None and figure.low is not None and figure.high is not None:
        chart.vertical_interval(x, figure.low, figure.high, colour)
        chart.points([x], [figure.value], colour)
