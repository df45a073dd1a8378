"""Who is told that a clock has reached a rung: who has the ticket, who follows it, and of the last rung the leaders."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.contracts.accounts import Role
from services.contracts.notices import NoticeCode
from services.server.leaders import service as letters
from services.server.notices import repository, service
from services.server.subscriptions import service as subscriptions
from services.server.transaction import Transaction

YELLOW, LEADERS = 2, 4
_ONE_BY_ONE = 5
"""More than so many at the same moment are told of as one: nobody reads fifty notices."""


def alarms(tx: Transaction, risen: Sequence[tuple[Any, str, int]]) -> None:
    """Tells of tickets whose clocks have risen: each as its row, the clock and the rung that it has reached.

    The reminder is for who has the ticket alone. From the next rung on those who follow it hear of it too, and the unit's
    people where nobody of them has taken it.
    """
    if not risen:
        return
    loud = [each for each in risen if each[2] >= YELLOW]
    _tell_of_rungs(tx, risen, subscriptions.followers(tx, [row for row, _clock, _level in loud]) if loud else {})
    last = [each for each in loud if each[2] >= LEADERS]
    leaders = repository.people_with(tx.connection, Role.SUPERVISOR) if last else []
    # In the console the supervisors hear of it; the unit's own leaders are written to, where their addresses are known.
    letters.write(tx, [(row, clock) for row, clock, _level in last])
    if len(last) > _ONE_BY_ONE:
        service.tell(tx, leaders, NoticeCode.LEADERS_MANY, {"count": len(last)})
        return
    for row, clock, level in last:
        told: dict[str, str | int] = {"level": level, "clock": clock, "unit": row.unit}
        service.tell(tx, leaders, NoticeCode.LEADERS, told, row)


def _tell_of_rungs(
    tx: Transaction, risen: Sequence[tuple[Any, str, int]], followers: Mapping[int, Sequence[str]]
) -> None:
    of_units: dict[str, list[str]] = {}
    told: dict[str, list[tuple[Any, str, int]]] = {}
    for row, clock, level in risen:
        people = list(followers.get(row.key, ()))
        if row.handler_id:
            people.append(row.handler_id)
        elif row.unit and level >= YELLOW:
            if row.unit not in of_units:
                of_units[row.unit] = repository.people_of(tx.connection, row.unit)
            people += of_units[row.unit]
        for account_id in dict.fromkeys(people):
            told.setdefault(account_id, []).append((row, clock, level))
    for account_id, theirs in told.items():
        if len(theirs) > _ONE_BY_ONE:
            highest = max(level for _row, _clock, level in theirs)
            service.tell(tx, [account_id], NoticeCode.ALARM_MANY, {"count": len(theirs), "level": highest})
            continue
        for row, clock, level in theirs:
            service.tell(tx, [account_id], NoticeCode.ALARM, {"level": level, "clock": clock}, row)
