"""The channels' settings: kept in the database, checked by each channel's own model, secrets apart and never given back."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import orjson
from pydantic import SecretStr, ValidationError
from sqlalchemy import Connection, bindparam, insert, select, update

from services.contracts.channels import Channel, ChannelChange, ChannelState, OutgoingState
from services.errors import InvalidFields, NotFound, StaleVersion
from services.server.channels import health, repository
from services.server.channels.protocol import Adapter, ChannelSettings, Configured
from services.server.channels.registry import adapters
from services.server.channels.tables import channel_settings
from services.server.prepared import Prepared
from services.server.transaction import Transaction

_ONE = Prepared(select(channel_settings).where(channel_settings.c.channel == bindparam("wanted")))


def ahead(connection: Connection, channel: Channel) -> None:
    """Has a channel's settings sent for, together with what is asked next."""
    _ONE.ahead(connection, {"wanted": channel.value})


def of(tx: Transaction, channel: Channel) -> Configured:
    """Returns a channel's settings; a channel that nobody has set up yet is off, with its own values to start from."""
    adapter = adapters()[channel]
    row = _ONE.first(tx.connection, {"wanted": channel.value})
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


def change(tx: Transaction, channel: Channel, fields: ChannelChange) -> ChannelState:
    """Changes what is given of a channel, where nobody else has since.

    Raises:
        NotFound: the channel cannot be set up.
        StaleVersion: somebody else was faster; it carries the settings as they are.
        InvalidFields: a value that the channel does not take; fields are named ``settings.…`` and ``secrets.…``.
    """
    adapter = adapters().get(channel)
    if adapter is None:
        raise NotFound("channel")
    row = _ONE.first(tx.connection, {"wanted": channel.value})
    version = row.version if row is not None else 1
    if tx.expected_version is not None and tx.expected_version != version:
        raise StaleVersion(_state(tx, channel, {}).model_dump(mode="json"))
    before = of(tx, channel)
    wanted = _checked(adapter, {**before.settings.model_dump(), **(fields.settings or {})})
    secrets = _secrets(adapter, before.secrets, fields.secrets or {})
    values = {
        "enabled": before.enabled if fields.enabled is None else fields.enabled,
        "version": version + 1,
        "settings": wanted.model_dump_json(),
        "secrets": orjson.dumps(secrets).decode(),
        "changed_at": tx.now,
        "changed_by": tx.actor.account_id,
    }
    if row is None:
        tx.connection.execute(insert(channel_settings), {"channel": channel.value, **values})
    else:
        done = tx.connection.execute(
            update(channel_settings)
            .where(channel_settings.c.channel == channel.value, channel_settings.c.version == version)
            .values(**values)
        )
        if done.rowcount != 1:
            raise StaleVersion(_state(tx, channel, {}).model_dump(mode="json"))
    return _state(tx, channel, repository.counts(tx.connection))


def _state(tx: Transaction, channel: Channel, counts: dict[tuple[str, str], int]) -> ChannelState:
    configured = of(tx, channel)
    row = _ONE.first(tx.connection, {"wanted": channel.value})
    waiting: Callable[[Transaction], int] | None = getattr(adapters()[channel], "aside", None)
    return ChannelState(
        channel=channel,
        enabled=configured.enabled,
        settings=configured.settings.model_dump(mode="json"),
        secrets=sorted(configured.secrets),
        version=row.version if row is not None else 1,
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
