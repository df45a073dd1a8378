"""The district's time zone: chosen once, kept, told to who signs in."""

import threading
from pathlib import Path

import httpx
import pytest

from services.clock import DEFAULT_ZONE
from services.contracts.accounts import Role
from services.errors import AppError
from services.server import zone
from services.server.app import build_kernel
from services.server.config import ServerConfig
from services.server.database import Database
from tests.services.server.conftest import PASSWORD, SignIn, TestClient
from tests.services.server.serving import run


def test_a_new_district_gets_the_zone_it_is_created_with_and_keeps_it(database: Database) -> None:
    assert zone.settle(database, "Europe/Berlin").key == "Europe/Berlin"
    assert zone.settle(database).key == "Europe/Berlin"
    assert build_kernel(ServerConfig(database.url.database or "", Path()), database).zone.key == "Europe/Berlin"


def test_a_district_that_names_no_zone_gets_the_usual_one(database: Database) -> None:
    assert zone.settle(database).key == DEFAULT_ZONE


def test_another_zone_is_refused_and_changes_nothing(database: Database) -> None:
    zone.settle(database, "Asia/Urumqi")
    with pytest.raises(AppError) as caught:
        zone.settle(database, "Europe/Berlin")
    assert caught.value.code == "zone_settled"
    assert "Asia/Urumqi" in str(caught.value)
    assert zone.settle(database).key == "Asia/Urumqi"


@pytest.mark.parametrize(
    "name", ["Asia/Shangai", "Asia", "../UTC", "localtime", "right/UTC", "+08:00", "x" * 300, "\0"]
)
def test_what_is_no_zone_is_refused_by_name_and_nothing_is_settled(database: Database, name: str) -> None:
    with pytest.raises(AppError) as caught:
        zone.settle(database, name)
    assert caught.value.code == "zone_unknown"
    assert zone.settle(database, "Asia/Urumqi").key == "Asia/Urumqi"


def test_of_replicas_that_start_together_all_have_the_same_zone(database: Database) -> None:
    wanted, ready = ["Europe/Berlin", "Asia/Urumqi"] * 3, threading.Barrier(6)
    settled: list[str] = []

    def start(name: str) -> None:
        ready.wait()
        try:
            settled.append(zone.settle(database, name).key)
        except AppError as refused:
            settled.append(refused.details["zone"])

    threads = [threading.Thread(target=start, args=(name,)) for name in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(settled) == {zone.settle(database).key}
    assert len(settled) == 6


class TestInBerlin:
    @pytest.fixture
    def zone(self) -> str:
        return "Europe/Berlin"

    def test_who_signs_in_and_who_stays_signed_in_is_told_the_zone(self, client: TestClient, sign_in: SignIn) -> None:
        person = sign_in(Role.AGENT)
        given = {"username": person.account.username, "password": PASSWORD}
        session: httpx.Response = client.post("/v1/session", json=given)
        assert session.json()["zone"] == "Europe/Berlin"
        again = client.post("/v1/session/refresh", json={"refresh_token": session.json()["refresh_token"]})
        assert again.json()["zone"] == "Europe/Berlin"


def test_the_command_line_says_which_zone_a_district_has_and_refuses_another(database_url: str) -> None:
    created = run("database", "upgrade", "--database-url", database_url, "--zone", "Europe/Berlin")
    assert (created.returncode, "Europe/Berlin" in created.stdout) == (0, True)
    for command in (("database", "upgrade"), ("serve", "--port", "0")):
        refused = run(*command, "--database-url", database_url, "--zone", "Asia/Urumqi")
        assert refused.returncode == 1
        assert "Europe/Berlin" in refused.stderr
    wrong = run("database", "upgrade", "--database-url", database_url, "--zone", "Asia/Shangai")
    assert (wrong.returncode, "Asia/Shangai" in wrong.stderr) == (1, True)
