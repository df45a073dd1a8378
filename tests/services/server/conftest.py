"""A server for tests: on SQLite and on PostgreSQL, with clocks moved by hand and a client for each role."""

import itertools
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from uuid_utils import uuid7

from services.clock import DEFAULT_ZONE, ManualClock
from services.contracts.accounts import Account, Role
from services.server.accounts import repository as accounts
from services.server.alarms.post import AlarmPost
from services.server.app import build_app, build_kernel
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.kernel import Kernel
from services.server.plans.watch import PlanWatch
from services.server.runner import ApiServer
from services.server.security import Passwords
from services.server.timers.service import Timers
from tests.services.server.empty import make_tables, put_sqlite
from tests.services.server.postgres import Cluster

with warnings.catch_warnings():
    # It says at import that it will change its HTTP library one day; a warning would be an error here.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

_numbers = itertools.count(1)
PASSWORD = "correct horse 42"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Argon2 as it must never be used outside of tests."""
CHEAP_HASH = CHEAP.hash(PASSWORD)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One PostgreSQL for a test process, started when the first test asks."""
    cluster = Cluster()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def postgresql_template(cluster: Cluster) -> str:
    """An empty database with the schema, to be copied for each test."""
    database = Database(cluster.create("template_tongfu"))
    make_tables(database)
    database.close()
    return "template_tongfu"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh database with the schema, once on each kind. The template is made only where it is needed."""
    if request.param == "sqlite":
        yield put_sqlite(tmp_path / "tongfu.sqlite")
    else:
        cluster: Cluster = request.getfixturevalue("cluster")
        name = f"test_{next(_numbers)}"
        yield cluster.create(name, request.getfixturevalue("postgresql_template"))
        cluster.drop(name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database with the schema."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def clock() -> ManualClock:
    """The district's clock."""
    return ManualClock()


@pytest.fixture
def real_clock() -> ManualClock:
    """The clock of tokens and locks."""
    return ManualClock()


@pytest.fixture
def zone() -> str:
    """The time zone that the district is created in; a test of another one gives its own."""
    return DEFAULT_ZONE


@pytest.fixture
def config(database_url: str, tmp_path: Path, zone: str) -> ServerConfig:
    """The server's settings."""
    return ServerConfig(database_url, tmp_path, zone=zone)


@pytest.fixture
def kernel(config: ServerConfig, database: Database, clock: ManualClock, real_clock: ManualClock) -> Kernel:
    """A kernel without an application: enough to test a service."""
    return build_kernel(config, database, clock, real_clock, Passwords(CHEAP))


@pytest.fixture
def client(kernel: Kernel) -> Iterator[TestClient]:
    """A client of the whole application that has not signed in.

    Timers fire when a test says so (``kernel.room(Timers).fire_due()``), and not somewhere in between; word of alarms goes out
    likewise, and plans of queues are looked at (a look of the server's own could end after the test's with what it read before).
    """
    app = build_app(kernel)
    kernel.background.remove(kernel.room(Timers).beside)
    kernel.background.remove(kernel.room(AlarmPost).beside)
    kernel.background.remove(kernel.room(PlanWatch).beside)
    with TestClient(app) as client:
        yield client


@pytest.fixture
def server(config: ServerConfig) -> Iterator[ApiServer]:
    """A real server on a loopback port, with the machine's clock: for event streams."""
    server = ApiServer(config)
    server.start()
    server.kernel.passwords = Passwords(CHEAP)
    yield server
    server.stop()


class Api:
    """A signed-in client: adds the token, an ``Idempotency-Key`` to writes, and ``If-Match`` where ``version`` is given."""

    def __init__(self, client: TestClient, account: Account, token: str) -> None:
        self.client = client
        self.account = account
        self.token = token

    def request(
        self,
        method: str,
        path: str,
        *,
        version: int | None = None,
        key: str | None = None,
        headers: dict[str, str] | None = None,
        **rest: Any,
    ) -> httpx.Response:
        sent = {"authorization": f"Bearer {self.token}"}
        if method != "GET":
            sent["idempotency-key"] = key or str(uuid7())
        if version is not None:
            sent["if-match"] = f'"{version}"'
        answer: httpx.Response = self.client.request(method, path, headers={**sent, **(headers or {})}, **rest)
        return answer

    def get(self, path: str, **rest: Any) -> httpx.Response:
        return self.request("GET", path, **rest)

    def post(self, path: str, **rest: Any) -> httpx.Response:
        return self.request("POST", path, **rest)

    def put(self, path: str, **rest: Any) -> httpx.Response:
        return self.request("PUT", path, **rest)

    def patch(self, path: str, **rest: Any) -> httpx.Response:
        return self.request("PATCH", path, **rest)

    def delete(self, path: str, **rest: Any) -> httpx.Response:
        return self.request("DELETE", path, **rest)

    def really_signed_in(self) -> "Api":
        """Returns the same person with a session of its own, which can be revoked."""
        given = {"username": self.account.username, "password": PASSWORD}
        answer = self.client.post("/v1/session", json=given)
        return Api(self.client, self.account, answer.json()["access_token"])


SignIn = Callable[..., Api]


@pytest.fixture
def sign_in(kernel: Kernel, client: TestClient) -> SignIn:
    """Gives a client signed in as a new person with some roles: ``sign_in(Role.AGENT)``; more fields of the account by name."""

    def signed_in(*roles: Role, **fields: Any) -> Api:
        account = add_account(kernel, *roles, **fields)
        token = kernel.tokens.issue(account.id, account.name, account.roles, f"session-of-{account.id}", account.unit)
        return Api(client, account, token)

    return signed_in


def add_account(kernel: Kernel, *roles: Role, **fields: Any) -> Account:
    """Stores an account whose password is ``PASSWORD``."""
    number = next(_numbers)
    values: dict[str, Any] = {"id": f"account-{number}", "username": f"user{number}", "name": f"Person {number}"}
    account = Account(**{**values, "roles": list(roles), **fields})
    kernel.write(lambda tx: accounts.add(tx.connection, account, CHEAP_HASH))
    return account
