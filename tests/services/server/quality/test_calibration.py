import threading
from datetime import timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from services.contracts.accounts import Account, Role, permissions_of
from services.server.kernel import Kernel
from services.server.quality import calibration
from services.server.tables import events
from services.server.transaction import Actor
from tests.services.server.conftest import Api, SignIn, add_account
from tests.services.server.quality.conftest import COMPLETE, Floor
from tests.services.server.quality.test_service import refused

Made = dict[str, Any]
OTHERWISE = {**COMPLETE, "greets": {"share": 0}}
"""Differs from ``COMPLETE`` in one question; scores 70."""


@pytest.fixture
def second(sign_in: SignIn) -> Api:
    """Another inspector."""
    return sign_in(Role.INSPECTOR, name="王质检")


@pytest.fixture
def call_id(floor: Floor, agent: Account) -> str:
    return floor.call(agent)


def wanted(floor: Floor, call_id: str, *colleagues: Api) -> Made:
    until = (floor.now + timedelta(days=2)).isoformat()
    return {"id": "cal", "call_id": call_id, "colleagues": [c.account.id for c in colleagues], "until": until}


@pytest.fixture
def begun(floor: Floor, call_id: str, inspector: Api, second: Api) -> Made:
    answer = inspector.post("/v1/calibrations", json=wanted(floor, call_id, second))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def seen(api: Api) -> Made:
    answer = api.get("/v1/calibrations/cal")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def scored(api: Api, verdicts: Made, **more: Any) -> Made:
    """Fills in one's own scoring, without submitting it."""
    path = f"/v1/calibration-scorings/{seen(api)['scoring_id']}"
    answer = api.patch(path, version=api.get(path).json()["version"], json={"verdicts": verdicts, **more})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def submitted(api: Api, verdicts: Made, **more: Any) -> Made:
    scoring = scored(api, verdicts, **more)
    answer = api.post(f"/v1/calibration-scorings/{scoring['id']}/submit", version=scoring["version"])
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def told(kernel: Kernel, topic: str) -> list[Made]:
    query = select(events.c.audience, events.c.data).where(events.c.topic == topic).order_by(events.c.id)
    rows = kernel.read(lambda tx: list(tx.connection.execute(query)))
    return [{"audience": row.audience, **orjson.loads(row.data)} for row in rows]


def test_it_waits_for_each_who_takes_part_and_the_invited_are_told(
    kernel: Kernel, begun: Made, inspector: Api, second: Api
) -> None:
    assert begun["state"] == "open"
    assert {p["name"] for p in begun["participants"]} == {"李质检", "王质检"}
    for api in (inspector, second):
        (row,) = api.get("/v1/calibrations").json()["items"]
        assert (row["waits"], row["count"], row["submitted"]) == (True, 2, 0)
    (notice,) = told(kernel, "notice")
    assert notice["audience"] == f"a:{second.account.id}"
    assert (notice["code"], notice["values"]) == ("calibration_begun", {"name": "李质检", "id": "cal"})


def test_nobody_sees_anothers_scoring_before_the_comparison(
    kernel: Kernel, begun: Made, inspector: Api, second: Api
) -> None:
    secret = submitted(second, OTHERWISE, remark="只有我知道的话", fatal=["abuse"])
    for shown in (seen(inspector), inspector.get("/v1/calibrations").json()):
        assert "只有我知道的话" not in str(shown)
        assert "abuse" not in str({k: v for k, v in shown.items() if k != "scorecard"})
    calibration = seen(inspector)
    assert all(p["scoring"] is None and p["distance"] is None for p in calibration["participants"])
    assert (calibration["spread"], calibration["agreed"]["verdicts"]) == ({}, {})
    # Not by the id of the scoring either, and not by leading it.
    path = f"/v1/calibration-scorings/{secret['id']}"
    refused(inspector.get(path), 404, "not_found")
    refused(inspector.patch(path, version=secret["version"], json={"remark": "x"}), 404, "not_found")
    # Nothing in what is told to anybody.
    assert [set(event) for event in told(kernel, "calibration")] == [{"audience", "id", "version", "state"}] * 2
    everything = kernel.read(lambda tx: list(tx.connection.execute(select(events.c.data)).scalars()))
    assert not any("只有我知道的话" in data or "abuse" in data for data in everything)


def test_only_who_takes_part_knows_of_it(kernel: Kernel, begun: Made, sign_in: SignIn, agent: Account) -> None:
    third = sign_in(Role.INSPECTOR)
    refused(third.get("/v1/calibrations/cal"), 404, "not_found")
    assert third.get("/v1/calibrations").json()["items"] == []
    for event in told(kernel, "calibration"):
        assert set(event["audience"].split()) == {f"a:{p['account_id']}" for p in begun["participants"]}
    assert told(kernel, "evaluation") == []


def test_the_last_who_submits_begins_the_comparison(kernel: Kernel, begun: Made, inspector: Api, second: Api) -> None:
    submitted(inspector, COMPLETE)
    assert seen(inspector)["state"] == "open"
    submitted(second, OTHERWISE, remark="问候不完整")
    found = seen(inspector)
    assert found["state"] == "comparing"
    assert sorted(p["scoring"]["score"] for p in found["participants"]) == [70, 90]
    assert {key for key, apart in found["spread"].items() if apart} == {"greets"}
    # What both answered alike is agreed already.
    assert set(found["agreed"]["verdicts"]) == {"closes", "right"}
    assert (found["unanswered"], found["missing_notes"]) == (["greets"], ["greets"])
    assert [n["audience"] for n in told(kernel, "notice") if n["code"] == "calibration_compared"] == [
        f"a:{inspector.account.id}"
    ]


def test_a_scoring_is_submitted_once(begun: Made, inspector: Api) -> None:
    scoring = submitted(inspector, COMPLETE)
    path = f"/v1/calibration-scorings/{scoring['id']}"
    refused(inspector.patch(path, version=scoring["version"], json={"remark": "x"}), 409, "wrong_state")
    refused(inspector.post(f"{path}/submit", version=scoring["version"]), 409, "wrong_state")


def test_an_open_question_is_not_submitted(begun: Made, inspector: Api) -> None:
    scoring = scored(inspector, {"greets": {"share": 1}})
    answer = inspector.post(f"/v1/calibration-scorings/{scoring['id']}/submit", version=scoring["version"])
    refused(answer, 409, "unanswered")


def test_the_group_agrees_with_a_note_where_they_differ(begun: Made, inspector: Api, second: Api) -> None:
    submitted(inspector, COMPLETE)
    submitted(second, OTHERWISE)
    found = seen(inspector)
    answer = inspector.patch(
        "/v1/calibrations/cal", version=found["version"], json={"verdicts": {"greets": {"share": 0.5}}}
    )
    assert answer.json()["agreed"]["score"] == 80
    refused(inspector.post("/v1/calibrations/cal/agree", version=answer.json()["version"]), 409, "notes_missing")
    answer = inspector.patch(
        "/v1/calibrations/cal", version=answer.json()["version"], json={"notes": {"greets": "报了工号，没有问好"}}
    )
    assert inspector.post("/v1/calibrations/cal/agree", version=answer.json()["version"]).status_code == 200
    (row,) = second.get("/v1/calibrations").json()["items"]
    assert row["distance"] == {"total": 10, "same": pytest.approx(2 / 3)}
    found = seen(second)
    assert found["state"] == "agreed"
    assert found["notes"] == {"greets": "报了工号，没有问好"}
    distances = {p["name"]: p["distance"] for p in found["participants"]}
    assert distances["李质检"] == {"total": 10, "same": pytest.approx(2 / 3)}
    assert distances["王质检"] == {"total": 10, "same": pytest.approx(2 / 3)}


def test_only_who_leads_it_writes_down_ends_and_calls_off(begun: Made, inspector: Api, second: Api) -> None:
    for action in ("compare", "call-off"):
        refused(second.post(f"/v1/calibrations/cal/{action}"), 403, "not_allowed")
    submitted(inspector, COMPLETE)
    submitted(second, OTHERWISE)
    version = seen(second)["version"]
    refused(second.patch("/v1/calibrations/cal", version=version, json={"fatal": []}), 403, "not_allowed")
    refused(second.post("/v1/calibrations/cal/agree", version=version), 403, "not_allowed")


def test_ended_early_who_has_not_submitted_is_left_out(
    floor: Floor, call_id: str, inspector: Api, second: Api, sign_in: SignIn
) -> None:
    third = sign_in(Role.INSPECTOR, name="赵质检")
    inspector.post("/v1/calibrations", json=wanted(floor, call_id, second, third))
    submitted(inspector, COMPLETE)
    refused(inspector.post("/v1/calibrations/cal/compare"), 409, "too_few_scorings")
    submitted(second, COMPLETE)
    draft = scored(third, OTHERWISE, remark="还没写完")
    found = inspector.post("/v1/calibrations/cal/compare").json()
    assert [p["name"] for p in found["participants"] if p["scoring"] is None] == ["赵质检"]
    assert "还没写完" not in str(found)
    late = third.post(f"/v1/calibration-scorings/{draft['id']}/submit", version=draft["version"])
    refused(late, 409, "wrong_state")


def test_called_off_nothing_is_shown_to_others(begun: Made, inspector: Api, second: Api) -> None:
    submitted(second, OTHERWISE)
    found = inspector.post("/v1/calibrations/cal/call-off").json()
    assert found["state"] == "called_off"
    assert all(p["scoring"] is None for p in found["participants"])


def test_who_handled_the_call_or_does_not_inspect_cannot_take_part(
    kernel: Kernel, floor: Floor, inspector: Api, second: Api, agent: Account
) -> None:
    handled = floor.call(second.account)
    refused(inspector.post("/v1/calibrations", json=wanted(floor, handled, second)), 409, "colleague_refused")
    refused(second.post("/v1/calibrations", json=wanted(floor, handled, inspector)), 409, "own_call")
    lead = add_account(kernel, Role.LEAD)
    body = wanted(floor, floor.call(agent)) | {"colleagues": [lead.id]}
    refused(inspector.post("/v1/calibrations", json=body), 409, "colleague_refused")


def test_it_never_counts_in_figures_and_the_agent_sees_nothing(
    kernel: Kernel, begun: Made, inspector: Api, second: Api
) -> None:
    submitted(inspector, COMPLETE)
    submitted(second, COMPLETE)
    assert inspector.get("/v1/quality/figures").json()["count"] == 0
    assert inspector.get("/v1/evaluations").json()["items"] == []


def test_two_who_write_at_the_same_version_are_not_mixed_up(begun: Made, inspector: Api) -> None:
    scoring = scored(inspector, {"greets": {"share": 1}})
    path = f"/v1/calibration-scorings/{scoring['id']}"
    answer = inspector.patch(path, version=scoring["version"] - 1, json={"remark": "x"})
    assert answer.status_code == 412
    assert answer.json()["current"]["verdicts"]["greets"]["share"] == 1


def test_of_two_who_submit_the_last_at_the_same_moment_one_begins_the_comparison(
    kernel: Kernel, begun: Made, inspector: Api, second: Api
) -> None:
    drafts = [(api, scored(api, COMPLETE)["id"]) for api in (inspector, second)]
    together = threading.Barrier(2)
    failed: list[Exception] = []

    def submit(api: Api, scoring_id: str) -> None:
        roles = frozenset({Role.INSPECTOR})
        actor = Actor(api.account.id, api.account.name, roles, permissions_of(roles))
        together.wait()
        try:
            kernel.write(lambda tx: calibration.submit(tx, scoring_id), actor)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=submit, args=draft) for draft in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert seen(inspector)["state"] == "comparing"
    assert [e["state"] for e in told(kernel, "calibration")].count("comparing") == 1
