"""The dispatch catalogue through the API: versions that never change, in force from a moment on."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.contracts.dispatching import Rule
from services.contracts.tickets import UnitLevel
from services.server.dispatching import carried, repository, service
from services.server.dispatching.resolution import Matter, resolve
from services.server.kernel import Kernel
from services.server.tickets import catalogue
from tests.services.server import district
from tests.services.server.conftest import SignIn
from tests.services.server.lifecycle.conftest import Cast


def body(*rules: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"rules": list(rules), **more}


def test_a_new_version_leaves_the_old_ones(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in(Role.ADMINISTRATOR)
    first = admin.get("/v1/dispatch-rules").json()
    assert (first["version"], first["count"], len(first["rules"])) == (1, 4, 4)
    new = body({"category": "06", "unit": "D04"}, note="会商后调整")
    answer = admin.put("/v1/dispatch-rules", json=new, version=1)
    assert answer.status_code == 200, answer.text
    assert [rule["unit"] for rule in answer.json()["rules"]] == ["D04"]
    assert admin.get("/v1/dispatch-rules?version=1").json() == first
    history = cast.agent.get("/v1/dispatch-rules/versions").json()
    assert [(each["version"], each["note"]) for each in history] == [(2, "会商后调整"), (1, "")]
    assert history[0]["created_by"] == admin.account.name
    stale = admin.put("/v1/dispatch-rules", json=new, version=1)
    assert stale.status_code == 412
    assert stale.json()["current"]["version"] == 2
    assert admin.get("/v1/dispatch-rules?version=3").status_code == 404


def test_it_takes_effect_at_its_moment(cast: Cast, sign_in: SignIn, clock: ManualClock) -> None:
    admin = sign_in(Role.ADMINISTRATOR)
    later = (clock.now() + timedelta(days=3)).isoformat()
    put = admin.put("/v1/dispatch-rules", json=body({"unit": "D04"}, effective_from=later), version=1)
    assert put.json()["version"] == 2
    query = {"category": "060101", "town": district.TOWN, "village": district.VILLAGE}
    assert cast.agent.post("/v1/suggestions", json=query).json()["units"][0]["unit"] == "D06"
    clock.advance(timedelta(days=3).total_seconds())
    found = cast.agent.post("/v1/suggestions", json=query).json()
    assert (found["version"], found["units"][0]["unit"]) == (2, "D04")


def test_wrong_codes_and_doubles_are_refused(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in(Role.ADMINISTRATOR)
    lines = [
        {"category": "9", "unit": "D06"},
        {"place": "nowhere", "unit": "D99"},
        {"category": "06", "unit": "D06"},
        {"category": "06", "unit": "D04"},
    ]
    answer = admin.put("/v1/dispatch-rules", json=body(*lines, dangers=[{"unit": "D77"}]), version=1)
    assert answer.status_code == 422
    assert [field["field"] for field in answer.json()["fields"]] == [
        *("rules.0.category", "rules.1.place", "rules.1.unit", "rules.3", "dangers.0.unit"),
    ]
    for line in ({}, {"unit": "D06", "level": "town"}, {"level": "village", "department_only": True}):
        assert admin.put("/v1/dispatch-rules", json=body(line), version=1).status_code == 422
    assert cast.agent.get("/v1/dispatch-rules").json()["version"] == 1


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(
        st.builds(
            Rule,
            category=st.sampled_from(["", "06", "0601", "060101", "0602"]),
            place=st.sampled_from(["", district.TOWN, district.VILLAGE, district.OTHER_TOWN]),
            kind=st.sampled_from([None, "report"]),
            unit=st.sampled_from(["D04", "D06"]),
            department_only=st.booleans(),
        ),
        unique_by=service.key_of,
        max_size=20,
    ),
    category=st.sampled_from(["", "060101", "0602", "01"]),
    village=st.sampled_from(["", district.VILLAGE]),
    kind=st.sampled_from(["", "report", "help"]),
)
def test_the_database_finds_the_rule_that_the_rules_say(
    kernel: Kernel, lines: list[Rule], category: str, village: str, kind: str
) -> None:
    matter = Matter(category, district.TOWN, village, kind)

    def both(tx: Any) -> tuple[Rule | None, Rule | None]:
        number = service._keep(tx, service.NewRules(rules=lines))
        assert sorted(map(repr, repository.rules(tx.connection, number))) == sorted(map(repr, lines))
        return service.rule_for(tx, matter)[1], resolve(lines, matter)

    found, wanted = kernel.write(both)
    assert found == wanted


def test_the_carried_catalogue_is_whole(kernel: Kernel) -> None:
    kernel.write(catalogue.ensure)
    kernel.write(service.ensure)
    kernel.write(service.ensure)
    current = kernel.read(service.current)
    assert current.version == 1
    assert current.count == len(current.rules) > 250
    units = {entry.code: entry for entry in catalogue.from_resources() if isinstance(entry, catalogue.Unit)}
    assert not [rule for rule in current.rules if not rule.basis and not rule.category.startswith("1401")]
    assert {rule.unit for rule in current.rules if rule.unit} <= set(units)
    everyday = [rule for rule in current.rules if rule.level is UnitLevel.VILLAGE]
    assert len(everyday) == 10
    assert all(danger.unit in units for danger in current.dangers)
    assert sorted(map(repr, carried.rules().rules)) == sorted(map(repr, current.rules))
