"""The axes of a graph of a day: seconds since its left edge as hours and minutes, and round numbers upwards.

Each has one level of ticks. pyqtgraph's own three levels draw up to sixty grid lines, which cost 10 ms a repaint and say no more.
"""

import math

import pyqtgraph as pg

_STEPS = (60, 300, 600, 900, 1800, 3600, 7200, 10800, 14400, 21600)
_ROOM = 70
"""Pixels that a label and the gap after it take."""
_LINE_ROOM = 44
"""Pixels between two lines at least."""


class TimeAxis(pg.AxisItem):  # type: ignore[misc]
    """Labels at round minutes and hours; no more than fit."""

    def __init__(self, span: float) -> None:
        super().__init__("bottom")
        self._span = span

    def tickValues(self, minimum: float, maximum: float, size: float) -> list[tuple[float, list[float]]]:
        """Places the labels."""
        most = max(2.0, size / _ROOM)
        step = next((step for step in _STEPS if (maximum - minimum) / step <= most), _STEPS[-1])
        first = int(minimum // step) * step
        places = [float(at) for at in range(first, int(maximum) + 1, step) if minimum <= at <= maximum]
        return [(float(step), places)]

    def tickStrings(self, values: list[float], _scale: float, spacing: float) -> list[str]:
        """Writes the labels; midnight at the right end as 24:00."""
        if spacing < 60:
            return [f"{int(v) // 3600:02}:{int(v) // 60 % 60:02}:{int(v) % 60:02}" for v in values]
        return [f"{int(value) // 3600:02}:{int(value) // 60 % 60:02}" for value in values]


class CountAxis(pg.AxisItem):  # type: ignore[misc]
    """Labels at 1, 2 or 5 times a power of ten; whole numbers where they are counts."""

    def __init__(self) -> None:
        super().__init__("left")

    def tickValues(self, minimum: float, maximum: float, size: float) -> list[tuple[float, list[float]]]:
        """Places the labels and the grid lines."""
        span = max(maximum - minimum, 1e-9)
        least = span / max(2.0, size / _LINE_ROOM)
        power = 10.0 ** math.floor(math.log10(least))
        step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least * 0.999)
        first = math.ceil(minimum / step)
        return [(step, [place * step for place in range(first, math.floor(maximum / step) + 1)])]
