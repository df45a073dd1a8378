"""Rules of blocking, in versions."""

from typing import Any

import orjson

from services.contracts.blocking import BlockRules, BlockRulesHistory, NewBlockRules
from services.errors import StaleVersion
from services.server.blocking import repository
from services.server.blocking.rules import key_of
from services.server.transaction import Transaction

_MOST = 200


def rules(tx: Transaction) -> BlockRules:
    """Returns the rules in force; until a district has set its own, those that come with the program."""
    rows = repository.rules_rows(tx.connection, 1)
    return _rules(rows[0]) if rows else BlockRules()


def history(tx: Transaction) -> BlockRulesHistory:
    """Returns every version, the newest first."""
    return BlockRulesHistory(items=[_rules(row) for row in repository.rules_rows(tx.connection, _MOST)])


def add(tx: Transaction, new: NewBlockRules) -> BlockRules:
    """Adds a version, in force at once.

    Raises:
        StaleVersion: somebody else was faster.
    """
    last = rules(tx)
    if tx.expected_version is not None and tx.expected_version != last.version:
        raise StaleVersion(last.model_dump(mode="json"))
    never = sorted({found for each in new.never if (found := key_of(each))})
    content = orjson.dumps({**new.model_dump(mode="json"), "never": never}).decode()
    values = {"version": last.version + 1, "content": content, "created_at": tx.now, "created_by": tx.actor.name}
    repository.add_rules(tx.connection, values)
    return rules(tx)


def _rules(row: Any) -> BlockRules:
    known = {"version": row.version, "created_at": row.created_at, "created_by": row.created_by}
    return BlockRules.model_validate({**orjson.loads(row.content), **known})
