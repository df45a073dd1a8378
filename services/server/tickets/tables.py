"""Tickets, their audit trail and notes, the day's numbers, and the catalogue that the form offers.

A ticket's ``key`` is its order: the millisecond it was taken down, shifted left by 20 bits, plus its number of the day
(:func:`ticket_key`). It is unique without asking anybody, every index that ends in it is sorted by age, and a time range
is a range of keys. Lists page through 1,000,000 rows by it.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    event,
    text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from services.server.people.tables import searched
from services.server.tables import POSTGRESQL, SQLITE, RowId, metadata, only
from services.server.tickets import search

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DAY_BITS = 20

MOST_PER_DAY = (1 << _DAY_BITS) - 1
"""How many tickets a district may file in a day."""


def key_at(moment: datetime) -> int:
    """Returns the lowest key that a ticket taken down at a moment can have."""
    return ((moment - _EPOCH) // timedelta(milliseconds=1)) << _DAY_BITS


def ticket_key(created_at: datetime, of_day: int) -> int:
    """Returns the key of the ``of_day``-th ticket of its day."""
    return key_at(created_at) + of_day


def microseconds(moment: datetime) -> int:
    """Returns a moment as microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(value: int) -> datetime:
    """Returns the moment of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=value)


class EpochMoment(TypeDecorator[datetime]):
    """A moment in UTC; on SQLite as microseconds since 1970, a third of the size of text in every index."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Keeps PostgreSQL's own type there, so that reports can read it."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | int | None:
        """Stores UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return microseconds(value) if dialect.name == "sqlite" else value.astimezone(UTC)

    def process_result_value(self, value: datetime | int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Gives UTC back."""
        if value is None:
            return None
        return value.astimezone(UTC) if isinstance(value, datetime) else moment_of(value)


FACETS = ("status", "kind", "branch", "stem", "category", "town", "unit", "created_by_id")
"""Columns that a list may be narrowed by, each with an index for every order of the list."""

tickets = Table(
    "tickets",
    metadata,
    Column("key", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("id", String(64), nullable=False, unique=True),
    Column("number", searched(20), nullable=False, unique=True),
    Column("status", String(12), nullable=False),
    Column("version", Integer, nullable=False),
    # How it was first filed (a ``Finish``): the first entry of the audit trail.
    Column("opened_as", String(12), nullable=False),
    # Of the content as first sent: a second filing of the same ticket is told apart from another one under its id.
    Column("digest", String(32), nullable=False, default=""),
    Column("person_id", String(64), nullable=True),
    Column("call_id", String(64), nullable=True),
    Column("caller_name", String(60), nullable=False, default=""),
    Column("caller_number", String(32), nullable=False, default=""),
    Column("contact_number", String(32), nullable=False, default=""),
    Column("kind", String(12), nullable=False, default=""),
    Column("category", String(32), nullable=False, default=""),
    # The category's first two and four characters: its branch and stem of the tree.
    Column("branch", String(2), nullable=False, default=""),
    Column("stem", String(4), nullable=False, default=""),
    Column("town", String(32), nullable=False, default=""),
    Column("village", String(32), nullable=False, default=""),
    Column("grid", String(120), nullable=False, default=""),
    Column("detail", String(200), nullable=False, default=""),
    Column("title", String(120), nullable=False, default=""),
    Column("urgency", SmallInteger, nullable=False, default=0),
    Column("confidential", Boolean, nullable=False, default=False),
    Column("wants_callback", Boolean, nullable=False, default=False),
    Column("unit", String(32), nullable=False, default=""),
    # What is pending, else the status: the work list that it stands in.
    Column("stage", String(12), nullable=False, default=""),
    Column("pending", String(12), nullable=False, default=""),
    Column("suspended_until", EpochMoment, nullable=True),
    Column("handler_id", String(64), nullable=True),
    Column("handler", String(60), nullable=False, default=""),
    Column("assisting", String(280), nullable=False, default=""),
    Column("dispatch_count", SmallInteger, nullable=False, default=0),
    Column("return_count", SmallInteger, nullable=False, default=0),
    Column("merged_into", String(64), nullable=True),
    Column("part_of", String(64), nullable=True),
    Column("supervised", Boolean, nullable=False, default=False),
    Column("wrote_again", Boolean, nullable=False, default=False),
    Column("alert", Boolean, nullable=False, default=False),
    Column("channel", String(12), nullable=False, default=""),
    # Of the nearest running clock, kept by the clocks.
    Column("due_at", EpochMoment, nullable=True),
    Column("due_kind", String(16), nullable=False, default=""),
    Column("alarm", SmallInteger, nullable=False, default=0),
    Column("created_by_id", String(64), nullable=False),
    Column("created_by", String(60), nullable=False, default=""),
    Column("created_at", EpochMoment, nullable=False),
    Column("updated_at", EpochMoment, nullable=False),
    Column("closed_at", EpochMoment, nullable=True),
    Column("note_count", Integer, nullable=False, default=0),
    # What can be long stands last: SQLite reads a row only as far as the columns asked for.
    Column("cited_articles", Text, nullable=False, default=""),
    Column("content", Text, nullable=False, default=""),
    Column("answer", Text, nullable=False, default=""),
)

# Newest first, last changed first, and (few rows, so small) the urgent ones first: see ``listing``. SQLite walks an index of
# the one filter that narrows most, in the order asked for. PostgreSQL has one index for each of the other two orders, with all
# that a list may be narrowed by at its end: what fits is told apart within it. A ticket that changes renews two and not eighteen.
_URGENT = text("urgency > 0")
_FEW_URGENT: dict[str, Any] = {"sqlite_where": _URGENT, "postgresql_where": _URGENT}
for _facet in FACETS:
    _column = tickets.c[_facet]
    Index(f"ix_tickets_{_facet}_key", _column, tickets.c.key)
    only(SQLITE, Index(f"ix_tickets_{_facet}_updated", _column, tickets.c.updated_at, tickets.c.key))
    only(SQLITE, Index(f"ix_tickets_{_facet}_urgent", _column, tickets.c.urgency, tickets.c.key, **_FEW_URGENT))
_BESIDE = tuple(tickets.c[_facet] for _facet in FACETS)
only(SQLITE, Index("ix_tickets_updated", tickets.c.updated_at, tickets.c.key))
only(SQLITE, Index("ix_tickets_urgent", tickets.c.urgency, tickets.c.key, **_FEW_URGENT))
only(POSTGRESQL, Index("ix_tickets_updated_facets", tickets.c.updated_at, tickets.c.key, *_BESIDE))
only(POSTGRESQL, Index("ix_tickets_urgent_facets", tickets.c.urgency, tickets.c.key, *_BESIDE, **_FEW_URGENT))
# Work lists: what stands in a stage or lies with a unit, what is due first on top, one urgency after another (``work``).
# What a list may be narrowed by stands at the end of its index: of ten thousand open tickets those that fit are told apart
# without reading them.
_OPEN = text("closed_at IS NULL")
_NARROWS = tuple(tickets.c[_name] for _name in ("unit", "town", "branch", "stem", "category", "kind", "handler_id"))
for _name in ("stage", "unit"):
    Index(
        f"ix_tickets_{_name}_due",
        tickets.c[_name],
        tickets.c.urgency,
        tickets.c.due_at,
        tickets.c.key,
        *(column for column in _NARROWS if column.name != _name),
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
for _name, _few in (
    ("supervised", "supervised"),
    ("alert", "alert"),
    ("overdue", "alarm >= 2 AND closed_at IS NULL"),
    ("wrote_again", "wrote_again"),
):
    _where = text(_few)
    Index(
        f"ix_tickets_{_name}",
        tickets.c.due_at,
        tickets.c.key,
        *_NARROWS,
        sqlite_where=_where,
        postgresql_where=_where,
    )
for _name in ("handler_id", "merged_into", "part_of"):
    _known = text(f"{_name} IS NOT NULL")
    Index(f"ix_tickets_{_name}", tickets.c[_name], tickets.c.key, sqlite_where=_known, postgresql_where=_known)
# For a citizen's own tickets and for likenesses; few rows each, sorted where another order is asked for.
for _name in ("person_id", "call_id"):
    _known = text(f"{_name} IS NOT NULL")
    Index(f"ix_tickets_{_name}_key", tickets.c[_name], tickets.c.key, sqlite_where=_known, postgresql_where=_known)
for _name in ("caller_number", "village"):
    Index(f"ix_tickets_{_name}_key", tickets.c[_name], tickets.c.key)


@event.listens_for(tickets, "after_create")
def _on_created(_table: Table, connection: Connection, **_rest: Any) -> None:
    search.create_index(connection)


GROUPED = ("kind", "branch", "town")
"""What figures are broken down by; stored with each step that they count as it was then, so that correcting a ticket later moves
no figure of the past."""

ticket_steps = Table(
    "ticket_steps",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("ticket_key", ForeignKey("tickets.key"), nullable=False),
    Column("at", EpochMoment, nullable=False),
    Column("actor_id", String(64), nullable=False),
    Column("actor", String(60), nullable=False),
    Column("action", String(20), nullable=False),
    # For which unit they acted.
    Column("unit", String(32), nullable=False, default=""),
    # ``{"field": [from, to]}`` as JSON.
    Column("changes", Text, nullable=False, default="{}"),
    # Why, what was said or decided, what it rests on, what was attached, as JSON.
    Column("said", Text, nullable=False, default="{}"),
    # What figures count it as, for which unit, and whether its limit was over (``counting``); empty where they do not.
    Column("counts", String(12), nullable=False, default=""),
    Column("counts_for", String(32), nullable=False, default=""),
    Column("late", Boolean, nullable=False, default=False),
    # ``GROUPED``, of steps that figures count; empty for all others.
    Column("kind", String(12), nullable=False, default=""),
    Column("branch", String(2), nullable=False, default=""),
    Column("town", String(32), nullable=False, default=""),
    Index("ix_ticket_steps_ticket_key", "ticket_key", "id"),
    # For the figures of an interval: all they need stands in it, as a year has millions of steps.
    Index(
        "ix_ticket_steps_counts",
        *("at", "counts", "counts_for", "kind", "branch", "town", "late", "ticket_key"),
        sqlite_where=text("counts <> ''"),
        postgresql_where=text("counts <> ''"),
    ),
)
"""The audit trail, append-only. A ticket's first entry holds all it was filed with, so the state follows from the trail alone."""

ticket_assists = Table(
    "ticket_assists",
    metadata,
    Column("ticket_key", ForeignKey("tickets.key"), primary_key=True),
    Column("unit", String(32), primary_key=True),
    Column("asked_at", EpochMoment, nullable=False),
    Column("replied_at", EpochMoment, nullable=True),
    Index(
        "ix_ticket_assists_unit",
        "unit",
        "ticket_key",
        sqlite_where=text("replied_at IS NULL"),
        postgresql_where=text("replied_at IS NULL"),
    ),
)
"""Which units were asked to assist with what."""
ticket_links = Table(
    "ticket_links",
    metadata,
    Column("ticket_key", ForeignKey("tickets.key"), primary_key=True),
    Column("other_key", ForeignKey("tickets.key"), primary_key=True),
    Column("since", EpochMoment, nullable=False),
)
"""Which tickets have to do with each other: two rows a pair, so that each finds the other."""
# For the search by who only handles: what they assist in, or did.
only(POSTGRESQL, Index("ix_ticket_assists_asked", ticket_assists.c.unit, ticket_assists.c.ticket_key))

ticket_notes = Table(
    "ticket_notes",
    metadata,
    Column("key", RowId, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("ticket_key", ForeignKey("tickets.key"), nullable=False),
    Column("at", EpochMoment, nullable=False),
    Column("author_id", String(64), nullable=False),
    Column("author", String(60), nullable=False),
    Column("text", Text, nullable=False),
    Index("ix_ticket_notes_ticket_key", "ticket_key", "key"),
)

ticket_days = Table(
    "ticket_days",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("last", Integer, nullable=False),
)
"""The last number given on each district day."""

tickets_to_index = Table(
    "tickets_to_index",
    metadata,
    Column("key", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    # What the index of words holds of it; nothing for a new ticket.
    Column("title", Text, nullable=True),
    Column("content", Text, nullable=True),
    Column("place", Text, nullable=True),
)
"""SQLite: tickets whose words are indexed in a moment, many at once (see ``search``)."""

catalogue_entries = Table(
    "catalogue_entries",
    metadata,
    # ``place``, ``category``, ``unit``, ``template``, ``phrase`` or ``skill``
    Column("kind", String(12), primary_key=True),
    Column("code", String(32), primary_key=True),
    Column("parent", String(32), nullable=False, default=""),
    # Of a unit: the town or village that it looks after.
    Column("place", String(32), nullable=False, default=""),
    Column("position", Integer, nullable=False),
    # The entry as the contract has it, as JSON.
    Column("body", Text, nullable=False),
    Index("ix_catalogue_entries_place", "kind", "place"),
    Index("ix_catalogue_entries_parent", "kind", "parent"),
)
