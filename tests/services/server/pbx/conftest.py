"""A district on each Asterisk."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.server.pbx.district import District


@pytest.fixture(params=["asterisk16", "asterisk22"])
def district(request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path) -> Iterator[District]:
    """A configured district whose server does not run yet."""
    path = tmp_path / "tongfu.sqlite"
    shutil.copy(sqlite_template, path)
    made = District(request.param, tmp_path, f"sqlite:///{path}")
    yield made
    made.close()
