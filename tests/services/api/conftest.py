"""The console's own client against a real server, signed in as somebody who may do everything."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.api.transport import Transport
from services.contracts.accounts import Role
from services.server.config import ServerConfig
from services.server.runner import ApiServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ApiServer]:
    """A server with an empty database."""
    server = ApiServer(ServerConfig(f"sqlite:///{tmp_path / 'tongfu.sqlite'}", tmp_path))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def transport(server: ApiServer) -> Iterator[Transport]:
    """The client of somebody with every role."""
    transport = Transport(server.base_url)
    transport._access = server.kernel.tokens.issue("a-1", "话务员", list(Role), "session")
    yield transport
    transport.close()
