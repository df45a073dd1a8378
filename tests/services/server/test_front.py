from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from services.contracts.accounts import Role
from services.server.app import build_app, build_kernel
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.kernel import Kernel
from tests.services.server.conftest import SignIn

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def gated(config: ServerConfig, database: Database) -> Iterator[TestClient]:
    with TestClient(build_app(build_kernel(replace(config, gate_token="open sesame"), database))) as client:
        yield client


def test_the_embedded_server_answers_its_own_console_only(gated: TestClient) -> None:
    for headers in ({}, {"tongfu-gate": ""}, {"tongfu-gate": "open"}, {"tongfu-gate": "open sesame "}):
        for path in ("/v1/health", "/v1/metrics", "/v1/openapi.json", "/v1/session", "/nothing"):
            refused = gated.get(path, headers=headers)
            if headers.get("tongfu-gate", "").strip() == "open sesame":
                continue
            assert (refused.status_code, refused.json()["code"]) == (401, "not_signed_in")
    assert gated.get("/v1/health", headers={"tongfu-gate": "open sesame"}).status_code == 200


def test_a_gate_token_stays_out_of_the_settings_text(config: ServerConfig) -> None:
    assert "sesame" not in repr(replace(config, gate_token="open sesame"))


@pytest.mark.parametrize("says_its_length", [True, False])
def test_a_body_beyond_the_limit_is_refused(
    sign_in: SignIn, kernel: Kernel, client: TestClient, says_its_length: bool
) -> None:
    administrator = sign_in(Role.ADMINISTRATOR)
    size = kernel.config.max_body_bytes + 1
    content = b"x" * size if says_its_length else (b"x" * 1000 for _ in range(size // 1000 + 1))
    answer = administrator.post("/v1/accounts", content=content, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_body_at_the_limit_is_looked_at(client: TestClient, kernel: Kernel) -> None:
    body = b'{"username": "x", "password": "' + b"x" * (kernel.config.max_body_bytes - 33) + b'"}'
    assert len(body) == kernel.config.max_body_bytes
    answer = client.post("/v1/session", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["fields"][0]["code"] == "too_long"
