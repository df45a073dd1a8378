"""A copy of a recording through the console's own client, against a real server."""

from pathlib import Path

import pytest

from services.api.quality import QualityApi
from services.api.recordings import RecordingsApi
from services.api.transport import Transport
from services.contracts.accounts import Role
from services.contracts.recordings import ExportRequest
from services.server.runner import ApiServer
from services.tasks import CancelledError, Progress
from tests.services.server.conftest import add_account
from tests.services.server.quality.conftest import Floor
from tests.services.server.recordings.test_retention import kept

_REQUEST = ExportRequest(reason="法院调取")


@pytest.fixture
def call_id(server: ApiServer) -> str:
    agent = add_account(server.kernel, Role.AGENT)
    return kept(Floor(server.kernel, server.kernel.clock.now()), agent)


def test_a_copy_that_became_no_file_is_told_in_the_list(transport: Transport, call_id: str, tmp_path: Path) -> None:
    quality, recordings = QualityApi(transport), RecordingsApi(transport)
    kept = quality.export(call_id, _REQUEST, tmp_path / "kept.flac", Progress(), "k-1")
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(CancelledError):
        quality.export(call_id, _REQUEST, tmp_path / "cancelled.flac", stopped, "k-2")
    with pytest.raises(OSError, match="No such file"):
        quality.export(call_id, _REQUEST, tmp_path / "no" / "folder.flac", Progress(), "k-3")
    assert sorted(file.name for file in tmp_path.glob("*.flac*")) == ["kept.flac"]
    found = {str(copy.mark): copy.cancelled_at for copy in recordings.exports()}
    assert len(found) == 3
    assert found.pop(kept) is None
    assert all(moment is not None for moment in found.values())
