"""What people are told besides the tickets themselves."""

from services.contracts.events import Topic
from services.server.transaction import Transaction, of_unit


def handed_over(tx: Transaction, unit: str, count: int, name: str, why: str) -> None:
    """Tells a unit that so many open tickets lie in its pool now; ``name`` is who had them, ``why`` a code."""
    if unit and count:
        values = {"unit": unit, "count": count, "name": name, "why": why}
        tx.append(Topic.NOTICE, unit, {"code": "handed_over", "values": values}, of_unit(unit))
