"""The table of a work list."""

from collections.abc import Callable, Collection
from dataclasses import replace

from services.contracts.lifecycle import WorkRow
from ui.language import translate
from ui.lifecycle_words import (
    URGENCY_TONES,
    alarm_tone,
    alarm_words,
    channel_words,
    kind_words,
    status_tone,
    status_words,
    urgency_words,
)
from ui.page import PageContext
from ui.work.presenter import WorkPresenter
from ui.work.words import (
    category_words,
    due_order,
    moment_words,
    place_words,
    time_left,
    time_tone,
    unit_words,
    urgency_order,
)
from widgets import theme
from widgets.table import Align, Column, DataTable


def make_table(presenter: WorkPresenter, context: PageContext, name: str, shown: Collection[str]) -> DataTable[WorkRow]:
    """Returns the table; it keeps the order of the server (urgency, then time left) until somebody sorts.

    Args:
        presenter: of the page.
        context: of the page.
        name: what it holds, for people.
        shown: keys of the columns that are shown at first.
    """
    p = presenter
    scale = theme.current().type.body / theme.TypeScale().body

    def wide(width: int) -> int:
        return round(width * scale)

    columns = [
        Column[WorkRow](
            "urgency",
            translate("Work", "Urgency"),
            value=lambda r: _mark(r),
            sort=urgency_order,
            tone=lambda r: alarm_tone(r.alert) or URGENCY_TONES[r.urgency.value],
            badge=True,
            width=wide(74),
        ),
        Column[WorkRow](
            "left",
            translate("Work", "Time left"),
            value=lambda r: time_left(r, p.now()),
            sort=due_order,
            tone=lambda r: time_tone(r, p.now()),
            align=Align.RIGHT,
            width=wide(132),
        ),
        Column[WorkRow](
            "title",
            translate("Work", "Title"),
            value=lambda r: r.title or translate("Work", "(no title)"),
            icon=lambda r: _icon(r, p),
            tip=lambda r: r.title,
            width=wide(190),
            stretch=True,
        ),
        Column[WorkRow](
            "state",
            translate("Work", "State"),
            value=lambda r: status_words(r.status.value, r.pending.value),
            tone=lambda r: status_tone(r.status.value, r.pending.value),
            badge=True,
            width=wide(92),
        ),
        _plain("place", translate("Work", "Place"), lambda r: place_words(p.choices, r.town, r.village), wide(150)),
        _plain("category", translate("Work", "Category"), lambda r: category_words(p.choices, r.category), wide(150)),
        _plain("unit", translate("Work", "Unit"), lambda r: unit_words(p.choices, r.unit), wide(120)),
        _plain("handler", translate("Work", "Handler"), lambda r: r.handler, wide(86)),
        _plain("kind", translate("Work", "Kind"), lambda r: kind_words(r.kind), wide(64)),
        _plain("number", translate("Work", "Number"), lambda r: r.number, wide(126)),
        _plain("caller", translate("Work", "Caller"), lambda r: _caller(r), wide(76)),
        _plain("channel", translate("Work", "Channel"), lambda r: channel_words(r.channel), wide(84)),
        Column[WorkRow](
            "received",
            translate("Work", "Received"),
            value=lambda r: r.created_at.isoformat(),
            text=lambda r: moment_words(r.created_at, p.now()),
            align=Align.RIGHT,
            width=wide(92),
        ),
        Column[WorkRow](
            "dispatches",
            translate("Work", "Dispatches"),
            value=lambda r: r.dispatch_count,
            align=Align.RIGHT,
            width=wide(72),
        ),
    ]
    table = DataTable(
        name,
        [_shown(column, column.key in shown) for column in columns],
        key=lambda r: r.id,
        remember=context.remember,
        remember_as=f"{p.page}.work",
        empty="",
        ticking=True,
    )
    table.export_requested.connect(context.export)
    return table


def _plain(key: str, title: str, value: Callable[[WorkRow], str], width: int) -> Column[WorkRow]:
    return Column[WorkRow](key, title, value=value, tip=value, width=width)


def _shown(column: Column[WorkRow], shown: bool) -> Column[WorkRow]:
    return replace(column, shown=shown)


def _mark(row: WorkRow) -> str:
    urgency = "" if row.urgency.value == "normal" else urgency_words(row.urgency.value)
    return alarm_words(row.alert) or urgency


def _icon(row: WorkRow, presenter: WorkPresenter) -> str:
    if row.id in presenter.unsent:
        return "outbox"
    if row.id in presenter.unfinished:
        return "edit"
    if presenter.following.is_on(row.id):
        return "follow"
    return "confidential" if row.confidential else "priority" if row.supervised else ""


def _caller(row: WorkRow) -> str:
    return translate("Work", "hidden") if row.confidential and not row.caller_masked else row.caller_masked
