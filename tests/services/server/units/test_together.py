"""Two at once on real threads: what is dissolved gets nothing any more, and nothing that it got is lost."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from services.contracts.accounts import Role
from tests.services.server.conftest import SignIn
from tests.services.server.lifecycle.conftest import Cast
from tests.services.server.units.test_returning import is_told_by_its_trail


@pytest.mark.parametrize("round_", range(3))
def test_a_unit_is_dissolved_while_tickets_go_to_it(cast: Cast, sign_in: SignIn, round_: int) -> None:
    admin = sign_in(Role.ADMINISTRATOR)
    filed = [cast.file() for _ in range(8)]
    answers: list[Any] = []
    start = threading.Barrier(3)

    def dispatch(some: list[dict[str, Any]]) -> None:
        start.wait()
        for ticket in some:
            answers.append(cast.ask(cast.dispatcher, ticket, "dispatch", unit="D06"))

    def dissolve() -> None:
        start.wait()
        answers.append(admin.post("/v1/units/D06/dissolve", json={"successor": "D04"}))

    threads = [threading.Thread(target=dispatch, args=(filed[n::2],)) for n in range(2)]
    threads.append(threading.Thread(target=dissolve))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} <= {200, 422}
    for ticket in filed:
        now = cast.dispatcher.get(f"/v1/tickets/{ticket['id']}").json()
        # Before it went, its successor has it; after, the dispatcher has been told and it waits.
        assert (now["unit"], now["status"]) in (("D04", "dispatched"), ("", "accepted"))


def work_on(cast: Cast, held: list[dict[str, Any]], meanwhile: Callable[[], Any]) -> list[Any]:
    """Writes records on tickets from two threads until something else has been done; returns all answers."""
    answers: list[Any] = []
    over, start = threading.Event(), threading.Barrier(3)

    def record(some: list[dict[str, Any]]) -> None:
        start.wait()
        while not over.is_set():
            for n, ticket in enumerate(some):
                answer = cast.ask(cast.handler, ticket, "record", text="现场核查")
                answers.append(answer)
                some[n] = answer.json() if answer.status_code == 200 else ticket

    def do() -> None:
        start.wait()
        answers.append(meanwhile())
        over.set()

    threads = [threading.Thread(target=record, args=(held[n::2],)) for n in range(2)] + [threading.Thread(target=do)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_unit_is_dissolved_while_its_tickets_are_worked_on(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in(Role.ADMINISTRATOR)
    held = [cast.handled() for _ in range(10)]
    body = {"successor": "D04"}
    answers = work_on(cast, list(held), lambda: admin.post("/v1/units/D06/dissolve", json=body))
    assert {answer.status_code for answer in answers} <= {200, 403, 412}
    for ticket in held:
        assert cast.dispatcher.get(f"/v1/tickets/{ticket['id']}").json()["unit"] == "D04"
        assert is_told_by_its_trail(cast.kernel, ticket)


def test_somebody_leaves_while_their_tickets_are_worked_on(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in(Role.ADMINISTRATOR)
    held = [cast.handled() for _ in range(10)]
    me = cast.handler.get("/v1/me").json()
    leave = {"roles": ["handler", "agent"], "active": False}
    work_on(cast, list(held), lambda: admin.patch(f"/v1/accounts/{me['id']}", version=me["version"], json=leave))
    for ticket in held:
        assert cast.dispatcher.get(f"/v1/tickets/{ticket['id']}").json()["handler_id"] is None
        assert is_told_by_its_trail(cast.kernel, ticket)
