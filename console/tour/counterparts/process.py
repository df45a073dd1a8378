"""A server of somebody else's as a child of this process."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psutil

from console.tour.counterparts import find

USER = "nobody"


class Counterpart:
    """A folder of its own, a free port, and a program that can be killed and started again on the same state."""

    def __init__(self, name: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"tongfu-{name}-"))
        self.port = free_port()
        self.user = pwd.getpwuid(os.getuid()).pw_name
        self._as_user: list[str] = []
        if os.getuid() == 0:
            # It must not need more than anybody may, and must not outlive its parent.
            owner = pwd.getpwnam(USER)
            self.user = USER
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            ids = ["--reuid", str(owner.pw_uid), "--regid", str(owner.pw_gid), "--clear-groups"]
            self._as_user = ["setpriv", *ids, "--pdeathsig", "KILL", "--"]
        self._process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        """Returns what starts it in the foreground."""
        raise NotImplementedError

    def start(self) -> None:
        """Starts it and waits until it listens."""
        with (self.folder / "log").open("ab") as log:
            command = [*self._as_user, *self.command()]
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder)  # noqa: S603 - our own
        until = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                if self._process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError((self.folder / "log").read_text(errors="replace")) from None
                time.sleep(0.02)
            else:
                return

    def kill(self) -> None:
        """Ends it and its children at once, as a power cut would."""
        if self._process is not None:
            # By their ids: some programs give their children process groups of their own. Stopped first, as a child that is
            # born between the list and the kill would keep the port from the next start.
            parent = psutil.Process(self._process.pid)
            parent.suspend()
            family = [*parent.children(recursive=True), parent]
            for member in family:
                with contextlib.suppress(psutil.NoSuchProcess):
                    member.kill()
            psutil.wait_procs(family, 10)
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """Ends it and deletes everything."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def free_port() -> int:
    """Returns a port of this machine that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def program(name: str, package: str) -> str:
    """Returns a program.

    Raises:
        RuntimeError: it is missing: that is an error and not a skip.
    """
    found = find(name)
    if found is None:
        raise RuntimeError(f"{name} is missing: {package} is needed (scripts/setup tests installs it)")
    return found
