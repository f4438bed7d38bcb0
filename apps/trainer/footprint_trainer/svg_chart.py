"""Small charts as SVG text: the same numbers give the same bytes, whatever fonts or libraries a machine has."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

import numpy as np

WIDTH, HEIGHT = 480, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 36, 48
_TICKS = 5


@dataclass
class Chart:
    """Axes with a title, to draw on; values outside the ranges are drawn at their ends."""

    title: str
    x_label: str
    y_label: str
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    x_logarithmic: bool = False
    left: int = _LEFT
    _marks: list[str] = field(default_factory=list)

    def line(self, x: Sequence[float], y: Sequence[float], colour: str, dashed: bool = False) -> None:
        """A line through the points."""
        points = " ".join(f"{self._across(a)},{self._up(b)}" for a, b in zip(x, y, strict=True))
        dash = ' stroke-dasharray="4 3"' if dashed else ""
        self._marks.append(f'<polyline fill="none" stroke="{colour}" stroke-width="1.5"{dash} points="{points}"/>')

    def points(self, x: Sequence[float], y: Sequence[float], colour: str) -> None:
        """A dot at each point."""
        for a, b in zip(x, y, strict=True):
            self._marks.append(f'<circle cx="{self._across(a)}" cy="{self._up(b)}" r="3" fill="{colour}"/>')

    def bar(self, left: float, right: float, height: float, colour: str) -> None:
        """A filled bar of this height above 0, a little narrower than from left to right."""
        x1, x2 = float(self._across(left)) + 1, float(self._across(right)) - 1
        y1, y2 = float(self._up(height)), float(self._up(0))
        size = f'width="{_number(x2 - x1)}" height="{_number(y2 - y1)}"'
        self._marks.append(f'<rect x="{_number(x1)}" y="{_number(y1)}" {size} fill="{colour}"/>')

    def vertical_interval(self, x: float, low: float, high: float, colour: str) -> None:
        """A bar from low to high at x."""
        self._segment(self._across(x), self._up(low), self._across(x), self._up(high), colour)

    def horizontal_interval(self, y: float, low: float, high: float, colour: str) -> None:
        """A bar from low to high at height y."""
        self._segment(self._across(low), self._up(y), self._across(high), self._up(y), colour)

    def legend(self, names: Sequence[str], colours: Sequence[str]) -> None:
        """Names in their colours, one below the other, in the upper left corner."""
        for position, (name, colour) in enumerate(zip(names, colours, strict=True)):
            self._marks.append(_label(self.left + 8, _TOP + 12 + 14 * position, name, "start", colour))

    def elements(self) -> list[str]:
        """What the chart consists of, the last on top."""
        return [_label(WIDTH / 2, 18, self.title, "middle", size="13"), *self._axes(), *self._marks]

    def rows_of_names(self, names: Sequence[str]) -> None:
        """Names at heights 0, 1, ... in place of numbers on the upright axis."""
        for height, name in enumerate(names):
            self._marks.append(_label(self.left - 6, float(self._up(height)) + 4, name, "end"))

    def _axes(self) -> list[str]:
        right, bottom = WIDTH - _RIGHT, HEIGHT - _BOTTOM
        drawn = [
            f'<path d="M{self.left},{_TOP}V{bottom}H{right}" fill="none" stroke="#444"/>',
            _label((self.left + right) / 2, HEIGHT - 10, self.x_label, "middle"),
        ]
        if self.y_label:
            middle = (_TOP + bottom) / 2
            drawn.append(
                f'<text x="14" y="{_number(middle)}" text-anchor="middle" '
                f'transform="rotate(-90 14 {_number(middle)})">{escape(self.y_label)}</text>'
            )
            for value in _ticks(*self.y_range):
                drawn.append(_label(self.left - 6, float(self._up(value)) + 4, f"{value:.3g}", "end"))
        ticks = _decades(*self.x_range) if self.x_logarithmic else _ticks(*self.x_range)
        for value in ticks:
            drawn.append(_label(float(self._across(value)), bottom + 16, f"{value:.3g}", "middle"))
        return drawn

    def _segment(self, x1: str, y1: str, x2: str, y2: str, colour: str) -> None:
        self._marks.append(f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-width="1.5"/>')

    def _across(self, value: float) -> str:
        low, high = self.x_range
        if self.x_logarithmic:
            low, high, value = math.log(low), math.log(high), math.log(max(value, low))
        return _number(self.left + _share(value, low, high) * (WIDTH - _RIGHT - self.left))

    def _up(self, value: float) -> str:
        return _number(HEIGHT - _BOTTOM - _share(value, *self.y_range) * (HEIGHT - _BOTTOM - _TOP))


def sheet(charts: Sequence[Chart], columns: int) -> str:
    """An SVG document of charts side by side, row after row."""
    width, height = WIDTH * columns, HEIGHT * math.ceil(len(charts) / columns)
    placed = [
        f'<g transform="translate({WIDTH * (number % columns)},{HEIGHT * (number // columns)})">\n'
        + "\n".join(chart.elements())
        + "\n</g>"
        for number, chart in enumerate(charts)
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11">',
            f'<rect width="{width}" height="{height}" fill="white"/>',
            *placed,
            "</svg>",
            "",
        ]
    )


def padded(*values: Sequence[float]) -> tuple[float, float]:
    """A range that holds all the values with a little room."""
    every = np.concatenate([np.asarray(one, dtype=np.float64) for one in values])
    low, high = float(every.min()), float(every.max())
    room = 0.05 * (high - low) or 1.0
    return low - room, high + room


def _share(value: float, low: float, high: float) -> float:
    return min(max((value - low) / (high - low), 0.0), 1.0)


def _number(value: float) -> str:
    """Tenths of a pixel: machines differ in the last digits of a float, and nobody sees them."""
    return f"{value:.1f}"


def _label(x: float, y: float, text: str, anchor: str, colour: str | None = None, size: str | None = None) -> str:
    font = f' font-size="{size}"' if size else ""
    fill = f' fill="{colour}"' if colour else ""
    return f'<text x="{_number(x)}" y="{_number(y)}" text-anchor="{anchor}"{font}{fill}>{escape(text)}</text>'


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers inside the range: multiples of 1, 2 or 5 times a power of ten."""
    rough = (high - low) / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    return [step * number for number in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


def _decades(low: float, high: float) -> list[float]:
    powers = range(math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9) + 1)
    return [10.0**power for power in powers]
