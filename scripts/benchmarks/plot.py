"""A day's graph of 86,400 points: what a repaint costs while it is zoomed and moved."""

import time

import numpy as np
from benchmarks.report import Result, percentile
from benchmarks.window import application, settle

from widgets.plot.time_plot import Series, TimePlot

_SECONDS = 86_400


def run(short: bool) -> list[Result]:
    """Measures repaints of the whole day and of parts of it."""
    app = application()
    rng = np.random.default_rng(1)
    seconds = np.arange(_SECONDS, dtype=float)
    waiting = np.clip(np.cumsum(rng.normal(0, 0.3, _SECONDS)) % 40, 0, None)
    plot = TimePlot("Queue")
    plot.set_series([Series("waiting", "Waiting", seconds, waiting)])
    plot.resize(1100, 420)
    plot.show()
    plot.show_all()
    settle(app)
    times = []
    for number in range(60 if short else 300):
        share = (number % 50) / 50
        plot.show_between(share * 3_600, _SECONDS - share * 7_200)
        start = time.perf_counter()
        plot.repaint()
        app.processEvents()
        times.append((time.perf_counter() - start) * 1000)
    plot.close()
    note = f"{_SECONDS:,} points, 1100 x 420"
    return [Result("a day's graph, repaint, p95", percentile(times, 0.95), 20.0, "ms", note=note)]
