"""The words of the wall: states, marks, what happened to an agent, calls and times."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from PySide6.QtCore import QDate, QLocale

from services.contracts.calls import (
    AgentState,
    AgentStatus,
    BreakReason,
    CallEventKind,
    RawCallEvent,
    RejectReason,
    SupervisionMode,
    WrapUpReason,
)
from services.errors import AppError
from services.wall.judging import Concern
from services.wall.service import CurrentCall
from ui import moments
from ui.language import translate
from widgets.durations import clock_text
from widgets.theme import Tone

NOTHING = "–"
_MOST_EVIDENCE = 8
"""Lines of what happened to an agent; more of them hide what is to be decided."""
_STATE_TONES = {
    AgentState.READY: Tone.GOOD,
    AgentState.RINGING: Tone.ACCENT,
    AgentState.TALKING: Tone.ACCENT,
    AgentState.HELD: Tone.SPECIAL,
    AgentState.PAUSED: Tone.WARN,
}
TONES = {Concern.NONE: Tone.NEUTRAL, Concern.WATCH: Tone.WARN, Concern.WRONG: Tone.BAD}


def state_words(state: AgentState) -> str:
    """Returns a state as a hotline calls it."""
    return {
        AgentState.OFFLINE: translate("Wall", "Off duty"),
        AgentState.READY: translate("Wall", "Ready"),
        AgentState.RINGING: translate("Wall", "Ringing"),
        AgentState.TALKING: translate("Wall", "Talking"),
        AgentState.HELD: translate("Wall", "On hold"),
        AgentState.WRAP_UP: translate("Wall", "Wrap-up"),
        AgentState.BREAK: translate("Wall", "Break"),
        AgentState.TRAINING: translate("Wall", "Training"),
        AgentState.PAUSED: translate("Wall", "Paused"),
    }[state]


def choice_words(state: AgentState) -> str:
    """Returns a state as something to set: one is off duty, but one is signed off."""
    return translate("Wall", "Signed off") if state is AgentState.OFFLINE else state_words(state)


def reason_words(reason: str) -> str:
    """Returns why somebody is on a break or paused, or an empty text."""
    return {
        BreakReason.REST.value: translate("Wall", "rest"),
        BreakReason.MEAL.value: translate("Wall", "meal"),
        BreakReason.MEETING.value: translate("Wall", "meeting"),
        BreakReason.PAPERWORK.value: translate("Wall", "paperwork"),
        WrapUpReason.TICKET.value: translate("Wall", "writes the ticket"),
        WrapUpReason.LOOK_UP.value: translate("Wall", "looks something up"),
        WrapUpReason.UNIT.value: translate("Wall", "asks a unit or a colleague"),
        WrapUpReason.UPSET.value: translate("Wall", "the call was hard"),
        WrapUpReason.SYSTEM.value: translate("Wall", "a program or telephone does not work"),
        "ring_missed": translate("Wall", "missed a ring"),
        "rejected": translate("Wall", "turned a call down"),
        "no_console": translate("Wall", "console lost"),
        "put_right": translate("Wall", "put right"),
    }.get(reason, "")


def state_text(agent: AgentStatus) -> str:
    """Returns state and reason: ``Break · meal``."""
    reason = reason_words(agent.reason)
    return f"{state_words(agent.state)} · {reason}" if reason else state_words(agent.state)


def state_tone(state: AgentState) -> Tone:
    """Returns the tone of a state; only what needs a look is loud."""
    return _STATE_TONES.get(state, Tone.QUIET)


def stuck_words(code: str) -> str:
    """Returns the mark of an agent who looks stuck, or an empty text."""
    return {
        "no_console": translate("Wall", "Console not seen"),
        "long_wrap_up": translate("Wall", "Very long wrap-up"),
        "long_break": translate("Wall", "Very long break"),
        "long_call": translate("Wall", "Very long call"),
    }.get(code, code)


def stuck_sentence(code: str) -> str:
    """Returns what a stuck mark means."""
    return {
        "no_console": translate("Wall", "Their console has not been heard for some seconds: closed, or cut off."),
        "long_wrap_up": translate("Wall", "Wrap-up has lasted for more than ten minutes."),
        "long_break": translate("Wall", "The break has lasted for more than an hour."),
        "long_call": translate("Wall", "The call has lasted for more than half an hour."),
    }.get(code, "")


def telephone_words(code: str) -> str:
    """Returns what the telephone says that differs from the person's state, or an empty text."""
    return {
        "away": translate("Wall", "Telephone not there"),
        "paused": translate("Wall", "Telephone is paused"),
    }.get(code, code)


def telephone_sentence(code: str) -> str:
    """Returns what such a difference means."""
    return {
        "away": translate("Wall", "The exchange does not reach their telephone: no call can ring there."),
        "paused": translate("Wall", "The exchange does not ring their telephone, although they are ready here."),
    }.get(code, "")


def evidence_lines(events: Sequence[RawCallEvent]) -> list[str]:
    """Returns what was last stated about an agent, a line for each, the newest first; what a caller said is no evidence."""
    told = [event for event in events if event.kind not in (CallEventKind.SPOKEN, CallEventKind.RATED)]
    return [f"{time_text(event.at)}  {_event_words(event)}" for event in told[:_MOST_EVIDENCE]]


def _event_words(event: RawCallEvent) -> str:
    if event.kind is CallEventKind.AGENT_STATE:
        state = str(event.data.get("state", ""))
        known = state_words(AgentState(state)) if state in list(AgentState) else state
        why = _reject_words(str(event.data.get("why") or ""))
        return " · ".join(part for part in (known, reason_words(str(event.data.get("reason") or "")), why) if part)
    if event.kind is CallEventKind.RING_CANCELLED and event.data.get("why") == "rejected":
        return translate("Wall", "turned the call down")
    return {
        CallEventKind.WRAP_UP_EXTENDED: " · ".join(
            part
            for part in (
                translate("Wall", "made the wrap-up longer"),
                reason_words(str(event.data.get("reason") or "")),
            )
            if part
        ),
        CallEventKind.RINGING: translate("Wall", "rung with a call"),
        CallEventKind.RING_MISSED: translate("Wall", "did not answer the ring"),
        CallEventKind.RING_CANCELLED: translate("Wall", "the ring was taken back"),
        CallEventKind.ANSWERED: translate("Wall", "answered"),
        CallEventKind.HELD: translate("Wall", "put the caller on hold"),
        CallEventKind.RESUMED: translate("Wall", "took the caller off hold"),
        CallEventKind.TRANSFERRED: translate("Wall", "the call went on to somebody else"),
        CallEventKind.MOVED: translate("Wall", "a lead moved the caller"),
        CallEventKind.ENDED: translate("Wall", "the call ended"),
        CallEventKind.ABANDONED: translate("Wall", "the caller hung up"),
        CallEventKind.HELP_ASKED: translate("Wall", "asked for help"),
        CallEventKind.HELP_ENDED: translate("Wall", "asks for help no more"),
        CallEventKind.DIALLED: translate("Wall", "called a number"),
        CallEventKind.CONSULTED: translate("Wall", "asked somebody, the caller on hold"),
        CallEventKind.CONFERENCE: translate("Wall", "talks as three"),
        CallEventKind.PARKED: translate("Wall", "parked the caller"),
        CallEventKind.SUPERVISED: translate("Wall", "a lead came into the call"),
        CallEventKind.UNSUPERVISED: translate("Wall", "the lead left the call"),
        CallEventKind.RECORDING_PAUSED: translate("Wall", "paused the recording"),
        CallEventKind.RECORDING_RESUMED: translate("Wall", "the recording went on"),
    }.get(event.kind, event.kind.value)


def _reject_words(reason: str) -> str:
    """Returns why an agent turned a call down, or an empty text."""
    return {
        RejectReason.AWAY.value: translate("Wall", "not at the desk"),
        RejectReason.TECHNICAL.value: translate("Wall", "headset or telephone does not work"),
        RejectReason.ACQUAINTED.value: translate("Wall", "knows the caller"),
        RejectReason.OTHER.value: translate("Wall", "another reason"),
    }.get(reason, "")


def marks_of(agent: AgentStatus) -> str:
    """Returns why an agent needs a look: asks for help, looks stuck, or their telephone says something else."""
    help_wanted = translate("Wall", "Asks for help") if agent.help_since is not None else ""
    return " · ".join(
        part for part in (help_wanted, stuck_words(agent.stuck), telephone_words(agent.telephone)) if part
    )


def mode_words(mode: SupervisionMode) -> str:
    """Returns how a lead is in a call."""
    return {
        SupervisionMode.LISTEN: translate("Wall", "listens"),
        SupervisionMode.WHISPER: translate("Wall", "whispers"),
        SupervisionMode.JOIN: translate("Wall", "has joined"),
    }[mode]


def supervision_words(agent: AgentStatus) -> str:
    """Returns which leads are in an agent's call: ``Li listens``."""
    words = translate("Wall", "{name} {mode}", "a lead and how they are in a call")
    return ", ".join(words.format(name=each.name, mode=mode_words(each.mode)) for each in agent.supervisors)


def call_text(agent: AgentStatus, call: CurrentCall | None, skill: str) -> str:
    """Returns whom an agent speaks with: ``138****1234 · 社保民生``."""
    if call is None:
        return "…" if agent.call_id else ""
    number = number_text(call.number_masked)
    return f"{number} · {skill}" if skill else number


def number_text(masked: str) -> str:
    """Returns a caller's masked number, or that they hide it."""
    return masked or translate("Wall", "number hidden")


def time_text(moment: datetime) -> str:
    """Returns a moment as the district's clock shows it."""
    return moments.local(moment).strftime("%H:%M:%S")


def date_text(moment: datetime) -> str:
    """Returns a moment's day in the language that is on."""
    local = moments.local(moment)
    pattern = translate("Wall", "dddd d MMMM", "a day, as Qt's date formats write it")
    return QLocale().toString(QDate(local.year, local.month, local.day), pattern)


def is_silence(error: Exception) -> bool:
    """Tells whether an error says no more than that the server was not reached."""
    return isinstance(error, AppError) and error.code in ("unreachable", "timed_out")


def duration_words(seconds: float) -> str:
    """Returns a mean of seconds for the board; a dash where there was nothing."""
    return clock_text(seconds) if seconds > 0 else NOTHING


def states_on_duty() -> Iterator[AgentState]:
    """Yields the states that the wall counts, in their order."""
    yield from (
        AgentState.READY,
        AgentState.RINGING,
        AgentState.TALKING,
        AgentState.HELD,
        AgentState.WRAP_UP,
        AgentState.BREAK,
        AgentState.TRAINING,
        AgentState.PAUSED,
    )
