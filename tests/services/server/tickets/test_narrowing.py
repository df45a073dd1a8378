import pytest

from services.contracts.tickets import TicketSort
from services.server.database import Database
from services.server.kernel import Kernel
from services.server.tickets import listing, narrowing, search
from services.server.tickets.listing import Filter, Walk
from tests.services.server.district import TOWN
from tests.services.server.tickets.test_listing import store

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
_END = 2**63 - 1


def _keys(kernel: Kernel, walk: Walk) -> list[int]:
    return kernel.read(lambda tx: [row.key for row in listing._rows(tx.connection, walk)])


def test_the_rarest_value_drives_a_list(kernel: Kernel, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(narrowing, "_NTH", {name: narrowing._nth(name, 30) for name in ("town", "unit", "category")})
    rows = store(kernel, ["me"])
    equal = {"category": "060101", "town": TOWN, "unit": "D06"}
    thirtieth = {
        name: sorted((row["key"] for row in rows if row[name] == value), reverse=True)[30:31] or [0]
        for name, value in equal.items()
    }
    with database.read() as connection:
        assert narrowing.narrowest(connection, equal, _END) == min(thirtieth, key=lambda name: thirtieth[name])
        assert narrowing.narrowest(connection, {**equal, "unit": "D99"}, _END) == "unit"
        assert narrowing.is_rare(connection, "unit", "D06", _END)


@pytest.mark.parametrize("sort", TicketSort)
def test_whatever_drives_a_list_it_is_the_same_list(kernel: Kernel, sort: TicketSort) -> None:
    store(kernel, ["me", "somebody"])
    wanted = Filter(town=TOWN, unit="D06", kind="complaint", created_by_id="me")
    first = _keys(kernel, Walk(wanted, sort, None, 50))
    assert first
    for driver in wanted.equalities():
        assert _keys(kernel, Walk(wanted, sort, None, 50, driver=driver)) == first


def test_words_are_found_among_the_keys_of_a_filter_too(kernel: Kernel) -> None:
    store(kernel, ["me"])
    wanted = Filter(words=search.query("噪音扰民"), town=TOWN, unit="D06")
    first = _keys(kernel, Walk(wanted, TicketSort.CREATED, None, 50))
    assert first
    for driver in ("town", "unit"):
        walk = Walk(wanted, TicketSort.CREATED, None, 50, driver=driver, lists_keys=True)
        assert _keys(kernel, walk) == first


def test_words_are_found_among_the_newest_of_ones_own_units(kernel: Kernel) -> None:
    rows = store(kernel, ["me"])
    wanted = Filter(words=search.query("噪音扰民"), units=("D06", "D04"), assists="D06", own=20)
    newest = [
        row
        for unit in wanted.units
        for row in sorted((row for row in rows if row["unit"] == unit), key=lambda row: -row["key"])[:20]
    ]
    fit = sorted((row["key"] for row in newest if row["title"] == "噪音扰民"), reverse=True)
    assert fit
    assert _keys(kernel, Walk(wanted, TicketSort.CREATED, None, 50)) == fit
