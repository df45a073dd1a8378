import random
import re
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import func, select

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.server.accounts import repository as accounts
from services.server.app import build_kernel
from services.server.clocks.tables import ticket_clocks
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.kernel import Kernel
from services.server.migrations import upgrade
from services.server.people.tables import person_numbers
from services.server.security import Passwords
from services.server.tickets import catalogue
from services.server.tickets.tables import ticket_steps, tickets
from services.server.tickets.trace import COLUMNS, replayed
from services.server.timers.tables import timers
from services.server.training import district, history, past, staff
from services.server.training import world as scenario_world
from tests.services.server.conftest import CHEAP, Api
from tests.services.server.empty import put_sqlite
from tests.services.server.postgres import Cluster


@pytest.fixture(scope="session")
def filled_sqlite(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database that was filled at the moment at which the tests' clock begins; to be copied."""
    file = tmp_path_factory.mktemp("district") / "filled.sqlite"
    _fill(put_sqlite(file), file.parent)
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return file.read_bytes()


@pytest.fixture(scope="session")
def filled_postgresql(cluster: Cluster, postgresql_template: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of such a database, likewise."""
    _fill(cluster.create("template_district", postgresql_template), tmp_path_factory.mktemp("district"))
    return "template_district"


def _fill(url: str, folder: Path) -> None:
    database = Database(url)
    clock = ManualClock()
    assert district.seed(build_kernel(ServerConfig(url, folder), database, clock, clock, Passwords(CHEAP)))
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database; where a test wants it seeded, a copy of one that is."""
    is_seeded = "seeded" in request.fixturenames
    if request.param == "sqlite":
        url = put_sqlite(tmp_path / "tongfu.sqlite")
        if is_seeded:
            (tmp_path / "tongfu.sqlite").write_bytes(request.getfixturevalue("filled_sqlite"))
        yield url
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    cluster.create("of_district", request.getfixturevalue("filled_postgresql" if is_seeded else "postgresql_template"))
    yield cluster.url("of_district")
    cluster.drop("of_district")


@pytest.fixture
def seeded(kernel: Kernel) -> Kernel:
    return kernel


def test_a_past_ticket_lies_with_somebody_who_can_be_told_of_it_or_with_the_units_pool(seeded: Kernel) -> None:
    with seeded.database.read() as connection:
        handlers = set(connection.execute(select(tickets.c.handler_id).distinct()).scalars()) - {None}
        known = {account.id for account in accounts.everyone(connection)}
    assert handlers
    assert handlers <= known


def test_between_two_english_sentences_of_a_past_ticket_stands_a_space(seeded: Kernel) -> None:
    with seeded.database.read() as connection:
        asked = select(tickets.c.content).where(tickets.c.title.like("%外籍%"))
        told = list(connection.execute(asked).scalars())
    assert told
    assert all(". " in content and not re.search(r"[.?!][A-Z]", content) for content in told)


def test_everybody_signs_in_with_the_demo_password(seeded: Kernel, client: object) -> None:
    for account in staff.accounts():
        found = seeded.read(lambda tx, name=account.username: accounts.find_named(tx.connection, name))
        assert found is not None
        assert found.account == account
        assert seeded.passwords.matches(found.password, "tongfu-2026")
    roles = {role for account in staff.accounts() for role in account.roles}
    assert roles == set(Role)
    assert [a.username for a in staff.accounts() if a.roles == [Role.AGENT] and not a.simulated] == [
        "agent01",
        "agent02",
    ]
    assert [a.username for a in staff.accounts() if len(a.roles) > 1] == ["operator01", "lead02"]
    units = {entry.code for entry in catalogue.from_resources() if isinstance(entry, catalogue.Unit)}
    of_units = {account.username: account.unit for account in staff.accounts() if account.unit}
    assert of_units.keys() == {"handler01", "handler02", "handler03", "dispatcher02"}
    assert set(of_units.values()) <= units


def test_a_second_seeding_changes_nothing(seeded: Kernel) -> None:
    before = rows(seeded)
    assert not district.seed(seeded)
    assert rows(seeded) == before


def test_a_district_in_use_is_never_filled(kernel: Kernel, sign_in: object) -> None:
    sign_in(Role.AGENT)  # type: ignore[operator]
    assert not district.seed(kernel)
    assert rows(kernel) == []


def rows(kernel: Kernel) -> list[object]:
    with kernel.database.read() as connection:
        return [tuple(row) for row in connection.execute(tickets.select().order_by(tickets.c.key))]


def test_the_same_seed_gives_the_same_district(
    seeded: Kernel, config: ServerConfig, database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = Database(f"sqlite:///{tmp_path_factory.mktemp('other') / 'other.sqlite'}")
    upgrade(other)
    second = build_kernel(config, other, seeded.clock, seeded.real_clock, seeded.passwords)
    district.seed(second)
    assert rows(second) == rows(seeded)
    other.close()


def test_past_tickets_are_whole(seeded: Kernel) -> None:
    with seeded.database.read() as connection:
        stored = connection.execute(tickets.select()).all()
        numbers = connection.execute(person_numbers.select()).all()
    known = {entry.code for entry in catalogue.from_resources() if hasattr(entry, "code")}
    now = seeded.clock.now()
    assert len(stored) == district.TICKETS
    for row in stored:
        assert {row.category, row.town, row.village} <= known
        assert row.unit in known | {""}
        assert "{" not in row.content
        assert row.created_at < now
        assert (now - row.created_at).days <= district.DAYS
        assert (row.status == "closed") == (row.closed_at is not None)
        assert row.status != "dispatched" or row.unit
    # Something lies in every list that people work from.
    assert {row.stage for row in stored} >= {
        *("accepted", "dispatched", "handling", "review", "follow_up", "suspended", "closed", "return", "extension"),
    }
    assert any(row.supervised for row in stored)
    assert any(row.return_count for row in stored)
    assert {row.unit[:1] for row in stored} >= {"D", "T", "V"}
    # Nobody real can be called: 161 is given to no operator.
    assert all(row.number.startswith("161") and len(row.number) == 11 for row in numbers)
    assert len({row.person_id for row in numbers}) == district.PERSONS


def test_every_row_is_what_its_trail_says(seeded: Kernel) -> None:
    persons = seeded.read(district.regulars)
    places = {person.village: (person.town, person.village) for person in persons}
    world = scenario_world.world(persons, places, seeded.zone)
    colleagues = [account for account in staff.accounts() if account.simulated]
    history_of = history.Past(world, colleagues, {}, places, 7, 30.0)
    assert seeded.write(lambda tx: history.write(tx, history_of)) > 0
    with seeded.database.read() as connection:
        stored = connection.execute(tickets.select()).all()
        trails: dict[int, list[Any]] = {}
        for step in connection.execute(ticket_steps.select().order_by(ticket_steps.c.id)):
            trails.setdefault(step.ticket_key, []).append(step)
    assert sum(row.call_id is not None for row in stored) > 20
    for row in stored:
        trail = trails[row.key]
        assert replayed([orjson.loads(step.changes) for step in trail]) == {n: getattr(row, n) for n in COLUMNS}
        assert row.version == len(trail)
        assert (trail[0].actor_id, trail[0].actor) == (row.created_by_id, row.created_by)
        assert [step.at for step in trail] == sorted(step.at for step in trail)
        assert trail[-1].at == row.updated_at
        assert row.stage == (row.pending or row.status)


def test_clocks_say_what_is_late(seeded: Kernel) -> None:
    with seeded.database.read() as connection:
        stored = connection.execute(tickets.select()).all()
        started = connection.execute(ticket_clocks.select()).all()
        waiting = set(connection.execute(select(timers.c.subject)).scalars())
    now = seeded.clock.now()
    running = {row.ticket_key for row in started if row.state == "running"}
    for row in stored:
        if row.closed_at is None:
            # No open ticket without a clock that runs or is paused for a reason.
            assert row.key in running or row.stage in ("suspended", "return"), row.stage
            assert (row.due_at is not None) == (row.key in running)
        else:
            assert row.key not in running
            assert row.due_at is None
    late = [row for row in stored if row.due_at is not None and row.due_at < now]
    assert len(late) > 20
    assert all(row.alarm > 0 for row in late)
    assert any(row.alarm >= 2 for row in late)
    assert waiting <= {str(key) for key in running}
    assert sum(row.next_at is not None for row in started) >= len(waiting) > 20


def test_replies_take_as_long_as_real_ones(seeded: Kernel) -> None:
    choose = random.Random(1)
    days = sorted(past.days_to_reply(choose) for _ in range(20_000))
    assert days[10_000] == pytest.approx(11.2, rel=0.05)
    assert days[18_000] == pytest.approx(41, rel=0.08)
    # Of the real ones 61.5 % were replied to within 15 days; nothing was fitted to that.
    assert sum(day <= 15 for day in days) / 20_000 == pytest.approx(0.615, abs=0.02)
    with seeded.database.read() as connection:
        replies = dict(
            connection.execute(
                select(ticket_steps.c.ticket_key, func.min(ticket_steps.c.at))
                .where(ticket_steps.c.action == "reply")
                .group_by(ticket_steps.c.ticket_key)
            ).all()
        )
        old = seeded.clock.now() - timedelta(days=42)
        filed = connection.execute(
            select(tickets.c.key, tickets.c.created_at).where(tickets.c.created_at < old, tickets.c.unit != "")
        ).all()
    took = [replies[row.key] - row.created_at if row.key in replies else timedelta.max for row in filed]
    assert len(took) > 60
    assert 0.35 < sum(each <= timedelta(days=11.2) for each in took) / len(took) < 0.6
    assert 0.8 < sum(each <= timedelta(days=41) for each in took) / len(took) < 1


def test_the_district_works_through_the_api(seeded: Kernel, client: object) -> None:
    account = staff.accounts()[0]
    token = seeded.tokens.issue(account.id, account.name, account.roles, "s")
    api = Api(client, account, token)  # type: ignore[arg-type]
    assert len(api.get("/v1/tickets?q=申请").json()["items"]) > 0
    person = seeded.read(district.regulars)[0]
    card = api.get("/v1/caller", params={"number": person.numbers[0]}).json()
    assert card["person"]["name"] == person.name
    on_duty = api.get("/v1/units/C00/duty").json()["on_duty"]
    assert [each["account_id"] for each in on_duty] == ["dispatcher01", "operator01"]
    shown = api.get("/v1/catalogue").json()
    assert (len(shown["places"]), len(shown["skills"])) == (314, 5)
    assert len(shown["categories"]) > 200
    assert len(shown["templates"]) > 5
