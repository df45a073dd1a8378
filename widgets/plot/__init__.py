"""Graphs over time."""

from widgets.plot.time_plot import Series, TimePlot

__all__ = ["Series", "TimePlot"]
