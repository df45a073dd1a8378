"""The server, and the program's other commands, as processes of their own, for tests."""

import atexit
import contextlib
import functools
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import httpx

from tests.nursery import Nursery


@functools.cache
def _nursery() -> Nursery:
    """Returns the one of this process, which has loaded the server; it ends with this process."""
    folder = Path(tempfile.mkdtemp())
    made = Nursery("tests.services.server.command_life", folder / "errors.txt")

    def end() -> None:
        made.close()
        shutil.rmtree(folder)

    atexit.register(end)
    return made


def run(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a command of the program to its end."""
    with tempfile.TemporaryDirectory() as name:
        life = _begin(Path(name), *arguments, stdin=stdin, **environment)
        code = _nursery().outcome(life)
        said = [(Path(name) / stream).read_text("utf-8") for stream in ("stdout", "stderr")]
    return subprocess.CompletedProcess(arguments, code, *said)


def _begin(folder: Path, *arguments: str, stdin: str = "", **environment: str) -> int:
    (folder / "stdin").write_text(stdin, "utf-8")
    variables = {**os.environ, "LANG": "en_GB.UTF-8", **environment}
    return _nursery().start(folder=str(folder), arguments=arguments, environment=variables)


class Serving:
    """``serve`` in a process of its own, which ends by being killed."""

    def __init__(self, url: str) -> None:
        self._folder = Path(tempfile.mkdtemp())
        self._life: int | None = _begin(self._folder, "serve", "--database-url", url, "--port", "0")
        until = time.monotonic() + 30
        while not (said := [line for line in self.log if "listening on" in line]):
            assert time.monotonic() < until, self.log
            time.sleep(0.02)
        self.base_url = said[0].split()[-1]
        wait_until_it_answers(self.base_url)

    @property
    def pid(self) -> int:
        """The number of its process, while it runs."""
        assert self._life is not None
        return self._life

    @property
    def log(self) -> list[str]:
        """What it has said."""
        file = self._folder / "stderr"
        return file.read_text("utf-8", "replace").splitlines() if file.exists() else []

    def sign_in(self, username: str, password: str) -> str:
        """Returns an access token."""
        return sign_in(self.base_url, username, password)

    def stop(self) -> None:
        """Kills it where it still runs."""
        if self._life is not None:
            _nursery().kill(self._life)
            self._life = None
        shutil.rmtree(self._folder, ignore_errors=True)


def wait_until_it_answers(base_url: str) -> None:
    """Returns when a server that has said where it listens really does."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with contextlib.suppress(httpx.TransportError):
            httpx.get(base_url + "/v1/health", trust_env=False)
            return
        time.sleep(0.02)
    raise AssertionError(f"nobody answers at {base_url}")


def sign_in(base_url: str, username: str, password: str) -> str:
    """Returns an access token."""
    given = {"username": username, "password": password}
    return str(httpx.post(f"{base_url}/v1/session", json=given, trust_env=False).json()["access_token"])
