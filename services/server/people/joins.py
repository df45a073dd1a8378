"""Two records of one citizen become one, by a person's hand, and apart again exactly as they were.

Everything moves to the record that stays: tickets, calls, numbers, addresses and proofs of identity. The other one stays as a
sign to it. What was moved is written down, so that it can be undone, the last join of a record first.
"""

from collections.abc import Sequence
from typing import Any

import orjson
from uuid_utils import uuid7

from services.contracts.events import Topic
from services.contracts.people import PersonJoin, PersonSuggestion
from services.errors import Conflict, InvalidFields, NotFound
from services.server.people import joining, repository
from services.server.transaction import Transaction


def join(tx: Transaction, kept_id: str, gone_id: str) -> PersonJoin:
    """Joins a second record into a first one.

    Raises:
        NotFound: the first is not there.
        InvalidFields: the second is not there, is the first, or either was joined into another before.
    """
    kept, gone = joining.find(tx.connection, kept_id), joining.find(tx.connection, gone_id)
    if kept is None:
        raise NotFound("person")
    if gone is None or kept_id == gone_id or gone.joined_into or kept.joined_into:
        raise InvalidFields({"other": ("not_a_choice", {})})
    before = {"numbers": joining.numbers(tx.connection, kept_id), "contacts": joining.contacts(tx.connection, kept_id)}
    moved: dict[str, list[Any]] = {
        "tickets": joining.ticket_keys(tx.connection, gone_id),
        "calls": joining.call_ids(tx.connection, gone_id),
        "numbers": joining.numbers(tx.connection, gone_id),
        "contacts": joining.contacts(tx.connection, gone_id),
    }
    joining.give_tickets(tx.connection, moved["tickets"], gone_id, kept_id)
    joining.give_calls(tx.connection, moved["calls"], gone_id, kept_id)
    joining.set_numbers(tx.connection, gone_id, [])
    joining.set_numbers(tx.connection, kept_id, _united(before["numbers"], moved["numbers"]))
    joining.set_contacts(tx.connection, gone_id, [])
    joining.set_contacts(tx.connection, kept_id, _united_contacts(before["contacts"], moved["contacts"]))
    joining.mark(tx.connection, gone_id, kept_id, tx.now)
    joining.mark(tx.connection, kept_id, None, tx.now)
    join_id = str(uuid7())
    joining.add(
        tx.connection,
        {
            "id": join_id,
            "kept_id": kept_id,
            "gone_id": gone_id,
            "moved": orjson.dumps({"moved": moved, "before": before}).decode(),
            "at": tx.now,
            "by_id": tx.actor.account_id,
            "by": tx.actor.name,
        },
    )
    _tell(tx, (kept_id, gone_id), "join")
    return shown(joining.find_join(tx.connection, join_id))


def undo(tx: Transaction, join_id: str) -> PersonJoin:
    """Takes a join back. What came to the joined record since stays with it.

    Raises:
        NotFound: there was none.
        Conflict: ``wrong_state``: it was undone before, or a later join of one of the two has to be undone first.
    """
    row = joining.find_join(tx.connection, join_id)
    if row is None:
        raise NotFound("join")
    if row.undone_at is not None:
        raise Conflict("wrong_state", state="undone")
    if joining.is_followed(tx.connection, row):
        raise Conflict("wrong_state", state="joined_again")
    noted = orjson.loads(row.moved)
    moved, before = noted["moved"], noted["before"]
    joining.give_tickets(tx.connection, moved["tickets"], row.kept_id, row.gone_id)
    joining.give_calls(tx.connection, moved["calls"], row.kept_id, row.gone_id)
    numbers = _without(joining.numbers(tx.connection, row.kept_id), moved["numbers"], before["numbers"])
    joining.set_numbers(tx.connection, row.kept_id, numbers)
    joining.set_numbers(tx.connection, row.gone_id, moved["numbers"])
    theirs = {(kind, value) for kind, value, _ in moved["contacts"]}
    own = {(kind, value) for kind, value, _ in before["contacts"]}
    now = joining.contacts(tx.connection, row.kept_id)
    kept = [entry for entry in now if (entry[0], entry[1]) in own or (entry[0], entry[1]) not in theirs]
    joining.set_contacts(tx.connection, row.kept_id, kept)
    joining.set_contacts(tx.connection, row.gone_id, moved["contacts"])
    joining.mark(tx.connection, row.gone_id, None, tx.now)
    joining.mark(tx.connection, row.kept_id, None, tx.now)
    joining.note_undone(tx.connection, join_id, tx.now, tx.actor.account_id)
    _tell(tx, (row.kept_id, row.gone_id), "undo join")
    return shown(joining.find_join(tx.connection, join_id))


def of_person(tx: Transaction, person_id: str) -> list[PersonJoin]:
    """Returns the joins that a record had a part in, the newest first."""
    return [shown(row) for row in joining.of_person(tx.connection, person_id)]


def suggestions(tx: Transaction, person_id: str) -> list[PersonSuggestion]:
    """Returns other records that are likely the same citizen, masked, with the reasons, the likeliest first.

    Raises:
        NotFound: there is no such record.
    """
    if not repository.exists(tx.connection, person_id):
        raise NotFound("person")
    reasons: dict[str, list[str]] = {}
    for reason, ids in joining.alike(tx.connection, person_id):
        for other in ids:
            reasons.setdefault(other, []).append(reason)
    ranked = sorted(reasons, key=lambda other: (-sum(_WEIGHTS[reason] for reason in reasons[other]), other))[:20]
    return [PersonSuggestion(person=row, reasons=reasons[row.id]) for row in repository.rows(tx.connection, ranked)]


_WEIGHTS = {"same_identity": 8, "same_number": 4, "same_email": 4, "same_name_and_place": 2}


def shown(row: Any) -> PersonJoin:
    """Returns a join as the contract has it."""
    moved = orjson.loads(row.moved)["moved"]
    return PersonJoin(
        id=row.id,
        kept_id=row.kept_id,
        gone_id=row.gone_id,
        at=row.at,
        by=row.by,
        undone_at=row.undone_at,
        tickets=len(moved["tickets"]),
        calls=len(moved["calls"]),
    )


def _united(own: Sequence[list[Any]], other: Sequence[list[Any]]) -> list[list[Any]]:
    names = dict.fromkeys([*(number for number, _ in own), *(number for number, _ in other)])
    return [[number, position] for position, number in enumerate(names)]


def _united_contacts(own: Sequence[list[Any]], other: Sequence[list[Any]]) -> list[list[Any]]:
    known = {(kind, value) for kind, value, _ in own}
    return [*own, *(entry for entry in other if (entry[0], entry[1]) not in known)]


def _without(now: Sequence[list[Any]], moved: Sequence[list[Any]], before: Sequence[list[Any]]) -> list[list[Any]]:
    """Returns the numbers that stay; as they were before where nobody has changed them since."""
    own = {number for number, _ in before}
    theirs = {number for number, _ in moved} - own
    staying = [number for number, _ in now if number not in theirs]
    if staying == [number for number, _ in before]:
        return list(before)
    return [[number, position] for position, number in enumerate(staying)]


def _tell(tx: Transaction, ids: Sequence[str], why: str) -> None:
    for person_id in ids:
        row = joining.find(tx.connection, person_id)
        tx.append(Topic.PERSON, person_id, {"id": person_id, "version": row.version})
        tx.looked_at("person", person_id, why)
