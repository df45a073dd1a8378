import socket
import threading
import time
from datetime import timedelta

import httpx
import pytest

from services.contracts.accounts import AccountChange, Permission, Role
from services.contracts.events import Topic
from services.server.accounts import repository as accounts
from services.server.accounts import service as account_service
from services.server.events import repository
from services.server.runner import ApiServer
from services.server.transaction import Transaction, everyone_with, only
from tests.services.server.conftest import add_account
from tests.services.server.events.listener import Listener, token_for


def _say(server: ApiServer, subject: str, *audience: str) -> None:
    server.kernel.write(lambda tx: tx.append(Topic.TICKET, subject, {"id": subject}, *audience))


def _newest(server: ApiServer) -> int:
    return server.kernel.read(lambda tx: repository.newest_id(tx.connection))


@pytest.mark.parametrize("by_header", [True, False])
def test_missed_events_come_first_then_live_ones(server: ApiServer, by_header: bool) -> None:
    account = add_account(server.kernel, Role.AGENT)
    start = _newest(server)
    for number in range(3):
        _say(server, f"missed-{number}")
    with Listener(server, account, after=start, by_header=by_header) as listener:
        assert [event["subject"] for event in listener.events(3)] == ["missed-0", "missed-1", "missed-2"]
        _say(server, "live")
        assert listener.events(1)[0]["subject"] == "live"


def test_without_an_id_the_stream_begins_now(server: ApiServer) -> None:
    account = add_account(server.kernel, Role.AGENT)
    _say(server, "before")
    with Listener(server, account) as listener:
        assert listener.take() is not None  # the first heartbeat: the stream is open
        _say(server, "after")
        assert listener.events(1)[0]["subject"] == "after"


def test_everybody_hears_only_what_is_meant_for_them(server: ApiServer) -> None:
    agent, lead = add_account(server.kernel, Role.AGENT), add_account(server.kernel, Role.LEAD)
    start = _newest(server)
    _say(server, "agent's own", only(agent.id))
    _say(server, "for figures", everyone_with(Permission.FIGURES_READ))
    _say(server, "both", only(agent.id), everyone_with(Permission.FIGURES_READ))
    _say(server, "all")
    with Listener(server, agent, after=start) as one, Listener(server, lead, after=start) as other:
        assert [event["subject"] for event in one.events(3)] == ["agent's own", "both", "all"]
        assert [event["subject"] for event in other.events(3)] == ["for figures", "both", "all"]


def test_nothing_is_missed_or_doubled_between_replay_and_live(server: ApiServer) -> None:
    account = add_account(server.kernel, Role.AGENT)
    start = _newest(server)
    total, streams = 400, 6

    def write() -> None:
        for number in range(total):
            _say(server, str(number))

    writer = threading.Thread(target=write)
    writer.start()
    listeners, results = [], []
    for _ in range(streams):
        listener = Listener(server, account, after=start).__enter__()
        listeners.append(listener)
        results.append(listener.in_thread(total))
        time.sleep(0.03)
    writer.join()
    for thread, found in results:
        thread.join(30)
        assert [int(event["subject"]) for event in found] == list(range(total))
    for listener in listeners:
        listener.__exit__(None, None, None)


def test_heartbeats_tell_time_and_position(server: ApiServer) -> None:
    account = add_account(server.kernel, Role.AGENT)
    with Listener(server, account) as listener:
        listener.take()
        began = time.monotonic()
        message = listener.take()
        assert message is not None
        assert message[0] == "heartbeat"
        assert message[1]["as_of"] == _newest(server)
        assert message[1]["speed"] == 1.0
        assert time.monotonic() - began < 3


def test_a_log_that_no_longer_reaches_back_says_gone(server: ApiServer) -> None:
    account = add_account(server.kernel, Role.AGENT)
    start = _newest(server)
    before = len(server.kernel.read(lambda tx: repository.after(tx.connection, 0, 100)))
    for number in range(5):
        _say(server, str(number))
    server.kernel.write(lambda tx: repository.forget_before(tx.connection, tx.now + timedelta(days=1), before + 3))
    with Listener(server, account, after=start) as listener:
        message = listener.take()
        assert message is not None
        assert message[0] == "gone"
        oldest = message[1]["oldest"]
        assert listener.take() is None
    with Listener(server, account, after=oldest - 1) as listener:
        assert [event["subject"] for event in listener.events(2)] == ["3", "4"]


def test_a_client_of_another_history_starts_anew(server: ApiServer) -> None:
    account = add_account(server.kernel, Role.AGENT)
    with Listener(server, account, after=_newest(server) + 1) as listener:
        message = listener.take()
        assert message is not None
        assert message[0] == "gone"


def test_an_emptied_log_still_knows_its_position(server: ApiServer) -> None:
    _say(server, "old")
    newest = _newest(server)
    server.kernel.write(lambda tx: repository.forget_before(tx.connection, tx.now + timedelta(days=1), 100))
    assert _newest(server) == newest


def test_a_stream_ends_with_its_session(server: ApiServer) -> None:
    account = add_account(server.kernel, Role.AGENT)
    kernel = server.kernel

    now = kernel.real_clock.now()
    kernel.write(
        lambda tx: accounts.open_session(tx.connection, f"session-of-{account.id}", account.id, now, now + timedelta(1))
    )
    with Listener(server, account) as listener:
        listener.take()
        _close_elsewhere(server, account.id)
        began = time.monotonic()
        while listener.take() is not None:
            pass
        assert time.monotonic() - began < 10
    answer = httpx.get(
        f"{server.base_url}/v1/me",
        headers={"authorization": f"Bearer {token_for(server, account)}"},
        trust_env=False,
    )
    assert answer.status_code == 401
    assert f"session-of-{account.id}" in kernel.tokens.revoked


def _close_elsewhere(server: ApiServer, account_id: str) -> None:
    """Closes an account as another replica would: this process only learns of it from the log."""
    server.kernel.write(
        lambda tx: account_service.change(server.kernel, tx, account_id, AccountChange(active=False), None)
    )


def test_a_client_that_reads_nothing_is_cut_off(server: ApiServer) -> None:
    account = add_account(server.kernel, Role.AGENT)

    def flood(tx: Transaction) -> None:
        for _ in range(300):
            tx.append(Topic.TICKET, "x", {"id": "x" * 500})

    host, port = server.base_url.removeprefix("http://").split(":")
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect((host, int(port)))
        request = f"GET /v1/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token_for(server, account)}\r\n\r\n"
        slow.sendall(request.encode())
        assert b"200 OK" in slow.recv(200)
        until = time.monotonic() + 30
        while server.kernel.feed.streams and time.monotonic() < until:
            server.kernel.write(flood)
            time.sleep(0.02)
        assert server.kernel.feed.streams == 0


def test_a_stream_that_the_client_leaves_is_forgotten(server: ApiServer) -> None:
    account = add_account(server.kernel, Role.AGENT)
    with Listener(server, account) as listener:
        listener.take()
        assert server.kernel.feed.streams == 1
    until = time.monotonic() + 5
    while server.kernel.feed.streams and time.monotonic() < until:
        time.sleep(0.02)
    assert server.kernel.feed.streams == 0
