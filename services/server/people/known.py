"""Finds the citizen behind a message from any channel: the same identity, the same number, the same e-mail is one person."""

import hashlib
import hmac
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, text
from uuid_utils import uuid7

from services.contracts.events import Topic
from services.server.people import repository
from services.server.people.tables import person_contacts, persons
from services.server.prepared import Prepared
from services.server.tables import server_settings
from services.server.transaction import Transaction

_BY_CONTACT = Prepared(
    select(person_contacts.c.person_id)
    .join(persons, persons.c.id == person_contacts.c.person_id)
    .where(person_contacts.c.kind == bindparam("kind"), person_contacts.c.value == bindparam("value"))
    .order_by(person_contacts.c.since, person_contacts.c.person_id)
    .limit(1)
)
_HAS = Prepared(
    select(person_contacts.c.person_id).where(
        person_contacts.c.kind == bindparam("kind"),
        person_contacts.c.value == bindparam("value"),
        person_contacts.c.person_id == bindparam("person"),
    )
)
_ADD = Prepared(insert(person_contacts))
_SECRET = Prepared(select(server_settings.c.value).where(server_settings.c.key == "token_secret"))
_ONE_AT_A_TIME = Prepared(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 1))"))


def find_or_add(tx: Transaction, name: str, number: str, email: str, identity: str) -> str | None:
    """Returns the id of who sent a message; a new person where nobody is known by any of it, nobody where nothing is said.

    What is new of somebody who is known by something else is remembered. Two who are known already by different things
    stay two: only a person joins them.
    """
    email = email.strip().lower()
    ways = {"identity": _digest(tx, identity) if identity else "", "email": email}
    if not number and not any(ways.values()):
        return None
    if tx.is_postgresql:
        # Two first messages of one citizen at the same moment.
        _ONE_AT_A_TIME.soon(tx.connection, {"key": ways["identity"] or number or email})
    person_id = _known(tx.connection, number, ways)
    if person_id is None:
        person_id = str(uuid7())
        repository.add(tx.connection, {"id": person_id, "name": name}, [number] if number else [], tx.now)
        tx.append(Topic.PERSON, person_id, {"id": person_id, "version": 1})
    for kind, value in ways.items():
        if value:
            _remember(tx.connection, person_id, kind, value, tx.now)
    return person_id


def _known(connection: Connection, number: str, ways: dict[str, str]) -> str | None:
    for kind in ("identity", "number", "email"):
        if kind == "number":
            ids = repository.ids_by_number(connection, number, 1) if number else []
            found = ids[0] if ids else None
        else:
            found = _BY_CONTACT.scalar(connection, {"kind": kind, "value": ways[kind]}) if ways[kind] else None
        if found is not None:
            return str(found)
    return None


def _remember(connection: Connection, person_id: str, kind: str, value: str, now: datetime) -> None:
    if _HAS.first(connection, {"kind": kind, "value": value, "person": person_id}) is None:
        _ADD.soon(connection, {"kind": kind, "value": value, "person_id": person_id, "since": now})


def _digest(tx: Transaction, identity: str) -> str:
    """A proof of identity may be the number of somebody's identity card: only its keyed digest is stored."""
    key = str(_SECRET.scalar(tx.connection, {}) or "").encode()
    return hmac.digest(key, b"identity " + identity.encode(), hashlib.sha256).hex()
