"""The tables of the rates: figures by group, and the tickets behind one of them."""

from collections.abc import Callable
from datetime import datetime

from services.contracts.followups import Rates
from services.contracts.tickets import TicketRow
from ui import moments
from ui.clock_words import TimeLeft, time_left_words
from ui.language import translate
from ui.lifecycle_words import alarm_tone, alarm_words, listed, status_tone, status_words
from ui.page import PageContext
from ui.quality.room import wide
from widgets.table import Align, Column, DataTable

Value = Callable[[Rates], float | None]


def groups_table(context: PageContext, name_of: Callable[[str], str]) -> DataTable[Rates]:
    """Makes the table of the figures by group."""

    def count(key: str, title: str, value: Callable[[Rates], int]) -> Column[Rates]:
        return Column(key, title, value=value, align=Align.RIGHT, width=wide(86))

    def rate(key: str, title: str, value: Value, sortable: bool = True) -> Column[Rates]:
        return Column(
            key,
            title,
            sortable=sortable,
            value=lambda r: _hundred(value(r)),
            text=lambda r: percent(value(r)),
            align=Align.RIGHT,
            width=wide(102),
        )

    columns = [
        Column[Rates](
            "group",
            translate("Supervision", "Group"),
            value=lambda r: name_of(r.group) or "–",
            width=wide(170),
            stretch=True,
        ),
        count("tickets", translate("Supervision", "Dispatches"), lambda r: r.tickets),
        count("valid", translate("Supervision", "Valid"), lambda r: r.valid),
        rate("response", translate("Supervision", "Response"), lambda r: r.response),
        rate("solved", translate("Supervision", "Solved"), lambda r: r.solved),
        rate("satisfied", translate("Supervision", "Satisfied"), lambda r: r.satisfied),
        # Units are not put in the order of one figure that stands for all others.
        rate("score", translate("Supervision", "Score"), lambda r: r.score, sortable=False),
        rate("on_time", translate("Supervision", "On time"), lambda r: r.on_time),
        rate("signed_on_time", translate("Supervision", "Signed in time"), lambda r: r.signed_on_time),
        rate("returned", translate("Supervision", "Returned"), lambda r: r.returned),
        rate("redone", translate("Supervision", "Redone"), lambda r: r.redone),
    ]
    table: DataTable[Rates] = DataTable(
        translate("Supervision", "Rates"),
        columns,
        key=lambda r: r.group,
        remember=context.remember,
        remember_as="supervision.rates",
        empty="",
    )
    table.export_requested.connect(context.export)
    return table


def behind_table(
    context: PageContext, unit_name: Callable[[str], str], now: Callable[[], datetime]
) -> DataTable[TicketRow]:
    """Makes the table of the tickets behind a figure."""

    def left(row: TicketRow) -> TimeLeft:
        return time_left_words(row.due_at, now(), alarm=row.alarm)

    columns: list[Column[TicketRow]] = [
        Column("number", translate("Supervision", "Number"), value=lambda r: r.number, width=wide(130)),
        Column(
            "state",
            translate("Supervision", "State"),
            value=lambda r: status_words(r.status.value),
            tone=lambda r: status_tone(r.status.value),
            badge=True,
            width=wide(100),
        ),
        Column(
            "title",
            translate("Supervision", "Title"),
            value=lambda r: listed((alarm_words(r.alert), r.title)),
            tone=lambda r: alarm_tone(r.alert),
            width=wide(240),
            stretch=True,
        ),
        Column(
            "unit",
            translate("Supervision", "Unit"),
            value=lambda r: unit_name(r.unit),
            width=wide(160),
        ),
        Column(
            "left",
            translate("Supervision", "Time left"),
            value=lambda r: left(r).words,
            sort=lambda r: (r.due_at is None, r.due_at),
            tone=lambda r: left(r).tone,
            width=wide(110),
        ),
        Column(
            "received",
            translate("Supervision", "Received"),
            value=lambda r: r.created_at.isoformat(),
            text=lambda r: f"{moments.local(r.created_at):%Y-%m-%d %H:%M}",
            width=wide(130),
        ),
    ]
    table: DataTable[TicketRow] = DataTable(
        translate("Supervision", "Tickets behind the figure"),
        columns,
        key=lambda r: r.id,
        remember=context.remember,
        remember_as="supervision.behind",
        empty=translate("Supervision", "Press Enter on a figure above to see the tickets that it counts."),
    )
    table.export_requested.connect(context.export)
    return table


def _hundred(value: float | None) -> float | None:
    return None if value is None else round(value * 100, 1)


def percent(value: float | None) -> str:
    """Returns a share in words."""
    return "–" if value is None else f"{value * 100:.1f}%"
