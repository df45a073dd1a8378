"""Notices in words: what happened, to which ticket, by whom of the staff."""

from services.contracts.notices import Notice, NoticeCode
from services.desk.choices import Choices
from ui.alarm_words import alarm_title
from ui.clock_words import clock_words
from ui.language import translate
from ui.lifecycle_words import done_words
from ui.problems import is_chinese
from widgets.theme import Tone

_LEADERS, _RED = 4, 3
_PRESSING = frozenset({"urge", "supervise", "send_back", "refuse_return", "refuse_extension"})
"""Steps of others after which somebody has to do something."""


def notice_words(notice: Notice, choices: Choices | None) -> str:
    """Returns a notice as a sentence; that of a newer server as a word that there is news."""
    values, number = notice.values, notice.number
    name = str(values.get("name", ""))
    match notice.code:
        case NoticeCode.STEP:
            words = translate("Notices", "{number}: {done} · {name}")
            return words.format(number=number, done=done_words(str(values.get("step", ""))), name=name)
        case NoticeCode.REMARK:
            return translate("Notices", "{number}: a remark by {name}").format(number=number, name=name)
        case NoticeCode.ALARM:
            return _alarm_words(notice)
        case NoticeCode.INSTRUCTION:
            words = translate("Notices", "{number}: a leader's instruction nears its deadline")
            if isinstance(values.get("level"), int) and int(values["level"]) >= _RED:
                words = translate("Notices", "{number}: a leader's instruction is at its deadline or past it")
            return words.format(number=number)
        case NoticeCode.ALARM_MANY:
            words = translate("Notices", "Tickets of yours that run out of time: {count}")
            return words.format(count=values.get("count", 0))
        case NoticeCode.OUT_OF_REACH:
            words = translate("Notices", "{number}: nobody is reached for the follow-up; you decide whether it ends")
            return words.format(number=number)
        case NoticeCode.LEADERS:
            words = translate("Notices", "{number}: {clock} is far over its limit at {unit}; the leaders are told")
            clock, unit = clock_words(str(values.get("clock", ""))), _unit(values, choices)
            return words.format(number=number, clock=clock, unit=unit)
        case NoticeCode.LEADERS_MANY:
            words = translate("Notices", "Tickets far over their limit, of which the leaders are told: {count}")
            return words.format(count=values.get("count", 0))
        case NoticeCode.MEETING_DUE:
            words = translate("Notices", "{number}: returned {count} times; a joint meeting with your unit is due")
            return words.format(number=number, count=values.get("count", 0))
        case NoticeCode.RULE_PROPOSED:
            words = translate("Notices", "A joint meeting on {number} proposes a line for the dispatch catalogue")
            return words.format(number=values.get("number", ""))
        case NoticeCode.CHANGE_REFUSED:
            words = translate("Notices", "The planned change of {name} ({code}) could not be done; see Settings")
            return words.format(name=values.get("name", ""), code=values.get("code", ""))
        case NoticeCode.ASSIGNED:
            return translate("Notices", "{number}: given to you by {name}").format(number=number, name=name)
        case NoticeCode.EMERGENCY:
            words = translate("Notices", "{number}: an emergency for {unit}")
            return words.format(number=number, unit=_unit(values, choices))
        case NoticeCode.WROTE_AGAIN:
            return translate("Notices", "{number}: the citizen wrote again after it was closed").format(number=number)
        case NoticeCode.FLOOR_ALARM:
            return _floor_alarm_words(values, choices)
        case NoticeCode.HANDED_OVER:
            words = translate("Notices", "Tickets of {name} lie in the pool of {unit} now: {count}")
            said = words.format(name=name, unit=_unit(values, choices), count=values.get("count", 0))
            why = _left_words(str(values.get("why", "")))
            return translate("Notices", "{said} ({why})").format(said=said, why=why) if why else said
        case NoticeCode.CALIBRATION_BEGUN:
            return translate("Notices", "{name} asks you to score a call for a calibration").format(name=name)
        case NoticeCode.CALIBRATION_COMPARED:
            return translate("Notices", "The scorings of {name}'s calibration can be compared").format(name=name)
        case NoticeCode.HELP:
            return translate("Notices", "{name} asks for help with a call").format(name=name)
        case NoticeCode.CALL_TAKEN | NoticeCode.CALL_SENT:
            return _moved_words(notice, choices)
        case NoticeCode.BLOCK_PROPOSED:
            words = translate("Notices", "A number was reported as harassing by {agents} agents: decide about a block")
            return words.format(agents=values.get("agents", 0))
        case NoticeCode.BOARD_FILES:
            words = translate("Notices", "Files of {board} wait, because nothing says what their columns are: {count}")
            return words.format(board=values.get("board", ""), count=values.get("count", 0))
        case NoticeCode.RECORDINGS:
            words = translate("Notices", "Recordings that are missing or not whole: {count}")
            return words.format(count=values.get("count", 0))
    return translate("Notices", "{number}: something new").format(number=number).removeprefix(": ")


def _moved_words(notice: Notice, choices: Choices | None) -> str:
    """Says what a lead did with a caller; a caller whom the lead took has no other reason."""
    values = notice.values
    name, to, why = (str(values.get(key, "")) for key in ("name", "to", "why"))
    if notice.code == NoticeCode.CALL_SENT:
        return translate("Notices", "{name} sends you a caller: {why}").format(name=name, why=why)
    if not why:
        return translate("Notices", "{name} has taken the caller who rang at you").format(name=name)
    skill = str(values.get("skill", ""))
    where = to or (choices.skill_name(skill, not is_chinese()) if choices is not None else skill)
    words = translate("Notices", "{name} has moved your caller to {where}: {why}")
    return words.format(name=name, where=where, why=why)


def notice_tone(notice: Notice) -> Tone:
    """Returns how a notice looks: red for what cannot wait."""
    level = notice.values.get("level", 0)
    if notice.urgent or notice.code in (NoticeCode.LEADERS, NoticeCode.LEADERS_MANY):
        return Tone.BAD
    if notice.code in (NoticeCode.ALARM, NoticeCode.ALARM_MANY, NoticeCode.INSTRUCTION):
        return Tone.BAD if isinstance(level, int) and level >= _RED else Tone.WARN
    if notice.code == NoticeCode.MEETING_DUE:
        return Tone.WARN
    if notice.code == NoticeCode.STEP and notice.values.get("step") in _PRESSING:
        return Tone.WARN
    return Tone.NEUTRAL


def _alarm_words(notice: Notice) -> str:
    level, clock = notice.values.get("level", 0), clock_words(str(notice.values.get("clock", "")))
    words = translate("Notices", "{number}: {clock} is running out")
    if isinstance(level, int) and level >= _LEADERS:
        words = translate("Notices", "{number}: {clock} is over, the leaders are told")
    elif level == _RED:
        words = translate("Notices", "{number}: {clock} is over or nearly so")
    return words.format(number=notice.number, clock=clock)


def _floor_alarm_words(values: dict[str, str | int], choices: Choices | None) -> str:
    skill = str(values.get("skill", ""))
    queue = choices.skill_name(skill, not is_chinese()) if choices is not None else skill
    about = " · ".join(part for part in (str(values.get("name", "")), queue) if part)
    title = alarm_title(str(values.get("kind", "")))
    words = translate("Notices", "Alarm: {title} · {about}") if about else translate("Notices", "Alarm: {title}")
    return words.format(title=title, about=about)


def _unit(values: dict[str, str | int], choices: Choices | None) -> str:
    code = str(values.get("unit", ""))
    return choices.unit_name(code, not is_chinese()) if choices is not None and code else code


def _left_words(why: str) -> str:
    """Returns why tickets went to the pool, empty where nothing is known of it."""
    return {
        "signed_out": translate("Notices", "signed out"),
        "silent": translate("Notices", "no sign of their console"),
        "absent": translate("Notices", "absent"),
        "transferred": translate("Notices", "moved to another unit"),
        "closed": translate("Notices", "account closed"),
        "no_handler": translate("Notices", "no longer a handler"),
        "dissolved": translate("Notices", "unit dissolved"),
    }.get(why, "")
