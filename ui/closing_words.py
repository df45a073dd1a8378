"""The words of closed queues."""

from collections.abc import Callable, Iterable
from datetime import datetime

from services.contracts.opening import ClosedTreatment, ClosingEntry, QueueClosing
from ui import moments
from ui.language import translate


def closed_words(closing: QueueClosing, name: str, now: datetime) -> str:
    """Returns that a queue is closed and until when, in few words."""
    if closing.until is None:
        return translate("Closings", "{queue} is closed").format(queue=name)
    return translate("Closings", "{queue} is closed until {moment}").format(
        queue=name, moment=moment_text(closing.until, now)
    )


def all_closed_words(closings: Iterable[QueueClosing], name_of: Callable[[str], str], now: datetime) -> str:
    """Returns every closed queue in a line."""
    return translate("Closings", " · ").join(closed_words(closing, name_of(closing.skill), now) for closing in closings)


def why_words(closing: QueueClosing) -> str:
    """Returns why a queue is closed, who said so, and what callers get."""
    words = translate("Closings", "{reason} ({name}). {treatment}")
    return words.format(reason=closing.reason, name=closing.by, treatment=gets_words(closing.treatment))


def gets_words(treatment: ClosedTreatment) -> str:
    """Returns what new callers get, as a sentence."""
    return {
        ClosedTreatment.ANNOUNCE: translate("Closings", "New callers hear an announcement."),
        ClosedTreatment.CALL_BACK: translate("Closings", "New callers hear that they will be called back."),
        ClosedTreatment.MESSAGE: translate("Closings", "New callers may leave a message."),
    }[treatment]


def entry_words(entry: ClosingEntry, now: datetime) -> str:
    """Returns a line of a queue's story."""
    moment = moment_text(entry.at, now)
    if entry.what == "closed":
        words = translate("Closings", "{moment} {name} closed it: {reason}")
    elif entry.what == "opened":
        words = translate("Closings", "{moment} {name} opened it. {reason}")
    else:
        words = translate("Closings", "{moment} it opened by itself")
    return words.format(moment=moment, name=entry.by, reason=entry.reason).rstrip()


def moment_text(moment: datetime, now: datetime) -> str:
    """Returns a moment by the district's clock, with its day where that is another one."""
    local = moments.local(moment)
    same = local.date() == moments.local(now).date()
    return f"{local:%H:%M}" if same else f"{local:%m-%d %H:%M}"
