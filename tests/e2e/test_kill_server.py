"""The server is killed at any instant under a desk that works on: every ticket arrives, once, in the order it was filed."""

import random
import socket
import time
from pathlib import Path

import pytest

from services.live import STALE_SECONDS
from services.server.config import ServerConfig
from tests.e2e.conftest import PASSWORD, USERNAME
from tests.e2e.evidence import Kept, read_diary, read_logs, read_server, read_store, script
from tests.nursery import Nursery

KILLS = 200
TICKETS = 60
SEED = 20261124


def free_port() -> int:
    """Returns a port that was free a moment ago and that one server after another will use."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_two_hundred_kills(prepared: ServerConfig, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    port = free_port()
    where = {"database": prepared.database_url, "folder": str(tmp_path), "port": port}
    servers = Nursery("tests.e2e.server_life", tmp_path / "server-errors.txt")
    desks = Nursery("tests.e2e.typist", tmp_path / "desk-errors.txt")
    diary, home = tmp_path / "diary", tmp_path / "home"
    try:
        began = time.monotonic()
        server = servers.start(**where)
        wait_for(port)
        # On a busy machine a life must be longer for anything to arrive in it.
        longest = 0.4 + 2 * (time.monotonic() - began)
        desk = desks.start(
            home=str(home),
            server=f"http://127.0.0.1:{port}",
            username=USERNAME,
            password=PASSWORD,
            diary=str(diary),
            seed=SEED,
            first=1,
            tickets=TICKETS,
            pace=8.0,
            impatient=True,
        )
        while not read_diary(diary):
            time.sleep(0.02)
        arrived = []
        for number in range(KILLS):
            # The first part of it is the server's start.
            time.sleep(chance.uniform(0.05, longest))
            servers.kill(server)
            arrived.append(len(read_server(tmp_path / "server.db")))
            if number % 10 == 9 and len(set(arrived)) <= number * TICKETS / 8 / KILLS:
                # The machine got busier than it was at first.
                longest *= 1.25
            if number == KILLS // 2:
                time.sleep(STALE_SECONDS + 1)
            server = servers.start(**where)
        desks.wait(desk)
        servers.kill(server)
    finally:
        desks.close()
        servers.close()

    notes = read_diary(diary)
    tickets = read_server(tmp_path / "server.db")
    filed = [note for note in notes if note.what == "filed"]
    assert len(filed) == TICKETS
    assert list(tickets) == [note.key for note in filed], "lost, doubled, or out of order"
    assert all(tickets[note.key] == script(note.number)[-1] for note in filed)
    assert [note.key for note in notes if note.what == "sent"] == [note.key for note in filed]
    assert read_store(next((home / "data" / "desks").glob("*.db"))) == Kept({}, {})
    assert "市民" not in read_logs(home), "a log quotes what was typed"
    # It was not all sent in one quiet moment, and the desk noticed that it was cut off, and that it was not any more.
    assert len(set(arrived)) > TICKETS / 10
    assert sum(note.what == "live stale" for note in notes)
    assert sum(note.what == "live snapshot" for note in notes)


def wait_for(port: int) -> None:
    """Waits until something listens."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError("the server does not start")
