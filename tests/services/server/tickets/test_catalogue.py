from collections import Counter

from sqlalchemy import select

from services.server.kernel import Kernel
from services.server.tables import events
from services.server.tickets import catalogue
from tests.services.server import district
from tests.services.server.conftest import Api


def test_the_catalogue_is_answered_once_for_its_version(agent: Api, kernel: Kernel) -> None:
    first = agent.get("/v1/catalogue")
    assert (first.status_code, first.headers["etag"], first.json()["version"]) == (200, '"1"', 1)
    assert first.json()["places"][2] == {"code": district.VILLAGE, "name": "桂一社区居委会", "parent": district.TOWN}
    for header in ('"1"', 'W/"1"', '"7", "1"'):
        again = agent.get("/v1/catalogue", headers={"if-none-match": header})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", '"1"')
    assert agent.get("/v1/catalogue", headers={"if-none-match": '"0"'}).status_code == 200
    assert district.load(kernel) == 2
    assert agent.get("/v1/catalogue", headers={"if-none-match": '"1"'}).json()["version"] == 2
    assert agent.get("/v1/snapshot").json()["catalogue_version"] == 2
    with kernel.database.read() as connection:
        topics = connection.execute(select(events.c.data).where(events.c.topic == "catalogue")).scalars().all()
    assert topics == ['{"version":1}', '{"version":2}']


def test_the_carried_catalogue_is_whole() -> None:
    entries = catalogue.from_resources()
    units = {e.code: e for e in entries if isinstance(e, catalogue.Unit)}
    categories = {e.code: e for e in entries if isinstance(e, catalogue.Category)}
    places = {e.code: e for e in entries if isinstance(e, catalogue.PlaceEntry)}
    assert sum(not place.parent for place in places.values()) == 7
    assert sum(bool(place.parent) for place in places.values()) == 307
    assert all(place.parent in places for place in places.values() if place.parent)
    assert all(category.parent in categories for category in categories.values() if category.parent)
    assert all(category.unit in units for category in categories.values() if category.unit)
    assert Counter(unit.level.value for unit in units.values()) == {
        **{"district": 1, "town": 7, "village": 307, "department": 25},
    }
    assert [unit.code for unit in units.values() if not unit.parent] == ["C00"]
    assert all(unit.parent in units for unit in units.values() if unit.parent)
    for unit in units.values():
        # A town's or village's centre looks after its place, and hangs below the centre of the place above.
        place = places.get(unit.place)
        assert (place is not None) == (unit.level in ("town", "village"))
        if place is not None and place.parent:
            assert units[unit.parent].place == place.parent
    # Two villages of one name lie in different towns.
    assert len({(unit.name, unit.parent) for unit in units.values()}) == len(units)


def test_a_new_district_begins_with_the_carried_catalogue(kernel: Kernel) -> None:
    kernel.write(catalogue.ensure)
    assert len(kernel.read(catalogue.read).places) == 314
    # One that has its own keeps it.
    assert district.load(kernel) == 2
    kernel.write(catalogue.ensure)
    assert len(kernel.read(catalogue.read).places) == 4
