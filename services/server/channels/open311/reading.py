"""Requests as anybody may read them, and as the client may that brought them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, select

from services.contracts.channels import Channel, CitizenNotice
from services.contracts.clocks import ClockKind
from services.contracts.open311 import Comment, Extended, HistoryEntry, ServiceRequest
from services.contracts.tickets import Catalogue
from services.server.channels import words
from services.server.channels.open311.settings import Open311Settings
from services.server.channels.tables import channel_messages as messages
from services.server.channels.tables import channel_outgoing as outgoing
from services.server.tickets import repository as ticket_queries
from services.server.tickets.tables import tickets

_COLUMNS = (
    tickets.c.key,
    tickets.c.id,
    tickets.c.number,
    tickets.c.status,
    tickets.c.category,
    tickets.c.detail,
    tickets.c.village,
    tickets.c.town,
    tickets.c.unit,
    tickets.c.updated_at,
    tickets.c.closed_at,
    tickets.c.due_at,
    tickets.c.due_kind,
    tickets.c.note_count,
    messages.c.key.label("message"),
    messages.c.client,
    messages.c.received_at,
    messages.c.latitude,
    messages.c.longitude,
    messages.c.extra,
)
_BLURRED = 2
"""Digits behind the point of a place that not everybody may know: about a kilometre."""


@dataclass(frozen=True)
class Asked:
    """What a list is narrowed by. ``client`` is who asks, as far as they proved it; others' confidential requests are left out."""

    client: str = ""
    numbers: Sequence[str] = ()
    codes: Sequence[str] = ()
    since: datetime | None = None
    until: datetime | None = None
    closed: bool | None = None
    page: int = 1
    page_size: int = 1_000


def find(connection: Connection, asked: Asked) -> Sequence[Row[Any]]:
    """Returns requests, the newest first. Numbers, where given, are all that counts, as the specification has it."""
    query = (
        select(*_COLUMNS)
        .select_from(messages.join(tickets, tickets.c.id == messages.c.ticket_id))
        .where(messages.c.channel == Channel.OPEN311.value, messages.c.opened)
        .where(~tickets.c.confidential | (messages.c.client == asked.client))
        .order_by(messages.c.key.desc())
        .limit(asked.page_size)
        .offset((asked.page - 1) * asked.page_size)
    )
    if asked.numbers:
        return list(connection.execute(query.where(tickets.c.number.in_(asked.numbers))))
    if asked.codes:
        query = query.where(tickets.c.category.in_(asked.codes))
    if asked.since is not None:
        query = query.where(messages.c.received_at >= asked.since)
    if asked.until is not None:
        query = query.where(messages.c.received_at <= asked.until)
    if asked.closed is not None:
        query = query.where(tickets.c.closed_at.is_not(None) if asked.closed else tickets.c.closed_at.is_(None))
    return list(connection.execute(query))


def told(connection: Connection, rows: Sequence[Row[Any]]) -> dict[str, list[Row[Any]]]:
    """Returns what the citizens of some requests were told, by ticket, oldest first."""
    found: dict[str, list[Row[Any]]] = {row.id: [] for row in rows}
    ids = list(found)
    # SQLite takes only so many values in one statement.
    for start in range(0, len(ids), 500):
        query = select(outgoing).where(outgoing.c.ticket_id.in_(ids[start : start + 500])).order_by(outgoing.c.key)
        for entry in connection.execute(query):
            found[entry.ticket_id].append(entry)
    return found


@dataclass(frozen=True)
class Reader:
    """Who reads: which client, in which language, with which settings, catalogue and sentences."""

    client: str
    language: str
    wanted: Open311Settings
    catalogue: Catalogue
    sentences: words.Sentences

    def show(
        self, rows: Sequence[Row[Any]], entries: dict[str, list[Row[Any]]], connection: Connection | None = None
    ) -> list[ServiceRequest]:
        """Returns requests as the reader may see them; with a ``connection`` also their history and comments."""
        names = {category.code: self._name(category) for category in self.catalogue.categories}
        units = {unit.code: self._name(unit) for unit in self.catalogue.units}
        return [self._one(row, entries[row.id], names, units, connection) for row in rows]

    def _one(
        self,
        row: Row[Any],
        entries: list[Row[Any]],
        names: dict[str, str],
        units: dict[str, str],
        connection: Connection | None,
    ) -> ServiceRequest:
        mine = bool(self.client) and row.client == self.client
        whole = mine or self.wanted.publish
        extra = orjson.loads(row.extra)
        return ServiceRequest(
            service_request_id=row.number,
            status=_status(row.closed_at is not None),
            status_notes=self._said(entries[-1], mine) if entries else "",
            service_name=names.get(row.category, ""),
            service_code=row.category,
            description=extra.get("description", "") if whole else "",
            agency_responsible=units.get(row.unit, ""),
            requested_datetime=row.received_at,
            updated_datetime=max(row.updated_at, entries[-1].created_at) if entries else row.updated_at,
            expected_datetime=row.due_at if row.due_kind == ClockKind.FINISH else None,
            address=row.detail if whole else "",
            address_id=row.village or row.town,
            lat=_place(row.latitude, whole),
            long=_place(row.longitude, whole),
            media_url=extra.get("media_url", "") if mine else "",
            extended_attributes=self._extended(row, entries, mine, connection) if connection is not None else None,
        )

    def _extended(self, row: Row[Any], entries: list[Row[Any]], mine: bool, connection: Connection) -> Extended:
        history = [
            HistoryEntry(
                datetime=entry.created_at,
                notice=entry.notice,
                status=_status(entry.notice in _ENDS),
                description=self._said(entry, mine),
            )
            for entry in entries
        ]
        comments = [
            Comment(datetime=entry.created_at, author="agency", description=entry.words)
            for entry in entries
            if entry.words and (mine or self.wanted.publish)
        ]
        if mine and row.note_count:
            comments += [
                Comment(datetime=note.at, author="citizen", description=note.text)
                for note in ticket_queries.notes(connection, row.key)
                if note.author_id == f"channel-{Channel.OPEN311.value}"
            ]
        return Extended(status_history=history, comments=sorted(comments, key=lambda comment: comment.datetime))

    def _said(self, entry: Row[Any], mine: bool) -> str:
        """A reply may speak of what was asked; who may not read that reads only that there is one."""
        more = entry.words if mine or self.wanted.publish else ""
        return self.sentences.said(CitizenNotice(entry.notice), entry.created_at, more, self.language)

    def _name(self, entry: Any) -> str:
        return str(entry.name if self.language.startswith("zh") else entry.english or entry.name)


_ENDS = (CitizenNotice.CLOSED, CitizenNotice.WITHDRAWN, CitizenNotice.MERGED)


def _status(is_closed: bool) -> str:
    return "closed" if is_closed else "open"


def _place(value: float | None, whole: bool) -> float | None:
    return value if value is None or whole else round(value, _BLURRED)
