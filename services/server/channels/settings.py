"""The channels' settings in versions: checked by each channel's own model, in force from a moment on, secrets apart and never given back."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson
from pydantic import SecretStr, ValidationError
from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from services.contracts.channels import Channel, ChannelChange, ChannelState, ChannelVersion, OutgoingState
from services.errors import InvalidFields, NotFound, StaleVersion
from services.server import versions
from services.server.channels import health, repository
from services.server.channels.protocol import Adapter, ChannelSettings, Configured
from services.server.channels.registry import adapters
from services.server.channels.tables import channel_settings
from services.server.prepared import Prepared
from services.server.transaction import Transaction

_c = channel_settings.c
_IN_FORCE = Prepared(
    select(channel_settings)
    .where(_c.channel == bindparam("wanted"), _c.effective_from <= bindparam("now"))
    .order_by(_c.effective_from.desc(), _c.version.desc())
    .limit(1)
)
_SHOWN = 100
"""How many versions the history gives."""


def ahead(tx: Transaction, channel: Channel) -> None:
    """Has a channel's settings sent for, together with what is asked next."""
    _IN_FORCE.ahead(tx.connection, {"wanted": channel.value, "now": tx.now})


def of(tx: Transaction, channel: Channel, at: datetime | None = None) -> Configured:
    """Returns a channel's settings at a moment (now, where none is given).

    A channel that nobody has set up yet is off, with its own values to start from.
    """
    adapter = adapters()[channel]
    row = _IN_FORCE.first(tx.connection, {"wanted": channel.value, "now": at or tx.now})
    if row is None:
        return Configured(False, adapter.settings(), {})
    return _read(adapter.settings, row.enabled, row.settings, row.secrets)


@lru_cache(maxsize=64)
def _read(model: type[ChannelSettings], enabled: bool, stored: str, secrets: str) -> Configured:
    """Every message asks; the text itself is what tells one state of the settings from another."""
    return Configured(enabled, _known(model, orjson.loads(stored)), orjson.loads(secrets))


def every(tx: Transaction) -> list[ChannelState]:
    """Returns all channels with what waits and what failed."""
    counts = repository.counts(tx.connection)
    return [_state(tx, channel, counts) for channel in sorted(adapters())]


def history(tx: Transaction, channel: Channel) -> list[ChannelVersion]:
    """Returns the newest versions of a channel's settings, the newest first; of secrets which were set.

    Raises:
        NotFound: the channel cannot be set up.
    """
    adapter = adapters().get(channel)
    if adapter is None:
        raise NotFound("channel")
    query = select(channel_settings).where(_c.channel == channel.value).order_by(_c.version.desc()).limit(_SHOWN)
    found = []
    for row in tx.connection.execute(query):
        configured = _read(adapter.settings, row.enabled, row.settings, row.secrets)
        found.append(
            ChannelVersion(
                version=row.version,
                effective_from=row.effective_from,
                created_by=row.created_by,
                enabled=configured.enabled,
                settings=configured.settings.model_dump(mode="json"),
                secrets=sorted(configured.secrets),
            )
        )
    return found


def change(tx: Transaction, channel: Channel, fields: ChannelChange) -> ChannelState:
    """Adds a version with what is given changed, in force from its moment on.

    Raises:
        NotFound: the channel cannot be set up.
        StaleVersion: somebody else was faster; it carries the settings as they are.
        InvalidFields: a value that the channel does not take (fields are named ``settings.…`` and ``secrets.…``), or it
            would change the past.
    """
    adapter = adapters().get(channel)
    if adapter is None:
        raise NotFound("channel")
    version = _newest(tx, channel)
    versions.refuse_stale(tx, version, lambda tx: _state(tx, channel, {}))
    starts = max(versions.begins(tx, fields.effective_from), tx.now)
    before = of(tx, channel, starts)
    wanted = _checked(adapter, {**before.settings.model_dump(), **(fields.settings or {})})
    secrets = _secrets(adapter, before.secrets, fields.secrets or {})
    values = {
        "channel": channel.value,
        "version": version + 1,
        "effective_from": starts,
        "enabled": before.enabled if fields.enabled is None else fields.enabled,
        "settings": wanted.model_dump_json(),
        "secrets": orjson.dumps(secrets).decode(),
        "created_at": tx.now,
        "created_by": tx.actor.name,
    }
    try:
        with tx.attempt():
            tx.connection.execute(insert(channel_settings), values)
    except IntegrityError:
        raise StaleVersion(_state(tx, channel, {}).model_dump(mode="json")) from None
    _hand_on(tx, channel, starts, before.secrets, secrets)
    return _state(tx, channel, repository.counts(tx.connection))


def _hand_on(tx: Transaction, channel: Channel, since: datetime, before: dict[str, str], after: dict[str, str]) -> None:
    """Has later versions go on with a secret that is said anew, where theirs was the one before: they would bring it back."""
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    later = select(_c.version, _c.secrets).where(_c.channel == channel.value, _c.effective_from > since)
    for row in tx.connection.execute(later).all() if changed else ():
        theirs = orjson.loads(row.secrets)
        same = {name for name in changed if theirs.get(name) == before.get(name)}
        kept = {name: value for name, value in theirs.items() if name not in same}
        said = orjson.dumps({**kept, **{name: after[name] for name in same if name in after}}).decode()
        mine = (_c.channel == channel.value, _c.version == row.version)
        tx.connection.execute(update(channel_settings).where(*mine).values(secrets=said))


def _newest(tx: Transaction, channel: Channel) -> int:
    return int(tx.connection.execute(select(func.max(_c.version)).where(_c.channel == channel.value)).scalar() or 1)


def _state(tx: Transaction, channel: Channel, counts: dict[tuple[str, str], int]) -> ChannelState:
    configured = of(tx, channel)
    waiting: Callable[[Transaction], int] | None = getattr(adapters()[channel], "aside", None)
    return ChannelState(
        channel=channel,
        enabled=configured.enabled,
        settings=configured.settings.model_dump(mode="json"),
        secrets=sorted(configured.secrets),
        version=_newest(tx, channel),
        waiting=counts.get((channel.value, OutgoingState.WAITING.value), 0),
        failed=counts.get((channel.value, OutgoingState.FAILED.value), 0),
        can_check=hasattr(adapters()[channel], "check"),
        aside=waiting(tx) if waiting is not None else 0,
        **health.of(tx.connection, channel, adapters()[channel].sends(configured)),
    )


def _known(model: type[ChannelSettings], stored: dict[str, Any]) -> ChannelSettings:
    """Reads what an older version stored: a field that is gone or broken falls back to what it starts from."""
    fields = {name: value for name, value in stored.items() if name in model.model_fields}
    while True:
        try:
            return model(**fields)
        except ValidationError as error:
            bad = {str(item["loc"][0]) for item in error.errors() if item["loc"]} & fields.keys()
            if not bad:
                return model()
            fields = {name: value for name, value in fields.items() if name not in bad}


def _checked(adapter: Adapter, wanted: dict[str, Any]) -> Any:
    try:
        return adapter.settings(**wanted)
    except ValidationError as error:
        problems: dict[str, tuple[str, dict[str, Any]]] = {}
        for item in error.errors():
            place = ".".join(["settings", *(str(part) for part in item["loc"])])
            problems[place] = ("unknown_field" if item["type"] == "extra_forbidden" else "bad_value", {})
        raise InvalidFields(problems) from error


def _secrets(adapter: Adapter, before: dict[str, str], given: dict[str, SecretStr | None]) -> dict[str, str]:
    unknown = given.keys() - set(adapter.secrets)
    if unknown:
        raise InvalidFields({f"secrets.{name}": ("unknown_field", {}) for name in sorted(unknown)})
    after = dict(before)
    for name, secret in given.items():
        value = secret.get_secret_value() if secret is not None else ""
        if len(value) > 1_000:
            raise InvalidFields({f"secrets.{name}": ("too_long", {"limit": 1_000})})
        if value:
            after[name] = value
        else:
            after.pop(name, None)
    return after
