"""The ladder of leaders' instructions: the rungs that the clock rules name, by the time from entry to deadline.

An instruction has no clock of its own: its deadline is what the leader wrote. So the span is counted as it stands, and the
rungs in days after it by the district's calendar.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from services.contracts.accounts import Role
from services.contracts.clocks import Limit, LimitUnit
from services.contracts.notices import NoticeCode
from services.server.clocks import engine
from services.server.clocks import repository as clocks
from services.server.clocks.config import Config
from services.server.leaders import service as letters
from services.server.notices import repository as people
from services.server.notices import service as notices
from services.server.supervision.tables import instructions
from services.server.tickets.tables import microseconds, moment_of, tickets
from services.server.timers import service as timers
from services.server.timers.service import Timer
from services.server.transaction import Transaction

TIMER = "instruction"
LEADERS = 4


def rungs(config: Config, entered_at: datetime, deadline: datetime) -> list[tuple[datetime, int]]:
    """Returns when which level is reached, the earliest first. Pure."""
    rules = config.rules_at(entered_at)
    time = config.time(rules.calendar)
    minutes = max(1, round((deadline - entered_at).total_seconds() / 60))
    run = engine.Run(microseconds(entered_at), (Limit(amount=minutes, unit=LimitUnit.MINUTES),))
    found = engine.rungs(time, run, engine.count(time, run), rules.ladder)
    return [(moment_of(moment), level) for moment, level in found]


def begin(tx: Transaction, instruction_id: str, entered_at: datetime, deadline: datetime) -> None:
    """Sets the timer of the first rung of an instruction that was just entered."""
    _set_next(tx, instruction_id, rungs(clocks.config(tx.connection), entered_at, deadline))


def climb(tx: Transaction, timer: Timer) -> None:
    """Tells of the rung that an open instruction has reached. One that has ended climbs on in silence: it may be opened again."""
    row = tx.connection.execute(
        select(instructions, tickets.c.id.label("ticket"), tickets.c.number, tickets.c.unit, tickets.c.handler_id)
        .join(tickets, tickets.c.key == instructions.c.ticket_key)
        .where(instructions.c.id == timer.subject)
    ).first()
    if row is None:
        return
    ladder = rungs(clocks.config(tx.connection), row.entered_at, row.deadline)
    level = max((level for moment, level in ladder if moment <= tx.now), default=0)
    if row.ended_at is None and level:
        _tell(tx, row, level)
    _set_next(tx, row.id, ladder)


def _set_next(tx: Transaction, instruction_id: str, ladder: list[tuple[datetime, int]]) -> None:
    following = next((moment for moment, _level in ladder if moment > tx.now), None)
    timers.set_many(tx, TIMER, {instruction_id: following})


def _tell(tx: Transaction, row: Row[Any], level: int) -> None:
    told = people.people_with(tx.connection, Role.SUPERVISOR)
    told += [row.handler_id] if row.handler_id else people.people_of(tx.connection, row.unit) if row.unit else []
    about = _About(row)
    notices.tell(tx, told, NoticeCode.INSTRUCTION, {"level": level, "unit": row.unit}, about)
    if level >= LEADERS and row.unit:
        letters.write(tx, [(about, TIMER)])


class _About:
    """The ticket of an instruction, as notices and letters name it."""

    def __init__(self, row: Row[Any]) -> None:
        self.id: str = row.ticket
        self.number: str = row.number
        self.unit: str = row.unit
