"""Words and colours of call-backs."""

from datetime import datetime

from services.contracts.callbacks import CallBack, CallBackCause, CallBackEntry, CallBackOutcome, CallBackState
from ui.language import translate
from ui.work.words import moment_words
from widgets.durations import clock_text
from widgets.theme import Tone


def cause_words(cause: CallBackCause) -> str:
    """Returns why somebody is called back."""
    return {
        CallBackCause.ABANDONED: translate("CallBacks", "Hung up while waiting"),
        CallBackCause.CLOSED: translate("CallBacks", "Met a closed queue"),
        CallBackCause.CUT_OFF: translate("CallBacks", "Cut off while talking"),
        CallBackCause.VOICEMAIL: translate("CallBacks", "Left a message"),
        CallBackCause.WISHED: translate("CallBacks", "Wished it"),
    }[cause]


def why_words(one: CallBack) -> str:
    """Returns why somebody is called back, with the length of the newest message."""
    if one.cause is CallBackCause.VOICEMAIL and one.messages:
        return message_words(one.messages[-1].seconds)
    if one.messages:
        words = translate("CallBacks", "{cause} · {message}")
        return words.format(cause=cause_words(one.cause), message=message_words(one.messages[-1].seconds))
    return cause_words(one.cause)


def message_words(seconds: float) -> str:
    """Returns that there is a voice message, and how long it is."""
    return translate("CallBacks", "Voice message, {length}").format(length=clock_text(seconds))


def ticket_words(one: CallBack) -> str:
    """Returns the number of the newest ticket, and that there are more."""
    if len(one.tickets) > 1:
        words = translate("CallBacks", "{number} and {count} more")
        return words.format(number=one.tickets[-1].number, count=len(one.tickets) - 1)
    return one.tickets[0].number if one.tickets else ""


def number_words(number: str) -> str:
    """Returns a number, or that it was hidden."""
    return number or translate("CallBacks", "Number hidden")


def cause_tone(cause: CallBackCause) -> Tone | None:
    """Returns its colour: who was promised a call stands out."""
    return Tone.WARN if cause is CallBackCause.WISHED else None


def state_words(one: CallBack, now: datetime) -> str:
    """Returns where it stands, in one phrase."""
    if one.state is CallBackState.CLOSED:
        return outcome_words(one.outcome)
    if one.state is CallBackState.TAKEN:
        return translate("CallBacks", "with {name}").format(name=one.holder)
    if one.due:
        return translate("CallBacks", "now")
    return translate("CallBacks", "from {moment}").format(moment=moment_words(one.next_at, now))


def state_tone(one: CallBack) -> Tone | None:
    """Returns its colour."""
    if one.state is CallBackState.CLOSED:
        return Tone.GOOD if one.outcome in (CallBackOutcome.REACHED, CallBackOutcome.CALLED_AGAIN) else Tone.WARN
    if one.state is CallBackState.TAKEN:
        return Tone.NEUTRAL
    return Tone.WARN if one.due else None


def outcome_words(outcome: CallBackOutcome | None) -> str:
    """Returns how it was closed."""
    return {
        CallBackOutcome.REACHED: translate("CallBacks", "reached"),
        CallBackOutcome.CALLED_AGAIN: translate("CallBacks", "called again"),
        CallBackOutcome.NOT_REACHED: translate("CallBacks", "not reached"),
        CallBackOutcome.GIVEN_UP: translate("CallBacks", "closed by hand"),
        None: "",
    }[outcome]


def entry_words(entry: CallBackEntry, now: datetime) -> str:
    """Returns a line of the story."""
    what = {
        "opened": translate("CallBacks", "A call was lost"),
        "joined": translate("CallBacks", "Another call was lost"),
        "turned_away": translate("CallBacks", "The queue was closed, and they were told so"),
        "cut_off": translate("CallBacks", "The exchange failed while they were talking"),
        "wished": translate("CallBacks", "The citizen wished to be called back"),
        "voicemail": translate("CallBacks", "The citizen left a message"),
        "taken": translate("CallBacks", "Taken by {name}").format(name=entry.by),
        "released": translate("CallBacks", "Given back by {name}").format(name=entry.by),
        "calling": translate("CallBacks", "{name} called").format(name=entry.by),
        "called": translate("CallBacks", "Called; nobody answered"),
        "not_reached": translate("CallBacks", "{name} did not reach the citizen").format(name=entry.by),
        "ticket": translate("CallBacks", "{name} filed a ticket").format(name=entry.by),
        "closed": translate("CallBacks", "Closed"),
    }.get(entry.what, entry.what)
    note = f" · {reason_words(entry.note)}" if entry.note and entry.note != "signed_out" else ""
    return f"{moment_words(entry.at, now)}  {what}{note}"


def reason_words(reason: str) -> str:
    """Returns why one was closed without a talk: what somebody wrote, or that the number was blocked."""
    return translate("CallBacks", "The number is blocked") if reason == "blocked" else reason
