"""One ticket whole: the same as its parts, for each who may see it, and each look and printing recorded."""

from sqlalchemy import select

from services.contracts.accounts import Role
from services.server.kernel import Kernel
from services.server.tables import access_log
from tests.services.server.conftest import SignIn
from tests.services.server.lifecycle.conftest import UNIT, Cast, cast

__all__ = ["cast"]


def looks(kernel: Kernel, ticket_id: str) -> list[tuple[str, str]]:
    with kernel.database.read() as connection:
        rows = connection.execute(
            select(access_log.c.account_id, access_log.c.why).where(
                access_log.c.what == "ticket", access_log.c.subject == ticket_id
            )
        )
        return [(row.account_id, row.why) for row in rows]


def test_it_is_the_same_as_its_parts(cast: Cast) -> None:
    ticket = cast.take(cast.dispatcher, cast.file(), "dispatch", unit=UNIT)
    whole = cast.handler.get(f"/v1/tickets/{ticket['id']}/whole").json()
    base = f"/v1/tickets/{ticket['id']}"
    assert whole["ticket"] == cast.handler.get(base).json()
    for name, path in (
        ("clocks", "clocks"),
        ("correspondence", "correspondence"),
        ("attachments", "attachments"),
        ("related", "related"),
        ("follow_up", "follow-up"),
        ("offers", "offers"),
    ):
        assert whole[name] == cast.handler.get(f"{base}/{path}").json(), name
    assert whole["suggestion"] is None
    assert cast.handler.get(f"/v1/tickets/by-number/{ticket['number']}/whole").json()["ticket"] == whole["ticket"]


def test_a_dispatcher_gets_a_suggestion(cast: Cast) -> None:
    ticket = cast.file()
    whole = cast.dispatcher.get(f"/v1/tickets/{ticket['id']}/whole").json()
    assert whole["suggestion"] == cast.dispatcher.get(f"/v1/tickets/{ticket['id']}/suggestion").json()


def test_another_unit_does_not_get_it(cast: Cast) -> None:
    ticket = cast.take(cast.dispatcher, cast.file(), "dispatch", unit=UNIT)
    assert cast.other.get(f"/v1/tickets/{ticket['id']}/whole").status_code in (403, 404)
    assert cast.agent.get("/v1/tickets/none/whole").status_code == 404


def test_who_takes_no_steps_reads_all_the_same(cast: Cast, sign_in: SignIn) -> None:
    ticket = cast.file()
    whole = sign_in(Role.LEAD).get(f"/v1/tickets/{ticket['id']}/whole")
    assert whole.status_code == 200
    assert whole.json()["ticket"]["id"] == ticket["id"]


def test_each_look_is_recorded_once_and_printing_as_such(cast: Cast, kernel: Kernel) -> None:
    ticket = cast.file()
    who = cast.dispatcher.account.id
    path = f"/v1/tickets/{ticket['id']}/whole"
    before = len(looks(kernel, ticket["id"]))
    cast.dispatcher.get(path)
    cast.dispatcher.get(path, params={"printed": "true"})
    assert looks(kernel, ticket["id"])[before:] == [(who, ""), (who, "printed")]


def test_a_confidential_form_that_names_nobody_is_a_look_too(cast: Cast, kernel: Kernel) -> None:
    ticket = cast.take(cast.dispatcher, cast.file(confidential=True), "dispatch", unit=UNIT)
    path = f"/v1/tickets/{ticket['id']}/whole"
    who = cast.handler.account.id
    whole = cast.handler.get(path, params={"printed": "true"}).json()
    assert whole["ticket"]["identity_hidden"]
    assert whole["ticket"]["caller_name"] == ""
    assert (who, "printed") in looks(kernel, ticket["id"])
