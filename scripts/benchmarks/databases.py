"""Databases full of tickets, on SQLite and on PostgreSQL, filled once for each schema and used again."""

import contextlib
import fcntl
import hashlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import filling, postgres

from services.server import migrations
from services.server.app import build_kernel
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.training import district

FOLDER = Path("build/bench-databases")
KINDS = ("sqlite", "postgresql")
_OLD = 3600
"""Seconds after which a training district is made anew: its past ends when it is made."""


@dataclass(frozen=True)
class Filled:
    """A database with tickets ``bench-0`` to ``bench-<count - 1>`` and the training district.

    Attributes:
        folder: for the API's files.
        server: the PostgreSQL it is on; ``None`` for SQLite.
    """

    kind: str
    url: str
    folder: Path
    count: int
    server: postgres.Server | None = None

    @property
    def words(self) -> str:
        """What the database is, for notes."""
        return f"{'SQLite' if self.server is None else 'PostgreSQL'}, {self.count:,} tickets"

    @contextlib.contextmanager
    def copy(self) -> Iterator["Filled"]:
        """Gives a copy to spoil."""
        if self.server is None:
            # Beside the original and not under /tmp, which may be memory; each run has its own.
            with tempfile.TemporaryDirectory(prefix="copy-", dir=FOLDER) as place:
                folder = Path(shutil.copytree(self.folder, Path(place) / "copy"))
                yield Filled(self.kind, f"sqlite:///{folder / 'bench.db'}", folder, self.count)
        else:
            name = self.url.rsplit("/", 1)[1]
            self.server.create("copy", name)
            yield Filled(self.kind, self.server.url("copy"), self.folder, self.count, self.server)
            self.server.drop("copy")


@contextlib.contextmanager
def filled(kind: str, count: int) -> Iterator[Filled]:
    """Gives a filled database of a kind; PostgreSQL runs as long."""
    name = f"{kind}-{count}-{_schema()}"
    folder = FOLDER / name
    if kind == "sqlite":
        found = Filled(kind, f"sqlite:///{folder / 'bench.db'}", folder, count)
        _ensure(found)
        yield found
        return
    with postgres.running() as server:
        database = name.replace("-", "_")
        folder = FOLDER / server.name / name
        if not server.has(database):
            shutil.rmtree(folder, ignore_errors=True)
            server.create(database)
        found = Filled(kind, server.url(database), folder, count, server)
        _ensure(found)
        yield found


def training(folder: Path) -> ServerConfig:
    """Puts a training district on SQLite into a folder that is not there yet; made once for each schema and hour, and copied."""
    made = FOLDER / f"training-{_schema()}"
    with _alone():
        file = made / "bench.db"
        if not file.exists() or time.time() - file.stat().st_mtime > _OLD:
            shutil.rmtree(made, ignore_errors=True)
            draft = Path(tempfile.mkdtemp(prefix="training-", dir=FOLDER))
            database = Database(f"sqlite:///{draft / 'bench.db'}")
            migrations.upgrade(database)
            district.seed(build_kernel(ServerConfig(f"sqlite:///{draft / 'bench.db'}", draft), database))
            database.close()
            draft.rename(made)
        shutil.copytree(made, folder)
    return ServerConfig(f"sqlite:///{folder / 'bench.db'}", folder)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Lets another run of this checkout wait meanwhile."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _ensure(wanted: Filled) -> None:
    """Fills it where that was not done before."""
    with _alone():
        _fill(wanted)


def _fill(wanted: Filled) -> None:
    marker = wanted.folder / "filled"
    if marker.exists():
        return
    shutil.rmtree(wanted.folder, ignore_errors=True)
    wanted.folder.mkdir(parents=True)
    if wanted.server is not None:
        wanted.server.create(wanted.url.rsplit("/", 1)[1])
    _forget_older(wanted)
    began = time.perf_counter()
    filling.fill(wanted.url, wanted.folder, wanted.count)
    print(f"  filled {wanted.words} in {time.perf_counter() - began:.0f} s", flush=True)
    marker.touch()


def _forget_older(wanted: Filled) -> None:
    """Deletes what was filled for a schema that is no more: a gigabyte each."""
    prefix = f"{wanted.kind}-{wanted.count}-"
    for folder in wanted.folder.parent.glob(f"{prefix}*"):
        if folder != wanted.folder:
            shutil.rmtree(folder)
            if wanted.server is not None:
                wanted.server.drop(folder.name.replace("-", "_"))


def _schema() -> str:
    """Returns what tells one schema from another: a database of an older one is not used any more."""
    digest = hashlib.sha256()
    for file in sorted(Path(migrations.__file__).parent.glob("versions/*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8]
