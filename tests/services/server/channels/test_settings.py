from datetime import timedelta
from typing import Any

import pytest

from services.clock import ManualClock
from services.contracts.channels import Channel
from services.server.channels import clients, settings
from services.server.channels.registry import adapters
from services.server.channels.tables import channel_settings
from services.server.kernel import Kernel
from tests.services.server.conftest import Api

SECRET = "0123456789" * 4


def portal(api: Api) -> dict[str, object]:
    (found,) = (state for state in api.get("/v1/channels").json() if state["channel"] == "portal")
    return dict(found)


def test_a_channel_is_off_until_somebody_opens_it(administrator: Api) -> None:
    state = portal(administrator)
    assert (state["enabled"], state["version"], state["waiting"], state["failed"]) == (False, 1, 0, 0)
    assert state["settings"]["status_per_minute"] == 600  # type: ignore[index]
    changed = administrator.patch(
        "/v1/channels/portal", version=1, json={"enabled": True, "settings": {"status_per_minute": 60}}
    ).json()
    assert (changed["enabled"], changed["version"], changed["settings"]["status_per_minute"]) == (True, 2, 60)
    assert portal(administrator) == changed


def test_two_administrators_at_once(administrator: Api) -> None:
    administrator.patch("/v1/channels/portal", version=1, json={"enabled": True})
    late = administrator.patch("/v1/channels/portal", version=1, json={"enabled": False})
    assert (late.status_code, late.json()["current"]["enabled"]) == (412, True)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"settings": {"status_per_minute": 0}}, "settings.status_per_minute"),
        ({"settings": {"callbacks": {"gov": "file:///etc/passwd"}}}, "settings.callbacks.gov"),
        ({"settings": {"unknown": 1}}, "settings.unknown"),
        ({"secrets": {"unknown": "x"}}, "secrets.unknown"),
    ],
)
def test_what_a_channel_does_not_take_is_refused(administrator: Api, change: dict[str, object], field: str) -> None:
    answer = administrator.patch("/v1/channels/portal", version=1, json=change)
    assert (answer.status_code, [problem["field"] for problem in answer.json()["fields"]]) == (422, [field])
    assert portal(administrator)["version"] == 1


def test_the_hotline_is_not_set_up_here(administrator: Api) -> None:
    assert administrator.patch("/v1/channels/hotline", version=1, json={"enabled": False}).status_code == 404


def test_a_value_of_an_older_version_falls_back(kernel: Kernel) -> None:
    broken = {
        "channel": "portal",
        "enabled": True,
        "version": 3,
        "settings": '{"status_per_minute": "many", "gone": 1, "status_per_minute_and_number": 7}',
        "secrets": "{}",
        **{"effective_from": kernel.clock.now(), "created_at": kernel.clock.now(), "created_by": "x"},
    }
    kernel.write(lambda tx: tx.connection.execute(channel_settings.insert(), broken))
    found = kernel.read(lambda tx: settings.of(tx, Channel.PORTAL))
    assert found.enabled
    assert (found.settings.status_per_minute, found.settings.status_per_minute_and_number) == (600, 7)


def versions(api: Api) -> list[dict[str, Any]]:
    answer = api.get("/v1/channels/portal/versions")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


def test_settings_wait_for_their_day_and_what_was_in_force_stays_readable(
    administrator: Api, kernel: Kernel, clock: ManualClock
) -> None:
    path, day = "/v1/channels/portal", clock.now() + timedelta(days=2)
    administrator.put(f"{path}/clients/gov", version=0, json={"name": "政务网", "secret": SECRET})
    assert versions(administrator) == []
    administrator.patch(path, version=1, json={"settings": {"status_per_minute": 60}})
    planned = {"enabled": True, "effective_from": day.isoformat()}
    answer = administrator.patch(path, version=2, json=planned).json()
    # What is in force is another version than the newest.
    assert (answer["enabled"], answer["version"], answer["settings"]["status_per_minute"]) == (False, 3, 60)
    stale = administrator.patch(path, version=2, json=planned)
    assert (stale.status_code, stale.json()["current"]["version"]) == (412, 3)

    def admitted() -> bool:
        return kernel.read(lambda tx: clients.admitted(tx, Channel.PORTAL, "gov"))[1]

    clock.advance(timedelta(days=2).total_seconds() - 1)
    assert not portal(administrator)["enabled"]
    assert not admitted()
    clock.advance(1)
    assert portal(administrator)["enabled"]
    assert admitted()
    said = [
        (each["version"], each["enabled"], each["settings"]["status_per_minute"]) for each in versions(administrator)
    ]
    assert said == [(3, True, 60), (2, False, 60)]
    assert {each["created_by"] for each in versions(administrator)} == {administrator.account.name}
    assert administrator.get("/v1/channels/hotline/versions").status_code == 404


def test_settings_do_not_change_the_past(administrator: Api, clock: ManualClock) -> None:
    past = (clock.now() - timedelta(minutes=5)).isoformat()
    refused = administrator.patch("/v1/channels/portal", version=1, json={"enabled": True, "effective_from": past})
    assert [each["field"] for each in refused.json()["fields"]] == ["effective_from"]
    assert versions(administrator) == []


def test_a_planned_version_does_not_bring_an_old_secret_back(
    administrator: Api, kernel: Kernel, clock: ManualClock
) -> None:
    path = "/v1/channels/email"
    first, second, third = "first-secret-word", "second-secret-word", "third-secret-word"
    one, other = adapters()[Channel.EMAIL].secrets[:2]
    administrator.patch(path, version=1, json={"secrets": {one: first, other: first}})
    day = (clock.now() + timedelta(days=2)).isoformat()
    # The first goes on, the other one is another from that day on.
    administrator.patch(path, version=2, json={"secrets": {other: third}, "effective_from": day})
    administrator.patch(path, version=3, json={"secrets": {one: second, other: second}})

    def held() -> tuple[str, str]:
        found = kernel.read(lambda tx: settings.of(tx, Channel.EMAIL)).secrets
        return found[one], found[other]

    assert held() == (second, second)
    clock.advance(timedelta(days=2).total_seconds())
    assert held() == (second, third)
    listed = administrator.get(f"{path}/versions")
    assert [each["secrets"] for each in listed.json()] == [sorted((one, other))] * 3
    assert not any(word in listed.text for word in (first, second, third))


def test_clients_and_their_secrets(administrator: Api, kernel: Kernel) -> None:
    path = "/v1/channels/portal/clients/gov"
    assert administrator.put(path, version=0, json={"name": "政务网"}).json()["fields"][0]["field"] == "secret"
    assert administrator.put(path, version=0, json={"name": "政务网", "secret": "short"}).status_code == 422
    written = administrator.put(path, version=0, json={"name": "政务网", "secret": SECRET})
    assert written.status_code == 200
    assert (written.json()["id"], written.json()["active"], written.json()["version"]) == ("gov", True, 1)
    listed = administrator.get("/v1/channels/portal/clients")
    assert listed.json() == [written.json()]
    assert SECRET not in written.text + listed.text
    assert kernel.read(lambda tx: clients.secret_of(tx, Channel.PORTAL, "gov")) == SECRET
    stale = administrator.put(path, version=0, json={"name": "另一个", "secret": SECRET})
    assert (stale.status_code, stale.json()["current"]["name"]) == (412, "政务网")
    assert administrator.put(path, json={"name": "另一个"}).json()["code"] == "version_missing"
    closed = administrator.put(path, version=1, json={"name": "政务网", "active": False}).json()
    assert (closed["active"], closed["version"]) == (False, 2)
    assert kernel.read(lambda tx: clients.secret_of(tx, Channel.PORTAL, "gov")) is None
    other = administrator.put("/v1/channels/hotline/clients/x", version=0, json={"name": "x", "secret": SECRET})
    assert other.status_code == 404
