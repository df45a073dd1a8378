"""What a message of a sensor says, by the mapping of its source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from pydantic import BaseModel, ConfigDict, Field

from services.contracts.text import clean_line
from services.contracts.tickets import Urgency
from services.server.importing.moments import moment

_LONGEST = 64_000


PLACE = "{sensor}"
"""In the topic of answers, where the sensor's id goes."""


class Source(BaseModel):
    """Topics of one kind of sensors. A place in a message is ``topic:N`` (Nth level, from 0) or a path in its JSON (``a.b.0``).

    Attributes:
        topic: a filter of MQTT, with ``+`` and ``#``.
        sensor: where the sensor's id stands.
        alarm: where the kind of alarm stands; empty where all are of one kind.
        at: where its time stands; without it messages that come again after a broken connection count again.
        quiet: values of ``state`` that are no alarm.
        state: where it says whether it is an alarm.
        text: where words for the reader stand.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    topic: str = Field(min_length=1, max_length=200)
    sensor: str = Field(min_length=1, max_length=100)
    alarm: str = Field(default="", max_length=100)
    at: str = Field(default="", max_length=100)
    state: str = Field(default="", max_length=100)
    quiet: list[str] = Field(default=["0", "false", "normal", "ok", "clear", "正常"], max_length=20)
    text: str = Field(default="", max_length=100)


class AlarmClass(BaseModel):
    """A kind of alarm: how urgent it is, what it is called, and its category."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(default="", max_length=40)
    urgency: Urgency = Urgency.URGENT
    category: str = Field(default="", max_length=32)


@dataclass(frozen=True)
class Alarm:
    """An alarm. ``at`` is the sensor's own time, where it gives one; ``original`` is the message, as it came by ``topic``."""

    sensor: str
    kind: str
    at: datetime | None = None
    text: str = ""
    topic: str = ""
    original: bytes = b""


def read(sources: Sequence[Source], topic: str, payload: bytes, zone: ZoneInfo) -> Alarm | None:
    """Returns the alarm in a message; nothing where it is none. A time that names no zone is in this one, the district's.

    Raises:
        ValueError: it does not say what its source's mapping expects.
    """
    source = next((source for source in sources if fits(source.topic, topic)), None)
    if source is None or len(payload) > _LONGEST:
        raise ValueError("no source")
    try:
        content = orjson.loads(payload)
    except orjson.JSONDecodeError:
        content = payload.decode("utf-8", "replace")
    levels = topic.split("/")
    state = _at(source.state, levels, content).casefold()
    if source.state and state in {quiet.casefold() for quiet in source.quiet}:
        return None
    sensor = _at(source.sensor, levels, content)
    if not sensor:
        raise ValueError("no sensor")
    kind = _at(source.alarm, levels, content)[:40] or "alarm"
    at = _moment(_at(source.at, levels, content), zone)
    return Alarm(sensor[:100], kind, at, _at(source.text, levels, content)[:200], topic, payload)


def fits(pattern: str, topic: str) -> bool:
    """Tells whether a topic is one of a filter's (MQTT 5, 4.7); with :data:`PLACE` in it, whether it may be one."""
    wanted, levels = pattern.split("/"), topic.split("/")
    for at, part in enumerate(wanted):
        if part == "#":
            return True
        if at >= len(levels) or (part not in ("+", levels[at]) and PLACE not in levels[at]):
            return False
    return len(wanted) == len(levels)


def _at(place: str, levels: Sequence[str], content: Any) -> str:
    if not place:
        return ""
    if place.startswith("topic:"):
        number = place.removeprefix("topic:")
        return clean_line(levels[int(number)]) if number.isdigit() and int(number) < len(levels) else ""
    for step in place.split("."):
        if isinstance(content, dict):
            content = content.get(step)
        elif isinstance(content, list) and step.isdigit() and int(step) < len(content):
            content = content[int(step)]
        else:
            return ""
    return "" if content is None or isinstance(content, (dict, list)) else clean_line(str(content))


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        found = moment(text, zone)
        return found.astimezone(UTC) if found is not None else None
    try:
        return datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC)
    except (ValueError, OverflowError, OSError):
        return None
