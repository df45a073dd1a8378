"""Hours, spacing and number of tries, in versions."""

from typing import Any

import orjson

from services.contracts.callbacks import CallBackRules, CallBackRulesHistory, NewCallBackRules
from services.server import versions
from services.server.callbacks import repository
from services.server.transaction import Transaction

_MOST = 200
_GIVEN = CallBackRules()


def rules(tx: Transaction) -> CallBackRules:
    """Returns the rules in force; until a district has set its own, those that come with the program."""
    row = repository.rules_at(tx.connection, tx.now)
    return _rules(row) if row is not None else _GIVEN


def history(tx: Transaction) -> CallBackRulesHistory:
    """Returns every version, the newest first."""
    return CallBackRulesHistory(items=[_rules(row) for row in repository.rules_rows(tx.connection, _MOST)])


def set_rules(tx: Transaction, new: NewCallBackRules) -> CallBackRules:
    """Adds a version; what is planned already stays.

    Raises:
        StaleVersion: somebody else was faster.
        InvalidFields: it would change the past.
    """
    rows = repository.rules_rows(tx.connection, 1)
    last = rows[0].version if rows else 0
    versions.refuse_stale(tx, last, history)
    starts = versions.begins(tx, new.effective_from)
    values = {
        "version": last + 1,
        "effective_from": starts,
        "content": orjson.dumps(new.model_dump(mode="json", exclude={"effective_from"})).decode(),
        "created_at": tx.now,
        "created_by": tx.actor.name,
    }
    repository.add_rules(tx.connection, values)
    return _rules(repository.rules_rows(tx.connection, 1)[0])


def _rules(row: Any) -> CallBackRules:
    known = {"version": row.version, "effective_from": row.effective_from, "created_by": row.created_by}
    return CallBackRules.model_validate({**orjson.loads(row.content), **known})
