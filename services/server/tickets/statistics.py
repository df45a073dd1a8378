"""What PostgreSQL is to know of filters that go together: it takes them for independent ones.

Praise of a matter that nobody praises would else seem common enough to walk a whole index for, instead of asking two.
"""

from sqlalchemy import Connection, inspect

_TOGETHER = (("kind", "branch"), ("kind", "stem"), ("kind", "category"), ("town", "unit"))
_VALUES = 1_000
"""So many pairs of values are remembered."""


def create(connection: Connection) -> None:
    """Makes what is missing; it is filled by the next ``ANALYZE``."""
    if connection.dialect.name != "postgresql" or not inspect(connection).has_table("tickets"):
        return
    for one, other in _TOGETHER:
        name = f"st_tickets_{one}_{other}"
        connection.exec_driver_sql(f"CREATE STATISTICS IF NOT EXISTS {name} (mcv) ON {one}, {other} FROM tickets")
        connection.exec_driver_sql(f"ALTER STATISTICS {name} SET STATISTICS {_VALUES}")
