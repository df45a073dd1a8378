"""The left side of a ticket's page as it is shown, from what its presenter has read."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from html import escape

from services.contracts.clocks import ClockState
from services.contracts.tickets import TicketRow
from ui.clock_words import arithmetic_sentence, clock_left, clock_words, time_left_words
from ui.language import translate
from ui.lifecycle_words import alarm_tone, alarm_words, listed, status_words
from ui.ticket.facts import facts_of
from ui.ticket.presenter import TicketPresenter
from ui.work.calling import anchor
from widgets import theme


def facts_html(p: TicketPresenter) -> Iterator[str]:
    """Gives what was asked for and answered, the facts, the clocks with their arithmetic, and the tickets around it."""
    whole = p.whole
    if whole is None:
        return
    look = theme.current()
    muted = f"color:{look.colours.text_muted}"
    ticket = whole.ticket
    for name, text in (
        (translate("Ticket", "What was asked for"), ticket.content),
        (translate("Ticket", "Answer"), ticket.answer),
    ):
        if text:
            yield f"<p style='{muted}; margin-bottom:0'>{escape(name)}</p>"
            # What begins in Arabic or Hebrew stands at the left as well, below its heading; it is read from its own side.
            yield f"<p align='left' style='white-space:pre-wrap; margin-top:2px'>{escape(text)}</p>"
    said = partial(anchor, ticket) if p.may_call else escape
    for title, pairs in facts_of(ticket, p.choices, in_full=p.is_revealed):
        rows = "".join(
            f"<tr><td style='{muted}; padding-right:12px'>{escape(name)}</td><td>{said(value)}</td></tr>"
            for name, value in pairs
            if value
        )
        yield f"<p><b>{escape(title)}</b></p><table cellspacing='0' cellpadding='2'>{rows}</table>" if rows else ""
    if whole.clocks:
        clocks = translate("Ticket", "Clocks")
        yield f"<p><b>{escape(clocks)}</b></p>"
    # What runs now stands before what is done.
    for clock in sorted(whole.clocks, key=lambda clock: clock.state is ClockState.STOPPED):
        left = clock_left(clock, p.now())
        words = f"{clock_words(clock.kind.value)}: {left.words}"
        sums = arithmetic_sentence(clock.arithmetic)
        yield f"<p>{escape(words)}<br><span style='{muted}'>{escape(sums)}</span></p>"
    yield from _related(whole.related.whole, translate("Ticket", "Belongs to"), p.now())
    for row in whole.related.parts:
        yield from _related(row, translate("Ticket", "Part"), p.now())
    for row in whole.related.voices:
        yield from _related(row, translate("Ticket", "Asked about the same"), p.now())
    for row in whole.related.links:
        yield from _related(row, translate("Ticket", "Linked with"), p.now())


def _related(row: TicketRow | None, what: str, now: datetime) -> Iterator[str]:
    if row is not None:
        tone = alarm_tone(row.alert)
        colour = theme.current().tone(tone)[0].name() if tone else theme.current().colours.accent
        left = time_left_words(row.due_at, now, alarm=row.alarm).words
        words = listed((alarm_words(row.alert), f"{row.number} {row.title}", status_words(row.status.value), left))
        yield f"<p>{escape(what)}: <a style='color:{colour}' href='{escape(row.id)}'>{escape(words)}</a></p>"
