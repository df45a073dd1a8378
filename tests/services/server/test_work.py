"""Idempotency keys and versions."""

import threading

import httpx
import pytest
from sqlalchemy import func, select

from services.contracts.accounts import Role
from services.server.accounts.tables import accounts
from services.server.kernel import Kernel
from services.server.runner import ApiServer
from services.server.tables import events, idempotency
from tests.services.server.conftest import PASSWORD, SignIn, add_account


def _new(number: int = 1) -> dict[str, object]:
    return {"id": f"n{number}", "username": f"new{number}", "name": "陈", "password": PASSWORD, "roles": ["agent"]}


def _count(kernel: Kernel, table: object) -> int:
    return kernel.read(lambda tx: tx.connection.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


def test_the_same_key_is_answered_with_the_first_result(sign_in: SignIn, kernel: Kernel) -> None:
    administrator = sign_in(Role.ADMINISTRATOR)
    first = administrator.post("/v1/accounts", json=_new(), key="k")
    kept = _count(kernel, events)
    again = administrator.post("/v1/accounts", json=_new(), key="k")
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["etag"] == first.headers["etag"] == '"1"'
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert _count(kernel, events) == kept


def test_a_key_for_something_else_is_refused(sign_in: SignIn, kernel: Kernel) -> None:
    administrator = sign_in(Role.ADMINISTRATOR)
    administrator.post("/v1/accounts", json=_new(1), key="k")
    other_body = administrator.post("/v1/accounts", json=_new(2), key="k")
    other_path = administrator.post("/v1/accounts/n1/unlock", json=_new(1), key="k")
    assert [(a.status_code, a.json()["code"]) for a in (other_body, other_path)] == [(422, "key_reused")] * 2


def test_a_key_belongs_to_one_person(sign_in: SignIn) -> None:
    one, other = sign_in(Role.ADMINISTRATOR), sign_in(Role.ADMINISTRATOR)
    assert one.post("/v1/accounts", json=_new(1), key="k").status_code == 201
    assert other.post("/v1/accounts", json=_new(2), key="k").status_code == 201


def test_a_refused_write_leaves_its_key_free(sign_in: SignIn) -> None:
    """After the correction the client may send again under the same key."""
    administrator = sign_in(Role.ADMINISTRATOR)
    assert administrator.post("/v1/accounts", json={**_new(), "roles": ["king"]}, key="k").status_code == 422
    administrator.post("/v1/accounts", json=_new(2), key="other")
    assert administrator.post("/v1/accounts", json={**_new(), "username": "new2"}, key="k").status_code == 422
    assert administrator.post("/v1/accounts", json=_new(), key="k").status_code == 201


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"if-match": '"1"'}, 400, "key_missing"),
        ({"idempotency-key": "", "if-match": '"1"'}, 400, "key_missing"),
        ({"idempotency-key": "x" * 101, "if-match": '"1"'}, 422, "invalid_fields"),
        ({"idempotency-key": "k"}, 428, "version_missing"),
        ({"idempotency-key": "k", "if-match": "*"}, 428, "version_missing"),
        ({"idempotency-key": "k", "if-match": '"-1"'}, 428, "version_missing"),
        ({"idempotency-key": "k", "if-match": '"99999999999"'}, 428, "version_missing"),
        ({"idempotency-key": "k", "if-match": 'W/"1"'}, 200, None),
        ({"idempotency-key": "k", "if-match": "1"}, 200, None),
        ({"idempotency-key": "k", "if-match": '"2"'}, 412, "stale_version"),
    ],
)
def test_what_a_change_must_carry(sign_in: SignIn, headers: dict[str, str], status: int, code: str | None) -> None:
    administrator, other = sign_in(Role.ADMINISTRATOR), sign_in(Role.AGENT)
    answer = administrator.client.patch(
        f"/v1/accounts/{other.account.id}",
        json={"name": "New"},
        headers={"authorization": f"Bearer {administrator.token}", **headers},
    )
    assert (answer.status_code, answer.json().get("code")) == (status, code)


def test_one_key_at_the_same_moment_is_done_once(server: ApiServer) -> None:
    kernel = server.kernel
    boss = add_account(kernel, Role.ADMINISTRATOR)
    token = kernel.tokens.issue(boss.id, boss.name, boss.roles, "s")
    answers: list[httpx.Response] = []
    start = threading.Barrier(12)

    def send() -> None:
        with httpx.Client(base_url=server.base_url, trust_env=False, timeout=30) as client:
            headers = {"authorization": f"Bearer {token}", "idempotency-key": "k"}
            start.wait()
            answers.append(client.post("/v1/accounts", json=_new(), headers=headers))

    threads = [threading.Thread(target=send) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [201] * 12
    assert len({answer.content for answer in answers}) == 1
    assert sorted(answer.headers.get("idempotency-replayed", "") for answer in answers) == [""] + ["true"] * 11
    assert _count(kernel, idempotency) == 1


def test_two_changes_of_one_version_at_the_same_moment_are_not_both_done(server: ApiServer) -> None:
    kernel = server.kernel
    boss, agent = add_account(kernel, Role.ADMINISTRATOR), add_account(kernel, Role.AGENT)
    token = kernel.tokens.issue(boss.id, boss.name, boss.roles, "s")
    statuses: list[int] = []
    start = threading.Barrier(8)

    def send(number: int) -> None:
        headers = {"authorization": f"Bearer {token}", "idempotency-key": f"k{number}", "if-match": '"1"'}
        with httpx.Client(base_url=server.base_url, trust_env=False, timeout=30) as client:
            start.wait()
            answer = client.patch(f"/v1/accounts/{agent.id}", json={"name": f"N{number}"}, headers=headers)
            statuses.append(answer.status_code)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] + [412] * 7
    version = kernel.read(
        lambda tx: tx.connection.execute(select(accounts.c.version).where(accounts.c.id == agent.id)).scalar_one()
    )
    assert version == 2
