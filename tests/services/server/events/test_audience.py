"""Who hears of an event."""

from services.contracts.accounts import Permission
from services.server.events.repository import StoredEvent
from services.server.transaction import Actor, everyone_with, of_unit, only


def heard(actor: Actor, *audience: str) -> bool:
    return StoredEvent(1, "notice", "x", audience, b"").is_for(actor)


def test_an_audience_is_people_units_or_permissions() -> None:
    handler = Actor("h", "H", permissions=frozenset({Permission.TICKET_READ}), unit="D06")
    centre = Actor("D06", "Named like a unit")
    assert heard(handler)
    assert heard(centre)
    assert heard(handler, of_unit("D06"))
    assert not heard(centre, of_unit("D06"))
    assert not heard(centre, of_unit("D04"), of_unit("ticket.read"))
    assert heard(handler, only("x"), everyone_with(Permission.TICKET_READ))
    assert not heard(handler, only("D06"), everyone_with(Permission.AUDIT_READ))
    # Nobody works for no unit.
    assert not heard(handler, of_unit(""))
