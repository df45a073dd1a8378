"""An account while it is being edited."""

import re
from dataclasses import dataclass, field

from uuid_utils import uuid7

from services.contracts.accounts import Account, AccountChange, NewAccount, Role, Skill
from services.errors import sentence
from ui.problems import is_chinese

_USERNAME = re.compile(r"^[a-z0-9][a-z0-9._-]{1,31}$")
_SHORTEST_PASSWORD = 8
_LONGEST_NAME = 60


@dataclass
class AccountDraft:
    """What the form holds. ``account`` is what it began with, ``None`` for a new one; an empty password stays as it is."""

    account: Account | None
    username: str = ""
    name: str = ""
    password: str = ""
    roles: set[Role] = field(default_factory=set)
    team: str = ""
    unit: str = ""
    skills: dict[str, int] = field(default_factory=dict)
    active: bool = True
    key: str = field(default_factory=lambda: str(uuid7()))
    """Of the submission: a second sending of the same draft does nothing twice."""

    @classmethod
    def new(cls) -> "AccountDraft":
        """Returns the draft of a new account."""
        return cls(None, roles={Role.AGENT})

    @classmethod
    def of(cls, account: Account) -> "AccountDraft":
        """Returns the draft of an account that exists."""
        return cls(
            account,
            account.username,
            account.name,
            "",
            set(account.roles),
            account.team,
            account.unit,
            {skill.key: skill.level for skill in account.skills},
            account.active,
        )

    def problems(self) -> dict[str, str]:
        """Returns a sentence for each field that cannot be saved."""
        found: dict[str, str] = {}
        if self.account is None and not _USERNAME.match(self.username.strip()):
            found["username"] = _say("bad_value") if self.username.strip() else _say("required")
        if not self.name.strip():
            found["name"] = _say("required")
        elif len(self.name.strip()) > _LONGEST_NAME:
            found["name"] = _say("too_long", limit=_LONGEST_NAME)
        if (self.account is None or self.password) and len(self.password) < _SHORTEST_PASSWORD:
            found["password"] = _say("too_short", limit=_SHORTEST_PASSWORD)
        if not self.roles:
            found["roles"] = _say("required")
        return found

    def to_new(self) -> NewAccount:
        """Returns the message that opens the account."""
        return NewAccount(
            id=self.key,
            username=self.username.strip(),
            name=self.name,
            password=self.password,
            roles=self._roles(),
            team=self.team,
            unit=self.unit,
            skills=self._skills(),
        )

    def to_change(self) -> AccountChange:
        """Returns the message with what differs from the account; nothing set where nothing does."""
        before = AccountDraft.of(self.account) if self.account else AccountDraft.new()
        changed: dict[str, object] = {}
        if self.name.strip() != before.name:
            changed["name"] = self.name
        if self.password:
            changed["password"] = self.password
        if self.roles != before.roles:
            changed["roles"] = self._roles()
        if self.team.strip() != before.team:
            changed["team"] = self.team
        if self.unit != before.unit:
            changed["unit"] = self.unit
        if self.skills != before.skills:
            changed["skills"] = self._skills()
        if self.active != before.active:
            changed["active"] = self.active
        return AccountChange.model_validate(changed)

    def _roles(self) -> list[Role]:
        return [role for role in Role if role in self.roles]

    def _skills(self) -> list[Skill]:
        return [Skill(key=key, level=level) for key, level in sorted(self.skills.items())]


def _say(code: str, **details: object) -> str:
    return sentence(code, "zh" if is_chinese() else "en", details)
