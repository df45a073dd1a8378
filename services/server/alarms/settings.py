"""Rules of the alarms in versions, and who is told outside of the consoles."""

from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import delete, func, insert, select

from services.contracts.alarms import (
    AlarmHook,
    AlarmRule,
    AlarmRules,
    AlarmRulesHistory,
    AlarmTargets,
    AlarmTargetsChange,
    NewAlarmRules,
)
from services.errors import InvalidFields, StaleVersion
from services.server import versions
from services.server.alarms.tables import alarm_rules, alarm_targets
from services.server.transaction import Transaction

_MOST = 200


@dataclass(frozen=True)
class Hook:
    """A program that is told, with its secret."""

    id: str
    url: str
    secret: str


@dataclass(frozen=True)
class Targets:
    """Who is told outside of the consoles."""

    version: int = 0
    addresses: tuple[str, ...] = ()
    hooks: tuple[Hook, ...] = ()


def rules(tx: Transaction) -> AlarmRules:
    """Returns the rules in force; until a district has set its own, those that come with the program."""
    row = tx.connection.execute(select(alarm_rules).order_by(alarm_rules.c.version.desc()).limit(1)).first()
    return _rules(row) if row is not None else AlarmRules()


def history(tx: Transaction) -> AlarmRulesHistory:
    """Returns every version, the newest first."""
    rows = tx.connection.execute(select(alarm_rules).order_by(alarm_rules.c.version.desc()).limit(_MOST)).all()
    return AlarmRulesHistory(items=[_rules(row) for row in rows] or [AlarmRules()])


def set_rules(tx: Transaction, new: NewAlarmRules) -> AlarmRules:
    """Adds a version, in force at once.

    Raises:
        StaleVersion: somebody else was faster.
        InvalidFields: levels stand in the wrong order, or a kind stands there twice.
    """
    wrong: dict[str, tuple[str, dict[str, Any]]] = {}
    for place, rule in enumerate(new.rules):
        if not rule.is_in_order:
            wrong[f"rules.{place}.clear_at"] = ("clears_where_raised", {})
        if any(rule.kind == other.kind for other in new.rules[:place]):
            wrong[f"rules.{place}.kind"] = ("stands_twice", {})
    if wrong:
        raise InvalidFields(wrong)
    last = tx.connection.execute(select(func.max(alarm_rules.c.version))).scalar() or 0
    versions.refuse_stale(tx, last, rules)
    said = orjson.dumps([rule.model_dump(mode="json") for rule in new.rules]).decode()
    values = {"version": last + 1, "rules": said, "created_at": tx.now, "created_by": tx.actor.name}
    tx.connection.execute(insert(alarm_rules), values)
    return rules(tx)


def targets(tx: Transaction) -> Targets:
    """Returns who is told, with the secrets; for the server alone."""
    row = tx.connection.execute(select(alarm_targets)).first()
    if row is None:
        return Targets()
    hooks = tuple(Hook(**hook) for hook in orjson.loads(row.hooks))
    return Targets(row.version, tuple(orjson.loads(row.addresses)), hooks)


def shown_targets(tx: Transaction) -> AlarmTargets:
    """Returns who is told, without the secrets."""
    known = targets(tx)
    hooks = [AlarmHook(id=hook.id, url=hook.url) for hook in known.hooks]
    return AlarmTargets(version=known.version, addresses=list(known.addresses), hooks=hooks)


def set_targets(tx: Transaction, change: AlarmTargetsChange) -> AlarmTargets:
    """Sets who is told. A hook keeps its secret where none is given, as long as it keeps its address.

    Raises:
        StaleVersion: somebody else was faster.
        InvalidFields: a hook is named twice, or a new one has no secret.
    """
    before = targets(tx)
    if tx.expected_version is not None and tx.expected_version != before.version:
        raise StaleVersion(shown_targets(tx).model_dump(mode="json"))
    # A secret never goes to another address than the one it was given for.
    known = {(hook.id, hook.url): hook.secret for hook in before.hooks}
    wrong: dict[str, tuple[str, dict[str, Any]]] = {}
    hooks: list[dict[str, str]] = []
    for place, hook in enumerate(change.hooks):
        secret = hook.secret.get_secret_value() if hook.secret is not None else known.get((hook.id, hook.url), "")
        if not secret:
            wrong[f"hooks.{place}.secret"] = ("required", {})
        if any(hook.id == other["id"] for other in hooks):
            wrong[f"hooks.{place}.id"] = ("stands_twice", {})
        hooks.append({"id": hook.id, "url": hook.url, "secret": secret})
    if wrong:
        raise InvalidFields(wrong)
    values = {
        "version": before.version + 1,
        "addresses": orjson.dumps(sorted({address.lower() for address in change.addresses})).decode(),
        "hooks": orjson.dumps(hooks).decode(),
    }
    gone = tx.connection.execute(delete(alarm_targets).where(alarm_targets.c.version == before.version)).rowcount
    if before.version and gone != 1:
        raise StaleVersion(shown_targets(tx).model_dump(mode="json"))
    tx.connection.execute(insert(alarm_targets), values)
    return shown_targets(tx)


def _rules(row: Any) -> AlarmRules:
    return AlarmRules(
        version=row.version,
        created_at=row.created_at,
        created_by=row.created_by,
        rules=[AlarmRule.model_validate(rule) for rule in orjson.loads(row.rules)],
    )
