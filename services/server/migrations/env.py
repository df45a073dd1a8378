"""Run by Alembic with a connection that :mod:`services.server.migrations` hands over."""

from typing import Any, Literal

from alembic import context

from services.server.migrations import same_type
from services.server.schema import metadata
from services.server.tables import UtcMoment


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    # A migration must not change when our own types do.
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcMoment) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=_render,
    compare_type=same_type,
)
with context.begin_transaction():
    context.run_migrations()
