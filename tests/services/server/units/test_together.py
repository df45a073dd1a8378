"""Two at once on real threads: what is dissolved gets nothing any more, and nothing that it got is lost."""

import threading
from typing import Any

import pytest

from services.contracts.accounts import Role
from tests.services.server.conftest import SignIn
from tests.services.server.lifecycle.conftest import Cast


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
