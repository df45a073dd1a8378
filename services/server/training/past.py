"""What became of the training district's past tickets: each lived step by step as the table of steps allows, until now.

So its row is what its trail says, some lie open in every list, and replies took as long as real ones do.
"""

import contextlib
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, insert, update

from services.contracts.clocks import Limit, LimitUnit
from services.contracts.dispatching import Rule
from services.contracts.followups import FollowUpRules
from services.contracts.lifecycle import Outcome, Satisfaction, Step
from services.contracts.tickets import TicketStatus, Unit
from services.server.clocks import repository as clocks
from services.server.clocks.state import TIMER, next_moment, summary
from services.server.dispatching.resolution import Matter, level_wanted, resolve
from services.server.followups import repository as followups
from services.server.followups import service as asking
from services.server.tickets.tables import ticket_steps, tickets
from services.server.tickets.trace import COLUMNS
from services.server.timers import repository as timers
from services.server.training import staff
from services.server.training.life import Life, NotYet, Who
from services.server.transaction import Transaction

MEDIAN_DAYS, LATE_DAYS = 11.2, 41.0
"""Half of 2,816 real public messages were replied to within the first, nine in ten within the second (calendar days)."""
_SPREAD = math.log(LATE_DAYS / MEDIAN_DAYS) / 1.2815515655446004
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_GRADES = {
    Satisfaction.VERY: 30.0,
    Satisfaction.SATISFIED: 50.0,
    Satisfaction.BASICALLY: 15.4,
    Satisfaction.DISSATISFIED: 3.6,
    Satisfaction.VERY_DISSATISFIED: 1.0,
}
"""95.4 % satisfied at follow-up, as one city reports."""
_RECORDS = ("已到现场核查，情况属实。", "已联系相关责任方，要求限期整改。", "已约谈负责人并做好记录。")
_REPLIES = (
    "经现场核查，问题属实，已责令整改并复查到位，结果已告知来电人。",
    "已按规定办理完毕，并向来电人说明处理依据和结果。",
    "已协调相关单位解决，来电人对处理过程表示了解。",
)
_RETURNS = ("经核实不属于本单位职责范围，建议转有权处理的单位。", "事发地点不在本辖区，建议核实地址后另派。")


@dataclass(frozen=True)
class Office:
    """Who there is to handle the past tickets, and by which catalogue they were dispatched."""

    rules: Mapping[str, Sequence[Rule]]
    """By category."""
    units: Mapping[str, Unit]
    zone: ZoneInfo
    """Whose mornings they begin work in."""
    centres: Mapping[str, str] = field(default_factory=dict)
    """The centre of each place."""
    people: Mapping[str, Who] = field(default_factory=dict)
    """Of some units somebody can sign in; the others have a clerk without an account."""

    @classmethod
    def of(cls, rules: Sequence[Rule], units: Sequence[Unit], zone: ZoneInfo) -> "Office":
        """Returns the office of the training district."""
        people = {a.unit: Who(a.id, a.name, a.unit) for a in staff.accounts() if a.username.startswith("handler")}
        by_category: dict[str, list[Rule]] = {}
        for rule in rules:
            by_category.setdefault(rule.category, []).append(rule)
        centres = {u.place: u.code for u in units if u.place}
        return cls(by_category, {u.code: u for u in units}, zone, centres, people)

    def unit_for(self, row: Any) -> str:
        """Returns who the catalogue gives a ticket to; the town where it says nothing."""
        matter = Matter(row.category, row.town, row.village, row.kind)
        rule = resolve((line for code in matter.categories() for line in self.rules.get(code, ())), matter)
        if rule is not None and rule.unit:
            return rule.unit
        level = level_wanted(rule, matter) if rule is not None else None
        return self.centres.get(row.village if level == "village" else row.town, "")

    def clerk(self, unit: str) -> Who:
        """Returns who works on a unit's tickets."""
        return self.people.get(unit) or Who(f"clerk-{unit}", f"{self.units[unit].name}经办人"[:60], unit)

    def above(self, unit: str) -> str:
        """Returns the unit above."""
        return self.units[unit].parent or unit


_MORE = Limit(amount=10, unit=LimitUnit.WORKING_DAYS)
_MORE_SAID = _MORE.model_dump(mode="json")
_RULES = FollowUpRules()
_POOL: dict[str, Any] = {"handler_id": None, "handler": ""}
_DISPATCHER = Who("dispatcher01", "派单员01")
_SUPERVISOR = Who("supervisor01", "督办员01")


def days_to_reply(choose: random.Random) -> float:
    """Returns how many calendar days a reply took: log-normal, with the two real quantiles."""
    return MEDIAN_DAYS * math.exp(_SPREAD * choose.gauss(0, 1))


def live(choose: random.Random, office: Office, life: Life) -> Life:
    """Lets a ticket that was filed go its way until now."""
    with contextlib.suppress(NotYet):
        _live(choose, office, life)
    return life


def _live(choose: random.Random, office: Office, life: Life) -> None:
    start = life.row.created_at
    reply_at = start + days_to_reply(choose) * _DAY
    at = start
    if life.row.status == TicketStatus.ACCEPTED:
        at = _dispatched(choose, office, life, _at_desk(start, office.zone) + _minutes(choose, 4, 90))
    at = _signed_in(choose, office, life, at)
    at += _hours(choose, 0.3, 20)
    clerk = office.clerk(life.row.unit)
    life.take(Step.CONTACT, at, clerk, {"text": "已电话联系来电人，了解具体情况。"})
    if choose.random() < 0.4:
        at += _hours(choose, 2, 30)
        life.take(Step.RECORD, at, clerk, {"text": choose.choice(_RECORDS)})
    at = _waited(choose, life, clerk, at, reply_at)
    at = _replied(choose, life, clerk, max(at + _HOUR, reply_at))
    at = _asked(choose, office, life, at)


def _at_desk(at: datetime, zone: ZoneInfo) -> datetime:
    """Returns when a dispatcher first sees it: what comes in at night waits for the morning."""
    local = at.astimezone(zone)
    opens = local.replace(hour=8, minute=30, second=0, microsecond=0)
    if local < opens:
        return opens.astimezone(UTC)
    return at if local.hour < 19 else (opens + _DAY).astimezone(UTC)


def _dispatched(choose: random.Random, office: Office, life: Life, at: datetime) -> datetime:
    """Dispatches to the right unit; now and then to a wrong one first, which sends it back."""
    right = office.unit_for(life.row)
    fate = choose.random()
    wrong = [unit for unit in ("D06", "D05", "D04") if unit != right]
    for unit in wrong[: 2 if fate < 0.012 else 1 if fate < 0.07 else 0]:
        _dispatch(life, Step.DISPATCH, at, unit)
        at += _hours(choose, 2, 26)
        life.take(Step.REQUEST_RETURN, at, office.clerk(unit), {"reason": choose.choice(_RETURNS)})
        at += _hours(choose, 1, 30)
        life.take(Step.UPHOLD_RETURN, at, _DISPATCHER, None, unit="", return_count=life.row.return_count + 1, **_POOL)
        at += _hours(choose, 0.2, 6)
    if life.row.return_count >= 2:
        at += _hours(choose, 24, 90)
        words = {"text": "会商决定：由有权处理的单位主办。"}
        _dispatch(life, Step.MEET, at, right, words)
    else:
        _dispatch(life, Step.DISPATCH, at, right)
    return at


def _dispatch(life: Life, step: Step, at: datetime, unit: str, words: dict[str, str] | None = None) -> None:
    life.take(step, at, _DISPATCHER, words, unit=unit, dispatch_count=life.row.dispatch_count + 1, **_POOL)


def _signed_in(choose: random.Random, office: Office, life: Life, at: datetime) -> datetime:
    clerk = office.clerk(life.row.unit)
    if life.now - at < 3 * _DAY and choose.random() < 0.14:
        # Objected to lately, and not decided yet.
        life.take(Step.REQUEST_RETURN, at + _hours(choose, 1, 20), clerk, {"reason": choose.choice(_RETURNS)})
        raise NotYet
    # One in twenty-five signs too late.
    at += _hours(choose, 26, 70) if choose.random() < 0.04 else _hours(choose, 0.3, 18)
    # A clerk without an account cannot be told of anything: what they sign for lies in the pool of their unit.
    has_account = clerk.unit in office.people
    life.take(
        Step.SIGN_IN, at, clerk, None, **({"handler_id": clerk.id, "handler": clerk.name} if has_account else _POOL)
    )
    return at


def _waited(choose: random.Random, life: Life, clerk: Who, at: datetime, reply_at: datetime) -> datetime:
    """Asks for more time, waits for a date, is urged, is supervised: what happens to what takes long."""
    if reply_at - at < 6 * _DAY:
        return at
    fate = choose.random()
    if fate < 0.24:
        at += (reply_at - at) * choose.uniform(0.3, 0.7)
        life.take(Step.REQUEST_EXTENSION, at, clerk, {"reason": "需委托第三方检测，申请延期。", "limit": _MORE_SAID})
        at += _hours(choose, 4, 90)
        if choose.random() < 0.8:
            life.take(Step.GRANT_EXTENSION, at, _DISPATCHER, {"limit": _MORE_SAID})
            life.extend(_MORE)
        else:
            life.take(Step.REFUSE_EXTENSION, at, _DISPATCHER, {"reason": "理由不充分，请按期办结。"})
    elif fate < 0.34:
        at += (reply_at - at) * choose.uniform(0.1, 0.3)
        until = reply_at - _DAY
        life.take(Step.SUSPEND, at, clerk, {"reason": "需等待招标采购完成。"}, suspended_until=until)
        at = until
        life.take(Step.RESUME, at, clerk)
    elif fate < 0.46:
        at += (reply_at - at) * choose.uniform(0.4, 0.8)
        life.take(Step.URGE, at, _DISPATCHER, {"reason": "来电人再次来电催办。"})
    elif fate < 0.5:
        at += (reply_at - at) * choose.uniform(0.4, 0.7)
        life.take(Step.SUPERVISE, at, _SUPERVISOR, {"reason": "超过办理时限，列入督办。"}, supervised=True)
    return at


def _replied(choose: random.Random, life: Life, clerk: Who, at: datetime) -> datetime:
    answer = choose.choice(_REPLIES)
    life.take(Step.REPLY, at, clerk, {"text": answer}, answer=answer)
    at += _hours(choose, 3, 40)
    if choose.random() < 0.07:
        life.take(Step.SEND_BACK, at, _DISPATCHER, {"reason": "未说明处理依据，请补充。"})
        at += _hours(choose, 3, 40)
        life.take(
            Step.REPLY, at, clerk, {"text": answer + "处理依据已一并告知。"}, answer=answer + "处理依据已一并告知。"
        )
        at += _hours(choose, 1, 12)
    values = {} if asking.is_wanted(life.row, _RULES) else {"status": TicketStatus.CLOSED.value}
    life.take(Step.APPROVE, at, _DISPATCHER, None, **values)
    return at


def _asked(choose: random.Random, office: Office, life: Life, at: datetime) -> datetime:
    """Asks the citizen; who is not satisfied has it done once more, by the unit above."""
    redone = False
    while life.row.status == TicketStatus.FOLLOW_UP:
        at += _hours(choose, 5, 60)
        grade = choose.choices(list(_GRADES), list(_GRADES.values()))[0]
        is_bad = grade in (Satisfaction.DISSATISFIED, Satisfaction.VERY_DISSATISFIED) and not redone
        outcome = Outcome(contacted=choose.random() < 0.99, solved=not is_bad, satisfaction=grade)
        by = Who("agent01", "话务员01")
        if not is_bad:
            _try(life, at, by, outcome)
            break
        redone = True
        unit = office.above(life.row.unit)
        values = {"status": "dispatched", "unit": unit, "dispatch_count": life.row.dispatch_count + 1, **_POOL}
        _try(life, at, by, outcome, **values)
        at = _signed_in(choose, office, life, at)
        at = _replied(choose, life, office.clerk(life.row.unit), at + _hours(choose, 10, 150))
    return at


def _try(life: Life, at: datetime, by: Who, outcome: Outcome, **values: Any) -> None:
    before = life.row
    life.take(Step.FOLLOW_UP, at, by, None, **values)
    life.tries.append((before, at, outcome))


_FINAL = (*COLUMNS, "version", "updated_at", "stage")


def write(tx: Transaction, lives: Sequence[Life]) -> None:
    """Writes what became of tickets whose filing is stored already."""
    lived = [life for life in lives if life.entries]
    if not lived:
        return
    tx.connection.execute(insert(ticket_steps), [entry for life in lived for entry in life.entries])
    tx.connection.execute(
        update(tickets)
        .where(tickets.c.key == bindparam("this"))
        .values({name: bindparam(f"new_{name}") for name in _FINAL}),
        [{"this": life.row.key} | {f"new_{name}": getattr(life.row, name) for name in _FINAL} for life in lived],
    )
    _keep_clocks(tx, lived)
    by = ("agent01", "话务员01")
    for life in lived:
        for row, at, outcome in life.tries:
            followups.add(tx.connection, row, at, by, outcome)


def _keep_clocks(tx: Transaction, lived: Sequence[Life]) -> None:
    """Writes the clocks as they stand now in the place of those that were started by the filing, and their timers."""
    keys = [life.row.key for life in lived]
    clocks.forget(tx.connection, keys)
    timers.cancel(tx.connection, TIMER, [str(key) for key in keys])
    clocks.add(tx.connection, [clock for life in lived for clock in life.clocks])
    clocks.summarise(tx.connection, {life.row.key: summary(life.clocks) for life in lived})
    moments = {life.row.key: next_moment(life.clocks) for life in lived}
    timers.put(
        tx.connection,
        [{"kind": TIMER, "subject": str(key), "due_at": at, "payload": {}} for key, at in moments.items() if at],
    )


def _minutes(choose: random.Random, least: float, most: float) -> timedelta:
    return timedelta(minutes=choose.uniform(least, most))


def _hours(choose: random.Random, least: float, most: float) -> timedelta:
    return timedelta(hours=choose.uniform(least, most))
