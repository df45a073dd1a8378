"""The people of the training district, one or more of every role."""

from datetime import time

from services.contracts.accounts import Account, Role, Skill
from services.contracts.duty import DutyDays, DutyHours, DutyPerson, NewDuty

PASSWORD = "tongfu-2026"  # noqa: S105 - printed in the README, for a district without real citizens
PEOPLE_AT_DESKS = 2
"""How many agents are for people; the other agents are simulated colleagues."""

_AGENTS = 12
_DISTRICT = "C00"
_TOWN, _VILLAGE = "T440605011", "V440605011001"
# User name, name, hats, team, unit.
_OTHERS: tuple[tuple[str, str, tuple[Role, ...], str, str], ...] = (
    ("dispatcher01", "派单员01", (Role.DISPATCHER,), "", ""),
    ("dispatcher02", "镇街派单员02", (Role.DISPATCHER,), "", _TOWN),
    ("handler01", "承办员01", (Role.HANDLER,), "", "D06"),
    ("handler02", "镇街承办员02", (Role.HANDLER,), "", _TOWN),
    ("handler03", "村居承办员03", (Role.HANDLER,), "", _VILLAGE),
    # City management's operators sit with the hotline: they answer calls and dispatch.
    ("operator01", "城管操作员01", (Role.AGENT, Role.DISPATCHER), "", ""),
    ("inspector01", "质检员01", (Role.INSPECTOR,), "", ""),
    ("inspector02", "质检员02", (Role.INSPECTOR,), "", ""),
    ("lead01", "值班长01", (Role.LEAD,), "一班", ""),
    # A lead who takes calls too: callers can be taken from the wall.
    ("lead02", "值班长02", (Role.LEAD, Role.AGENT), "二班", ""),
    ("supervisor01", "督办员01", (Role.SUPERVISOR,), "", ""),
    ("admin", "管理员", (Role.ADMINISTRATOR,), "", ""),
)


def accounts() -> list[Account]:
    """Returns the accounts; their ids are their user names."""
    agents = [
        Account(
            id=f"agent{n:02}",
            username=f"agent{n:02}",
            name=f"话务员{n:02}",
            roles=[Role.AGENT],
            team="一班" if n <= _AGENTS // 2 else "二班",
            skills=_skills(n),
            simulated=n > PEOPLE_AT_DESKS,
        )
        for n in range(1, _AGENTS + 1)
    ]
    others = [
        Account(
            id=key,
            username=key,
            name=name,
            roles=list(roles),
            team=team,
            unit=unit,
            skills=_skills_of(roles),
        )
        for key, name, roles, team, unit in _OTHERS
    ]
    return agents + others


def duties() -> dict[str, NewDuty]:
    """Returns the plans of duty: offices on work days, the district centre's dispatchers around the clock."""
    office = [DutyHours(days=DutyDays.WORK_DAYS, start=time(8, 30), end=time(17, 30))]
    always = [DutyHours(days=DutyDays.EVERY, start=time(0), end=time(0))]
    plans: dict[str, list[DutyPerson]] = {}
    for key, _name, roles, _team, unit in _OTHERS:
        if Role.HANDLER in roles or Role.DISPATCHER in roles:
            hours = office if unit else always
            plans.setdefault(unit or _DISTRICT, []).append(DutyPerson(account_id=key, hours=hours))
    return {unit: NewDuty(people=people) for unit, people in plans.items()}


def _skills_of(roles: tuple[Role, ...]) -> list[Skill]:
    """A lead who takes calls helps in every queue and is first in none; operators know the city's matters."""
    if Role.AGENT not in roles:
        return []
    if Role.LEAD in roles:
        return [Skill(key=key, level=3) for key in ("general", "social", "city", "business", "english")]
    return [Skill(key="city", level=1), Skill(key="general", level=2)]


def _skills(n: int) -> list[Skill]:
    """Everybody helps in general; half are first in social matters and half in the city's; some know business and English."""
    first, second = ("social", "city") if n % 2 else ("city", "social")
    skills = [Skill(key="general", level=1), Skill(key=first, level=1), Skill(key=second, level=2)]
    if n % 3 == 1:
        skills.append(Skill(key="business", level=1))
    if n % 4 == 2:
        skills.append(Skill(key="english", level=1))
    return skills
