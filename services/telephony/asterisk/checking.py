"""Looks at a running Asterisk and tells what is wrong with it, as codes with details; the words stand with the command."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from services.telephony.asterisk import survey
from services.telephony.asterisk.configuration.mark import differences
from services.telephony.asterisk.connection import Access, Line, LineLost, Refused
from services.telephony.asterisk.desks import Desk
from services.telephony.asterisk.names import (
    BLOCKED_CONTEXT,
    WRITTEN,
    endpoint_of,
    extension_of,
    personal_queue,
    queue_of,
)

OLDEST, NEWEST = 16, 22
NEEDED = (
    "app_queue",
    "chan_pjsip",
    "res_pjsip_notify",
    "res_mutestream",
    "app_mixmonitor",
    "app_confbridge",
    "res_srtp",
)
CLOCK_SECONDS = 2.0
_WAIT_SECONDS = 6.0


@dataclass(frozen=True)
class Finding:
    """Something that was looked at. ``good`` may be ``None``: worth a look, but calls go on."""

    code: str
    good: bool | None
    details: Mapping[str, object] = field(default_factory=dict)


class _Listener:
    def __init__(self) -> None:
        self.open, self.lost, self.why = Event(), Event(), ""

    def on_event(self, _event: Mapping[str, Any]) -> None:
        pass

    async def on_open(self) -> None:
        self.open.set()

    def on_lost(self, why: str) -> None:
        self.why = why
        self.lost.set()
        self.open.set()


def look(
    access: Access, desks: Sequence[Desk], skills: frozenset[str], now: str, written: str | None = None
) -> list[Finding]:
    """Returns what was found, in the order in which a person would put it right.

    Args:
        access: the way into the manager interface.
        desks: who has a telephone.
        skills: all that have a queue.
        now: the mark of the configuration as it would be written now.
        written: that of the files, where they can be seen.
    """
    listener = _Listener()
    line = Line(access, listener)
    line.start()
    try:
        listener.open.wait(_WAIT_SECONDS)
        if listener.lost.is_set() or not listener.open.is_set():
            code = "refused" if listener.why == "sign-in refused" else "unreachable"
            return [Finding(code, False, {"host": access.host, "port": access.port}), *_age(now, written, None)]
        reached = Finding("reached", True, {"host": access.host, "port": access.port})
        return [reached, *_look(line, desks, skills), *_age(now, written, _running(line))]
    except (LineLost, Refused) as error:
        return [Finding("broke_off", False, {"why": str(error)})]
    finally:
        line.stop()


def _look(line: Line, desks: Sequence[Desk], skills: frozenset[str]) -> list[Finding]:
    found = [_version(line), _clock(line), *_modules(line)]
    picture = survey.read(line.wait({"Action": "QueueStatus"}), ())
    queues = {
        str(event.get("Queue")) for event in line.wait({"Action": "QueueStatus"}) if event.get("Event") == "QueueParams"
    }
    wanted = {queue_of(skill) for skill in skills} | {personal_queue(desk.extension) for desk in desks}
    missing = sorted(wanted - queues)
    found.append(Finding("queues", not missing, {"missing": ", ".join(missing[:8]), "count": len(wanted)}))
    known, reachable = _telephones(line)
    unknown = sorted(desk.extension for desk in desks if endpoint_of(desk.extension) not in known)
    found.append(Finding("telephones", not unknown, {"missing": ", ".join(unknown[:8]), "count": len(desks)}))
    away = sorted(desk.extension for desk in desks if endpoint_of(desk.extension) in known - reachable)
    if desks:
        found.append(Finding("signed_in", None if away else True, {"missing": ", ".join(away[:8]), "count": len(away)}))
    on_duty = [extension for extension in picture.members if survey.skills_of(picture, extension)]
    silent = sorted(extension for extension in on_duty if endpoint_of(extension) not in reachable)
    if silent:
        found.append(Finding("duty_without_telephone", False, {"missing": ", ".join(silent[:8])}))
    carrier = "carrier" in known
    found.append(Finding("carrier", True if carrier else None))
    found.append(Finding("blocking", _has_context(line, BLOCKED_CONTEXT)))
    return found


def _running(line: Line) -> str:
    return str(line.wait({"Action": "Getvar", "Variable": WRITTEN})[0].get("Value") or "")


def _age(now: str, written: str | None, running: str | None) -> list[Finding]:
    if written is None and running is None:
        return []
    return [Finding(code, False) for code in differences(now, written, running)] or [Finding("as_now", True)]


def _has_context(line: Line, context: str) -> bool:
    try:
        line.wait({"Action": "ShowDialPlan", "Context": context})
    except Refused:
        return False
    return True


def _version(line: Line) -> Finding:
    said = str(line.wait({"Action": "CoreSettings"})[0].get("AsteriskVersion", ""))
    major = int(said.split(".")[0]) if said.split(".")[0].isdigit() else 0
    good = True if OLDEST <= major <= NEWEST else None
    return Finding("version", good, {"version": said.split("~")[0].split("+")[0], "oldest": OLDEST, "newest": NEWEST})


def _clock(line: Line) -> Finding:
    before = time.time()
    said = float(line.wait({"Action": "Ping"})[0].get("Timestamp") or 0)
    seconds = abs(said - (before + time.time()) / 2)
    return Finding("clock", seconds < CLOCK_SECONDS, {"seconds": round(seconds, 1)})


def _modules(line: Line) -> list[Finding]:
    missing = []
    for module in NEEDED:
        try:
            line.wait({"Action": "ModuleCheck", "Module": module})
        except Refused:
            missing.append(module)
    return [Finding("modules", not missing, {"missing": ", ".join(missing)})]


def _telephones(line: Line) -> tuple[set[str], set[str]]:
    """Returns the SIP accounts that Asterisk knows, and those whose telephone is signed in."""
    events = line.wait({"Action": "PJSIPShowEndpoints"})
    known = {str(event.get("ObjectName")) for event in events if event.get("Event") == "EndpointList"}
    away = {
        str(event.get("ObjectName"))
        for event in events
        if event.get("Event") == "EndpointList" and event.get("DeviceState") in ("Unavailable", "Invalid")
    }
    return known, {name for name in known - away if extension_of(f"PJSIP/{name}")}
