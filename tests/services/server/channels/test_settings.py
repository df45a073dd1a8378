import pytest

from services.contracts.channels import Channel
from services.server.channels import clients, settings
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
        "changed_at": kernel.clock.now(),
        "changed_by": "x",
    }
    kernel.write(lambda tx: tx.connection.execute(channel_settings.insert(), broken))
    found = kernel.read(lambda tx: settings.of(tx, Channel.PORTAL))
    assert found.enabled
    assert (found.settings.status_per_minute, found.settings.status_per_minute_and_number) == (600, 7)


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
