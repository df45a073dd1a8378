"""Rules for citizens' records. Whoever reads one is written down."""

import hashlib
import re
from collections.abc import Sequence

from services.contracts.common import Message, Page
from services.contracts.events import Topic
from services.contracts.people import NewPerson, Person, PersonFields, PersonRow
from services.contracts.text import clean_line, clean_number
from services.errors import Conflict, InvalidFields, NotFound, StaleVersion
from services.server.pagination import decode_cursor, encode_cursor
from services.server.people import repository
from services.server.tickets import catalogue
from services.server.transaction import Transaction

Problems = dict[str, tuple[str, dict[str, object]]]


def digest_of(message: Message) -> str:
    """Returns what tells two filings of one id apart: a digest of all that was sent."""
    return hashlib.sha256(message.model_dump_json().encode()).hexdigest()[:32]


def get(tx: Transaction, person_id: str) -> Person:
    """Returns a citizen in full."""
    person = repository.find(tx.connection, person_id)
    if person is None:
        raise NotFound("person")
    return person


def create(tx: Transaction, new: NewPerson) -> Person:
    """Writes a new citizen; the same record sent twice under its id is written once."""
    digest = digest_of(new)
    earlier = repository.digest(tx.connection, new.id)
    if earlier is not None:
        if earlier != digest:
            raise Conflict("already_exists", what=new.id)
        return get(tx, new.id)
    values, numbers = _checked(tx, new, None)
    emails = _emails(new)
    repository.add(tx.connection, {"id": new.id, "digest": digest, **values}, numbers or [], tx.now)
    if emails:
        repository.set_emails(tx.connection, new.id, emails, tx.now)
    _tell(tx, new.id, 1)
    return get(tx, new.id)


def change(tx: Transaction, person_id: str, fields: PersonFields) -> Person:
    """Changes the given fields of a citizen, where nobody else has changed the record since.

    Raises:
        StaleVersion: somebody has; it carries the present record.
    """
    current = get(tx, person_id)
    expected = tx.expected_version if tx.expected_version is not None else current.version
    if current.version != expected:
        raise StaleVersion(current.model_dump(mode="json"))
    if current.joined_into:
        raise Conflict("wrong_state", state="joined")
    values, numbers = _checked(tx, fields, current)
    emails = _emails(fields)
    if not repository.change(tx.connection, person_id, expected, values, numbers, tx.now):
        raise StaleVersion(get(tx, person_id).model_dump(mode="json"))
    if emails is not None:
        repository.set_emails(tx.connection, person_id, emails, tx.now)
    _tell(tx, person_id, expected + 1)
    return get(tx, person_id)


def search(tx: Transaction, words: str, cursor: str | None, limit: int) -> Page[PersonRow]:
    """Finds citizens by the beginning of a name or number, or by their id; without words all of them, by name."""
    after = decode_cursor(cursor, (str, str)) if cursor else None
    words = clean_line(words)
    number = clean_number(words) if any(c.isdigit() for c in words) else ""
    if after is None and words and repository.exists(tx.connection, words):
        return Page(items=repository.rows(tx.connection, [words]))
    if number and len(number) >= 3 and not any(c.isalpha() for c in words):
        found = repository.by_number(tx.connection, number, after, limit + 1)
    else:
        found = repository.by_name(tx.connection, words, after, limit + 1)
    more = len(found) > limit
    found = found[:limit]
    return Page(items=[row for row, _ in found], next=encode_cursor(found[-1][1]) if more else None)


def by_number(tx: Transaction, number: str) -> tuple[Person | None, list[PersonRow]]:
    """Returns who most likely calls from a number, and the others who are known under it (masked)."""
    ids = repository.ids_by_number(tx.connection, number) if number else []
    if not ids:
        return None, []
    return repository.find(tx.connection, ids[0]), repository.rows(tx.connection, ids[1:])


def _checked(
    tx: Transaction, fields: PersonFields, current: Person | None
) -> tuple[dict[str, object], Sequence[str] | None]:
    given = fields.model_dump(exclude_unset=True, exclude={"id", "numbers", "emails"})
    values: dict[str, object] = {name: _blank(name) if value is None else value for name, value in given.items()}
    town = str(values.get("town", current.town if current else ""))
    village = str(values.get("village", current.village if current else ""))
    problems: Problems = {}
    if "town" in values or "village" in values:
        problems = catalogue.problems_of_place(tx, town, village)
    numbers = None
    if "numbers" in fields.model_fields_set:
        numbers = list(dict.fromkeys(n for n in fields.numbers or [] if n))
        for position, number in enumerate(numbers):
            if not any(c.isdigit() for c in number):
                problems[f"numbers.{position}"] = ("bad_value", {})
    if problems:
        raise InvalidFields(problems)
    return values, numbers


_EMAIL = re.compile(r"[^@\s<>,;]{1,64}@[^@\s<>,;]{1,54}")


def _emails(fields: PersonFields) -> list[str] | None:
    """Returns the given addresses in small letters, each once; nothing where none are given."""
    if "emails" not in fields.model_fields_set:
        return None
    wanted = list(dict.fromkeys(email.strip().lower() for email in fields.emails or [] if email.strip()))
    bad: Problems = {f"emails.{n}": ("bad_value", {}) for n, email in enumerate(wanted) if not _EMAIL.fullmatch(email)}
    if bad:
        raise InvalidFields(bad)
    return wanted


def _blank(name: str) -> object:
    return False if name == "elderly" else ""


def _tell(tx: Transaction, person_id: str, version: int) -> None:
    tx.append(Topic.PERSON, person_id, {"id": person_id, "version": version})
