"""A district on each Asterisk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.server.empty import put_sqlite
from tests.services.server.pbx.district import District


@pytest.fixture(params=["asterisk16", "asterisk22"])
def district(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[District]:
    """A configured district whose server does not run yet."""
    made = District(request.param, tmp_path, put_sqlite(tmp_path / "tongfu.sqlite"))
    yield made
    made.close()
