"""Of which release, which people and which skills a configuration is: a mark in its dialplan, that a check compares.

Secrets, addresses and folders are not in it. What a release writes is told by its texts for an imagined district that has
everything, so nobody has to remember to count a number on.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from services.telephony.asterisk.configuration import render
from services.telephony.asterisk.configuration.plan import Carrier, Desk, Manager, Plan, Security
from services.telephony.asterisk.names import WRITTEN

FILE = "extensions.conf"
_SIGNS = 12
_LINE = re.compile(rf"^{WRITTEN}\s*=\s*(\S*)\s*$", re.MULTILINE)


def mark(extensions: Mapping[str, str], skills: Collection[str], prompts: Collection[str]) -> str:
    """Returns the mark of what would be written.

    Args:
        extensions: by account.
        skills: all that have a queue.
        prompts: names of all sounds that could be there.
    """
    return "-".join((_texts(prompts), _digest(f"{key} {value}" for key, value in extensions.items()), _digest(skills)))


def on_disk(folder: Path) -> str | None:
    """Returns the mark of the files in a folder, empty for those that have none; ``None`` where there are no files."""
    try:
        found = _LINE.search((folder / FILE).read_text("utf-8", errors="replace"))
    except FileNotFoundError:
        return None
    return found[1] if found else ""


def differences(now: str, written: str | None, running: str | None) -> list[str]:
    """Returns codes of what somebody has to do something about.

    Args:
        now: the mark of what would be written.
        written: that of the files.
        running: that of what Asterisk has read. Each ``None`` where it cannot be seen.
    """
    seen = running if written is None else written
    found = []
    if seen is not None:
        (texts, *ours), (its_texts, *theirs) = now.split("-"), seen.split("-")
        if its_texts != texts or len(theirs) != len(ours):
            found.append("other_release")
        else:
            codes = ("people_changed", "skills_changed")
            found += [code for code, mine, other in zip(codes, ours, theirs, strict=True) if mine != other]
    if None not in (written, running) and written != running:
        found.append("not_loaded")
    return found


def _texts(prompts: Collection[str]) -> str:
    people, skills, manager = [Desk("account", "name", "1001", "s")], [("general", ""), ("city", "")], Manager("s")
    full = Plan(
        people,
        skills,
        manager,
        Carrier(["192.0.2.1"]),
        Security("/certificate", "/key"),
        media_address="192.0.2.2",
        prompts=sorted(prompts),
        menu=[("1", "city")],
        english_skill="city",
    )
    mixed = Plan(people, skills, manager, security=Security("/certificate", "/key", plain=True))
    bare = Plan(people, skills, manager)
    return _digest(f"{name}\n{text}" for plan in (full, mixed, bare) for name, text in render(plan).items())


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(sorted(parts)).encode()).hexdigest()[:_SIGNS]
