"""Who is written to and about what. A letter has numbers and clocks in it and nothing of any citizen."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import insert, select, update

from services.contracts.leaders import LeaderMail, LeadersChange, UnitLeaders
from services.errors import NotFound, StaleVersion
from services.server.leaders.tables import leader_mail, unit_leaders
from services.server.tickets import scope
from services.server.tickets.tables import catalogue_entries
from services.server.transaction import Transaction

WAITING, SENT, FAILED = "waiting", "sent", "failed"


def of(tx: Transaction, unit: str) -> UnitLeaders:
    """Returns the addresses of a unit's leaders.

    Raises:
        NotFound: there is no such unit.
    """
    known = select(catalogue_entries.c.code).where(catalogue_entries.c.kind == "unit", catalogue_entries.c.code == unit)
    if tx.connection.execute(known).first() is None:
        raise NotFound("unit")
    return _of(tx, unit)


def replace(tx: Transaction, unit: str, change: LeadersChange) -> UnitLeaders:
    """Sets them, where nobody else has since.

    Raises:
        NotFound: there is no such unit.
        StaleVersion: somebody else was faster.
    """
    before = of(tx, unit)
    if tx.expected_version is not None and tx.expected_version != before.version:
        raise StaleVersion(before.model_dump(mode="json"))
    addresses = sorted({address.lower() for address in change.addresses})
    values = {"version": before.version + 1, "addresses": orjson.dumps(addresses).decode()}
    if before.version == 0:
        tx.connection.execute(insert(unit_leaders), {"unit": unit, **values})
    else:
        same = (unit_leaders.c.unit == unit) & (unit_leaders.c.version == before.version)
        if tx.connection.execute(update(unit_leaders).where(same).values(**values)).rowcount != 1:
            raise StaleVersion(_of(tx, unit).model_dump(mode="json"))
    return _of(tx, unit)


def write(tx: Transaction, risen: Sequence[tuple[Any, str]]) -> None:
    """Writes to the leaders of the units of tickets that have reached the last rung, one letter a unit.

    Where a unit has nobody, the nearest unit above that has is written to; where none has, nobody is.

    Args:
        tx: in which the rungs were reached.
        risen: each ticket's row with the clock.
    """
    if not risen:
        return
    known = {row.unit: orjson.loads(row.addresses) for row in tx.connection.execute(select(unit_leaders))}
    asked: dict[str, str] = {}
    letters: dict[str, list[dict[str, str]]] = {}
    for row, clock in risen if any(known.values()) else ():
        if row.unit not in asked:
            asked[row.unit] = next((unit for unit in scope.chain(tx, row.unit) if known.get(unit)), "")
        if asked[row.unit]:
            said = {"number": row.number, "clock": clock, "unit": row.unit}
            letters.setdefault(asked[row.unit], []).append(said)
    rows = [
        {
            "unit": unit,
            "addresses": orjson.dumps(known[unit]).decode(),
            "tickets": orjson.dumps(found).decode(),
            "at": tx.now,
            "state": WAITING,
            "next_at": tx.real_now,
        }
        for unit, found in letters.items()
    ]
    if rows:
        tx.connection.execute(insert(leader_mail), rows)


def recent(tx: Transaction, limit: int) -> list[LeaderMail]:
    """Returns the newest letters."""
    rows = tx.connection.execute(select(leader_mail).order_by(leader_mail.c.id.desc()).limit(limit))
    return [
        LeaderMail(
            id=row.id,
            unit=row.unit,
            at=row.at,
            tickets=len(orjson.loads(row.tickets)),
            state=row.state,
            attempts=row.attempts,
            problem=row.problem,
            sent_at=row.sent_at,
        )
        for row in rows
    ]


def due(tx: Transaction, now: datetime, limit: int) -> list[Any]:
    """Returns letters that may be tried now, the oldest first."""
    query = (
        select(leader_mail)
        .where(leader_mail.c.next_at <= now, leader_mail.c.state == WAITING)
        .order_by(leader_mail.c.next_at, leader_mail.c.id)
        .limit(limit)
    )
    return list(tx.connection.execute(query))


def take_on(tx: Transaction, row: Any, until: datetime) -> bool:
    """Reserves a letter for one attempt; of several replicas one gets it."""
    same = (leader_mail.c.id == row.id) & (leader_mail.c.attempts == row.attempts) & (leader_mail.c.state == WAITING)
    values = {"attempts": row.attempts + 1, "next_at": until}
    return tx.connection.execute(update(leader_mail).where(same).values(**values)).rowcount == 1


def settle(tx: Transaction, row: Any, values: dict[str, Any]) -> None:
    """Writes what became of the attempt that was taken on."""
    same = (leader_mail.c.id == row.id) & (leader_mail.c.attempts == row.attempts + 1)
    tx.connection.execute(update(leader_mail).where(same).values(**values))


def _of(tx: Transaction, unit: str) -> UnitLeaders:
    row = tx.connection.execute(select(unit_leaders).where(unit_leaders.c.unit == unit)).first()
    if row is None:
        return UnitLeaders(unit=unit)
    return UnitLeaders(unit=unit, version=row.version, addresses=orjson.loads(row.addresses))
