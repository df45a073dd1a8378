"""The rules of the follow-up, in versions: who is asked, how often somebody calls, who is asked by message instead."""

from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Row, bindparam, func, insert, select

from services.contracts.followups import FollowUpRules, FollowUpRulesHistory, NewFollowUpRules
from services.server import versions
from services.server.followups.tables import follow_up_rules
from services.server.prepared import Prepared
from services.server.transaction import Transaction

_IN_FORCE = Prepared(
    select(follow_up_rules)
    .where(follow_up_rules.c.effective_from <= bindparam("now"))
    .order_by(follow_up_rules.c.effective_from.desc(), follow_up_rules.c.version.desc())
    .limit(1)
)
_FIRST = FollowUpRules()


def in_force(tx: Transaction) -> FollowUpRules:
    """Returns the rules in force; until there are any, those of the contract."""
    row = _IN_FORCE.first(tx.connection, {"now": tx.now})
    return _rules(row) if row is not None else _FIRST


def history(tx: Transaction) -> FollowUpRulesHistory:
    """Returns every version, the newest first."""
    rows = tx.connection.execute(select(follow_up_rules).order_by(follow_up_rules.c.version.desc()).limit(200)).all()
    return FollowUpRulesHistory(items=[_rules(row) for row in rows])


def set_rules(tx: Transaction, new: NewFollowUpRules) -> FollowUpRules:
    """Adds a version, in force from its moment on; what was in force before is never changed.

    Raises:
        StaleVersion: somebody has added one since.
        InvalidFields: it would change the past, or kinds go by message and nobody knows to which address.
    """
    last = tx.connection.execute(select(func.max(follow_up_rules.c.version))).scalar() or 0
    versions.refuse_stale(tx, last, history)
    wrong: dict[str, tuple[str, dict[str, Any]]] = {}
    if new.kinds and not new.public_url:
        wrong["public_url"] = ("required", {})
    starts = versions.begins(tx, new.effective_from, wrong)
    values = {
        "version": last + 1,
        "effective_from": starts,
        "always": orjson.dumps(sorted(new.always)).decode(),
        "sample": new.sample,
        "tries": new.tries,
        "hours": new.hours,
        "redos": new.redos,
        "kinds": orjson.dumps(sorted(new.kinds)).decode(),
        "days": new.days,
        "public_url": new.public_url.rstrip("/"),
        "created_at": tx.now,
        "created_by": tx.actor.name,
    }
    tx.connection.execute(insert(follow_up_rules), values)
    row = tx.connection.execute(select(follow_up_rules).where(follow_up_rules.c.version == last + 1)).one()
    return _rules(row)


@lru_cache(maxsize=64)
def _rules(row: Row[Any]) -> FollowUpRules:
    """Every step that a citizen may be asked after reads them; the row itself is what tells one version from another."""
    return FollowUpRules(
        version=row.version,
        effective_from=row.effective_from,
        kinds=orjson.loads(row.kinds),
        always=orjson.loads(row.always),
        sample=row.sample,
        tries=row.tries,
        hours=row.hours,
        redos=row.redos,
        days=row.days,
        public_url=row.public_url,
        created_by=row.created_by,
    )
