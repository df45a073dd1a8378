"""Notices to a portal's own address: a real HTTP server on loopback that checks the signature."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from services.clock import ManualClock
from services.contracts.channels import Channel, ChannelChange, CitizenNotice, OutgoingState
from services.contracts.signatures import Signed, digest_of
from services.server.channels import core, outgoing, repository, settings
from services.server.channels.delivery import Delivery, wait_after
from services.server.channels.protocol import Receipt
from services.server.kernel import Kernel
from services.server.tickets import service
from tests.services.server.channels.conftest import message
from tests.services.server.channels.portal.conftest import SECRET, open_portal


class Receiver:
    """A portal's server: keeps what it gets, answers as it is told."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.statuses: list[int] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                names = ("Tongfu-Client", "Tongfu-Timestamp", "Tongfu-Nonce", "Tongfu-Content-Digest")
                signed = Signed("POST", self.path, *(self.headers[name] for name in names))
                assert signed.digest == digest_of(body)
                assert signed.is_signed(SECRET, self.headers["Tongfu-Signature"])
                status = receiver.statuses.pop(0) if receiver.statuses else 204
                receiver.got.append({**json.loads(body), "nonce": signed.nonce})
                self.send_response(status)
                if status == 302:
                    self.send_header("location", "http://127.0.0.1:1/elsewhere")
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_args: Any) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/notices?from=tongfu"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def receiver(kernel: Kernel) -> Iterator[Receiver]:
    receiver = Receiver()
    open_portal(kernel)
    change = ChannelChange(settings={"callbacks": {"gov": receiver.url}})
    kernel.write(lambda tx: settings.change(tx, Channel.PORTAL, change))
    yield receiver
    receiver.stop()


@pytest.fixture
def receipt(kernel: Kernel, receiver: Receiver) -> Receipt:
    receipt = core.receive(kernel, message("gov/P-1", client="gov"))
    kernel.write(lambda tx: outgoing.tell(tx, service.row_of(tx, receipt.ticket_id), CitizenNotice.REPLIED, "已修复"))
    return receipt


def states(kernel: Kernel, receipt: Receipt) -> list[tuple[str, str]]:
    told = kernel.read(lambda tx: repository.told(tx.connection, receipt.ticket_id))
    return [(row.state, row.problem) for row in told]


def test_notices_arrive_signed_and_in_order(kernel: Kernel, receiver: Receiver, receipt: Receipt) -> None:
    assert Delivery(kernel).deliver_due(Channel.PORTAL) == 2
    assert [(got["notice"], got["external_id"], got["number"]) for got in receiver.got] == [
        ("accepted", "P-1", receipt.number),
        ("replied", "P-1", receipt.number),
    ]
    assert receiver.got[1]["words"] == "您的诉求已有答复。\n已修复"
    assert states(kernel, receipt) == [(OutgoingState.SENT, "")] * 2
    # The portal answers a notice: that goes on with the ticket.
    notice = f"gov/notice-{receiver.got[1]['id']}"
    assert core.receive(kernel, message("gov/P-2", client="gov", thread=notice)).ticket_id == receipt.ticket_id


@pytest.mark.parametrize("status", [302, 400, 500])
def test_a_refusal_is_tried_again_under_the_same_id(
    kernel: Kernel, receiver: Receiver, receipt: Receipt, real_clock: ManualClock, status: int
) -> None:
    receiver.statuses = [status]
    assert Delivery(kernel).deliver_due(Channel.PORTAL) == 0
    assert states(kernel, receipt) == [(OutgoingState.WAITING, f"HTTP {status}"), (OutgoingState.WAITING, "")]
    real_clock.advance(wait_after(1).total_seconds())
    assert Delivery(kernel).deliver_due(Channel.PORTAL) == 2
    first, again, _next = receiver.got
    assert first["id"] == again["id"]
    assert first["nonce"] != again["nonce"]


def test_gone_is_given_up_at_once(kernel: Kernel, receiver: Receiver, receipt: Receipt) -> None:
    receiver.statuses = [410]
    assert Delivery(kernel).deliver_due(Channel.PORTAL) == 1
    assert states(kernel, receipt) == [(OutgoingState.FAILED, "HTTP 410"), (OutgoingState.SENT, "")]


def test_a_portal_that_is_down_is_waited_for(kernel: Kernel, receiver: Receiver, receipt: Receipt) -> None:
    receiver.stop()
    assert Delivery(kernel).deliver_due(Channel.PORTAL) == 0
    assert states(kernel, receipt)[0] == (OutgoingState.WAITING, "ConnectionError")


def test_a_client_without_an_address_asks_for_the_status(kernel: Kernel, receiver: Receiver) -> None:
    open_portal(kernel, "other")
    receipt = core.receive(kernel, message("other/P-1", client="other"))
    assert Delivery(kernel).deliver_due(Channel.PORTAL) == 1
    assert receiver.got == []
    assert states(kernel, receipt) == [(OutgoingState.SENT, "")]
