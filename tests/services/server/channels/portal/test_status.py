import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.contracts.channels import Channel, ChannelChange, CitizenNotice
from services.errors import AppError
from services.server.channels import core, outgoing, settings
from services.server.channels.portal import status
from services.server.channels.protocol import Receipt
from services.server.kernel import Kernel
from services.server.tickets import service
from tests.services.server.channels.conftest import message
from tests.services.server.conftest import SignIn
from tests.services.server.district import new_ticket

PATH = "/v1/public/status"


@pytest.fixture
def receipt(kernel: Kernel) -> Receipt:
    return core.receive(kernel, message(confidential=True))


def test_number_and_code_tell_what_the_citizen_was_told(client: TestClient, kernel: Kernel, receipt: Receipt) -> None:
    for notice, said in ((CitizenNotice.DISPATCHED, ""), (CitizenNotice.REPLIED, "路灯已修复。")):
        kernel.write(lambda tx, n=notice, w=said: outgoing.tell(tx, service.row_of(tx, receipt.ticket_id), n, w))
    answer = client.get(PATH, params={"number": receipt.number, "code": receipt.code.lower()})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    found = answer.json()
    assert (found["number"], found["status"]) == (receipt.number, "accepted")
    assert [step["notice"] for step in found["history"]] == ["accepted", "dispatched", "replied"]
    assert found["history"][-1]["words"] == "您的诉求已有答复。\n路灯已修复。"
    assert set(found) == {"number", "status", "received_at", "closed_at", "history"}
    assert not any(secret in answer.text for secret in ("陈", "16100000042", "三盏", "example.org"))
    english = client.get(
        PATH, params={"number": receipt.number, "code": receipt.code}, headers={"accept-language": "en"}
    )
    assert english.json()["history"][0]["words"] == "Your request was received and is being assigned."


def pairs(receipt: Receipt, other: Receipt) -> list[tuple[str, str]]:
    return [
        (receipt.number, "2222222222"),
        (receipt.number, other.code),
        ("20260302-999999", receipt.code),
        ("nonsense", "x"),
    ]


def test_a_wrong_code_and_an_unknown_number_look_alike(client: TestClient, kernel: Kernel, receipt: Receipt) -> None:
    other = core.receive(kernel, message("m-2"))
    answers = [client.get(PATH, params={"number": n, "code": c}) for n, c in pairs(receipt, other)]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(404, "wrong_code")}
    assert len({answer.text for answer in answers}) == 1


def test_a_wrong_code_and_an_unknown_number_take_the_same_way(kernel: Kernel, receipt: Receipt) -> None:
    other = core.receive(kernel, message("m-2"))
    statements: list[tuple[str, str]] = []

    @event.listens_for(kernel.database.engine, "before_cursor_execute")
    def _on_statement(_connection, _cursor, statement, parameters, _context, _many) -> None:  # type: ignore[no-untyped-def]
        statements.append((statement, str(parameters)))

    ways = []
    for number, code in pairs(receipt, other):
        statements.clear()
        with pytest.raises(AppError) as caught:
            kernel.read(lambda tx, n=number, c=code: status.look_up(tx, n, c))
        assert caught.value.code == "wrong_code"
        ways.append(list(statements))
    assert all(way == ways[0] for way in ways)
    assert len(ways[0]) == 2


def test_a_draft_is_nobodys_business(client: TestClient, sign_in: SignIn) -> None:
    agent = sign_in(Role.AGENT)
    draft, filed = (agent.post("/v1/tickets", json=new_ticket(finish=way)).json() for way in ("draft", "accept"))
    codes = [agent.get(f"/v1/tickets/{ticket['id']}/correspondence").json()["code"] for ticket in (draft, filed)]
    answers = [
        client.get(PATH, params={"number": ticket["number"], "code": code}).status_code
        for ticket, code in zip((draft, filed), codes, strict=True)
    ]
    # A caller may be read the code of a ticket that came by telephone.
    assert answers == [404, 200]


def test_guessing_is_slowed_down_for_one_number_and_from_one_address(
    client: TestClient, kernel: Kernel, real_clock: ManualClock, receipt: Receipt
) -> None:
    limits = {"status_per_minute": 50, "status_per_minute_and_address": 20, "status_per_minute_and_number": 5}
    kernel.write(lambda tx: settings.change(tx, Channel.PORTAL, ChannelChange(settings=limits)))

    def ask(number: str) -> int:
        answer = client.get(PATH, params={"number": number, "code": "2222222222"})
        if answer.status_code == 429:
            assert answer.json()["code"] == "too_many"
            assert 0 < int(answer.headers["retry-after"]) <= 61
        return answer.status_code

    assert [ask(receipt.number) for _ in range(7)] == [404] * 5 + [429] * 2
    assert [ask(f"20260302-{n:06}") for n in range(100, 115)] == [404] * 13 + [429] * 2
    real_clock.advance(60)
    assert ask(receipt.number) == 404


def test_an_address_behind_a_proxy_counts_only_where_the_proxy_is_trusted(
    client: TestClient, kernel: Kernel, receipt: Receipt
) -> None:
    def ask(address: str) -> int:
        headers = {"x-forwarded-for": f"9.9.9.9, {address}"}
        return client.get(PATH, params={"number": address, "code": "x"}, headers=headers).status_code

    limits = {"status_per_minute_and_address": 2}
    kernel.write(lambda tx: settings.change(tx, Channel.PORTAL, ChannelChange(settings=limits)))
    assert [ask(f"1.1.1.{n}") for n in range(3)] == [404, 404, 429]
    trusted = {"trusted_proxies": ["testclient"]}
    kernel.write(lambda tx: settings.change(tx, Channel.PORTAL, ChannelChange(settings=trusted)))
    assert [ask(f"1.1.1.{n}") for n in range(3)] == [404, 404, 404]
    assert [ask("1.1.1.1") for _ in range(2)] == [404, 429]
