"""Emergencies on every screen, from the step that passes them on until somebody has acknowledged them."""

from typing import Any

from sqlalchemy import select, true

from services.contracts.accounts import Permission
from services.contracts.events import Alert, Topic
from services.server.lifecycle import notices
from services.server.tickets.tables import tickets
from services.server.transaction import Transaction, everyone_with

SHOWN = 50
_OPEN = select(tickets).where(tickets.c.alert == true()).order_by(tickets.c.due_at, tickets.c.key).limit(SHOWN)


def tell(tx: Transaction, before: Any, after: Any) -> None:
    """Tells everybody where an alarm began or ended with a step; a second one for the same ticket is told again."""
    if after.alert != before.alert or (after.alert and after.unit != before.unit):
        tx.append(Topic.ALERT, after.id, _alert(after).model_dump(mode="json"), everyone_with(Permission.TICKET_READ))
        if after.alert:
            notices.emergency(tx, after)


def snapshot(tx: Transaction) -> dict[str, list[Alert]]:
    """Returns the open alarms, for a console that has just started."""
    if not tx.actor.may(Permission.TICKET_READ):
        return {}
    return {"alerts": [_alert(row) for row in tx.connection.execute(_OPEN)]}


def _alert(row: Any) -> Alert:
    return Alert(
        ticket_id=row.id,
        number=row.number,
        title="" if row.confidential else row.title,
        unit=row.unit,
        town=row.town,
        village=row.village,
        open=bool(row.alert),
    )
