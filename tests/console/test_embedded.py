"""The embedded API answers its own console only; a second console of the same person uses it too."""

import contextlib
import json
import sqlite3
import stat
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from console.container import build
from console.embedded import EmbeddedServer
from console.paths import find_paths
from console.settings import SettingsFile
from services.tasks import Progress
from tests.nursery import Nursery


def health(base_url: str, gate: str = "") -> int:
    with requests.Session() as http:
        http.trust_env = False
        return http.get(f"{base_url}/v1/health", headers={"Tongfu-Gate": gate} if gate else {}, timeout=5).status_code


@pytest.mark.timeout(180)
def test_gate_second_console_and_a_stale_address(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    # What a console that was killed leaves behind: an address at which nobody answers.
    (data / "api.json").write_text(json.dumps({"base_url": "http://127.0.0.1:9", "gate_token": "old"}))
    first = EmbeddedServer(data)
    endpoint = first.start()
    try:
        assert endpoint.base_url.startswith("http://127.0.0.1:")
        assert health(endpoint.base_url) == 401
        assert health(endpoint.base_url, endpoint.gate_token) == 200
        assert stat.S_IMODE((data / "api.json").stat().st_mode) == 0o600
        second = EmbeddedServer(data)
        assert second.start() == endpoint
        assert second.server is None
        second.stop()
        assert health(endpoint.base_url, endpoint.gate_token) == 200, (
            "the second console must not stop the first one's API"
        )
    finally:
        first.stop()
    assert not (data / "api.json").exists()


@pytest.mark.timeout(180)
def test_a_training_district_of_another_version_is_kept_and_made_anew(tmp_path: Path) -> None:
    first = EmbeddedServer(tmp_path)
    first.start()
    first.stop()
    with contextlib.closing(sqlite3.connect(tmp_path / "tongfu.db")) as database, database:
        database.execute("DELETE FROM server_settings WHERE key = 'schema_history'")
    second = EmbeddedServer(tmp_path)
    endpoint = second.start()
    try:
        assert health(endpoint.base_url, endpoint.gate_token) == 200
        assert second.set_aside is not None
        with contextlib.closing(sqlite3.connect(second.set_aside)) as earlier:
            assert earlier.execute("SELECT count(*) FROM tickets").fetchone()[0] > 0
    finally:
        second.stop()


def test_of_consoles_that_start_in_the_same_moment_one_runs_the_api(tmp_path: Path) -> None:
    consoles = [EmbeddedServer(tmp_path) for _ in range(4)]
    try:
        with ThreadPoolExecutor(len(consoles)) as pool:
            endpoints = set(pool.map(EmbeddedServer.start, consoles))
        assert len(endpoints) == 1
        assert sum(console.server is not None for console in consoles) == 1
        # "Try again" on the sign-in page starts no second one.
        assert {console.start() for console in consoles} == endpoints
    finally:
        for console in consoles:
            console.stop()


@pytest.mark.timeout(180)
def test_when_the_console_that_runs_the_api_is_killed_the_other_goes_on(tmp_path: Path) -> None:
    nursery = Nursery("tests.console.hosting", tmp_path / "errors.txt")
    errors: list[Exception] = []
    paths = find_paths(tmp_path)
    console = build(paths, SettingsFile(paths.settings), lambda callback: callback(), errors.append)
    try:
        first = nursery.start(data=str(paths.data))
        eventually(lambda: (paths.data / "api.json").exists())
        console.connection.open(Progress())
        console.session.sign_in("agent01", "tongfu-2026")
        console.desktop.open("agent01")
        eventually(lambda: not console.live.state.stale)
        before = console.connection.endpoint
        nursery.kill(first)
        eventually(lambda: console.connection.endpoint != before)
        # The same session goes on at the new place: nobody signs in again.
        eventually(lambda: console.tickets.rows(limit=1).items != [])
        eventually(lambda: console.live.problem is None and not console.live.state.stale)
        assert console.session.is_signed_in
        assert errors == []
    finally:
        console.close()
        nursery.close()


def eventually(condition: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)
