"""A server with one agent and a small catalogue, for tests that kill what talks to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.contracts.accounts import Role
from services.server.app import build_kernel
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.migrations import upgrade
from services.server.runner import ApiServer
from services.server.security import Passwords
from tests.services.server import district
from tests.services.server.conftest import CHEAP, PASSWORD, add_account

USERNAME = "agent01"


@pytest.fixture
def prepared(tmp_path: Path) -> ServerConfig:
    """The settings of a server whose database has an agent and a catalogue."""
    config = ServerConfig(f"sqlite:///{tmp_path / 'server.db'}", tmp_path)
    database = Database(config.database_url)
    upgrade(database)
    kernel = build_kernel(config, database, passwords=Passwords(CHEAP))
    district.load(kernel)
    add_account(kernel, Role.AGENT, id=USERNAME, username=USERNAME, name="话务员01")
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


__all__ = ["PASSWORD", "USERNAME"]
