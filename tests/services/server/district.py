"""A small catalogue for tests, and tickets that fit it."""

from typing import Any

from uuid_utils import uuid7

from services.contracts.tickets import Category, PlaceEntry, Unit, UnitLevel
from services.server.kernel import Kernel
from services.server.tickets import catalogue

TOWN, OTHER_TOWN = "440605011", "440605121"
CENTRE, TOWN_UNIT, VILLAGE_UNIT = "C00", "T440605011", "V440605011001"
VILLAGE, OTHER_VILLAGE = "440605011001", "440605121001"


def load(kernel: Kernel) -> int:
    """Stores the catalogue; returns its version."""
    entries: list[catalogue.Entry] = [
        PlaceEntry(code=TOWN, name="桂城街道"),
        PlaceEntry(code=OTHER_TOWN, name="九江镇"),
        PlaceEntry(code=VILLAGE, name="桂一社区居委会", parent=TOWN),
        PlaceEntry(code=OTHER_VILLAGE, name="儒林社区居委会", parent=OTHER_TOWN),
        Category(code="06", name="城市管理"),
        Category(code="0601", name="噪音", parent="06", unit="D06"),
        Category(code="060101", name="施工噪音", parent="0601", unit="D06"),
        Category(code="0602", name="停车", parent="06", unit="D04"),
        Category(code="01", name="教育"),
        Unit(code="D04", name="区公安分局", telephone="16100001004"),
        Unit(code="D06", name="区城市管理和综合执法局"),
        Unit(code=CENTRE, name="区智运中心", level=UnitLevel.DISTRICT),
        Unit(code=TOWN_UNIT, name="桂城街道分中心", level=UnitLevel.TOWN, parent=CENTRE, place=TOWN),
        Unit(code=VILLAGE_UNIT, name="桂一社区工作站", level=UnitLevel.VILLAGE, parent=TOWN_UNIT, place=VILLAGE),
    ]
    return kernel.write(lambda tx: catalogue.replace(tx, entries))


def new_ticket(**fields: Any) -> dict[str, Any]:
    """Returns the body of a ticket that can be filed; fields given replace its own."""
    return {
        "id": str(uuid7()),
        "kind": "complaint",
        "category": "060101",
        "town": TOWN,
        "village": VILLAGE,
        "title": "工地夜间施工噪音扰民",
        "content": "市民反映南海大道旁工地凌晨两点仍在打桩，影响休息。",
        "caller_name": "陈女士",
        "caller_number": "16100000042",
        **fields,
    }
