"""What a citizen writes after the end is somebody's task; what is filed at the desk is told to the public status too."""

from typing import Any

import pytest
from sqlalchemy import select

from services.contracts.accounts import Role
from services.contracts.channels import Channel
from services.contracts.tickets import TicketKind
from services.server.channels import core, repository
from services.server.channels.protocol import Incoming, Sender
from services.server.channels.tables import channel_outgoing
from services.server.kernel import Kernel
from services.server.notices.tables import notices
from tests.services.server import district
from tests.services.server.conftest import SignIn
from tests.services.server.lifecycle.conftest import UNIT, Cast, cast

__all__ = ["cast"]


def mail(kernel: Kernel, name: str, thread: str = "", words: str = "夜里打桩") -> str:
    incoming = Incoming(
        Channel.EMAIL,
        name,
        kernel.clock.now(),
        words,
        title="噪音",
        sender=Sender("陈女士", "", "chen@example.org"),
        kind=TicketKind.CONSULT,
        category="060101",
        town=district.TOWN,
        village=district.VILLAGE,
        thread=thread,
    )
    return core.receive(kernel, incoming).ticket_id


def closed(cast: Cast, kernel: Kernel) -> dict[str, Any]:
    ticket_id = mail(kernel, "m1@example.org")
    ticket = cast.dispatcher.get(f"/v1/tickets/{ticket_id}").json()
    return cast.take(cast.dispatcher, ticket, "answer", text="已责令停工。")


def listed(cast: Cast) -> list[str]:
    rows = cast.dispatcher.get("/v1/work", params={"list": "wrote_again"}).json()["items"]
    return [row["id"] for row in rows]


def told(kernel: Kernel) -> list[tuple[str, str]]:
    with kernel.database.read() as connection:
        return [(row.account_id, row.code) for row in connection.execute(select(notices).order_by(notices.c.id))]


def test_after_the_end_it_is_a_dispatchers_task_until_somebody_has_read_it(cast: Cast, kernel: Kernel) -> None:
    ticket = closed(cast, kernel)
    assert listed(cast) == []
    for number in range(2):
        assert mail(kernel, f"m{number + 2}@example.org", "m1@example.org", "又开工了") == ticket["id"]
    now = cast.dispatcher.get(f"/v1/tickets/{ticket['id']}").json()
    assert listed(cast) == [ticket["id"]]
    assert now["wrote_again"]
    assert now["status"] == "closed"
    assert [step["action"] for step in now["steps"]].count("write_again") == 1
    assert [note["text"] for note in now["notes"]] == ["又开工了", "又开工了"]
    assert told(kernel).count((cast.dispatcher.account.id, "wrote_again")) == 2
    now = cast.take(cast.dispatcher, now, "noted")
    assert listed(cast) == []
    assert cast.ask(cast.dispatcher, now, "noted").json()["code"] == "wrong_state"


def test_reopening_takes_it_out_of_the_list(cast: Cast, kernel: Kernel) -> None:
    ticket = closed(cast, kernel)
    mail(kernel, "m2@example.org", "m1@example.org")
    now = cast.dispatcher.get(f"/v1/tickets/{ticket['id']}").json()
    now = cast.take(cast.dispatcher, now, "reopen", reason="又开工了")
    assert not now["wrote_again"]
    assert listed(cast) == []
    assert cast.dispatcher.get("/v1/work/counts").json()["counts"]["wrote_again"] == 0


def test_nobody_of_the_staff_takes_that_step(cast: Cast, kernel: Kernel, sign_in: SignIn) -> None:
    ticket = closed(cast, kernel)
    for role in (Role.DISPATCHER, Role.AGENT, Role.SUPERVISOR):
        assert cast.ask(sign_in(role), ticket, "write_again").status_code == 403


def test_while_it_is_open_who_has_it_hears_of_it(cast: Cast, kernel: Kernel) -> None:
    ticket_id = mail(kernel, "m1@example.org")
    ticket = cast.dispatcher.get(f"/v1/tickets/{ticket_id}").json()
    cast.take(cast.handler, cast.take(cast.dispatcher, ticket, "dispatch", unit=UNIT), "sign_in")
    mail(kernel, "m2@example.org", "m1@example.org")
    assert (cast.handler.account.id, "remark") in told(kernel)
    assert listed(cast) == []


@pytest.mark.parametrize(
    ("finish", "fields", "expected"),
    [
        ("draft", {}, []),
        ("accept", {}, ["accepted"]),
        ("dispatch", {"unit": UNIT}, ["accepted", "dispatched"]),
        ("answer", {"answer": "请拨打物业电话。"}, ["replied"]),
    ],
)
def test_the_desks_own_filing_tells_the_public_status(
    cast: Cast, kernel: Kernel, finish: str, fields: dict[str, Any], expected: list[str]
) -> None:
    ticket = cast.file(finish=finish, **fields)
    with kernel.database.read() as connection:
        assert [row.notice for row in repository.told(connection, ticket["id"])] == expected
    if finish == "draft":
        path = f"/v1/tickets/{ticket['id']}"
        done = cast.agent.patch(path, version=ticket["version"], json={"finish": "accept"})
        assert done.status_code == 200, done.text
        with kernel.database.read() as connection:
            rows = connection.execute(
                select(channel_outgoing.c.notice).where(channel_outgoing.c.ticket_id == ticket["id"])
            )
            assert list(rows.scalars()) == ["accepted"]
