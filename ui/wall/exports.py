"""What of the wall goes into files: the figures as a table. The board gives its own table, the graph its own picture."""

from services.contracts.figures import Wall
from services.wall.service import SHARES, FigureRow, figure_rows
from ui import moments
from ui.language import translate
from ui.wall.figure_words import figure_words, more_figure_words
from ui.wall.presenter import WallPresenter
from ui.wall.words import state_words, states_on_duty
from widgets.table import TableSnapshot
from widgets.table.snapshot import CellValue

_TIMES = ("asa", "aht", "longest_wait")


def figures_snapshot(presenter: WallPresenter, wall: Wall) -> TableSnapshot:
    """Returns every figure with its unit, today's value, the last hour's, and how it is counted; numbers stay numbers."""
    stamp = moments.local(wall.now)
    words = {said.key: said for said in (*figure_words(wall.today.threshold), *more_figure_words())}
    found = {row.key: row for row in figure_rows(wall.today, wall.last_hour)}
    rows: list[list[CellValue]] = [
        [translate("Wall", "As of"), "", stamp.strftime("%Y-%m-%d %H:%M:%S"), None, ""],
        [translate("Wall", "T of the service level"), translate("Wall", "s"), wall.today.threshold, None, ""],
        [translate("Wall", "Waiting"), "", wall.live.waiting, None, ""],
        [translate("Wall", "Longest wait"), translate("Wall", "s"), round(presenter.longest_wait()), None, ""],
        [translate("Wall", "In call"), "", wall.live.in_call, None, ""],
    ]
    counts = presenter.counts()
    for state in states_on_duty():
        name = translate("Wall", "Agents: {state}").format(state=state_words(state))
        rows.append([name, "", counts[state], None, ""])
    for key, said in words.items():
        row = found[key]
        rows.append([said.title, unit(key), cell(row, row.value), cell(row, row.beside), said.meaning])
    rows.append([translate("Wall", "Version of the formulas"), "", wall.today.formula, None, ""])
    titles = [
        translate("Wall", "Figure"),
        translate("Wall", "Unit"),
        translate("Wall", "Today"),
        translate("Wall", "Last hour"),
        translate("Wall", "How it is counted"),
    ]
    name = translate("Wall", "Wall figures")
    return TableSnapshot(f"{name} {stamp:%Y-%m-%d %H%M}", titles, rows)


def unit(key: str) -> str:
    """Returns what a figure is counted in."""
    if key in SHARES:
        return "%"
    return translate("Wall", "s") if key in _TIMES else ""


def cell(row: FigureRow, value: float | None) -> CellValue:
    """Returns a figure as a number in its unit."""
    if value is None:
        return None
    return round(value * 100, 1) if row.is_share else round(value, 1)
