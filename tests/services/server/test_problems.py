"""Problem responses: the code, the field, and a sentence in the caller's language."""

import logging
from typing import Annotated, NoReturn

import pytest
from fastapi import APIRouter, Response
from fastapi.testclient import TestClient
from sqlalchemy import event, text

from services.contracts.accounts import Permission, Role
from services.contracts.common import Problem
from services.server.app import build_app
from services.server.database import Database
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.work import Work, reads
from tests.services.server.conftest import Api, SignIn, add_account

_CITIZEN = "陈大文 13800138000"


def _failing(path: str) -> Feature:
    router = APIRouter()

    @router.get(path)
    def fail(work: Annotated[Work, reads(Permission.SIGNED_IN)], how: str) -> Response:
        def boom(_tx: object) -> NoReturn:
            raise RuntimeError(_CITIZEN)

        statements = {
            "mistake": f"SELECT no_such_column FROM accounts WHERE name = '{_CITIZEN}'",
            "value": "SELECT CAST(:v AS INTEGER) + 2147483647 FROM accounts",
        }
        if how == "python":
            return work.read(boom)
        return work.read(lambda tx: tx.connection.execute(text(statements[how])).all())

    return Feature(router)


@pytest.fixture
def broken(kernel: Kernel) -> Api:
    account = add_account(kernel, Role.AGENT)
    client = TestClient(build_app(kernel, (_failing("/v1/fail"),)))
    return Api(client, account, kernel.tokens.issue(account.id, account.name, account.roles, "s"))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "内容过短，至少 8 个字。"),
        ("en-GB,en;q=0.9,zh;q=0.8", "Too short: at least 8 characters."),
        ("fr", "内容过短，至少 8 个字。"),
    ],
)
def test_each_wrong_field_has_a_sentence_in_ones_language(sign_in: SignIn, language: str, sentence: str) -> None:
    answer = sign_in(Role.ADMINISTRATOR).post(
        "/v1/accounts",
        json={"id": "x", "username": "UPPER", "password": "short", "roles": ["king"], "surprise": 1},
        headers={"accept-language": language},
    )
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = Problem.model_validate_json(answer.content)
    found = {item.field: (item.code, item.message) for item in problem.fields}
    assert found["password"] == ("too_short", sentence)
    assert {field: code for field, (code, _) in found.items()} == {
        "username": "bad_value",
        "name": "required",
        "password": "too_short",
        "roles.0": "not_a_choice",
        "surprise": "unknown_field",
    }
    assert problem.type == "urn:tongfu:problem:invalid_fields"


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[]", b"", b'"x"', b"1e999", b'{"username": "\\ud800"}'])
def test_a_body_that_is_no_message_is_refused(client: TestClient, body: bytes) -> None:
    answer = client.post("/v1/session", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


def test_unknown_places_and_methods_are_problems_too(client: TestClient) -> None:
    for answer, status in ((client.get("/v1/nothing"), 404), (client.put("/v1/session"), 405)):
        assert answer.status_code == status
        assert Problem.model_validate_json(answer.content).status == status
    assert "allow" in client.put("/v1/session").headers


@pytest.mark.parametrize("how", ["python", "mistake"])
def test_a_mistake_of_ours_quotes_no_citizen(broken: Api, caplog: pytest.LogCaptureFixture, how: str) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = broken.get("/v1/fail", params={"how": how})
    assert answer.status_code == 500
    problem = Problem.model_validate_json(answer.content)
    assert problem.code == "internal"
    reference = problem.detail.split("编号 ")[1][:8]
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("services")]
    assert any(reference in line and "test_problems.py" in line for line in ours)
    everything = "\n".join(record.getMessage() + str(record.exc_text) for record in caplog.records)
    for word in (*_CITIZEN.split(), "SELECT"):
        assert word not in everything
        assert word not in answer.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_full_disk_says_so_and_loses_nothing(sign_in: SignIn, database: Database) -> None:
    administrator = sign_in(Role.ADMINISTRATOR)
    with database.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    limit = {"pages": pages + 3}

    @event.listens_for(database.engine, "connect")
    def _small_disk(connection: object, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {limit['pages']}")  # type: ignore[attr-defined]

    database.close()

    def open_account(number: int) -> tuple[int, str]:
        new = {"id": f"n{number}", "username": f"new{number}", "name": "x" * 60, "password": "x" * 100}
        answer = administrator.post("/v1/accounts", json={**new, "roles": ["agent"]}, key=f"k{number}")
        return answer.status_code, answer.json().get("code", "")

    number = 0
    while (result := open_account(number))[0] == 201:
        number += 1
        assert number < 500
    assert result == (507, "storage_full")
    # What was there is still there, and reading goes on.
    assert administrator.get("/v1/me").status_code == 200
    listed = [row["id"] for row in administrator.get("/v1/accounts", params={"limit": 500}).json()["items"]]
    assert f"n{number}" not in listed
    assert len(listed) == number + 1
    limit["pages"] = 100_000
    database.close()
    # The same request, with the same key, once there is room.
    assert open_account(number) == (201, "")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_value_that_no_column_holds_is_the_callers_mistake(broken: Api, sign_in: SignIn) -> None:
    administrator = sign_in(Role.ADMINISTRATOR)
    assert administrator.get("/v1/accounts", params={"team": "a\x00b"}).status_code == 400
