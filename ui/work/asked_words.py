"""Who is asked in a follow-up, in words: masked, how far it has come with each, and whose turn it is."""

from collections.abc import Sequence
from datetime import datetime

from services.contracts.followups import AskedCitizen, AskedState
from ui.language import translate
from ui.lifecycle_words import channel_words, listed
from ui.work.words import moment_words
from widgets.fields.matching import Choice


def next_to_ask(citizens: Sequence[AskedCitizen], now: datetime, before: str = "") -> str:
    """Returns the ticket of who is to be called next: not yet called or due again first, then who can be asked at all.

    Args:
        citizens: who is asked.
        now: of the server.
        before: who is not it, because they were just asked.
    """
    others = [each for each in citizens if each.ticket_id != before] or list(citizens)
    to_call = [each for each in others if each.state is AskedState.OPEN]
    due = [each for each in to_call if is_due(each, now)]
    if to_call:
        return (due or to_call)[0].ticket_id
    waiting = next((each for each in others if each.state is AskedState.INVITED), None)
    return (waiting or others[0]).ticket_id if others else ""


def is_due(citizen: AskedCitizen, now: datetime) -> bool:
    """Tells whether somebody can be called now, and a try counts."""
    return citizen.state is AskedState.OPEN and (citizen.next_at is None or citizen.next_at <= now)


def who_words(citizen: AskedCitizen) -> str:
    """Returns who it is: masked name and number, and the number of their own ticket."""
    way = citizen.number_masked or (channel_words(citizen.channel) if citizen.channel else "")
    return listed((citizen.name_masked, way, citizen.number))


def short_words(citizen: AskedCitizen) -> str:
    """Returns who it is, short: of who has neither name nor number, the number of their ticket."""
    return listed((citizen.name_masked, citizen.number_masked)) or citizen.number


def state_words(citizen: AskedCitizen, now: datetime) -> str:
    """Returns how far the asking has come with somebody."""
    if citizen.state is AskedState.ANSWERED:
        return translate("Work", "has answered")
    if citizen.state is AskedState.OUT_OF_REACH:
        return translate("Work", "not reached")
    if citizen.state is AskedState.INVITED and citizen.until is not None:
        words = translate("Work", "has a link until {moment}")
        return words.format(moment=moment_words(citizen.until, now))
    if citizen.next > 1 and not is_due(citizen, now) and citizen.next_at is not None:
        words = translate("Work", "call again from {moment}, try {number} of {all}")
        return words.format(moment=moment_words(citizen.next_at, now), number=citizen.next, all=citizen.most)
    if citizen.next > 1:
        words = translate("Work", "to be called, try {number} of {all}")
        return words.format(number=citizen.next, all=citizen.most)
    return translate("Work", "to be called")


def citizen_choices(citizens: Sequence[AskedCitizen], now: datetime) -> list[Choice]:
    """Returns who is asked, as a field of the form offers them."""
    return [Choice(each.ticket_id, who_words(each), state_words(each, now)) for each in citizens]
