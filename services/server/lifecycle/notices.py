"""What people are told besides the tickets themselves."""

from typing import Any

from services.contracts.accounts import Role
from services.contracts.notices import NoticeCode
from services.server.followups import service as followups
from services.server.notices import repository, service
from services.server.transaction import Transaction


def handed_over(tx: Transaction, unit: str, count: int, name: str, why: str) -> None:
    """Tells a unit that so many open tickets lie in its pool now; ``name`` is who had them, ``why`` a code."""
    if unit and count:
        values: dict[str, str | int] = {"unit": unit, "count": count, "name": name, "why": why}
        service.tell(tx, repository.people_of(tx.connection, unit), NoticeCode.HANDED_OVER, values)


def assigned(tx: Transaction, before: Any, after: Any) -> None:
    """Tells somebody that a ticket was given to them."""
    if after.handler_id and after.handler_id != before.handler_id:
        service.tell(tx, [after.handler_id], NoticeCode.ASSIGNED, {"name": tx.actor.name}, after)


def wrote_again(tx: Transaction, row: Any) -> None:
    """Tells dispatchers and who had it last that the citizen of a ticket that is over has written again."""
    people = repository.people_with(tx.connection, Role.DISPATCHER)
    service.tell(tx, [*people, *([row.handler_id] if row.handler_id else [])], NoticeCode.WROTE_AGAIN, {}, row)


def out_of_reach(tx: Transaction, row: Any) -> None:
    """Tells supervisors that nobody is reached about a ticket of theirs: nobody but them can end it."""
    if row.supervised and followups.is_out_of_reach(tx, row):
        service.tell(tx, repository.people_with(tx.connection, Role.SUPERVISOR), NoticeCode.OUT_OF_REACH, {}, row)


def emergency(tx: Transaction, row: Any) -> None:
    """Tells the people of its unit; also those who want quiet."""
    if row.unit:
        people = repository.people_of(tx.connection, row.unit)
        service.tell(tx, people, NoticeCode.EMERGENCY, {"unit": row.unit}, row, urgent=True)
