"""What the server keeps about its exchange: where it is, secrets, and which telephone belongs to whom.

Kept in one row of ``server_settings``, like the secret of the tokens: whoever reads the database could read calls as well.
"""

import secrets
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, select

from services.contracts.accounts import Account, Role
from services.server.tables import server_settings
from services.server.transaction import Transaction

_KEY = "pbx"
FIRST_EXTENSION = 1001
HAS_TELEPHONE = frozenset({Role.AGENT, Role.LEAD})
"""Agents talk by it; leads listen, whisper and join by it."""


class Telephone(BaseModel):
    """An agent's telephone."""

    model_config = ConfigDict(frozen=True)

    extension: str = Field(pattern=r"^[1-9][0-9]{2,5}$")
    secret: str = Field(repr=False)


class PbxSettings(BaseModel):
    """The exchange of a district."""

    model_config = ConfigDict(frozen=True)

    host: str = "127.0.0.1"
    port: int = Field(default=5038, ge=1, le=65535)
    user: str = "tongfu"
    secret: str = Field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    active: bool = True
    """Whether the server uses it."""
    recordings: str = ""
    """Folder in which this server finds what Asterisk has recorded; empty: none."""
    queue_log: str = ""
    """Asterisk's queue log as this server sees it, for calls that came and went while it was not there; empty: none."""
    telephones: dict[str, Telephone] = {}
    """By account."""


def read(connection: Connection) -> PbxSettings | None:
    """Returns the settings; ``None`` where no exchange was ever configured."""
    found = connection.execute(select(server_settings.c.value).where(server_settings.c.key == _KEY)).scalar()
    return None if found is None else PbxSettings.model_validate_json(found)


def write(tx: Transaction, settings: PbxSettings) -> None:
    """Keeps the settings."""
    value = settings.model_dump_json()
    changed = tx.connection.execute(
        server_settings.update().where(server_settings.c.key == _KEY), {"value": value}
    ).rowcount
    if not changed:
        tx.connection.execute(server_settings.insert(), {"key": _KEY, "value": value})


def with_telephones(settings: PbxSettings, accounts: Sequence[Account]) -> PbxSettings:
    """Returns the settings with a telephone for each agent and lead; who has one keeps it, who went leaves the number free."""
    agents = [a for a in accounts if HAS_TELEPHONE.intersection(a.roles) and a.active and not a.simulated]
    kept = {a.id: settings.telephones[a.id] for a in agents if a.id in settings.telephones}
    taken = {telephone.extension for telephone in kept.values()}
    free = (str(n) for n in range(FIRST_EXTENSION, 100_000) if str(n) not in taken)
    for account in sorted(agents, key=lambda account: account.username):
        if account.id not in kept:
            kept[account.id] = Telephone(extension=next(free), secret=secrets.token_urlsafe(24))
    return settings.model_copy(update={"telephones": kept})
