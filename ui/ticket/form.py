"""The official form of a ticket as HTML: basic data, content, handling, supervision and follow-up (GB/T 33358-2016)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from itertools import zip_longest

from services.contracts.whole import WholeTicket
from services.desk.choices import Choices
from ui import moments
from ui.clock_words import arithmetic_sentence, clock_left, clock_words
from ui.language import translate
from ui.ticket.facts import facts_of
from ui.ticket.timeline import entries
from ui.work.outcome_field import try_words

_PAIRS = 2
_RECORD = (17, 28, 55)
"""What was written takes most of the room: else a long story takes twice as many pages."""
_TABLE = "<table width='100%' border='1' cellspacing='0' cellpadding='4'>"


def form_html(whole: WholeTicket, choices: Choices | None, now: datetime) -> str:
    """Returns the form. Who asked stands on it in full where the person may see it; of a confidential one, not at all."""
    ticket = whole.ticket
    rows: list[str] = []
    for title, pairs in facts_of(ticket, choices, in_full=not ticket.confidential):
        rows.append(f"<tr><td colspan='{2 * _PAIRS}' bgcolor='#eeeeee'><b>{escape(title)}</b></td></tr>")
        for start in range(0, len(pairs), _PAIRS):
            cells = [
                f"<td>{escape(name)}</td><td>{escape(value)}</td>" for name, value in pairs[start : start + _PAIRS]
            ]
            cells += ["<td></td><td></td>"] * (_PAIRS - len(cells))
            rows.append(f"<tr>{''.join(cells)}</tr>")
    for title, text in (
        (translate("Ticket", "Title"), ticket.title),
        (translate("Ticket", "Content"), ticket.content),
        (translate("Ticket", "Answer"), ticket.answer),
    ):
        rows.append(f"<tr><td>{escape(title)}</td><td colspan='{2 * _PAIRS - 1}'>{_lines(text)}</td></tr>")
    record = _table(
        ((_moment(e.at), e.head, e.text) for e in reversed(entries(whole, choices))),
        _RECORD,
    )
    limits = _table(
        (
            clock_words(clock.kind.value),
            _moment(clock.due_at) if clock.due_at is not None else "",
            clock_left(clock, now).words,
            arithmetic_sentence(clock.arithmetic),
        )
        for clock in whole.clocks
    )
    tries = whole.follow_up.tries if whole.follow_up is not None else []
    asked = _table((_moment(made.at), made.by, try_words(made)) for made in tries)
    heading = translate("Ticket", "Hotline work order")
    printed = translate("Ticket", "Printed {moment}").format(moment=_moment(now))
    sections = "".join(
        f"<h3>{escape(title)}</h3>{table}"
        for title, table in (
            (translate("Ticket", "Limits"), limits),
            (translate("Ticket", "Follow-up"), asked),
            (translate("Ticket", "Record of handling"), record),
        )
        if table
    )
    return (
        f"<h2 align='center'>{escape(heading)}</h2><p align='center'>{escape(ticket.number)} · {escape(printed)}</p>"
        f"{_TABLE}{''.join(rows)}</table>{sections}"
    )


def _table(lines: Iterable[Iterable[str]], widths: Sequence[int] = ()) -> str:
    """Returns a table, or nothing where it would be empty; ``widths`` of the columns in per cent, where not as Qt likes."""
    given = [f" width='{width}%'" for width in widths]
    rows = "".join(
        f"<tr>{''.join(f'<td{wide}>{_lines(cell)}</td>' for wide, cell in zip_longest(given, line, fillvalue=''))}</tr>"
        for line in lines
    )
    return f"{_TABLE}{rows}</table>" if rows else ""


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _moment(moment: datetime) -> str:
    return f"{moments.local(moment):%Y-%m-%d %H:%M}"
