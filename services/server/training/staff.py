"""The people of the training district, one or more of every role."""

from services.contracts.accounts import Account, Role, Skill

PASSWORD = "tongfu-2026"  # noqa: S105 - printed in the README, for a district without real citizens
PEOPLE_AT_DESKS = 2
"""How many agents are for people; the other agents are simulated colleagues."""

_AGENTS = 12
_OTHERS: tuple[tuple[str, str, Role, str], ...] = (
    ("dispatcher01", "派单员01", Role.DISPATCHER, ""),
    ("handler01", "承办员01", Role.HANDLER, ""),
    ("inspector01", "质检员01", Role.INSPECTOR, ""),
    ("inspector02", "质检员02", Role.INSPECTOR, ""),
    ("lead01", "值班长01", Role.LEAD, "一班"),
    ("supervisor01", "督办员01", Role.SUPERVISOR, ""),
    ("admin", "管理员", Role.ADMINISTRATOR, ""),
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
    others = [Account(id=key, username=key, name=name, roles=[role], team=team) for key, name, role, team in _OTHERS]
    return agents + others


def _skills(n: int) -> list[Skill]:
    """Everybody helps in general; half are first in social matters and half in the city's; some know business and English."""
    first, second = ("social", "city") if n % 2 else ("city", "social")
    skills = [Skill(key="general", level=1), Skill(key=first, level=1), Skill(key=second, level=2)]
    if n % 3 == 1:
        skills.append(Skill(key="business", level=1))
    if n % 4 == 2:
        skills.append(Skill(key="english", level=1))
    return skills
