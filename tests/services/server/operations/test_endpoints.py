from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from services.contracts.accounts import Role
from services.server.database import Database
from services.server.kernel import Kernel
from services.server.transaction import Actor
from tests.services.server.conftest import SignIn


def test_a_healthy_server_says_so(client: TestClient) -> None:
    answer = client.get("/v1/health")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.json()["api_version"] == "1.0"


def test_a_schema_of_another_version_is_failing(client: TestClient, database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    answer = client.get("/v1/health")
    assert answer.status_code == 503
    assert answer.json() == {**answer.json(), "status": "failing", "database": True, "schema_current": False}


def test_figures_are_by_route_and_not_by_path(client: TestClient, sign_in: SignIn) -> None:
    agent = sign_in(Role.ADMINISTRATOR)
    agent.post(f"/v1/accounts/{agent.account.id}/unlock")
    agent.get("/v1/no-such-thing/13800000000")
    page = client.get("/v1/metrics").text
    assert agent.account.id not in page
    assert "13800000000" not in page
    counts = {
        (sample.labels["method"], sample.labels["route"], sample.labels["status"]): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
        if sample.name == "tongfu_requests_total"
    }
    assert counts == {
        ("POST", "/v1/accounts/{account_id}/unlock", "200"): 1.0,
        ("any", "none", "404"): 1.0,
    }


def test_looks_at_personal_data_are_found_again(sign_in: SignIn, kernel: Kernel) -> None:
    administrator, agent = sign_in(Role.ADMINISTRATOR), sign_in(Role.AGENT, name="陈大文")
    actor = Actor(agent.account.id, agent.account.name)
    for number in range(5):
        kernel.write(lambda tx, subject=f"person-{number}": tx.looked_at("person", subject, "call"), actor)  # type: ignore[misc]
    kernel.write(lambda tx: tx.looked_at("recording", "call-1"), actor)
    first = administrator.get("/v1/access-log", params={"limit": 4, "what": "person"}).json()
    second = administrator.get("/v1/access-log", params={"limit": 4, "what": "person", "cursor": first["next"]}).json()
    assert [look["subject"] for look in first["items"] + second["items"]] == [f"person-{n}" for n in range(4, -1, -1)]
    assert second["next"] is None
    assert first["items"][0] | {"id": 0, "at": ""} == {
        "id": 0,
        "at": "",
        "account_id": agent.account.id,
        "name": "陈大文",
        "what": "person",
        "subject": "person-4",
        "why": "call",
    }
    only = administrator.get("/v1/access-log", params={"subject": "call-1", "account": agent.account.id}).json()
    assert [look["what"] for look in only["items"]] == ["recording"]
