import argparse
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from services.server.commands import add_commands
from tests.services.server.serving import run, sign_in, wait_until_it_answers


@pytest.fixture
def serving(database_url: str) -> Iterator["subprocess.Popen[str]"]:
    assert (
        run("database", "administrator", "boss", "--database-url", database_url, stdin="a password\n").returncode == 0
    )
    command = [sys.executable, "-m", "console", "serve", "--database-url", database_url, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def test_it_stops_within_five_seconds_with_open_streams(serving: "subprocess.Popen[str]") -> None:
    assert serving.stderr is not None
    base_url = next(line.split()[-1] for line in serving.stderr if "listening on" in line)
    wait_until_it_answers(base_url)
    with httpx.Client(base_url=base_url, trust_env=False, timeout=20) as client:
        client.headers["authorization"] = f"Bearer {sign_in(base_url, 'boss', 'a password')}"
        ended: list[bool] = []

        def listen() -> None:
            with client.stream("GET", "/v1/events") as response:
                for _ in response.iter_raw():
                    opened.release()
            ended.append(True)

        opened = threading.Semaphore(0)
        threads = [threading.Thread(target=listen) for _ in range(5)]
        for thread in threads:
            thread.start()
        for _ in threads:
            assert opened.acquire(timeout=10)
        began = time.monotonic()
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(10) == 0
        assert time.monotonic() - began < 5
        for thread in threads:
            thread.join(5)
        # Each stream was brought to its proper end and not torn.
        assert len(ended) == 5
    assert " ERROR " not in serving.stderr.read()


def test_the_window_is_not_imported(tmp_path: Path) -> None:
    program = "import sys, services.server.runner, services.server.commands\nassert 'PySide6' not in sys.modules\n"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_database_is_made_copied_and_put_back(database_url: str, tmp_path: Path) -> None:
    at = ("--database-url", database_url)
    assert run("database", "administrator", "boss", *at, stdin="a password\n").returncode == 0
    copied = run("backup", str(tmp_path / "copy"), *at)
    assert copied.returncode == 0, copied.stderr
    refused = run("restore", str(tmp_path / "copy"), *at)
    assert (refused.returncode, "--replace" in refused.stderr) == (1, True)
    restored = run("restore", str(tmp_path / "copy"), "--replace", *at)
    assert restored.returncode == 0, restored.stderr


@pytest.mark.parametrize(("language", "words"), [("zh_CN.UTF-8", "没有数据库"), ("en_GB.UTF-8", "no database")])
def test_a_refusal_is_a_sentence_in_ones_language(tmp_path: Path, language: str, words: str) -> None:
    url = f"sqlite:///{tmp_path / 'nothing.sqlite'}"
    refused = run("backup", str(tmp_path / "copy"), "--database-url", url, LANG=language)
    assert refused.returncode == 1
    assert words in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_new_database_is_upgraded_once(tmp_path: Path) -> None:
    at = {"TONGFU_DATABASE_URL": f"sqlite:///{tmp_path / 'new.sqlite'}"}
    assert "is at" in run("database", "upgrade", **at).stdout
    assert "up to date" in run("database", "upgrade", **at).stdout


def test_a_weak_password_is_refused(tmp_path: Path) -> None:
    refused = run("database", "administrator", "boss", stdin="short\n", TONGFU_DATABASE_URL=f"sqlite:///{tmp_path}/x")
    assert (refused.returncode, "password" in refused.stderr) == (1, True)


def test_the_database_of_the_window_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TONGFU_DATABASE_URL", raising=False)
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers(), "sqlite:///embedded")
    assert parser.parse_args(["backup", "x"]).database_url == "sqlite:///embedded"
