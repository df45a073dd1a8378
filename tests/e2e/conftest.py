"""A server with two agents and a small catalogue, for tests that kill what talks to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.contracts.accounts import Role
from services.server.app import build_kernel
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.runner import ApiServer
from services.server.security import Passwords
from tests.services.server import district
from tests.services.server.conftest import CHEAP, PASSWORD, add_account
from tests.services.server.empty import put_sqlite

USERNAMES = ("agent01", "agent02")
USERNAME = USERNAMES[0]


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a console that has been started once before: its training district is there. To be copied.

    A start that makes the district costs several seconds of processor time (``tests/console/test_embedded.py``, ``test_program.py``).
    """
    data = tmp_path_factory.mktemp("trained") / "data"
    data.mkdir()
    server = ApiServer(ServerConfig(f"sqlite:///{data / 'tongfu.db'}", data, training=True, training_speed=1.0))
    server.start()
    server.stop()
    return data


@pytest.fixture
def prepared(tmp_path: Path) -> ServerConfig:
    """The settings of a server whose database has two agents and a catalogue."""
    config = ServerConfig(put_sqlite(tmp_path / "server.db"), tmp_path)
    database = Database(config.database_url)
    kernel = build_kernel(config, database, passwords=Passwords(CHEAP))
    district.load(kernel)
    for username in USERNAMES:
        add_account(kernel, Role.AGENT, id=username, username=username, name=username)
    database.close()
    return config


@pytest.fixture
def api(prepared: ServerConfig) -> Iterator[ApiServer]:
    """That server, answering on a loopback port."""
    server = ApiServer(prepared)
    server.start()
    server.kernel.passwords = Passwords(CHEAP)
    yield server
    server.stop()


__all__ = ["PASSWORD", "USERNAME", "USERNAMES"]
