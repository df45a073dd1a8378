"""Puts the files into their folder, and never over what a person has changed.

What was written is remembered by its hash beside the files. A file that is not as it was written belongs to a person
now: it stays, and the new text goes into ``NAME.new``. Files that were there before ours are kept as ``NAME.before``.
"""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from services.telephony.asterisk.configuration import record
from services.telephony.asterisk.configuration.record import digest

RECORD = ".tongfu-pbx.json"


class Outcome(StrEnum):
    """What became of a file."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    """Changed by a person: left alone, the new text lies beside it."""
    REPLACED = "replaced"
    """Changed by a person, and replaced because that was asked for; the old one lies beside it."""
    TAKEN_OVER = "taken_over"
    """Was there before; the old one lies beside it."""


@dataclass(frozen=True)
class Written:
    """A file and what became of it; ``beside`` names the other version, if there is one."""

    name: str
    outcome: Outcome
    beside: str = ""


def write(folder: Path, files: Mapping[str, str], secret: frozenset[str], replace: bool = False) -> list[Written]:
    """Writes the files that are to be written; each at once and whole.

    Args:
        folder: Asterisk's folder, made if it is not there.
        files: text by name.
        secret: names of files that nobody but Asterisk may read.
        replace: also what a person has changed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = record.read(folder / RECORD)
    done = [_write(folder, name, text, name in secret, known, replace) for name, text in sorted(files.items())]
    _put(folder / RECORD, record.text_of(known), secret=False)
    return done


def changed_by_hand(folder: Path) -> list[str]:
    """Returns the files that are not as they were written."""
    return sorted(
        name
        for name, sum_ in record.read(folder / RECORD).items()
        if (folder / name).is_file() and digest(folder / name) != sum_
    )


def _write(folder: Path, name: str, text: str, secret: bool, known: dict[str, str], replace: bool) -> Written:
    file, sum_ = folder / name, hashlib.sha256(text.encode()).hexdigest()
    outcome, beside = Outcome.WRITTEN, ""
    if file.is_file():
        present = digest(file)
        if present == sum_:
            known[name] = sum_
            return Written(name, Outcome.UNCHANGED)
        if name not in known:
            outcome, beside = Outcome.TAKEN_OVER, _free(folder, name, "before")
        elif present != known[name] and replace:
            outcome, beside = Outcome.REPLACED, _free(folder, name, "before")
        elif present != known[name]:
            _put(folder / f"{name}.new", text, secret)
            return Written(name, Outcome.KEPT, f"{name}.new")
        if beside:
            file.rename(folder / beside)
    _put(file, text, secret)
    known[name] = sum_
    return Written(name, outcome, beside)


def _put(file: Path, text: str, secret: bool) -> None:
    part = file.with_name(f".{file.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640 if secret else 0o644)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        os.fchmod(descriptor, 0o640 if secret else 0o644)
        out.write(text)
        out.flush()
        os.fsync(descriptor)
    if os.getuid() == 0:
        # Asterisk runs under an account of its own, to which its folder belongs.
        owner = file.parent.stat()
        os.chown(part, owner.st_uid, owner.st_gid)
    part.replace(file)


def _free(folder: Path, name: str, word: str) -> str:
    """Returns a name that is not taken."""
    number, found = 1, f"{name}.{word}"
    while (folder / found).exists():
        number += 1
        found = f"{name}.{word}-{number}"
    return found
