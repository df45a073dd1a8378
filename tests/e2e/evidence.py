"""What a typist wrote down, what a store holds, what the server has: read from outside, to be compared."""

import contextlib
import json
import sqlite3
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from services.contracts.tickets import NewTicket
from services.desk.draft import Draft
from services.desk.form import FormValues
from tests.e2e.typist import steps


@dataclass(frozen=True)
class Note:
    """A line of the diary: what happened, when, in which draft, with which ticket of the script, at which of its steps."""

    what: str
    at: float
    key: str = ""
    number: int = -1
    step: int = -1


def read_diary(file: Path) -> list[Note]:
    """Reads a diary; a last line that was cut off did not happen."""
    notes = []
    for line in file.read_text("utf-8").split("\n")[:-1] if file.exists() else []:
        notes.append(Note(**json.loads(line)))
    return notes


@dataclass(frozen=True)
class Kept:
    """What a console's store holds: drafts and unsent tickets, by the draft's key."""

    drafts: dict[str, FormValues]
    outbox: dict[str, FormValues]


def read_store(file: Path) -> Kept:
    """Reads a store as the next start of the console would."""
    if not file.exists():
        return Kept({}, {})
    with contextlib.closing(sqlite3.connect(file)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not {"drafts", "outbox"} <= tables:
            return Kept({}, {})
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        drafts = {
            key: Draft.from_json(key, json.loads(fields)).form.values
            for key, fields in connection.execute("SELECT id, fields FROM drafts")
        }
        outbox = {
            key: values_of(json.loads(payload))
            for key, payload in connection.execute("SELECT draft_id, payload FROM outbox")
        }
    return Kept(drafts, outbox)


def read_server(file: Path) -> dict[str, FormValues]:
    """Reads the tickets of a server's database, by id, in the order of their numbers."""
    names = ("kind", "category", "town", "title", "content")
    with contextlib.closing(sqlite3.connect(file, timeout=10)) as connection:
        rows = connection.execute(f"SELECT id, {', '.join(names)} FROM tickets ORDER BY number").fetchall()
    return {row[0]: FormValues(**dict(zip(names, row[1:], strict=True))) for row in rows}


def values_of(payload: dict[str, Any]) -> FormValues:
    """Returns what was typed into a ticket that waits to be sent."""
    ticket = NewTicket.model_validate(payload)
    return FormValues(
        kind=ticket.kind or "",
        category=ticket.category or "",
        town=ticket.town or "",
        title=ticket.title or "",
        content=ticket.content or "",
    )


@cache
def script(number: int) -> list[FormValues]:
    """Returns what stands in the form of the n-th ticket after each step."""
    return [form.values for form in steps(number)]


def read_logs(home: Path) -> str:
    """Reads everything that consoles of a folder have logged."""
    return "".join(file.read_text("utf-8") for file in (home / "logs").glob("*"))
