"""A throw-away PostgreSQL cluster for the tests: an unprivileged user, a free loopback port, nothing kept."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

_USER = "postgres"


class Cluster:
    """A running cluster. ``create`` makes a database from a template in some ten milliseconds."""

    def __init__(self, **settings: str) -> None:
        """Starts it; ``settings`` differ from those that suit tests."""
        self._folder = Path(tempfile.mkdtemp(prefix="tongfu-pg-"))
        self._kept: psycopg.Connection[tuple[object, ...]] | None = None
        self.port = free_port()
        # PostgreSQL refuses to run as root; Debian's package brings an account for it.
        self._as_user: list[str] = []
        if os.getuid() == 0:
            owner = pwd.getpwnam(_USER)
            os.chown(self._folder, owner.pw_uid, owner.pw_gid)
            groups = ["--regid", str(owner.pw_gid), "--clear-groups"]
            # It ends with the test process, also when that is killed.
            self._as_user = ["setpriv", "--reuid", str(owner.pw_uid), *groups, "--pdeathsig", "INT", "--"]
        data = self._folder / "data"
        subprocess.run(
            [
                *(*self._as_user, program("initdb"), "--pgdata", str(data), "--username", _USER, "--auth", "trust"),
                *("--no-sync", "--encoding", "UTF8", "--locale", "C"),
            ],
            check=True,
            capture_output=True,
            cwd=self._folder,
        )
        self._settings = {
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self._folder),
            # Nothing here outlives the tests, so nothing needs to reach the disk.
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": "100",
            "shared_buffers": "32MB",
            **settings,
        }
        self.start()

    def start(self) -> None:
        """Starts the server on what is there; after a kill, once the processes that it had started have gone, too."""
        until = time.monotonic() + 30
        while True:
            self._start()
            try:
                self._wait()
            except RuntimeError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
            else:
                return

    def _start(self) -> None:
        options = [part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*self._as_user, program("postgres"), "-D", str(self._folder / "data"), *options],
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self._folder,
            )

    def kill(self) -> None:
        """Kills the server; the processes it had started go with it."""
        self._forget()
        self._process.kill()
        self._process.wait()

    def url(self, name: str) -> str:
        """Returns the SQLAlchemy URL of a database."""
        return f"postgresql+psycopg://{_USER}@127.0.0.1:{self.port}/{name}"

    def create(self, name: str, template: str = "template0") -> str:
        """Makes a database and returns its URL."""
        # A copy of files, and not of what they hold page by page: a third of the time for so small a template.
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Deletes a database, whoever is still connected."""
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def stop(self) -> None:
        """Stops the server and deletes everything."""
        self._forget()
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, statement: str) -> None:
        """Runs a statement on a connection that is kept: a new one costs PostgreSQL 10 ms of processor time, and each test has two."""
        if self._kept is None:
            self._kept = self._admin()
        self._kept.execute(statement.encode())

    def _forget(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def _admin(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(f"host=127.0.0.1 port={self.port} user={_USER} dbname=postgres", autocommit=True)

    def _wait(self) -> None:
        until = time.monotonic() + 30
        while True:
            try:
                self._admin().close()
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError((self._folder / "log").read_text()) from None
                time.sleep(0.05)
            else:
                return


def program(name: str) -> str:
    """Returns PostgreSQL's program. Debian keeps it out of the path. A missing one is an error and not a skip."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    for folder in reversed(folders):
        if (folder / name).exists():
            return str(folder / name)
    found = shutil.which(name)
    if found is None:
        raise RuntimeError(f"{name} is missing: the server's tests need PostgreSQL (scripts/setup tests installs it)")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
