"""Rules of duty: whose plan, who is on duty, who stands in, and what becomes of the work of who is away."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from services.contracts.accounts import Permission, Role, permissions_of
from services.contracts.duty import Absence, Duty, DutyHistory, DutyStaff, DutyVersion, NewDuty, OnDuty
from services.contracts.events import Topic
from services.contracts.tickets import UnitLevel
from services.errors import NotAllowed, NotFound, StaleVersion
from services.server import versions
from services.server.clocks import repository as clocks
from services.server.dispatching import repository as units
from services.server.duty import repository
from services.server.duty.hours import cover
from services.server.lifecycle import handover
from services.server.tickets import scope
from services.server.timers import service as timers
from services.server.timers.runner import Timer
from services.server.transaction import Transaction

TIMER = "absence"
PLAN_TIMER = "duty_plan"
"""Fires when a plan of a later date comes into force."""
_SHOWN = 100
_LONGEST = 5
"""How many stand-ins of stand-ins are followed."""


def of(tx: Transaction, unit: str, at: datetime | None = None) -> Duty:
    """Returns a unit's plan and who is on duty at a moment (now, where none is given).

    Raises:
        NotFound: there is no such unit.
    """
    known = units.unit(tx.connection, unit)
    if known is None:
        raise NotFound("unit")
    moment = at or tx.now
    people = repository.people_at(tx.connection, unit, moment)
    is_work_day, local = _work_days(tx, unit, moment), moment.astimezone(tx.zone)
    covered = [person.account_id for person in people if cover(person.hours, local, is_work_day)]
    absences = [_absence(row) for row in repository.not_over(tx.connection, unit, min(moment, tx.now))]
    may = Permission.DUTY_MANAGE in permissions_of(frozenset(tx.actor.roles)) and _may(tx, unit)
    named = {person.account_id for person in people} | {each.account_id for each in absences}
    named |= {each.stand_in for each in absences if each.stand_in}
    staff = {key: row.name for key, row in repository.people(tx.connection, sorted(named)).items()}
    if may:
        staff |= repository.staff(tx.connection, unit, known.level is UnitLevel.DISTRICT)
    return Duty(
        unit=unit,
        version=repository.newest(tx.connection, unit),
        people=people,
        absences=absences,
        at=moment,
        on_duty=_present(tx, covered, moment),
        editable=may,
        staff=[DutyStaff(account_id=key, name=name) for key, name in sorted(staff.items(), key=lambda each: each[1])],
    )


def history(tx: Transaction, unit: str) -> DutyHistory:
    """Returns a unit's newest versions and its absences that are not over.

    Raises:
        NotFound: there is no such unit.
    """
    if units.unit(tx.connection, unit) is None:
        raise NotFound("unit")
    items = [
        DutyVersion(
            version=row.version,
            effective_from=row.effective_from,
            created_by=row.created_by,
            people=repository.people_of(row.people),
        )
        for row in repository.versions(tx.connection, unit, _SHOWN)
    ]
    absences = [_absence(row) for row in repository.not_over(tx.connection, unit, tx.now)]
    return DutyHistory(unit=unit, items=items, absences=absences)


def replace(tx: Transaction, unit: str, new: NewDuty) -> Duty:
    """Keeps a unit's next plan; the open items of who is away now go to the unit's pool at once, of others when they leave.

    Raises:
        NotAllowed: the plan is another unit's.
        StaleVersion: somebody else has changed it since.
        InvalidFields: somebody who does not work there, or it would change the past.
    """
    known = units.unit(tx.connection, unit)
    if known is None:
        raise NotFound("unit")
    _require(tx, unit)
    version = repository.newest(tx.connection, unit)
    versions.refuse_stale(tx, version, lambda tx: of(tx, unit))
    wrong = _wrong(tx, unit, known.level is UnitLevel.DISTRICT, new)
    starts = max(versions.begins(tx, new.effective_from, wrong), tx.now)
    values = {"unit": unit, "version": version + 1, "effective_from": starts, "created_at": tx.now}
    if not repository.add(tx.connection, {**values, "created_by": tx.actor.name}, new.people):
        raise StaleVersion(of(tx, unit).model_dump(mode="json"))
    if starts > tx.now:
        timers.set(tx, PLAN_TIMER, f"{unit} {version + 1}", starts)
    for row in repository.not_over(tx.connection, unit, tx.now):
        timers.cancel(tx, TIMER, str(row.id))
    for row in repository.replace(tx.connection, unit, tx.now, new.absences):
        if row.since <= tx.now:
            handover.release(tx, row.account_id, "absent")
        else:
            timers.set(tx, TIMER, str(row.id), row.since)
    _tell(tx, unit)
    return of(tx, unit)


def come_into_force(tx: Transaction, timer: Timer) -> None:
    """Has consoles read a unit's plan anew."""
    _tell(tx, timer.subject.rsplit(" ", 1)[0])


def begin_absence(tx: Transaction, timer: Timer) -> None:
    """Hands on the open items of somebody whose absence begins now."""
    row = repository.absence(tx.connection, int(timer.subject))
    if row is not None and row.removed_at is None and row.since <= tx.now < row.until:
        handover.release(tx, row.account_id, "absent")
        _tell(tx, row.unit)


def _tell(tx: Transaction, unit: str) -> None:
    tx.append(Topic.DUTY, unit, {"unit": unit, "version": repository.newest(tx.connection, unit)})


def _present(tx: Transaction, ids: list[str], moment: datetime) -> list[OnDuty]:
    """Returns who of the people is there, with stand-ins in the place of those who are away; each once."""
    found: dict[str, str] = {}
    for account_id in ids:
        here, seen = account_id, {account_id}
        while (row := repository.away(tx.connection, here, moment)) is not None:
            if row.stand_in is None or row.stand_in in seen or len(seen) > _LONGEST:
                break
            here = row.stand_in
            seen.add(here)
        else:
            # Who has hours of their own stands there in their own name.
            if here == account_id or here not in found:
                found[here] = "" if here == account_id else account_id
    people = repository.people(tx.connection, [*found, *found.values()])
    return [
        OnDuty(account_id=here, name=people[here].name, instead_of=people[other].name if other in people else "")
        for here, other in found.items()
        if here in people and people[here].active
    ]


def _require(tx: Transaction, unit: str) -> None:
    if not _may(tx, unit):
        raise NotAllowed(Permission.DUTY_MANAGE)


def _may(tx: Transaction, unit: str) -> bool:
    actor = tx.actor
    if Role.ADMINISTRATOR in actor.roles or (Role.DISPATCHER in actor.roles and not actor.unit):
        return True
    return scope.is_of(tx, actor, unit)


def _wrong(tx: Transaction, unit: str, is_district: bool, new: NewDuty) -> dict[str, tuple[str, dict[str, Any]]]:
    named = {person.account_id for person in new.people} | {each.account_id for each in new.absences}
    named |= {each.stand_in for each in new.absences if each.stand_in}
    known = repository.people(tx.connection, sorted(named))

    def is_there(account_id: str) -> bool:
        row = known.get(account_id)
        return row is not None and row.active and (row.unit == unit or (is_district and not row.unit))

    problems: dict[str, tuple[str, dict[str, Any]]] = {}
    seen: set[str] = set()
    for n, person in enumerate(new.people):
        if not is_there(person.account_id):
            problems[f"people.{n}.account_id"] = ("not_a_choice", {})
        elif person.account_id in seen:
            problems[f"people.{n}.account_id"] = ("already_exists", {"what": person.account_id})
        seen.add(person.account_id)
    for n, each in enumerate(new.absences):
        if not is_there(each.account_id):
            problems[f"absences.{n}.account_id"] = ("not_a_choice", {})
        if each.stand_in and (each.stand_in == each.account_id or not is_there(each.stand_in)):
            problems[f"absences.{n}.stand_in"] = ("not_a_choice", {})
    return problems


def _work_days(tx: Transaction, unit: str, at: datetime) -> Callable[[date], bool]:
    config = clocks.config(tx.connection, is_counting=False)
    time = config.time(config.calendar_of(config.rules_at(at), unit))
    return lambda day: time.is_work_day(day.toordinal())


def _absence(row: Any) -> Absence:
    return Absence(
        account_id=row.account_id, since=row.since, until=row.until, stand_in=row.stand_in, reason=row.reason
    )
