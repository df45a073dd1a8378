"""Queries of the dispatch catalogue."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import orjson
from sqlalchemy import Connection, Row, TextClause, bindparam, func, insert, select, text, update

from services.contracts.clocks import Limit
from services.contracts.dispatching import DangerRule, Meeting, ProposalStatus, Rule, RuleProposal
from services.contracts.tickets import TicketKind, Unit, UnitLevel
from services.server.dispatching.limits import MatterLimits, unpacked
from services.server.dispatching.resolution import Matter
from services.server.dispatching.tables import dispatch_rules, meetings, rule_proposals, rules_versions
from services.server.prepared import Prepared
from services.server.tickets.tables import catalogue_entries

_IN_FORCE = Prepared(
    select(rules_versions)
    .where(rules_versions.c.effective_from <= bindparam("now"))
    .order_by(rules_versions.c.effective_from.desc(), rules_versions.c.version.desc())
    .limit(1)
)
_OF_VERSION = (
    select(dispatch_rules)
    .where(dispatch_rules.c.version == bindparam("of"))
    .order_by(dispatch_rules.c.category, dispatch_rules.c.place, dispatch_rules.c.kind)
)
_CODES = select(catalogue_entries.c.kind, catalogue_entries.c.code).where(
    catalogue_entries.c.kind.in_(("category", "place", "unit"))
)
_UNIT = Prepared(
    select(catalogue_entries.c.body).where(
        catalogue_entries.c.kind == "unit", catalogue_entries.c.code == bindparam("code")
    )
)
_UNITS = select(catalogue_entries.c.body).where(catalogue_entries.c.kind == "unit")
_CENTRE = (
    select(catalogue_entries.c.body)
    .where(catalogue_entries.c.kind == "unit", catalogue_entries.c.place == bindparam("place"))
    .order_by(catalogue_entries.c.code)
    .limit(1)
)
_CATEGORY = select(catalogue_entries.c.body).where(
    catalogue_entries.c.kind == "category", catalogue_entries.c.code == bindparam("code")
)


def in_force(connection: Connection, now: datetime) -> Row[Any] | None:
    """Returns the version that is in force at a moment."""
    return _IN_FORCE.first(connection, {"now": now})


def in_force_and_later(connection: Connection, now: datetime) -> Sequence[Row[Any]]:
    """Returns the version in force and those that will be, in the order they were made."""
    row = in_force(connection, now)
    later = select(rules_versions).where(rules_versions.c.effective_from > now).order_by(rules_versions.c.version)
    return [*([row] if row is not None else []), *connection.execute(later)]


def codes(connection: Connection) -> set[tuple[str, str]]:
    """Returns the kind and code of every category, place and unit."""
    return {(row.kind, row.code) for row in connection.execute(_CODES)}


def newest(connection: Connection) -> int:
    """Returns the highest version, 0 where there is none."""
    return int(connection.execute(select(func.max(rules_versions.c.version))).scalar() or 0)


def version(connection: Connection, number: int) -> Row[Any] | None:
    """Returns one version."""
    return connection.execute(select(rules_versions).where(rules_versions.c.version == number)).first()


def versions(connection: Connection, limit: int) -> Sequence[Row[Any]]:
    """Returns the newest versions, newest first."""
    return connection.execute(select(rules_versions).order_by(rules_versions.c.version.desc()).limit(limit)).all()


def rules(connection: Connection, number: int) -> list[Rule]:
    """Returns all rules of a version, by category, place and kind."""
    return [_rule(row) for row in connection.execute(_OF_VERSION, {"of": number})]


def fitting(connection: Connection, number: int, matter: Matter) -> list[Rule]:
    """Returns the rules of a version that say anything about a matter: by key, at most 24 of them."""
    categories, places, kinds = matter.categories(), matter.places(), matter.kinds()
    values: dict[str, Any] = {"version": number}
    for name, codes in (("category", categories), ("place", places), ("kind", kinds)):
        values |= {f"{name}{n}": code for n, code in enumerate(codes)}
    query = _fitting(len(categories), len(places), len(kinds))
    return [_rule(row) for row in connection.execute(query, values)]


@cache
def _fitting(categories: int, places: int, kinds: int) -> TextClause:
    def among(name: str, count: int) -> str:
        return f"{name} IN ({', '.join(f':{name}{n}' for n in range(count))})"

    tests = " AND ".join(among(*part) for part in (("category", categories), ("place", places), ("kind", kinds)))
    return text(f"SELECT * FROM dispatch_rules WHERE version = :version AND {tests}")  # noqa: S608 - numbers only


def add(connection: Connection, values: dict[str, Any], lines: Iterable[Rule]) -> None:
    """Writes a version with its rules."""
    connection.execute(insert(rules_versions), values)
    rows = [_stored(values["version"], rule) for rule in lines]
    if rows:
        connection.execute(insert(dispatch_rules), rows)


def dangers(row: Row[Any]) -> list[DangerRule]:
    """Returns who danger is passed on to, of a version's row."""
    return [DangerRule.model_validate(each) for each in orjson.loads(row.dangers)]


def unit(connection: Connection, code: str) -> Unit | None:
    """Returns a unit."""
    body = _UNIT.scalar(connection, {"code": code}) if code else None
    return Unit.model_validate_json(body) if body else None


def units(connection: Connection) -> list[Unit]:
    """Returns all units."""
    return [Unit.model_validate_json(body) for body in connection.execute(_UNITS).scalars()]


def centre_of(connection: Connection, place: str) -> Unit | None:
    """Returns the town or village centre that looks after a place."""
    body = connection.execute(_CENTRE, {"place": place}).scalar()
    return Unit.model_validate_json(body) if body else None


def category_unit(connection: Connection, code: str) -> str:
    """Returns the department that a category names; empty for none."""
    body = connection.execute(_CATEGORY, {"code": code}).scalar() if code else None
    return str(orjson.loads(body).get("unit", "")) if body else ""


def limits(connection: Connection) -> list[MatterLimits]:
    """Returns what each version says of limits, in the order in which they come into force."""
    c = rules_versions.c
    query = select(c.version, c.effective_from, c.limits).order_by(c.effective_from, c.version)
    return [unpacked(row.version, row.effective_from, row.limits) for row in connection.execute(query)]


def add_meeting(connection: Connection, key: int, meeting: Meeting) -> None:
    """Keeps a meeting's record."""
    row = {"id": meeting.id, "ticket_key": key, "at": meeting.at, "body": meeting.model_dump_json()}
    connection.execute(insert(meetings), row)


def meetings_of(connection: Connection, key: int) -> list[Meeting]:
    """Returns the meetings on a ticket, oldest first."""
    query = select(meetings.c.body).where(meetings.c.ticket_key == key).order_by(meetings.c.at, meetings.c.id)
    return [Meeting.model_validate_json(body) for body in connection.execute(query).scalars()]


def add_proposal(connection: Connection, proposal: RuleProposal) -> None:
    """Keeps a proposed line."""
    values = {"id": proposal.id, "status": proposal.status.value, "created_at": proposal.created_at}
    connection.execute(insert(rule_proposals), {**values, "body": proposal.model_dump_json()})


def proposal(connection: Connection, proposal_id: str) -> RuleProposal | None:
    """Returns a proposed line."""
    query = select(rule_proposals.c.body).where(rule_proposals.c.id == proposal_id)
    body = connection.execute(query).scalar()
    return RuleProposal.model_validate_json(body) if body else None


def proposals(connection: Connection, status: ProposalStatus, after: str, limit: int) -> list[RuleProposal]:
    """Returns proposed lines of a status, oldest first."""
    query = select(rule_proposals.c.body).where(rule_proposals.c.status == status.value, rule_proposals.c.id > after)
    found = connection.execute(query.order_by(rule_proposals.c.id).limit(limit)).scalars()
    return [RuleProposal.model_validate_json(body) for body in found]


def decide(connection: Connection, decided: RuleProposal) -> bool:
    """Writes a decision; ``False`` where somebody has decided already."""
    done = connection.execute(
        update(rule_proposals)
        .where(rule_proposals.c.id == decided.id, rule_proposals.c.status == ProposalStatus.PROPOSED.value)
        .values(status=decided.status.value, body=decided.model_dump_json())
    )
    return done.rowcount == 1


def _rule(row: Row[Any]) -> Rule:
    return Rule(
        category=row.category,
        place=row.place,
        kind=TicketKind(row.kind) if row.kind else None,
        unit=row.unit,
        level=UnitLevel(row.level) if row.level else None,
        basis=row.basis,
        department_only=bool(row.department_only),
        sign_in=Limit.model_validate_json(row.sign_in) if row.sign_in else None,
        finish=Limit.model_validate_json(row.finish) if row.finish else None,
    )


def _stored(number: int, rule: Rule) -> dict[str, Any]:
    return {
        "version": number,
        "category": rule.category,
        "place": rule.place,
        "kind": rule.kind.value if rule.kind else "",
        "unit": rule.unit,
        "level": rule.level.value if rule.level else "",
        "basis": rule.basis,
        "department_only": rule.department_only,
        "sign_in": rule.sign_in.model_dump_json() if rule.sign_in else "",
        "finish": rule.finish.model_dump_json() if rule.finish else "",
    }
