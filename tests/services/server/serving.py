"""The server as a process of its own, for tests."""

import os
import subprocess
import sys
import threading
import time

import httpx

_PROGRAM = (
    "import argparse, sys\n"
    "from services.server.commands import add_commands\n"
    "parser = argparse.ArgumentParser()\n"
    "add_commands(parser.add_subparsers(required=True))\n"
    "arguments = parser.parse_args()\n"
    "sys.exit(arguments.handler(arguments))\n"
)


def run(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _PROGRAM, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        env={**os.environ, "LANG": "en_GB.UTF-8", **environment},
        check=False,
    )


class Serving:
    """A real ``serve`` process."""

    def __init__(self, url: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, "serve", "--database-url", url, "--port", "0"],
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr is not None
        self.log: list[str] = []
        self.base_url = ""
        for line in self.process.stderr:
            self.log.append(line)
            if "listening on" in line:
                self.base_url = line.split()[-1]
                break
        threading.Thread(target=lambda: self.log.extend(self.process.stderr or ()), daemon=True).start()
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                httpx.get(self.base_url + "/v1/health", trust_env=False)
            except httpx.TransportError:
                time.sleep(0.02)
            else:
                return
        raise AssertionError("".join(self.log))

    def sign_in(self, username: str, password: str) -> str:
        """Returns an access token."""
        given = {"username": username, "password": password}
        return str(httpx.post(f"{self.base_url}/v1/session", json=given, trust_env=False).json()["access_token"])

    def stop(self) -> None:
        """Kills it where it still runs."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        assert self.process.stderr is not None
        self.process.stderr.close()
