"""A PostgreSQL for the benchmarks: on a free loopback port, safe on the disk as a district's is, kept for the next run."""

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg

from tests.services.server.postgres import free_port, program

_USER = "postgres"
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "shared_buffers": "1GB",
    "effective_cache_size": "4GB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "random_page_cost": "1.1",
    "max_connections": "120",
}
"""What is usually advised for a machine with a solid-state disk and some gigabytes of memory; commits reach the disk."""


class Server:
    """A running PostgreSQL; ``name`` is its folder's, and tells it from that of another run."""

    def __init__(self, port: int, name: str) -> None:
        self.port = port
        self.name = name

    def url(self, name: str, driver: str = "postgresql+psycopg") -> str:
        """Returns the URL of a database."""
        return f"{driver}://{_USER}@127.0.0.1:{self.port}/{name}"

    def has(self, name: str) -> bool:
        """Tells whether a database is there."""
        with self._admin() as connection:
            return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None

    def create(self, name: str, template: str = "template0") -> None:
        """Makes a database anew, empty or as a copy of another."""
        self.drop(name)
        with self._admin() as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def drop(self, name: str) -> None:
        """Deletes a database."""
        with self._admin() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _admin(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(f"host=127.0.0.1 port={self.port} user={_USER} dbname=postgres", autocommit=True)


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """Starts the server on a folder that no other run is using, and stops it at the end."""
    with _free_place() as place:
        yield from _run(*_owned(place))


@contextlib.contextmanager
def _free_place() -> Iterator[Path]:
    """Gives the first place that is free: two runs at once, of one checkout or of two, each have their own, kept for the next."""
    checkout = hashlib.sha256(str(Path.cwd()).encode()).hexdigest()[:8]
    for number in count(1):
        place = Path(tempfile.gettempdir()) / f"tongfu-bench-postgresql-{os.getuid()}-{checkout}-{number}"
        with place.with_suffix(".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield place
            return


def _run(folder: Path, as_user: list[str]) -> Iterator[Server]:
    if not (folder / "data").exists():
        command = [*as_user, program("initdb"), "--pgdata", str(folder / "data"), "--username", _USER]
        options = ["--auth", "trust", "--encoding", "UTF8", "--locale", "C"]
        subprocess.run([*command, *options], check=True, capture_output=True, cwd=folder)
    server = Server(free_port(), folder.name)
    settings = _SETTINGS | {"port": str(server.port), "unix_socket_directories": str(folder)}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        command = [*as_user, program("postgres"), "-D", str(folder / "data"), *options]
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, cwd=folder)
    try:
        _wait(server, process, folder)
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _owned(folder: Path) -> tuple[Path, list[str]]:
    """Makes the folder where it is not there; returns it, and what runs a command as its owner: PostgreSQL refuses to run as root."""
    if os.getuid():
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder, []
    owner = pwd.getpwnam(_USER)
    if folder.exists() and folder.stat().st_uid != owner.pw_uid:
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700, exist_ok=True)
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    groups = ["--regid", str(owner.pw_gid), "--clear-groups"]
    return folder, ["setpriv", "--reuid", str(owner.pw_uid), *groups, "--pdeathsig", "INT", "--"]


def _wait(server: Server, process: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            server.has("postgres")
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((folder / "log").read_text()) from None
            time.sleep(0.1)
        else:
            return
