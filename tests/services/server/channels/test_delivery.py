from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.contracts.channels import Channel, ChannelChange, CitizenNotice, OutgoingState
from services.server.channels import core, outgoing, repository, settings
from services.server.channels.delivery import ATTEMPTS, Delivery, wait_after
from services.server.channels.protocol import Receipt
from services.server.kernel import Kernel
from services.server.tickets import service
from tests.services.server.channels.conftest import SendingPortal, message
from tests.services.server.conftest import SignIn
from tests.services.server.district import new_ticket


@pytest.fixture
def delivery(kernel: Kernel) -> Delivery:
    return Delivery(kernel)


def tell(kernel: Kernel, receipt: Receipt, notice: CitizenNotice, words: str = "") -> None:
    kernel.write(lambda tx: outgoing.tell(tx, service.row_of(tx, receipt.ticket_id), notice, words))


def told(kernel: Kernel, receipt: Receipt) -> list[Any]:
    return list(kernel.read(lambda tx: repository.told(tx.connection, receipt.ticket_id)))


def test_messages_arrive_once_and_in_order(kernel: Kernel, portal: SendingPortal, delivery: Delivery) -> None:
    receipt = core.receive(kernel, message())
    tell(kernel, receipt, CitizenNotice.DISPATCHED)
    tell(kernel, receipt, CitizenNotice.REPLIED, "已修复")
    assert delivery.deliver_due(Channel.PORTAL) == 3
    assert delivery.deliver_due(Channel.PORTAL) == 0
    assert [letter.notice for letter in portal.letters] == ["accepted", "dispatched", "replied"]
    last = portal.letters[-1]
    assert (last.words, last.thread, last.code) == ("您的诉求已有答复。\n已修复", "m-1", receipt.code)
    assert last.earlier == tuple(f"sent-{letter.key}" for letter in portal.letters[:2])
    assert (last.recipient.email, last.recipient.number) == ("chen@example.org", "16100000042")
    assert {row.state for row in told(kernel, receipt)} == {OutgoingState.SENT}


def test_a_message_of_a_training_day_that_is_ahead_of_the_real_one_is_sent_at_once(
    kernel: Kernel, portal: SendingPortal, delivery: Delivery, clock: ManualClock
) -> None:
    clock.advance(8 * 3_600)
    core.receive(kernel, message())
    assert delivery.deliver_due(Channel.PORTAL) == 1
    assert len(portal.letters) == 1


def test_a_failure_waits_longer_each_time_and_holds_back_what_follows(
    kernel: Kernel, portal: SendingPortal, delivery: Delivery, real_clock: ManualClock
) -> None:
    receipt, other = core.receive(kernel, message()), core.receive(kernel, message("m-2"))
    tell(kernel, receipt, CitizenNotice.REPLIED)
    portal.fail("no connection", "no connection")
    assert delivery.deliver_due(Channel.PORTAL) == 0
    first, later = told(kernel, receipt)
    assert (first.state, first.attempts, first.problem) == (OutgoingState.WAITING, 1, "no connection")
    assert later.attempts == 0
    real_clock.advance(wait_after(1).total_seconds() - 1)
    assert delivery.deliver_due(Channel.PORTAL) == 0
    real_clock.advance(1)
    assert delivery.deliver_due(Channel.PORTAL) == 3
    assert [letter.notice for letter in portal.letters if letter.ticket_id == receipt.ticket_id] == [
        "accepted",
        "replied",
    ]
    assert told(kernel, receipt)[0].problem == ""
    assert told(kernel, other)[0].state == OutgoingState.SENT


def test_waits_double_up_to_two_hours() -> None:
    waits = [wait_after(n) for n in range(1, ATTEMPTS)]
    assert waits[0] == timedelta(seconds=15)
    assert all(later == min(earlier * 2, timedelta(hours=2)) for earlier, later in pairwise(waits))
    assert timedelta(hours=12) < sum(waits, timedelta()) < timedelta(hours=36)


def test_what_is_given_up_is_listed_and_does_not_hold_up_the_rest(
    kernel: Kernel, portal: SendingPortal, delivery: Delivery, sign_in: SignIn
) -> None:
    receipt = core.receive(kernel, message())
    tell(kernel, receipt, CitizenNotice.REPLIED)
    portal.fail("refused", forever=True)
    assert delivery.deliver_due(Channel.PORTAL) == 1
    dispatcher = sign_in(Role.DISPATCHER)
    (failed,) = dispatcher.get("/v1/outgoing", params={"state": "failed"}).json()["items"]
    assert (failed["notice"], failed["problem"], failed["number"]) == ("accepted", "refused", receipt.number)
    assert dispatcher.post(f"/v1/outgoing/{failed['id']}/retry").json()["state"] == "waiting"
    assert dispatcher.post(f"/v1/outgoing/{failed['id']}/retry").json()["code"] == "wrong_state"
    assert delivery.deliver_due(Channel.PORTAL) == 1
    assert len(portal.letters) == 2


def test_whom_no_message_reached_is_told_by_telephone(
    kernel: Kernel, portal: SendingPortal, delivery: Delivery, sign_in: SignIn
) -> None:
    core.receive(kernel, message())
    portal.fail("refused", forever=True)
    delivery.deliver_due(Channel.PORTAL)
    dispatcher = sign_in(Role.DISPATCHER)
    (failed,) = dispatcher.get("/v1/outgoing", params={"state": "failed"}).json()["items"]
    told_now = dispatcher.post(f"/v1/outgoing/{failed['id']}/done").json()
    assert (told_now["state"], told_now["problem"]) == ("sent", "refused")
    assert dispatcher.post(f"/v1/outgoing/{failed['id']}/done").json()["code"] == "wrong_state"


def test_after_many_attempts_it_is_given_up(
    kernel: Kernel, portal: SendingPortal, delivery: Delivery, real_clock: ManualClock
) -> None:
    receipt = core.receive(kernel, message())
    portal.fail(*["down"] * (ATTEMPTS + 5))
    for _ in range(ATTEMPTS + 2):
        delivery.deliver_due(Channel.PORTAL)
        real_clock.advance(8_000)
    (row,) = told(kernel, receipt)
    assert (row.state, row.attempts) == (OutgoingState.FAILED, ATTEMPTS)


def test_an_adapters_mistake_is_a_failure_like_any(kernel: Kernel, portal: SendingPortal, delivery: Delivery) -> None:
    receipt = core.receive(kernel, message())
    portal.failures.append(KeyError("陈女士"))
    assert delivery.deliver_due(Channel.PORTAL) == 0
    (row,) = told(kernel, receipt)
    assert (row.state, row.problem) == (OutgoingState.WAITING, "KeyError")


def test_a_message_reserved_by_one_is_left_alone_by_others_until_the_reservation_ends(
    kernel: Kernel, portal: SendingPortal, delivery: Delivery, real_clock: ManualClock
) -> None:
    receipt = core.receive(kernel, message())
    ((key, seen),) = kernel.read(lambda tx: repository.due(tx.connection, "portal", real_clock.now(), 10))
    until = real_clock.now() + timedelta(minutes=3)
    assert kernel.write(lambda tx: repository.take_on(tx.connection, key, seen, until)) is not None
    assert kernel.write(lambda tx: repository.take_on(tx.connection, key, seen, until)) is None
    # Its process dies here.
    assert delivery.deliver_due(Channel.PORTAL) == 0
    real_clock.advance(180)
    assert delivery.deliver_due(Channel.PORTAL) == 1
    assert [letter.key for letter in portal.letters] == [key]
    # What the dead one might still say counts no more.
    sent = {"state": OutgoingState.FAILED.value}
    assert not kernel.write(lambda tx: repository.settle(tx.connection, key, 1, sent))
    assert told(kernel, receipt)[0].state == OutgoingState.SENT


def test_a_channel_that_is_off_keeps_its_messages(kernel: Kernel, portal: SendingPortal, delivery: Delivery) -> None:
    core.receive(kernel, message())
    kernel.write(lambda tx: settings.change(tx, Channel.PORTAL, ChannelChange(enabled=False)))
    assert delivery.deliver_due(Channel.PORTAL) == 0
    kernel.write(lambda tx: settings.change(tx, Channel.PORTAL, ChannelChange(enabled=True)))
    assert delivery.deliver_due(Channel.PORTAL) == 1


def test_of_a_call_only_the_wish_for_a_call_back_is_left(kernel: Kernel, sign_in: SignIn) -> None:
    agent = sign_in(Role.AGENT)
    ids = [agent.post("/v1/tickets", json=new_ticket(wants_callback=wish)).json()["id"] for wish in (True, False)]
    for ticket_id in ids:
        for notice in (CitizenNotice.DISPATCHED, CitizenNotice.REPLIED):
            kernel.write(
                lambda tx, id_=ticket_id, what=notice: outgoing.tell(tx, service.row_of(tx, id_), what, "已修复")
            )
    (wish,) = agent.get("/v1/outgoing", params={"state": "call_back"}).json()["items"]
    assert (wish["ticket_id"], wish["notice"], wish["channel"]) == (ids[0], "replied", "hotline")
    assert agent.post(f"/v1/outgoing/{wish['id']}/done").json()["state"] == "sent"
    assert agent.get("/v1/outgoing", params={"state": "call_back"}).json()["items"] == []
