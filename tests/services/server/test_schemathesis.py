"""Schemathesis reads the API document and sends what it can think of: no request may make the server fail."""

import itertools
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, Phase, given, settings
from pydantic import SecretStr
from requests import PreparedRequest
from requests.auth import AuthBase
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from uuid_utils import uuid7

from services.contracts.accounts import Role
from services.contracts.channels import Channel, ChannelChange, ChannelClientFields
from services.contracts.signatures import Signed, digest_of
from services.server.accounts import repository as accounts
from services.server.app import FEATURES, build_kernel
from services.server.channels import clients
from services.server.channels import settings as settings_of_channels
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.runner import ApiServer
from services.server.security import Passwords
from services.server.training import district
from services.server.transaction import Transaction
from tests.services.server.conftest import CHEAP, add_account
from tests.services.server.empty import put_sqlite

SECRET = "-".join(["schemathesis"] * 5)
"""Of the client that speaks for the channels."""
EXAMPLES = 6
"""For each of more than two hundred operations: half of them with parts of addresses that lead somewhere."""
LEFT_OUT = {
    # Does not end.
    ("GET", "/v1/events"),
    # Ends the session that the others need.
    ("DELETE", "/v1/session"),
}
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiServer]:
    """A server on a filled training district."""
    folder: Path = tmp_path_factory.mktemp("schemathesis")
    config = ServerConfig(put_sqlite(folder / "tongfu.sqlite"), folder)
    database = Database(config.database_url)
    district.seed(build_kernel(config, database, passwords=Passwords(CHEAP)))
    database.close()
    server = ApiServer(config)
    server.start()
    server.kernel.passwords = Passwords(CHEAP)
    server.kernel.write(_open_channels)
    yield server
    server.stop()


def _open_channels(tx: Transaction) -> None:
    for channel, values in ((Channel.PORTAL, {}), (Channel.OPEN311, {"per_minute_and_address": 100_000})):
        settings_of_channels.change(tx, channel, ChannelChange(enabled=True, settings=values))
        clients.put(tx, channel, "test", ChannelClientFields(name="test", secret=SecretStr(SECRET)))


class _Signing(AuthBase):
    """Signs what is about to be sent, as a portal does."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        body = request.body or b""
        digest = digest_of(body.encode() if isinstance(body, str) else body)
        moment, nonce = str(int(time.time())), secrets.token_urlsafe(16)
        signed = Signed(request.method or "", request.path_url, "test", moment, nonce, digest)
        request.headers.update(signed.headers(SECRET))
        return request


@pytest.fixture(scope="module")
def token(served: ApiServer) -> str:
    """Of somebody who may everything, because a refusal would end each request at the door."""
    account = add_account(served.kernel, *Role)
    assert served.kernel.read(lambda tx: accounts.find(tx.connection, account.id))
    return served.kernel.tokens.issue(account.id, account.name, account.roles, "session")


@pytest.fixture(scope="module")
def document(served: ApiServer) -> Any:
    return schemathesis.openapi.from_url(f"{served.base_url}/v1/openapi.json")


@pytest.fixture(scope="module")
def known(served: ApiServer, token: str) -> dict[str, str]:
    """Parts of addresses that lead somewhere."""
    with httpx.Client(
        base_url=served.base_url, trust_env=False, headers={"authorization": f"Bearer {token}"}
    ) as client:
        ticket = client.get("/v1/tickets", params={"limit": 1}).json()["items"][0]
        article = client.get("/v1/articles", params={"limit": 1}).json()["items"][0]
        agent = client.get("/v1/accounts", params={"limit": 1}).json()["items"][0]
    return {
        "ticket_id": ticket["id"],
        "number": ticket["number"],
        "person_id": "person-0001",
        "article_id": article["id"],
        "account_id": agent["id"],
        "agent_id": agent["id"],
    }


# Not schemathesis' own way to parametrize: each operation is a test, and the server is started once.
OPERATIONS = sorted(
    (route.path, method)
    for feature in FEATURES
    for route in feature.router.routes
    if isinstance(route, APIRoute)
    for method in route.methods or ()
    if (method, route.path) not in LEFT_OUT
)


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_no_request_makes_the_server_fail(
    document: Any, token: str, known: dict[str, str], path: str, method: str
) -> None:
    turn = itertools.count()

    @given(case=document[path][method].as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def send(case: schemathesis.Case[Any]) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        if method != "GET":
            # A key of its own, or most requests would only be told that theirs was used before.
            headers["Idempotency-Key"] = str(uuid7())
        if next(turn) % 2:
            case.path_parameters |= {name: known[name] for name in case.path_parameters if name in known}
            headers["If-Match"] = '"1"'
        if path.startswith("/open311"):
            case.query["api_key"] = SECRET
        if path.startswith("/v1/intake/portal"):
            # Signed, or each would be turned away before anybody reads it.
            case.call_and_validate(headers=headers, checks=CHECKS, auth=_Signing())
            return
        case.call_and_validate(headers=headers, checks=CHECKS)

    send()
