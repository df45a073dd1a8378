"""What the form offers to choose from: places, categories, units, templates, phrases, queue skills.

Each entry is a row with its code and its body as JSON, so that a district adds and changes entries without a new schema.
"""

import csv
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import orjson
from sqlalchemy import delete, insert, select, text, update

from services.contracts.events import Topic
from services.contracts.tickets import (
    Catalogue,
    Category,
    FormerEntry,
    Phrase,
    PlaceEntry,
    SkillEntry,
    Template,
    TicketKind,
    Unit,
    UnitLevel,
)
from services.server.prepared import Prepared
from services.server.tables import server_settings
from services.server.texts import repository as texts_repository
from services.server.tickets.tables import catalogue_entries
from services.server.transaction import Transaction

Problems = dict[str, tuple[str, dict[str, Any]]]
Entry = Category | Phrase | PlaceEntry | SkillEntry | Template | Unit

_VERSION = "catalogue_version"
_KINDS: dict[type, str] = {
    PlaceEntry: "place",
    Category: "category",
    Unit: "unit",
    Template: "template",
    Phrase: "phrase",
    SkillEntry: "skill",
}
_FORMER = {"place": "old_place", "skill": "old_skill"}
"""Under which kind an entry lies after its end, so that nothing that asks for one finds it."""
# Until the commit, nobody takes anything out that something is being given to (``units.repository``).
_STAYS = Prepared(text("SELECT pg_advisory_xact_lock_shared(7, 5)"))
_VERSION_QUERY = Prepared(select(server_settings.c.value).where(server_settings.c.key == _VERSION))


class Wanted(NamedTuple):
    """A code that a field names: which field, of which kind of entry."""

    field: str
    kind: str
    code: str


def version(tx: Transaction) -> int:
    """Returns the catalogue's version, 0 for an empty one."""
    return int(_VERSION_QUERY.scalar(tx.connection, {}) or 0)


def read(tx: Transaction) -> Catalogue:
    """Returns the whole catalogue in the order it was given."""
    found: dict[str, list[Any]] = {kind: [] for kind in [*_KINDS.values(), *_FORMER.values()]}
    query = select(catalogue_entries.c.kind, catalogue_entries.c.body).order_by(catalogue_entries.c.position)
    for row in tx.connection.execute(query):
        found[row.kind].append(orjson.loads(row.body))
    # What the district has written itself counts in place of what the program carries.
    texts = texts_repository.in_force(tx.connection, tx.now) or {
        "templates": found["template"],
        "phrases": found["phrase"],
    }
    return Catalogue(
        version=version(tx),
        places=found["place"],
        categories=found["category"],
        units=found["unit"],
        templates=texts["templates"],
        phrases=texts["phrases"],
        skills=found["skill"],
        former=[each for kind in _FORMER.values() for each in found[kind]],
    )


def carried_texts(tx: Transaction) -> dict[str, list[Any]]:
    """Returns the templates and phrases that hold without a version of texts, as plain data."""
    found: dict[str, list[Any]] = {"template": [], "phrase": []}
    query = select(catalogue_entries.c.kind, catalogue_entries.c.body).where(catalogue_entries.c.kind.in_(found))
    for row in tx.connection.execute(query.order_by(catalogue_entries.c.position)):
        found[row.kind].append(orjson.loads(row.body))
    return {"templates": found["template"], "phrases": found["phrase"]}


def replace(tx: Transaction, entries: Iterable[Entry]) -> int:
    """Puts a new catalogue in the place of the old one; returns its version. Tickets keep the codes they have."""
    tx.connection.execute(delete(catalogue_entries))
    rows = [
        {
            "kind": _KINDS[type(entry)],
            "code": entry.key if isinstance(entry, Template | Phrase | SkillEntry) else entry.code,
            "parent": entry.parent if isinstance(entry, PlaceEntry | Category | Unit) else "",
            "place": entry.place if isinstance(entry, Unit) else "",
            "position": position,
            "body": entry.model_dump_json(),
        }
        for position, entry in enumerate(entries)
    ]
    if rows:
        tx.connection.execute(insert(catalogue_entries), rows)
    return touch(tx)


def touch(tx: Transaction) -> int:
    """Gives the catalogue its next version, and tells everybody; returns it."""
    number = version(tx) + 1
    if number == 1:
        tx.connection.execute(insert(server_settings), {"key": _VERSION, "value": "1"})
    else:
        tx.connection.execute(
            update(server_settings).where(server_settings.c.key == _VERSION).values(value=str(number))
        )
    tx.append(Topic.CATALOGUE, "catalogue", {"version": number})
    return number


def retire(tx: Transaction, former: FormerEntry) -> None:
    """Keeps an entry for those who read the past, and for nobody else."""
    where = (catalogue_entries.c.kind == former.kind, catalogue_entries.c.code == former.code)
    values = {"kind": _FORMER[former.kind], "body": former.model_dump_json()}
    tx.connection.execute(update(catalogue_entries).where(*where).values(**values))


def is_taken(tx: Transaction, kind: str, code: str) -> bool:
    """Tells whether an entry has a code, or had it."""
    kinds = (kind, _FORMER[kind])
    query = select(catalogue_entries.c.code).where(
        catalogue_entries.c.kind.in_(kinds), catalogue_entries.c.code == code
    )
    return tx.connection.execute(query).first() is not None


def retired(tx: Transaction, kind: str, codes: Iterable[str]) -> list[str]:
    """Returns those of the codes that can no longer be given to anybody; until the commit no other is retired."""
    if tx.is_postgresql:
        _STAYS.soon(tx.connection, {})
    where = (catalogue_entries.c.kind == _FORMER[kind], catalogue_entries.c.code.in_(list(codes)))
    return list(tx.connection.execute(select(catalogue_entries.c.code).where(*where)).scalars())


def problems_of(tx: Transaction, wanted: Iterable[Wanted]) -> tuple[Problems, dict[tuple[str, str], str]]:
    """Checks codes against the catalogue in one query; empty codes are fine.

    Returns:
        The fields whose code is unknown, and the parents of the known ones by kind and code.
    """
    asked = [want for want in wanted if want.code]
    if tx.is_postgresql and asked:
        _STAYS.soon(tx.connection, {})
    if not asked:
        return {}, {}
    values = {f"{name}{n}": value for n, want in enumerate(asked) for name, value in want._asdict().items()}
    rows = _known(len(asked)).all(tx.connection, values)
    known = {(row.kind, row.code): row.parent for row in rows}
    unknown = (want for want in asked if (want.kind, want.code) not in known)
    return {want.field: ("unknown_code", {"value": want.code}) for want in unknown}, known


@cache
def _known(count: int) -> Prepared:
    """Returns the query for so many codes; put together anew for each question it would cost more than it takes to run."""
    tests = " OR ".join(f"(kind = :kind{n} AND code = :code{n})" for n in range(count))
    return Prepared(text(f"SELECT kind, code, parent FROM catalogue_entries WHERE {tests}"))  # noqa: S608 - numbers only


def problems_of_place(tx: Transaction, town: str, village: str) -> Problems:
    """Checks that a town is a town, and that a village belongs to it."""
    problems, known = problems_of(tx, [Wanted("town", "place", town), Wanted("village", "place", village)])
    return problems | village_problem(known, town, village)


def village_problem(known: dict[tuple[str, str], str], town: str, village: str) -> Problems:
    """Tells whether a known village lies in another town than the given one, or a village was given as a town."""
    if known.get(("place", town)):
        return {"town": ("unknown_code", {"value": town})}
    if town and ("place", town) not in known:
        return {}
    if village and known.get(("place", village), town) != town:
        return {"village": ("unknown_code", {"value": village})}
    return {}


def ensure(tx: Transaction) -> None:
    """Gives a district that has no catalogue yet the one that the program carries, so that tickets can be filed at all."""
    if version(tx) == 0:
        replace(tx, from_resources())


def from_resources() -> list[Entry]:
    """Returns the catalogue that the program carries: the training district's."""
    return [*_places(), *_units(), *_categories(), *_templates(), *_skills()]


def _toml(name: str) -> dict[str, Any]:
    file = files("resources").joinpath("training", name)
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _rows(name: str) -> Iterator[dict[str, str]]:
    content = files("resources").joinpath("places", name).read_text(encoding="utf-8-sig")
    return iter(csv.DictReader(content.splitlines()))


def _places() -> Iterator[Entry]:
    for row in _rows("nanhai_streets.csv"):
        yield PlaceEntry(code=row["code"], name=row["name"])
    for row in _rows("nanhai_villages.csv"):
        yield PlaceEntry(code=row["code"], name=row["name"], parent=row["streetCode"])


def _units() -> Iterator[Entry]:
    centres = _toml("centres.toml")
    district = Unit(**centres["district"], level=UnitLevel.DISTRICT)
    yield district
    for number, entry in enumerate(_toml("departments.toml").get("department", []), 1):
        # A short number of the district's own exchange, so that putting callers through can be practised.
        yield Unit(parent=district.code, telephone=f"81{number:03}", **entry)
    for town in centres["town"]:
        code = f"T{town['place']}"
        yield Unit(code=code, level=UnitLevel.TOWN, parent=district.code, **town)
    for row in _rows("nanhai_villages.csv"):
        yield Unit(
            code=f"V{row['code']}",
            name=f"{row['name'].removesuffix('居委会').removesuffix('委会')}智运站",
            level=UnitLevel.VILLAGE,
            parent=f"T{row['streetCode']}",
            place=row["code"],
        )


def _categories() -> Iterator[Entry]:
    for entry in _toml("categories.toml").get("category", []):
        yield Category(
            code=entry["code"],
            name=entry["name"],
            english=entry.get("english", ""),
            parent=entry["code"][:-2],
            unit=entry.get("department", ""),
        )


def _templates() -> Iterator[Entry]:
    content = _toml("templates.toml")
    for entry in content.get("template", []):
        yield Template(**{**entry, "kind": TicketKind(entry["kind"]) if entry.get("kind") else None})
    for entry in content.get("phrase", []):
        yield Phrase(**entry)


def _skills() -> Iterator[Entry]:
    for entry in _toml("skills.toml").get("skill", []):
        yield SkillEntry(**entry)
