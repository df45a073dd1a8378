"""Work lists: what waits for whom, the most urgent and what is due first on top, a page at a time along one index.

Within one urgency come the tickets whose clock runs, the nearest limit first, then those whose clock is paused. A list is
walked in such runs, each a stretch of one index; so the first page of a list of a million costs what that of ten costs.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, Integer, Row, String, bindparam, text

from services.contracts.accounts import Permission, Role
from services.contracts.lifecycle import RULES, Step, WorkCounts, WorkList
from services.contracts.text import mask_name
from services.errors import NotAllowed
from services.server.prepared import Prepared
from services.server.tickets import scope, view
from services.server.tickets.tables import EpochMoment, microseconds, moment_of
from services.server.tickets.trace import URGENCIES
from services.server.transaction import Transaction

_UNSEEN = ("created_by_id", "caller_name", "caller_number", "contact_number", "detail")
"""What decides what is shown of a confidential ticket, and is not shown itself."""
_COLUMNS: dict[str, Any] = {
    **dict.fromkeys(("id", "number", "status", "pending", "stage", "kind", "category", "town", "village"), String),
    **dict.fromkeys(("title", "channel", "unit", "handler_id", "handler", "due_kind"), String),
    **dict.fromkeys(_UNSEEN, String),
    **dict.fromkeys(("version", "urgency", "dispatch_count", "alarm"), Integer),
    **dict.fromkeys(("confidential", "supervised", "alert"), Boolean),
    **dict.fromkeys(("created_at", "updated_at", "due_at"), EpochMoment),
    "key": BigInteger,
}
_STAGES = {
    WorkList.DISPATCH: "accepted",
    WorkList.RETURNS: "return",
    WorkList.EXTENSIONS: "extension",
    WorkList.REVIEW: "review",
    WorkList.SIGN_IN: "dispatched",
    WorkList.FOLLOW_UP: "follow_up",
    WorkList.ASKED: "answer",
}
_FLAGS = {
    WorkList.SUPERVISED: ("ix_tickets_supervised", "supervised"),
    WorkList.WROTE_AGAIN: ("ix_tickets_wrote_again", "wrote_again"),
    WorkList.ALERTS: ("ix_tickets_alert", "alert"),
    WorkList.OVERDUE: ("ix_tickets_overdue", "alarm >= 2 AND closed_at IS NULL"),
}
_OF_A_UNIT = frozenset({WorkList.TASKS, WorkList.ASSISTING})
_HELPED = ", ".join(f"'{status.value}'" for status in RULES[Step.ASSIST_REPLY].sources)
_ASSISTING = (
    "key IN (SELECT ticket_key FROM ticket_assists WHERE unit = :of AND replied_at IS NULL)"  # noqa: S608 - of the table
    # Once the main reply is there, nobody waits for theirs; sent back, it is in their list again.
    f" AND status IN ({_HELPED})"
)


@dataclass(frozen=True)
class Wanted:
    """A list and what it is narrowed by; empty means "any".

    Attributes:
        unit: whose tasks; the actor's own unit where it is empty.
        handler_id: only what lies with this person.
    """

    list: WorkList
    unit: str = ""
    town: str = ""
    category: str = ""
    kind: str = ""
    handler_id: str = ""


@dataclass(frozen=True)
class Position:
    """Where a page ended: in which run, at which due moment (microseconds; 0 where the clock is paused), at which key."""

    run: int
    due: int
    key: int


@dataclass(frozen=True)
class _Run:
    """A stretch of a list: one urgency (``None``: all), with a running clock or without."""

    urgency: int | None
    is_due: bool


_BY_URGENCY = tuple(_Run(urgency, is_due) for urgency in (2, 1, 0) for is_due in (True, False))
_ALL_AT_ONCE = (_Run(None, True), _Run(None, False))


def page(tx: Transaction, wanted: Wanted, after: Position | None, limit: int) -> list[tuple[Row[Any], Position]]:
    """Returns the next rows, each with the position of a page that ends with it.

    Raises:
        NotAllowed: the list is not for who only handles, or of a unit that is not theirs.
    """
    wanted = _checked(tx, wanted)
    found: list[tuple[Row[Any], Position]] = []
    walks = []
    for number, run in enumerate(_runs(wanted)):
        if after is None or number >= after.run:
            start = after if after is not None and number == after.run else None
            source, tests, order, values = _walk(wanted, run, start, not tx.is_postgresql)
            walks.append((number, _prepared(source, tests, order), values | {"limit": limit}))
    for _number, statement, values in walks:
        # PostgreSQL is asked for all of them in one message: six answers of it cost more than what is in them.
        statement.ahead(tx.connection, values)
    for number, statement, values in walks:
        for row in statement.all(tx.connection, values):
            found.append((row, Position(number, microseconds(row.due_at) if row.due_at else 0, row.key)))
        if len(found) >= limit:
            break
    return found[:limit]


def counts(tx: Transaction) -> WorkCounts:
    """Returns how many tickets stand in each list that the actor may see."""
    found = {}
    for each in WorkList:
        try:
            wanted = _checked(tx, Wanted(each))
        except NotAllowed:
            continue
        tests, values = _tests(wanted)
        query = text(f"SELECT count(*) FROM tickets WHERE {' AND '.join(tests)}")  # noqa: S608 - fragments of this module
        found[each] = int(tx.connection.execute(query, values).scalar_one())
    return WorkCounts(counts=found)


def rows(tx: Transaction, found: list[tuple[Row[Any], Position]]) -> list[dict[str, Any]]:
    """Returns rows as plain data (:class:`~services.contracts.lifecycle.WorkRow`)."""
    plain = []
    for row, _position in found:
        values = dict(zip(_COLUMNS, row, strict=True))
        for name in ("key", *_UNSEEN):
            del values[name]
        values["urgency"] = URGENCIES[row.urgency]
        if view.is_hidden(tx.actor, row):
            values["title"] = view.without_identity(row.title, row)
        values["caller_masked"] = "" if view.is_hidden(tx.actor, row) else mask_name(row.caller_name)
        plain.append(values)
    return plain


def _checked(tx: Transaction, wanted: Wanted) -> Wanted:
    actor = tx.actor
    if wanted.list in _OF_A_UNIT:
        unit = wanted.unit or actor.unit
        if not unit or (scope.only_handles(actor) and not scope.is_of(tx, actor, unit)):
            raise NotAllowed(Permission.TICKET_READ)
        return Wanted(wanted.list, unit, wanted.town, wanted.category, wanted.kind, wanted.handler_id)
    if scope.only_handles(actor):
        raise NotAllowed(Permission.TICKET_READ)
    if wanted.list is WorkList.SUPERVISED or not actor.unit or Role.DISPATCHER not in actor.roles:
        return wanted
    # A town's dispatcher has the town's.
    return Wanted(wanted.list, wanted.unit or actor.unit, wanted.town, wanted.category, wanted.kind, wanted.handler_id)


def _runs(wanted: Wanted) -> tuple[_Run, ...]:
    return _ALL_AT_ONCE if wanted.list in _FLAGS or wanted.list is WorkList.ASSISTING else _BY_URGENCY


def _tests(wanted: Wanted) -> tuple[list[str], dict[str, Any]]:
    """Returns what a row of the list is tested for, and the values of the tests."""
    values: dict[str, Any] = {}
    tests: list[str] = []
    if wanted.list in _STAGES:
        tests += ["stage = :stage", "closed_at IS NULL"]
        values["stage"] = _STAGES[wanted.list]
    elif wanted.list in _FLAGS:
        tests.append(_FLAGS[wanted.list][1])
    elif wanted.list is WorkList.ASSISTING:
        tests.append(_ASSISTING)
        values["of"] = wanted.unit
    else:
        tests += ["closed_at IS NULL", "status <> 'draft'"]
    equal = {"town": wanted.town, "kind": wanted.kind, "handler_id": wanted.handler_id}
    if wanted.list is not WorkList.ASSISTING:
        equal["unit"] = wanted.unit
    if wanted.category:
        equal[{2: "branch", 4: "stem"}.get(len(wanted.category), "category")] = wanted.category
    for column, value in equal.items():
        if value:
            tests.append(f"{column} = :is_{column}")
            values[f"is_{column}"] = value
    return tests, values


def _walk(
    wanted: Wanted, run: _Run, after: Position | None, is_sqlite: bool
) -> tuple[str, tuple[str, ...], str, dict[str, Any]]:
    tests, values = _tests(wanted)
    if run.urgency is not None:
        tests.append("urgency = :urgency")
        values["urgency"] = run.urgency
    tests.append("due_at IS NOT NULL" if run.is_due else "due_at IS NULL")
    if after is not None:
        values["after"] = after.key
        tests.append("(due_at, key) > (:due, :after)" if run.is_due else "key > :after")
        if run.is_due:
            values["due"] = moment_of(after.due)
    index = ""
    if is_sqlite and wanted.list in _STAGES:
        index = "ix_tickets_stage_due"
    elif is_sqlite and wanted.list in _FLAGS:
        index = _FLAGS[wanted.list][0]
    elif is_sqlite and wanted.list is WorkList.TASKS:
        index = "ix_tickets_unit_due"
    return (
        f"tickets{f' INDEXED BY {index}' if index else ''}",
        tuple(tests),
        "due_at, key" if run.is_due else "key",
        values,
    )


@lru_cache(maxsize=2048)
def _prepared(source: str, tests: tuple[str, ...], order: str) -> Prepared:
    # Only fragments of this module come together here; whatever a client sent is a bound value.
    where = " AND ".join(tests)
    clause = text(f"SELECT {', '.join(_COLUMNS)} FROM {source} WHERE {where} ORDER BY {order} LIMIT :limit")  # noqa: S608
    if ":due" in where:
        clause = clause.bindparams(bindparam("due", type_=EpochMoment))
    return Prepared(clause.columns(**_COLUMNS))
