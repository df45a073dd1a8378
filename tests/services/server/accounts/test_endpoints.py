from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.server.kernel import Kernel
from tests.services.server.conftest import PASSWORD, SignIn, add_account


def _enter(client: TestClient, username: str, password: str = PASSWORD) -> dict[str, object]:
    answer = client.post("/v1/session", json={"username": username, "password": password})
    return {"status": answer.status_code, **answer.json()}


def _me(client: TestClient, token: object) -> int:
    status: int = client.get("/v1/me", headers={"authorization": f"Bearer {token}"}).status_code
    return status


def test_signing_in_gives_a_session(client: TestClient, kernel: Kernel) -> None:
    account = add_account(kernel, Role.AGENT)
    session = _enter(client, account.username.upper())
    assert session["status"] == 200
    assert session["account"]["id"] == account.id  # type: ignore[index]
    assert "call.handle" in session["permissions"]  # type: ignore[operator]
    assert _me(client, session["access_token"]) == 200


def test_an_access_token_is_short(client: TestClient, kernel: Kernel, real_clock: ManualClock) -> None:
    session = _enter(client, add_account(kernel, Role.AGENT).username)
    real_clock.advance(kernel.config.access_seconds - 1)
    assert _me(client, session["access_token"]) == 200
    real_clock.advance(2)
    assert _me(client, session["access_token"]) == 401


@pytest.mark.parametrize("known", [True, False])
def test_five_wrong_passwords_lock_for_a_while(
    client: TestClient, kernel: Kernel, real_clock: ManualClock, known: bool
) -> None:
    username = add_account(kernel, Role.AGENT).username if known else "nobody"
    answers = [_enter(client, username, "wrong") for _ in range(5)]
    assert [answer["code"] for answer in answers] == ["wrong_password"] * 4 + ["account_locked"]
    assert _enter(client, username)["code"] == "account_locked"
    real_clock.advance(14 * 60)
    locked = _enter(client, username)
    assert (locked["status"], locked["code"]) == (429, "account_locked")
    real_clock.advance(61)
    assert _enter(client, username)["status"] == (200 if known else 401)
    # After the lock has run out, counting begins anew.
    assert _enter(client, username, "wrong")["code"] == "wrong_password"


def test_a_training_clock_unlocks_nothing(client: TestClient, kernel: Kernel, clock: ManualClock) -> None:
    username = add_account(kernel, Role.AGENT).username
    for _ in range(5):
        _enter(client, username, "wrong")
    clock.advance(timedelta(days=1).total_seconds())
    assert _enter(client, username)["code"] == "account_locked"


def test_the_right_password_forgets_the_wrong_ones(client: TestClient, kernel: Kernel) -> None:
    username = add_account(kernel, Role.AGENT).username
    for _ in range(3):
        for _ in range(4):
            _enter(client, username, "wrong")
        assert _enter(client, username)["status"] == 200


def test_an_administrator_unlocks(client: TestClient, sign_in: SignIn) -> None:
    administrator, agent = sign_in(Role.ADMINISTRATOR), sign_in(Role.AGENT)
    for _ in range(5):
        _enter(client, agent.account.username, "wrong")
    listed = {row["id"]: row for row in administrator.get("/v1/accounts").json()["items"]}
    assert listed[agent.account.id]["locked_until"]
    assert administrator.post(f"/v1/accounts/{agent.account.id}/unlock").status_code == 200
    assert _enter(client, agent.account.username)["status"] == 200


def test_a_refresh_token_is_used_once(client: TestClient, kernel: Kernel, real_clock: ManualClock) -> None:
    first = _enter(client, add_account(kernel, Role.AGENT).username)
    second = client.post("/v1/session/refresh", json={"refresh_token": first["refresh_token"]}).json()
    assert _me(client, second["access_token"]) == 200
    real_clock.advance(120)
    stolen = client.post("/v1/session/refresh", json={"refresh_token": first["refresh_token"]})
    assert stolen.status_code == 401
    # The whole family ends: whoever of the two is the thief has nothing.
    owner = client.post("/v1/session/refresh", json={"refresh_token": second["refresh_token"]})
    assert owner.status_code == 401


def test_an_exchange_whose_answer_was_lost_may_be_asked_again(
    client: TestClient, kernel: Kernel, real_clock: ManualClock
) -> None:
    first = _enter(client, add_account(kernel, Role.AGENT).username)
    ask = {"refresh_token": first["refresh_token"]}
    lost = client.post("/v1/session/refresh", json=ask).json()
    real_clock.advance(30)
    again = client.post("/v1/session/refresh", json=ask)
    assert again.status_code == 200
    # The lost one never works, the new one does; and once that is used, the old one is dead.
    assert client.post("/v1/session/refresh", json={"refresh_token": lost["refresh_token"]}).status_code == 401
    next_one = client.post("/v1/session/refresh", json={"refresh_token": again.json()["refresh_token"]})
    assert next_one.status_code == 200
    assert client.post("/v1/session/refresh", json=ask).status_code == 401


def test_a_session_that_is_not_used_ends(client: TestClient, kernel: Kernel, real_clock: ManualClock) -> None:
    session = _enter(client, add_account(kernel, Role.AGENT).username)
    real_clock.advance(timedelta(days=kernel.config.refresh_days).total_seconds())
    answer = client.post("/v1/session/refresh", json={"refresh_token": session["refresh_token"]})
    assert answer.status_code == 401


def test_signing_out_ends_both_tokens_and_tells_the_floor(client: TestClient, kernel: Kernel) -> None:
    gone: list[str] = []
    kernel.signed_out.append(lambda actor: gone.append(actor.account_id))
    account = add_account(kernel, Role.AGENT)
    session = _enter(client, account.username)
    headers = {"authorization": f"Bearer {session['access_token']}", "idempotency-key": "bye"}
    answer = client.delete("/v1/session", headers=headers)
    assert (answer.status_code, answer.content) == (204, b"")
    assert _me(client, session["access_token"]) == 401
    refused = client.post("/v1/session/refresh", json={"refresh_token": session["refresh_token"]})
    assert refused.status_code == 401
    assert gone == [account.id]


@pytest.mark.parametrize(
    ("change", "ends"),
    [
        ({"active": False}, True),
        ({"roles": ["lead"]}, True),
        ({"password": "another password"}, True),
        ({"name": "陈大文", "team": "早班"}, False),
        ({"roles": ["agent"]}, False),
    ],
)
def test_a_change_of_rights_ends_sessions(
    client: TestClient, sign_in: SignIn, kernel: Kernel, change: dict[str, object], ends: bool
) -> None:
    administrator = sign_in(Role.ADMINISTRATOR)
    account = add_account(kernel, Role.AGENT)
    session = _enter(client, account.username)
    changed = administrator.patch(f"/v1/accounts/{account.id}", json=change, version=1)
    assert changed.status_code == 200
    assert changed.headers["etag"] == '"2"'
    assert _me(client, session["access_token"]) == (401 if ends else 200)
    renewed = client.post("/v1/session/refresh", json={"refresh_token": session["refresh_token"]})
    assert renewed.status_code == (401 if ends else 200)


def test_an_account_is_opened_and_used(client: TestClient, sign_in: SignIn) -> None:
    administrator = sign_in(Role.ADMINISTRATOR)
    new = {"id": "a-new-one", "username": "chen.dawen", "name": "陈大文", "password": PASSWORD, "roles": ["agent"]}
    made = administrator.post("/v1/accounts", json={**new, "team": "早班", "skills": [{"key": "general"}]})
    assert made.status_code == 201
    assert "password" not in made.json()
    assert _enter(client, "chen.dawen")["status"] == 200
    taken = administrator.post("/v1/accounts", json={**new, "id": "another"})
    assert taken.status_code == 422
    assert taken.json()["fields"][0]["field"] == "username"
    assert administrator.post("/v1/accounts", json={**new, "username": "other"}).status_code == 409
    assert administrator.get("/v1/teams").json() == [{"name": "早班", "members": 1}]


def test_a_stale_change_gets_the_present_state(sign_in: SignIn) -> None:
    administrator, agent = sign_in(Role.ADMINISTRATOR), sign_in(Role.AGENT)
    path = f"/v1/accounts/{agent.account.id}"
    assert administrator.patch(path, json={"name": "First"}, version=1).status_code == 200
    stale = administrator.patch(path, json={"name": "Second"}, version=1)
    assert stale.status_code == 412
    assert stale.json()["current"]["name"] == "First"
    assert stale.json()["current"]["version"] == 2


def test_the_last_administrator_stays(sign_in: SignIn) -> None:
    administrator = sign_in(Role.ADMINISTRATOR)
    path = f"/v1/accounts/{administrator.account.id}"
    refused = administrator.patch(path, json={"roles": ["agent"]}, version=1)
    assert (refused.status_code, refused.json()["code"]) == (409, "last_administrator")
    sign_in(Role.ADMINISTRATOR)
    assert administrator.patch(path, json={"active": False}, version=1).status_code == 200


def test_a_closed_account_cannot_sign_in(client: TestClient, kernel: Kernel) -> None:
    account = add_account(kernel, Role.AGENT, active=False)
    assert _enter(client, account.username)["code"] == "wrong_password"


def test_accounts_come_page_by_page(sign_in: SignIn) -> None:
    administrator = sign_in(Role.ADMINISTRATOR, name="zz")
    for number in range(7):
        sign_in(Role.AGENT, name=f"same {number // 3}")
    seen: list[str] = []
    cursor: str | None = None
    while True:
        query = {"limit": 3, **({"cursor": cursor} if cursor else {})}
        page = administrator.get("/v1/accounts", params=query).json()
        seen += [row["id"] for row in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 8
    refused = administrator.get("/v1/accounts", params={"cursor": "nonsense"})
    assert (refused.status_code, refused.json()["code"]) == (400, "bad_cursor")
