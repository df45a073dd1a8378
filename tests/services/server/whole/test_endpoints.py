"""One ticket whole: the same as its parts, for each who may see it, and each look and printing recorded."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from services.contracts.accounts import Role
from services.server.calls.tables import calls
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


def _call(cast: Cast, call_id: str, number: str, after: float, **fields: Any) -> None:
    """Writes a call that began so many seconds from now."""
    at = cast.kernel.clock.now() + timedelta(seconds=after)
    row = {
        **{
            "id": call_id,
            "state": "ended",
            "number": number,
            "number_key": number,
            "offered_at": at,
            "answered_at": at,
            "ended_at": at,
        },
        **{"agent_id": cast.agent.account.id, "talk_seconds": 60.0, "outgoing": False},
        **fields,
    }
    with cast.kernel.database.write() as connection:
        connection.execute(insert(calls), row)


def test_calls_with_the_citizen_belong_to_it(cast: Cast) -> None:
    _call(cast, "taken-down", "", -300)
    _call(cast, "another-day", "16100000042", -86_400)
    ticket = cast.file(call_id="taken-down", contact_number="16100000077")
    _call(cast, "asked-again", "16100000042", 5)
    _call(cast, "called-back", "16100000077", 9, outgoing=True)
    _call(cast, "somebody-else", "16100000099", 12)
    merged = cast.file(call_id="voice", caller_number="16100000055")
    _call(cast, "voice", "16100000055", -20)
    cast.take(cast.dispatcher, merged, "merge", into=ticket["id"])
    found = cast.dispatcher.get(f"/v1/tickets/{ticket['id']}/whole").json()["calls"]
    assert [call["id"] for call in found] == ["taken-down", "voice", "asked-again", "called-back"]
    assert "16100000042" not in str(found)
    assert (found[3]["outgoing"], found[3]["agent_name"]) == (True, cast.agent.account.name)


def test_calls_after_its_end_are_another_matter(cast: Cast) -> None:
    ticket = cast.closed()
    _call(cast, "later", "16100000042", 60)
    assert cast.dispatcher.get(f"/v1/tickets/{ticket['id']}/whole").json()["calls"] == []


def test_calls_of_a_confidential_ticket_are_told_to_nobody_who_may_not_know_who_asked(cast: Cast) -> None:
    _call(cast, "secret", "16100000042", -60)
    ticket = cast.take(cast.dispatcher, cast.file(confidential=True, call_id="secret"), "dispatch", unit=UNIT)
    path = f"/v1/tickets/{ticket['id']}/whole"
    assert cast.handler.get(path).json()["calls"] == []
    assert [call["id"] for call in cast.agent.get(path).json()["calls"]] == ["secret"]


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
