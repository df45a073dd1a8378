"""The words of quality: rules, reasons, states, answers, events; and how a score is written."""

from datetime import datetime

from PySide6.QtCore import QLocale

from services.contracts.calibrations import CalibrationState
from services.contracts.calls import CallEventKind
from services.contracts.quality import (
    EvaluationStatus,
    FatalItem,
    QualityFigure,
    Question,
    RecordingFlaw,
    Section,
    Verdict,
)
from services.contracts.recordings import TroubleCause
from services.errors import AppError, sentence
from services.quality.timeline import Entry
from ui import moments
from ui.language import translate
from widgets.durations import clock_text
from widgets.theme import Tone


def is_chinese() -> bool:
    """Tells whether the window speaks Chinese now."""
    return QLocale().language() == QLocale.Language.Chinese


def error_words(error: Exception) -> str:
    """Returns what went wrong, in the person's language."""
    problem = getattr(error, "problem", None)
    if problem is not None:
        return str(problem.detail)
    if isinstance(error, AppError):
        return sentence(error.code, "zh" if is_chinese() else "en", error.details)
    return sentence("unexpected", "zh" if is_chinese() else "en", {"why": type(error).__name__})


def question_words(question: Question) -> str:
    """Returns a question in the person's language."""
    return question.text if is_chinese() else question.english or question.text


def section_words(section: Section) -> str:
    """Returns a section's name in the person's language."""
    return section.name if is_chinese() else section.english or section.name


def fatal_words(item: FatalItem) -> str:
    """Returns a fatal item in the person's language."""
    return item.text if is_chinese() else item.english or item.text


def figure_words(figure: QualityFigure) -> str:
    """Returns the name of a row of the figures in the person's language."""
    return figure.name if is_chinese() else figure.english or figure.name


def score_words(score: float | None) -> str:
    """Returns a score as people write it: ``92``, ``86.5``, a dash where there is none."""
    return "–" if score is None else f"{score:g}"


def score_tone(score: float | None) -> Tone:
    """Returns the colour of a score: 90 and more is good, under 80 wants a look, under 60 is bad."""
    if score is None:
        return Tone.QUIET
    if score >= 90:
        return Tone.GOOD
    if score >= 80:
        return Tone.NEUTRAL
    return Tone.WARN if score >= 60 else Tone.BAD


def when(moment: datetime | None, *, with_day: bool = True) -> str:
    """Returns a moment in the district's time: ``03-02 09:41``."""
    if moment is None:
        return ""
    return moments.local(moment).strftime("%m-%d %H:%M" if with_day else "%H:%M")


def day(moment: datetime) -> str:
    """Returns a moment's day in the district: ``03-02``."""
    return moments.local(moment).strftime("%m-%d")


def rule_words() -> dict[str, str]:
    """Returns the names of the sampling rules."""
    return {
        "random": translate("Quality", "At random"),
        "per_agent": translate("Quality", "So many of each agent"),
        "low_satisfaction": translate("Quality", "Low satisfaction"),
        "long": translate("Quality", "Long calls"),
        "silent": translate("Quality", "Silent calls"),
        "kind": translate("Quality", "By kind of ticket"),
    }


def period_words() -> dict[str, str]:
    """Returns the names of the periods."""
    return {
        "today": translate("Quality", "Today"),
        "yesterday": translate("Quality", "Yesterday"),
        "week": translate("Quality", "Last 7 days"),
        "month": translate("Quality", "Last 30 days"),
    }


def kind_words() -> dict[str, str]:
    """Returns the names of the six kinds of appeal."""
    return {
        "consult": translate("Quality", "Consultation"),
        "help": translate("Quality", "Help"),
        "complaint": translate("Quality", "Complaint"),
        "report": translate("Quality", "Report"),
        "suggestion": translate("Quality", "Suggestion"),
        "praise": translate("Quality", "Praise"),
    }


def reason_words(reason: str, kind: str = "") -> str:
    """Returns why a call was picked, for people: ``silent:0.46`` becomes "46 % silent"."""
    code, _, number = reason.partition(":")
    match code:
        case "low_satisfaction":
            return translate("Quality", "Rating {stars}").format(stars=number)
        case "long":
            return translate("Quality", "{minutes} min").format(minutes=round(float(number or 0) / 60))
        case "silent":
            return translate("Quality", "{share}% silent").format(share=round(float(number or 0) * 100))
        case "kind":
            return kind_words().get(kind, kind)
        case "per_agent":
            return translate("Quality", "Per agent")
        case _:
            return translate("Quality", "Random")


def status_words(status: EvaluationStatus | str) -> tuple[str, Tone]:
    """Returns the name and the colour of an evaluation's state."""
    return {
        "claimed": (translate("Quality", "Being scored"), Tone.ACCENT),
        "submitted": (translate("Quality", "Submitted"), Tone.NEUTRAL),
        "published": (translate("Quality", "Published"), Tone.NEUTRAL),
        "acknowledged": (translate("Quality", "Acknowledged"), Tone.GOOD),
        "appealed": (translate("Quality", "Appealed"), Tone.WARN),
        "answered": (translate("Quality", "Appeal answered"), Tone.SPECIAL),
    }.get(str(status), (str(status), Tone.QUIET))


def calibration_words(state: CalibrationState) -> tuple[str, Tone]:
    """Returns the name and the colour of a calibration's state."""
    return {
        CalibrationState.OPEN: (translate("Quality", "Scoring"), Tone.ACCENT),
        CalibrationState.COMPARING: (translate("Quality", "Comparing"), Tone.WARN),
        CalibrationState.AGREED: (translate("Quality", "Agreed"), Tone.GOOD),
        CalibrationState.CALLED_OFF: (translate("Quality", "Called off"), Tone.QUIET),
    }[state]


def answer_words(verdict: Verdict | None) -> str:
    """Returns an answer in words."""
    if verdict is None:
        return "–"
    if verdict.not_applicable:
        return translate("Quality", "N/A", "not applicable")
    if verdict.share is None:
        return "–"
    if verdict.share >= 1:
        return translate("Quality", "Full")
    if verdict.share <= 0:
        return translate("Quality", "None", "no points")
    return translate("Quality", "Partly") if verdict.share == 0.5 else f"{verdict.share * 100:g} %"


def entry_words(entry: Entry) -> str:
    """Returns what happened at a place of the call."""
    match entry.kind:
        case CallEventKind.SPOKEN:
            return entry.text
        case CallEventKind.OFFERED:
            return translate("Quality", "The call came in")
        case CallEventKind.ANSWERED:
            return translate("Quality", "Answered")
        case CallEventKind.HELD:
            return translate("Quality", "On hold")
        case CallEventKind.RESUMED:
            return translate("Quality", "Back from hold")
        case CallEventKind.TRANSFERRED:
            return translate("Quality", "Transferred")
        case CallEventKind.CONFERENCE:
            return translate("Quality", "A colleague joined")
        case CallEventKind.RATED:
            return translate("Quality", "Caller's rating: {stars} of 5").format(stars=entry.text)
        case CallEventKind.ENDED:
            by = {
                "caller": translate("Quality", "The caller hung up"),
                "agent": translate("Quality", "The agent hung up"),
            }
            return by.get(entry.text, translate("Quality", "The call ended"))
        case _:
            return str(entry.kind)


def action_words(action: str) -> str:
    """Returns a step of the history."""
    return {
        "claimed": translate("Quality", "Claimed the call"),
        "filled_in": translate("Quality", "Filled in the scorecard"),
        "submitted": translate("Quality", "Submitted"),
        "published": translate("Quality", "Published to the agent"),
        "acknowledged": translate("Quality", "Acknowledged"),
        "appealed": translate("Quality", "Appealed"),
        "rescored": translate("Quality", "Scored anew"),
        "answered": translate("Quality", "Answered the appeal"),
    }.get(action, action)


def flaw_words(flaw: RecordingFlaw) -> str:
    """Returns what is wrong with a recording, and what an inspector goes by instead."""
    lengths = {"talk": clock_text(flaw.talk_seconds), "recorded": clock_text(flaw.seconds)}
    words = {
        TroubleCause.SHORT: translate("Quality", "The recording is cut: {recorded} of {talk}."),
        TroubleCause.DISK_FULL: translate(
            "Quality", "The recording is cut: {recorded} of {talk}; the exchange's disk was full."
        ),
        TroubleCause.SILENT_AGENT: translate("Quality", "The agent cannot be heard in this recording."),
        TroubleCause.SILENT_CITIZEN: translate("Quality", "The caller cannot be heard in this recording."),
        TroubleCause.SILENT: translate("Quality", "Nobody can be heard in this recording."),
    }.get(flaw.cause, translate("Quality", "Something is wrong with this recording."))
    instead = translate("Quality", "Score what is missing by the timeline and the ticket.")
    return ("" if is_chinese() else " ").join((words.format(**lengths), instead))
