import pytest

from services.contracts.accounts import Role
from services.server.accounts import repository as accounts
from services.server.config import ServerConfig
from services.server.kernel import Kernel
from services.server.people.tables import person_numbers
from services.server.tickets import catalogue
from services.server.tickets.tables import tickets
from services.server.training import district, staff
from tests.services.server.conftest import Api


@pytest.fixture
def seeded(kernel: Kernel) -> Kernel:
    assert district.seed(kernel)
    return kernel


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
    assert [a.username for a in staff.accounts() if len(a.roles) > 1] == ["operator01"]
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
    from services.server.app import build_kernel
    from services.server.database import Database
    from services.server.migrations import upgrade

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
    assert {row.status for row in stored} == {"accepted", "dispatched", "closed"} or {"dispatched", "closed"}
    # Nobody real can be called: 161 is given to no operator.
    assert all(row.number.startswith("161") and len(row.number) == 11 for row in numbers)
    assert len({row.person_id for row in numbers}) == district.PERSONS


def test_the_district_works_through_the_api(seeded: Kernel, client: object) -> None:
    account = staff.accounts()[0]
    token = seeded.tokens.issue(account.id, account.name, account.roles, "s")
    api = Api(client, account, token)  # type: ignore[arg-type]
    assert len(api.get("/v1/tickets?q=申请").json()["items"]) > 0
    person = seeded.read(district.regulars)[0]
    card = api.get("/v1/caller", params={"number": person.numbers[0]}).json()
    assert card["person"]["name"] == person.name
    shown = api.get("/v1/catalogue").json()
    assert (len(shown["places"]), len(shown["skills"])) == (314, 5)
    assert len(shown["categories"]) > 200
    assert len(shown["templates"]) > 5
