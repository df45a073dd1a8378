"""Words of the desk for codes and moments."""

from datetime import datetime

from services.contracts.calls import BreakReason, RejectReason, Supervision, SupervisionMode, WrapUpReason
from services.desk.phase import Phase
from ui import lifecycle_words, moments
from ui.desk.tickets_presenter import NEEDS, SENDING
from ui.language import translate
from widgets.theme import Tone


def phase_words(phase: Phase) -> str:
    """Returns what an agent in a phase is doing."""
    return {
        Phase.OFF_DUTY: translate("Desk", "Off duty"),
        Phase.READY: translate("Desk", "Ready"),
        Phase.RINGING: translate("Desk", "Ringing"),
        Phase.TALKING: translate("Desk", "Talking"),
        Phase.HELD: translate("Desk", "On hold"),
        Phase.CONSULTING: translate("Desk", "Asking"),
        Phase.CONFERENCE: translate("Desk", "Conference"),
        Phase.WRAP_UP: translate("Desk", "Wrap-up"),
        Phase.BREAK: translate("Desk", "Break"),
        Phase.TRAINING: translate("Desk", "In training"),
        Phase.PAUSED: translate("Desk", "Paused"),
    }[phase]


PHASE_TONES: dict[Phase, Tone] = {
    Phase.OFF_DUTY: Tone.QUIET,
    Phase.READY: Tone.GOOD,
    Phase.RINGING: Tone.ACCENT,
    Phase.TALKING: Tone.ACCENT,
    Phase.HELD: Tone.WARN,
    Phase.CONSULTING: Tone.WARN,
    Phase.CONFERENCE: Tone.SPECIAL,
    Phase.WRAP_UP: Tone.SPECIAL,
    Phase.BREAK: Tone.QUIET,
    Phase.TRAINING: Tone.QUIET,
    Phase.PAUSED: Tone.BAD,
}


def break_words(reason: str) -> str:
    """Returns the reason of a break, or of a pause."""
    return {
        BreakReason.REST.value: translate("Desk", "Rest"),
        BreakReason.MEAL.value: translate("Desk", "Meal"),
        BreakReason.MEETING.value: translate("Desk", "Meeting"),
        BreakReason.PAPERWORK.value: translate("Desk", "Paperwork"),
        BreakReason.OTHER.value: translate("Desk", "Other"),
    }.get(reason, "")


def extension_words(reason: str) -> str:
    """Returns why a wrap-up is made longer."""
    return {
        WrapUpReason.TICKET.value: translate("Desk", "The ticket is not written yet"),
        WrapUpReason.LOOK_UP.value: translate("Desk", "Something has to be looked up"),
        WrapUpReason.UNIT.value: translate("Desk", "A unit or a colleague has to be asked"),
        WrapUpReason.UPSET.value: translate("Desk", "The call was hard"),
        WrapUpReason.SYSTEM.value: translate("Desk", "A program or telephone does not work"),
        WrapUpReason.OTHER.value: translate("Desk", "Other"),
    }.get(reason, "")


def telephone_words(difference: str) -> str:
    """Returns how one's telephone differs from the state that is shown; empty where both say the same."""
    return {
        "away": translate("Desk", "Your telephone is not there"),
        "paused": translate("Desk", "Your telephone is paused"),
    }.get(difference, "")


def language_words(language: str) -> str:
    """Returns what a caller asked to be spoken to in."""
    return {"en": translate("Desk", "English")}.get(language, language)


def reject_words(reason: str) -> str:
    """Returns why a ring is turned down."""
    return {
        RejectReason.AWAY.value: translate("Desk", "Not at the desk"),
        RejectReason.TECHNICAL.value: translate("Desk", "Headset or telephone does not work"),
        RejectReason.ACQUAINTED.value: translate("Desk", "I know the caller"),
        RejectReason.OTHER.value: translate("Desk", "Other"),
    }[reason]


def mode_words(supervision: Supervision) -> str:
    """Returns how a lead is in the call."""
    return {
        SupervisionMode.LISTEN: translate("Desk", "{name} listens"),
        SupervisionMode.WHISPER: translate("Desk", "{name} whispers"),
        SupervisionMode.JOIN: translate("Desk", "{name} talks too"),
    }[supervision.mode].format(name=supervision.name)


def status_words(status: str) -> str:
    """Returns the name of a ticket's status; what becomes of it here first, or a call's state where it is one."""
    return {
        SENDING: translate("Desk", "Will be filed"),
        NEEDS: translate("Desk", "Needs you"),
        "ended": translate("Desk", "Talked"),
        "abandoned": translate("Desk", "Gave up"),
    }.get(status) or lifecycle_words.status_words(status)


STATUS_TONES: dict[str, Tone] = {
    **lifecycle_words.STATUS_TONES,
    SENDING: Tone.WARN,
    NEEDS: Tone.BAD,
    "ended": Tone.QUIET,
    "abandoned": Tone.WARN,
}


def wrap_up_words(code: str) -> str:
    """Returns what a call was, for its wrap-up code."""
    return {
        "answered": translate("Desk", "Answered at once"),
        "ticket": translate("Desk", "Ticket filed"),
        "noted": translate("Desk", "Added to an earlier ticket"),
        "no_request": translate("Desk", "No request"),
        "silent": translate("Desk", "Silent call"),
        "wrong_number": translate("Desk", "Wrong number"),
        "dropped": translate("Desk", "Line dropped"),
        "abusive": translate("Desk", "Abusive caller"),
    }.get(code, "")


def spaced(number: str) -> str:
    """Returns a telephone number in groups, as people read it: ``138 0000 0042``; others as they are."""
    if len(number) == 11 and number.startswith("1"):
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    if len(number) == 12 and number.startswith("0"):
        return f"{number[:4]} {number[4:8]} {number[8:]}"
    return number


def clock(moment: datetime) -> str:
    """Returns a moment of the district's day: ``10:03:12``."""
    return f"{moments.local(moment):%H:%M:%S}"


def minute(moment: datetime) -> str:
    """Returns a moment of the district's day to the minute: ``10:03``."""
    return f"{moments.local(moment):%H:%M}"


def day_minute(moment: datetime, now: datetime) -> str:
    """Returns when something was: ``10:03`` today, ``11-20 10:03`` this year, with the year before that."""
    there, here = moments.local(moment), moments.local(now)
    if there.date() == here.date():
        return f"{there:%H:%M}"
    return f"{there:%m-%d %H:%M}" if there.year == here.year else f"{there:%Y-%m-%d}"


def day_or_minute(moment: datetime, now: datetime) -> str:
    """Returns when something was, in as little room as can be: ``10:03`` today, ``11-20`` this year, with the year before."""
    return day_minute(moment, now).split()[0]
