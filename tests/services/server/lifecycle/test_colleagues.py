"""Who a ticket can be assigned to."""

from services.contracts.accounts import Role
from tests.services.server.conftest import SignIn
from tests.services.server.lifecycle.conftest import UNIT, Cast


def test_handlers_of_ones_own_unit_with_what_lies_with_them(cast: Cast, sign_in: SignIn) -> None:
    sign_in(Role.DISPATCHER, unit=UNIT)  # of the unit, but nobody who handles
    cast.handled(by=cast.handler)
    found = {person["id"]: person["open_tickets"] for person in cast.colleague.get("/v1/work/colleagues").json()}
    assert found == {cast.handler.account.id: 1, cast.colleague.account.id: 0}


def test_who_has_no_unit_has_no_colleagues(cast: Cast) -> None:
    assert cast.dispatcher.get("/v1/work/colleagues").json() == []


def test_a_ticket_goes_to_a_colleague(cast: Cast) -> None:
    ticket = cast.take(cast.handler, cast.handled(), "assign", handler_id=cast.colleague.account.id)
    assert ticket["handler_id"] == cast.colleague.account.id
