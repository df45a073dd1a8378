"""What counts as alike and how large a file may be are a district's own rules, in versions from a moment on."""

from datetime import timedelta
from typing import Any

import pytest

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.server.kernel import Kernel
from tests.services.server import district
from tests.services.server.attachments import files
from tests.services.server.conftest import Api, SignIn

RULES = {"alike_near": 55, "alike_alone": 70, "alike_matter": 40, "attachment_mb": 20}
LIKE = {"title": "工地夜间施工噪音", "content": "南海大道旁工地夜里打桩，睡不着。"}


@pytest.fixture
def agent(sign_in: SignIn, kernel: Kernel) -> Api:
    district.load(kernel)
    return sign_in(Role.AGENT)


def alike(agent: Api, **place: str) -> list[str]:
    found = agent.post("/v1/tickets/likeness", json={**LIKE, "category": "060101", **place}).json()
    return [like["ticket"]["id"] for like in found]


def test_likeness_is_what_the_version_in_force_says(agent: Api, sign_in: SignIn, clock: ManualClock) -> None:
    admin = sign_in(Role.ADMINISTRATOR)
    agent.post("/v1/tickets", json=district.new_ticket(id="known"))
    here = {"town": district.TOWN, "village": district.VILLAGE}
    assert alike(agent, **here) == ["known"]
    later = (clock.now() + timedelta(hours=1)).isoformat()
    strict = {**RULES, "alike_near": 98, "alike_alone": 99, "effective_from": later}
    kept = admin.put("/v1/intake-rules", json=strict, version=0)
    assert (kept.status_code, kept.json()["version"]) == (200, 1), kept.text
    assert alike(agent, **here) == ["known"], "it counts from its moment on"
    clock.advance(3_601)
    assert alike(agent, **here) == []
    loose = {**RULES, "alike_near": 10, "alike_alone": 10}
    assert admin.put("/v1/intake-rules", json=loose, version=1).status_code == 200
    assert alike(agent) == ["known"], "without a place in common, too"
    found = agent.get("/v1/intake-rules").json()
    assert ([each["version"] for each in found["items"]], found["now"]["version"]) == ([2, 1], 2)


def test_a_known_matter_is_shown_from_its_own_likeness_on(agent: Api, sign_in: SignIn) -> None:
    admin, dispatcher = sign_in(Role.ADMINISTRATOR), sign_in(Role.DISPATCHER)
    ticket = agent.post("/v1/tickets", json=district.new_ticket(id="known", category="0602")).json()
    matter = {"id": "m", "ticket_id": ticket["id"], "words": "正在处理"}
    assert dispatcher.post("/v1/matters", json=matter).status_code in (200, 201)
    asked = {**LIKE, "category": "01"}

    def shown() -> list[Any]:
        return list(agent.post("/v1/tickets/likeness", json=asked).json())

    assert len(shown()) == 1
    assert admin.put("/v1/intake-rules", json={**RULES, "alike_matter": 95}, version=0).status_code == 200
    assert shown() == []


def test_a_file_may_be_as_large_as_the_rules_say(agent: Api, sign_in: SignIn) -> None:
    admin = sign_in(Role.ADMINISTRATOR)
    agent.post("/v1/tickets", json=district.new_ticket(id="t"))

    def added(size: int) -> tuple[int, str]:
        content = files.picture() + bytes(size)
        answer = agent.post("/v1/tickets/t/attachments", params={"name": "a.jpg"}, content=content)
        return answer.status_code, answer.text

    assert added(2_000_000)[0] == 201
    assert admin.put("/v1/intake-rules", json={**RULES, "attachment_mb": 1}, version=0).status_code == 200
    status, said = added(2_000_000)
    assert (status, "1 MB" in said) == (413, True), said
    assert admin.put("/v1/intake-rules", json={**RULES, "attachment_mb": 25}, version=1).status_code == 200
    assert added(22_000_000)[0] == 201


def test_what_makes_no_sense_is_refused(agent: Api, sign_in: SignIn, clock: ManualClock) -> None:
    admin = sign_in(Role.ADMINISTRATOR)
    past = (clock.now() - timedelta(days=1)).isoformat()
    wrong = {**RULES, "alike_near": 80, "alike_alone": 70, "effective_from": past}
    answer = admin.put("/v1/intake-rules", json=wrong, version=0)
    assert {field["field"] for field in answer.json()["fields"]} == {"alike_alone", "effective_from"}
    for bad in ({"attachment_mb": 0}, {"attachment_mb": 51}, {"alike_matter": 101}):
        assert admin.put("/v1/intake-rules", json={**RULES, **bad}, version=0).status_code == 422
    assert admin.put("/v1/intake-rules", json=RULES, version=0).status_code == 200
    late = admin.put("/v1/intake-rules", json=RULES, version=0)
    assert (late.status_code, late.json()["current"]["items"][0]["version"]) == (412, 1)
    assert agent.put("/v1/intake-rules", json=RULES, version=1).status_code == 403
