"""The plans of queues in versions, what is in force, and when queues are closed in the next weeks."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy.exc import IntegrityError

from services.contracts.accounts import Permission
from services.contracts.events import Topic
from services.contracts.plans import (
    ONWARD,
    OUTSIDE_NUMBER,
    NewQueuePlans,
    Outside,
    QueuePlan,
    QueuePlans,
    QueuePlansHistory,
)
from services.errors import StaleVersion
from services.server import versions
from services.server.clocks import repository as clocks
from services.server.clocks.worktime import WorkTime
from services.server.plans import repository, rules
from services.server.tickets import catalogue
from services.server.transaction import Transaction, everyone_with
from services.telephony.protocol import Stretch

_MOST = 200
Problems = dict[str, tuple[str, dict[str, Any]]]


def history(tx: Transaction) -> QueuePlansHistory:
    """Returns every version, the newest first."""
    return QueuePlansHistory(items=[_plans(row) for row in repository.rows(tx.connection, _MOST)])


def in_force(tx: Transaction) -> QueuePlans:
    """Returns the plans that hold now; without any version none."""
    return _at(history(tx).items, tx.now)


def in_force_and_later(tx: Transaction) -> list[QueuePlans]:
    """Returns the plans that hold now and those that will."""
    items = history(tx).items
    later = [each for each in items if each.effective_from and each.effective_from > tx.now]
    now = _at(items, tx.now)
    return [now, *later] if now.version else later


def calendar(tx: Transaction, plans: QueuePlans, at: datetime | None = None) -> WorkTime:
    """Returns the calendar that plans go by at a moment: their own, or the one for all that the district's clocks go by then."""
    config = clocks.config(tx.connection, is_counting=False)
    return config.time(plans.calendar or config.rules_at(at or tx.now).calendar)


def ahead(tx: Transaction, since: datetime) -> dict[str, list[Stretch]]:
    """Returns when queues are closed from a moment on, each version in its time, and by the calendar that is the district's then."""
    items, until = history(tx).items, since + rules.AHEAD
    found: dict[str, list[Stretch]] = {}
    changes = {each.effective_from for each in items if each.effective_from is not None}
    changes |= {each.effective_from for each in clocks.config(tx.connection, is_counting=False).rules}
    begins = [since, *sorted(at for at in changes if since < at < until)]
    for first, last in zip(begins, [*begins[1:], until], strict=True):
        plans = _at(items, first)
        time = calendar(tx, plans, first)
        for each in plans.plans:
            known = found.setdefault(each.skill, [])
            for stretch in rules.hours(each, time, first, last):
                if known and (known[-1].until, known[-1].treatment, known[-1].to) == (
                    stretch.since,
                    stretch.treatment,
                    stretch.to,
                ):
                    known[-1] = replace(known[-1], until=stretch.until)
                else:
                    known.append(stretch)
    return found


def set_plans(tx: Transaction, new: NewQueuePlans) -> QueuePlans:
    """Adds a version.

    Raises:
        StaleVersion: somebody else was faster.
        InvalidFields: it would change the past, or names a queue or number that cannot be.
    """
    rows = repository.rows(tx.connection, 1)
    last = rows[0].version if rows else 0
    versions.refuse_stale(tx, last, history)
    starts = versions.begins(tx, new.effective_from, _problems(tx, new))
    values = {
        "version": last + 1,
        "effective_from": starts,
        "content": orjson.dumps(new.model_dump(mode="json", exclude={"effective_from"})).decode(),
        "created_at": tx.now,
        "created_by": tx.actor.name,
    }
    try:
        with tx.attempt():
            repository.add(tx.connection, values)
    except IntegrityError:
        raise StaleVersion(history(tx).model_dump(mode="json")) from None
    tx.append(Topic.QUEUE_PLANS, "plans", {"version": last + 1}, everyone_with(Permission.QUEUE_WATCH))
    return _plans(repository.rows(tx.connection, 1)[0])


def _problems(tx: Transaction, new: NewQueuePlans) -> Problems:
    found: Problems = {}
    codes = {each.code for each in clocks.config(tx.connection, is_counting=False).calendars}
    if new.calendar and new.calendar not in codes:
        found["calendar"] = ("unknown_code", {"value": new.calendar})
    wanted, seen = [], set[str]()
    for place, each in enumerate(new.plans):
        at = f"plans.{place}"
        wanted.append(catalogue.Wanted(f"{at}.skill", "skill", each.skill))
        if each.skill in seen:
            found[f"{at}.skill"] = ("not_a_choice", {})
        seen.add(each.skill)
        for name, treatment, to in _onward(each):
            if treatment in ONWARD and not to:
                found[f"{at}.{name}"] = ("required", {})
                continue
            if treatment is Outside.SKILL:
                wanted.append(catalogue.Wanted(f"{at}.{name}", "skill", to))
            if treatment is Outside.SKILL and to == each.skill:
                found[f"{at}.{name}"] = ("not_a_choice", {})
            elif treatment is Outside.NUMBER and not re.fullmatch(OUTSIDE_NUMBER, to):
                found[f"{at}.{name}"] = ("bad_value", {})
        if each.overflows and each.overflow not in ONWARD:
            found[f"{at}.overflow"] = ("not_a_choice", {})
    problems, _ = catalogue.problems_of(tx, wanted)
    return {**problems, **found}


def _onward(each: QueuePlan) -> list[tuple[str, Outside, str]]:
    found = [("outside_to", each.outside, each.outside_to)]
    return [*found, ("overflow_to", each.overflow, each.overflow_to)] if each.overflows else found


def _at(items: list[QueuePlans], moment: datetime) -> QueuePlans:
    """Returns the version in force at a moment: of those that have begun, the one that began last, of two the newer."""
    begun = [each for each in items if each.effective_from and each.effective_from <= moment]
    return max(begun, key=lambda each: (each.effective_from, each.version), default=QueuePlans())


def _plans(row: Any) -> QueuePlans:
    known = {"version": row.version, "effective_from": row.effective_from, "created_by": row.created_by}
    return QueuePlans.model_validate({**orjson.loads(row.content), **known})
