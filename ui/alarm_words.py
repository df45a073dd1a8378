"""Alarms of the floor in words: what is wrong, by how much, what to do about it."""

from services.contracts.alarms import SHARES, Alarm, AlarmKind
from ui.language import translate
from widgets.durations import clock_text


def alarm_title(kind: str) -> str:
    """Returns what is wrong, in few words; that of a newer server as a word that something is."""
    return {
        AlarmKind.LONGEST_WAIT.value: translate("Alarms", "A caller waits too long"),
        AlarmKind.SERVICE_LEVEL.value: translate("Alarms", "Service level is low"),
        AlarmKind.ABANDONED.value: translate("Alarms", "Many callers give up"),
        AlarmKind.NO_AGENT.value: translate("Alarms", "Callers wait, nobody has the skill"),
        AlarmKind.PBX_LOST.value: translate("Alarms", "The exchange is not heard"),
        AlarmKind.LONG_BREAK.value: translate("Alarms", "Very long break"),
        AlarmKind.LONG_WRAP_UP.value: translate("Alarms", "Very long wrap-up"),
        AlarmKind.LONG_PAUSED.value: translate("Alarms", "Paused for very long"),
        AlarmKind.LONG_CALL.value: translate("Alarms", "Very long call"),
    }.get(kind, translate("Alarms", "Something is wrong"))


def what_to_do(kind: str) -> str:
    """Returns what a lead can do about it."""
    return {
        AlarmKind.LONGEST_WAIT.value: translate("Alarms", "End breaks, or give more agents the skill."),
        AlarmKind.SERVICE_LEVEL.value: translate("Alarms", "End breaks; look at long calls and wrap-ups."),
        AlarmKind.ABANDONED.value: translate("Alarms", "Get more agents on duty; have who gave up called back."),
        AlarmKind.NO_AGENT.value: translate("Alarms", "Give an agent the skill: on the board, Ctrl+L."),
        AlarmKind.PBX_LOST.value: translate("Alarms", "Callers are still rung. Tell who looks after the exchange."),
        AlarmKind.LONG_BREAK.value: translate("Alarms", "Ask them; put them right if they have left."),
        AlarmKind.LONG_WRAP_UP.value: translate(
            "Alarms", "Ask whether they need help; put them right if they have left."
        ),
        AlarmKind.LONG_PAUSED.value: translate(
            "Alarms", "They missed a ring. Ask them; sign them off if they have left."
        ),
        AlarmKind.LONG_CALL.value: translate("Alarms", "Ask whether they need help."),
    }.get(kind, "")


def value_text(kind: str, value: float) -> str:
    """Returns a value or a level as people read it: ``2:05``, ``63.0%``, ``3``."""
    if kind in SHARES:
        return f"{value:.1f}%"
    return f"{value:.0f}" if kind == AlarmKind.NO_AGENT else clock_text(value)


def alarm_sentence(alarm: Alarm, queue: str = "") -> str:
    """Returns an alarm in one line: what, whom or which queue it is about, the value it was raised at.

    Args:
        alarm: the alarm.
        queue: the name of its queue.
    """
    about = " · ".join(part for part in (alarm.name, queue or alarm.skill) if part)
    said = translate("Alarms", "{title}: {value}").format(
        title=alarm_title(alarm.kind), value=value_text(alarm.kind, alarm.value)
    )
    return f"{said} · {about}" if about else said
