"""The embedded API answers its own console only; a second console of the same person uses it too."""

import json
import stat
from pathlib import Path

import pytest
import requests

from console.embedded import EmbeddedServer


def health(base_url: str, gate: str = "") -> int:
    with requests.Session() as http:
        http.trust_env = False
        return http.get(f"{base_url}/v1/health", headers={"Tongfu-Gate": gate} if gate else {}, timeout=5).status_code


@pytest.mark.timeout(180)
def test_gate_second_console_and_a_stale_address(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    # What a console that was killed leaves behind: an address at which nobody answers.
    (data / "api.json").write_text(json.dumps({"base_url": "http://127.0.0.1:9", "gate_token": "old"}))
    first = EmbeddedServer(data)
    endpoint = first.start()
    try:
        assert endpoint.base_url.startswith("http://127.0.0.1:")
        assert health(endpoint.base_url) == 401
        assert health(endpoint.base_url, endpoint.gate_token) == 200
        assert stat.S_IMODE((data / "api.json").stat().st_mode) == 0o600
        second = EmbeddedServer(data)
        assert second.start() == endpoint
        assert second.server is None
        second.stop()
        assert health(endpoint.base_url, endpoint.gate_token) == 200, (
            "the second console must not stop the first one's API"
        )
    finally:
        first.stop()
    assert not (data / "api.json").exists()
