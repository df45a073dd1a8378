"""Who is told that a clock has reached a rung: who follows the ticket, and of the last rung the leaders."""

from collections.abc import Sequence
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
    """Tells of tickets whose clocks have risen: each as its row, the clock and the rung that it has reached."""
    loud = [each for each in risen if each[2] >= YELLOW]
    if not loud:
        return
    followers = subscriptions.followers(tx, [row for row, _clock, _level in loud])
    for row, clock, level in loud:
        values: dict[str, str | int] = {"level": level, "clock": clock}
        service.tell(tx, followers.get(row.key, []), NoticeCode.ALARM, values, row)
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
