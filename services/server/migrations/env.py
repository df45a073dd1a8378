"""Run by Alembic with a connection that :mod:`services.server.migrations` hands over."""

from typing import Any, Literal

from alembic import context

from services.server.migrations import is_declared, is_everywhere, same_type
from services.server.schema import metadata
from services.server.tables import UtcMoment, create_indexes_of_one_dialect
from services.server.tickets import search, statistics
from services.server.tickets.tables import EpochMoment


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    # A migration must not change when our own types do.
    if kind == "type" and isinstance(item, EpochMoment):
        return 'sa.DateTime(timezone=True).with_variant(sa.Integer(), "sqlite")'
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcMoment) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=_render,
    compare_type=same_type,
    include_name=is_declared,
    include_object=is_everywhere,
)
with context.begin_transaction():
    context.run_migrations()
    # Derived from the tickets, and of another kind on each database: no migration can describe it.
    search.create_index(context.config.attributes["connection"])
    # Alembic writes a migration for one kind of database, and would make them on both.
    create_indexes_of_one_dialect(context.config.attributes["connection"])
    statistics.create(context.config.attributes["connection"])
