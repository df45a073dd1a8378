"""The axis of a day: seconds since its left edge, written as hours and minutes."""

import pyqtgraph as pg

_STEPS = (60, 300, 600, 900, 1800, 3600, 7200, 10800, 14400, 21600)
_ROOM = 70
"""Pixels that a label and the gap after it take."""


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
