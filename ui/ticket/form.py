"""The official form of a ticket as HTML: basic data, content, handling, supervision and follow-up (GB/T 33358-2016)."""

from datetime import datetime
from html import escape

from services.clock import DISTRICT_ZONE
from services.contracts.whole import WholeTicket
from services.desk.choices import Choices
from ui.language import translate
from ui.ticket.facts import facts_of
from ui.ticket.timeline import entries

_PAIRS = 2


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
        words = escape(text).replace("\n", "<br>")
        rows.append(f"<tr><td>{escape(title)}</td><td colspan='{2 * _PAIRS - 1}'>{words}</td></tr>")
    record = "".join(
        f"<tr><td>{entry.at.astimezone(DISTRICT_ZONE):%Y-%m-%d %H:%M}</td>"
        f"<td>{escape(entry.head)}</td><td>{escape(entry.text)}</td></tr>"
        for entry in reversed(entries(whole, choices))
    )
    heading = translate("Ticket", "Hotline work order")
    printed = translate("Ticket", "Printed {moment}").format(moment=f"{now.astimezone(DISTRICT_ZONE):%Y-%m-%d %H:%M}")
    record_title = translate("Ticket", "Record of handling")
    table = "<table width='100%' border='1' cellspacing='0' cellpadding='4'>"
    return (
        f"<h2 align='center'>{escape(heading)}</h2><p align='center'>{escape(ticket.number)} · {escape(printed)}</p>"
        f"{table}{''.join(rows)}</table><h3>{escape(record_title)}</h3>{table}{record}</table>"
    )
