"""The program itself, as a process: a whole shift at its window, and what it leaves behind; starts, kills and ends."""

import contextlib
import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from services.server.training.staff import PASSWORD

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def shift(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a program in whose window a shift was worked by keys and clicks."""
    home = tmp_path_factory.mktemp("shift")
    command = [sys.executable, "-m", "console", "tour", "--keep", str(home), "--pictures", str(home / "pictures")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return home


@pytest.mark.slow
@pytest.mark.timeout(640)
def test_a_shift_leaves_a_filed_ticket_a_scored_call_and_pictures(shift: Path) -> None:
    with contextlib.closing(sqlite3.connect(shift / "data" / "tongfu.db")) as database:
        taken = (
            "SELECT t.status, t.kind, t.content, t.call_id FROM tickets t WHERE t.id NOT LIKE 'past-%'"
            " AND t.channel NOT IN ('email', 'board', 'open311', 'sensor') ORDER BY t.key"
        )
        tickets = database.execute(taken).fetchall()
        # The call that was answered at once; one that was dispatched by a key, one that went on to the follow-up, the
        # portal's appeal, which went its whole way, and what was begun for the caller who was sent on to a colleague.
        # Then one that was returned and went to another unit, one with more time, the main ticket of a matter and the voice
        # that was merged into it, and the one of a leader's instruction.
        assert tickets[0][:2] == ("closed", "consult")
        states = ("closed", "dispatched", "follow_up", "dispatched", "handling", "accepted", "merged", "accepted")
        expected = [*((state, "complaint") for state in states), ("draft", "")]
        assert sorted(ticket[:2] for ticket in tickets[1:]) == sorted(expected)
        assert tickets[0][2].startswith("来电人反映：")
        # What came by letter, board, app and sensor was replied to and waits for the citizen to be asked.
        came = "SELECT channel, status FROM tickets WHERE channel IN ('email', 'board', 'open311', 'sensor')"
        came += " AND id NOT LIKE 'past-%' ORDER BY channel"
        channels = ("board", "email", "open311", "sensor")
        assert database.execute(came).fetchall() == [(channel, "follow_up") for channel in channels]
        scored = "SELECT e.status, e.score FROM evaluations e WHERE e.call_id = ? AND e.published_at IS NOT NULL"
        assert len(database.execute(scored, (tickets[0][3],)).fetchall()) == 1
    assert len(list((shift / "pictures").glob("*.png"))) >= 18
    # Nothing typed or unsent is left on this machine; of the last call, for which nothing was typed, a blank form is.
    with contextlib.closing(sqlite3.connect(shift / "data" / "desks" / "embedded-agent01.db")) as store:
        assert store.execute("SELECT count(*) FROM outbox").fetchone() == (0,)
        forms = [json.loads(fields)["form"]["values"] for (fields,) in store.execute("SELECT fields FROM drafts")]
        assert [form for form in forms if form] == []
    assert not list((shift / "logs").glob("crash-*"))


@pytest.mark.slow
@pytest.mark.timeout(640)
def test_the_logs_of_a_shift_name_no_citizen(shift: Path) -> None:
    logs = "".join(file.read_text("utf-8") for file in (shift / "logs").iterdir())
    assert "ready for sign-in" in logs
    words = set(personal_words(shift / "data" / "tongfu.db"))
    assert len(words) > 2_000
    assert sorted(word for word in words if word in logs) == []


def personal_words(database: Path) -> Iterator[str]:
    """Gives names, numbers and addresses of all citizens, and what is written in all tickets, in pieces."""
    queries = (
        "SELECT name FROM persons UNION SELECT address FROM persons UNION SELECT remark FROM persons",
        "SELECT number FROM person_numbers UNION SELECT number FROM calls",
        "SELECT caller_name FROM tickets UNION SELECT caller_number FROM tickets UNION SELECT detail FROM tickets",
        "SELECT title FROM tickets UNION SELECT substr(content, 1, 12) FROM tickets",
    )
    with contextlib.closing(sqlite3.connect(database)) as connection:
        for query in queries:
            yield from (text for (text,) in connection.execute(query) if text and len(text) > 1)


class Program:
    """``tongfu`` on a folder of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._log = home / "logs" / "console.log"
        self._begins = self._log.stat().st_size if self._log.exists() else 0
        command = [sys.executable, "-m", "console", "--data", str(home), "--language", "en"]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8")[self._begins :] if self._log.exists() else ""

    def wait_until_ready(self) -> None:
        until = time.monotonic() + 120
        while "ready for sign-in" not in self.log:
            assert self.process.poll() is None, self.process.stderr.read() if self.process.stderr else ""
            assert time.monotonic() < until, self.log
            time.sleep(0.05)

    def sign_in(self, password: str) -> int:
        address = json.loads((self.home / "data" / "api.json").read_text())
        with requests.Session() as http:
            http.trust_env = False
            headers = {"Tongfu-Gate": address["gate_token"]}
            body = {"username": "agent01", "password": password}
            return http.post(f"{address['base_url']}/v1/session", json=body, headers=headers, timeout=20).status_code

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        code = self.process.wait(20)
        if self.process.stderr:
            self.process.stderr.close()
        return code


@pytest.mark.slow
@pytest.mark.timeout(640)
def test_it_starts_again_after_a_kill_and_ends_cleanly_when_told_to(tmp_path: Path) -> None:
    first = Program(tmp_path)
    first.wait_until_ready()
    assert first.sign_in(PASSWORD) == 200
    assert first.end(signal.SIGKILL) == -signal.SIGKILL

    again = Program(tmp_path)
    again.wait_until_ready()
    assert "training district: 0 past calls" in again.log, "the district is made once"
    assert (again.sign_in(PASSWORD), again.sign_in("wrong")) == (200, 401)
    assert again.end(signal.SIGTERM) == 0
    assert not (tmp_path / "data" / "api.json").exists()
    assert not list((tmp_path / "logs").glob("crash-*"))
    for line in first.log.splitlines():
        assert json.loads(line)["level"] in ("debug", "info", "warning"), line
