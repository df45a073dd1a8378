"""Word of alarms goes out: a real SMTP server, a real HTTPS server on loopback; nothing of citizens, nothing lost, nowhere else."""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import urllib3

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.contracts.alarms import DEFAULTS, AlarmKind
from services.contracts.signatures import HEADERS, Signed, digest_of
from services.server.alarms import hooks, repository
from services.server.alarms.post import ATTEMPTS, AlarmPost
from services.server.calls.floor import CallFloor
from services.server.channels.protocol import DeliveryFailed
from services.server.kernel import Kernel
from services.server.pbx.certificate import make
from tests.services.server.alarms.conftest import Pass
from tests.services.server.calls.conftest import ring
from tests.services.server.channels.email.conftest import Post, set_up
from tests.services.server.conftest import Api, SignIn

SECRET = "a secret of sixteen and more"


@dataclass
class Receiver:
    """What arrived at the HTTPS server, and what it answers next."""

    url: str
    certificate: Path
    answers: list[int] = field(default_factory=list)
    seen: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    certificate, key = make(tmp_path, "localhost")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            made.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            status = made.answers.pop(0) if made.answers else 204
            self.send_response(status)
            if status == 302:
                self.send_header("location", f"{made.url}/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_rest: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    made = Receiver(f"https://localhost:{server.server_address[1]}", certificate)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is no counterpart that does not answer."""
    monkeypatch.setattr(hooks, "_TIMES", urllib3.Timeout(60))


@pytest.fixture
def manager(sign_in: SignIn) -> Api:
    return sign_in(Role.ADMINISTRATOR)


@pytest.fixture
def sender(kernel: Kernel, receiver: Receiver, floor: CallFloor) -> AlarmPost:
    return AlarmPost(kernel, receiver.certificate, loopback=True)


@pytest.fixture
def raise_one(manager: Api, floor: CallFloor, seconds: Pass) -> Callable[[], str]:
    """Lets a caller wait for too long."""
    rule = next(rule for rule in DEFAULTS if rule.kind is AlarmKind.LONGEST_WAIT)
    changed = {"raise_at": 30, "clear_at": 10, "hold_seconds": 0, "clear_seconds": 0, "email": True, "webhook": True}
    rules = [rule.model_dump(mode="json") | changed]

    def waits() -> str:
        assert manager.put("/v1/alarm-rules", version=0, json={"rules": rules}).status_code == 200
        call_id = ring(floor, "13812345678")
        assert seconds(31) == 1
        return call_id

    return waits


def targets(manager: Api, receiver: Receiver, path: str = "/hook?from=tongfu", version: int = 0) -> None:
    hook = {"id": "duty-room", "url": receiver.url + path, "secret": SECRET}
    answer = manager.put(
        "/v1/alarm-targets", version=version, json={"addresses": ["Chief@example.org"], "hooks": [hook]}
    )
    assert answer.status_code == 200, answer.text
    assert SECRET not in answer.text


def test_a_hook_gets_a_signed_request_for_each_change(
    manager: Api, receiver: Receiver, sender: AlarmPost, raise_one: Callable[[], str], floor: CallFloor, seconds: Pass
) -> None:
    targets(manager, receiver)
    call_id = raise_one()
    exchange: Any = floor.core.exchange
    exchange.hang_up(call_id)
    floor.turn()
    assert seconds(1) == 1
    while sender.send_due():
        pass
    assert [json.loads(body)["what"] for _path, _headers, body in receiver.seen] == ["raised", "cleared"]
    for path, headers, body in receiver.seen:
        values = {name: headers[name.lower()] for name in HEADERS}
        signed = Signed("POST", path, *(values[name] for name in HEADERS[:3]), digest_of(body))
        assert values[HEADERS[3]] == digest_of(body)
        assert signed.is_signed(SECRET, values[HEADERS[4]])
        assert not signed.is_signed("another secret", values[HEADERS[4]])
        assert b"1381234" not in body
        assert b"5678" not in body.split(b'"since"')[0]
    assert {each["state"] for each in manager.get("/v1/alarm-messages").json() if each["way"] == "webhook"} == {"sent"}


def test_a_letter_says_what_and_since_when_and_nothing_of_citizens(
    manager: Api, receiver: Receiver, sender: AlarmPost, raise_one: Callable[[], str], kernel: Kernel, post: Post
) -> None:
    set_up(kernel, post=post)
    targets(manager, receiver)
    raise_one()
    sender.send_due()
    (message,) = post.messages
    text = message.get_content()  # type: ignore[attr-defined]
    assert "排队等待过久" in message["Subject"]
    assert "31" in text or "30" in text
    assert "138" not in text
    assert message["Auto-Submitted"] == "auto-generated"
    assert post.envelopes[0].rcpt_tos == ["chief@example.org"]


def test_what_fails_is_tried_again_later_and_given_up_at_last(
    manager: Api,
    receiver: Receiver,
    sender: AlarmPost,
    raise_one: Callable[[], str],
    real_clock: ManualClock,
    kernel: Kernel,
) -> None:
    targets(manager, receiver)
    receiver.answers = [500] * 3
    raise_one()
    for _ in range(3):
        assert sender.send_due() == 0
        assert sender.send_due() == 0, "not at once again"
        real_clock.advance(120)
    assert sender.send_due() == 1
    assert len(receiver.seen) == 4
    assert len({json.loads(body)["id"] for _path, _headers, body in receiver.seen}) == 1, "the same word each time"
    nonces = {headers["tongfu-nonce"] for _path, headers, _body in receiver.seen}
    assert len(nonces) == 4, "and each request is one of its own"
    # The e-mail channel is off all the time: it is given up, and that can be seen.
    for _ in range(ATTEMPTS):
        real_clock.advance(3_600)
        sender.send_due()
    kept = kernel.read(lambda tx: repository.messages(tx.connection, 10))
    letter = next(each for each in kept if each.way == "email")
    assert (letter.state, letter.attempts, letter.problem) == ("failed", ATTEMPTS, "the e-mail channel is off")


def test_word_of_the_end_waits_for_word_of_the_beginning(
    manager: Api,
    receiver: Receiver,
    sender: AlarmPost,
    raise_one: Callable[[], str],
    floor: CallFloor,
    seconds: Pass,
    real_clock: ManualClock,
) -> None:
    targets(manager, receiver)
    receiver.answers = [503]
    call_id = raise_one()
    assert sender.send_due() == 0
    exchange: Any = floor.core.exchange
    exchange.hang_up(call_id)
    floor.turn()
    seconds(1)
    assert sender.send_due() == 0, "the first one waits for its next attempt"
    real_clock.advance(60)
    assert sender.send_due() == 1
    assert sender.send_due() == 1
    assert [json.loads(body)["what"] for _path, _headers, body in receiver.seen] == ["raised", "raised", "cleared"]


def test_no_redirect_is_followed_and_gone_is_gone(
    manager: Api, receiver: Receiver, sender: AlarmPost, raise_one: Callable[[], str], real_clock: ManualClock
) -> None:
    targets(manager, receiver)
    receiver.answers = [302, 410]
    raise_one()
    assert sender.send_due() == 0
    assert [path for path, _headers, _body in receiver.seen] == ["/hook?from=tongfu"]
    real_clock.advance(60)
    assert sender.send_due() == 0
    hook = next(each for each in manager.get("/v1/alarm-messages").json() if each["way"] == "webhook")
    assert (hook["state"], hook["problem"]) == ("failed", "HTTP 410")


def test_a_server_with_another_certificate_gets_nothing(receiver: Receiver) -> None:
    with pytest.raises(DeliveryFailed):
        hooks.send(receiver.url, "one", SECRET, b"{}", 1, loopback=True)
    wrong_name = receiver.url.replace("localhost", "127.0.0.1")
    with pytest.raises(DeliveryFailed):
        hooks.send(wrong_name, "one", SECRET, b"{}", 1, receiver.certificate, loopback=True)
    assert receiver.seen == []


def test_this_machine_and_what_is_nobodys_server_is_not_sent_to(receiver: Receiver) -> None:
    with pytest.raises(DeliveryFailed, match="not allowed"):
        hooks.send(receiver.url, "one", SECRET, b"{}", 1, receiver.certificate)
    for address in ("127.0.0.1", "::1", "169.254.169.254", "fe80::1%eth0", "224.0.0.1", "0.0.0.0", "::", "240.0.0.1"):
        assert not hooks.is_allowed(address), address
    for mapped in ("::ffff:127.0.0.1", "::ffff:169.254.169.254"):
        assert not hooks.is_allowed(mapped), mapped
    for address in ("10.1.2.3", "192.168.0.9", "203.0.113.7", "2400:3200::1"):
        assert hooks.is_allowed(address), address
    for url in ("http://example.org/", "https://user:word@example.org/", "file:///etc/passwd", "https:///x"):
        with pytest.raises(DeliveryFailed, match="not an https address"):
            hooks.send(url, "one", SECRET, b"{}", 1)


def test_only_an_administrator_sets_targets_and_a_secret_stays_with_its_address(
    manager: Api, sign_in: SignIn, receiver: Receiver
) -> None:
    targets(manager, receiver)
    assert sign_in(Role.LEAD).get("/v1/alarm-targets").status_code == 403
    same = {"id": "duty-room", "url": receiver.url + "/hook?from=tongfu"}
    assert manager.put("/v1/alarm-targets", version=1, json={"addresses": [], "hooks": [same]}).status_code == 200
    moved = {"id": "duty-room", "url": "https://elsewhere.example/hook"}
    answer = manager.put("/v1/alarm-targets", version=2, json={"addresses": [], "hooks": [moved]})
    assert answer.status_code == 422, "the old secret does not go to another address"
    assert manager.put("/v1/alarm-targets", version=1, json={"addresses": []}).status_code == 412
    for url in ("http://a.example/", "https://a.example\r\nhost: b", "https://u@a.example/", "ftp://a.example/"):
        hook = {"id": "duty-room", "url": url, "secret": SECRET}
        wrong = manager.put("/v1/alarm-targets", version=2, json={"addresses": [], "hooks": [hook]})
        assert wrong.status_code == 422, url
