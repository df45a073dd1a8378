"""Rules of blocking, in versions."""

from typing import Any

import orjson

from services.contracts.blocking import BlockRules, BlockRulesHistory, NewBlockRules
from services.contracts.text import dialable, number_key
from services.server import versions
from services.server.blocking import repository
from services.server.transaction import Transaction

_MOST = 200


def rules(tx: Transaction) -> BlockRules:
    """Returns the rules in force; until a district has set its own, those that come with the program."""
    row = repository.rules_at(tx.connection, tx.now)
    return _rules(row) if row is not None else BlockRules()


def history(tx: Transaction) -> BlockRulesHistory:
    """Returns every version, the newest first."""
    return BlockRulesHistory(items=[_rules(row) for row in repository.rules_rows(tx.connection, _MOST)])


def add(tx: Transaction, new: NewBlockRules) -> BlockRules:
    """Adds a version.

    Raises:
        StaleVersion: somebody else was faster.
        InvalidFields: it would change the past, or what is never to be blocked is no number.
    """
    rows = repository.rules_rows(tx.connection, 1)
    last = rows[0].version if rows else 0
    versions.refuse_stale(tx, last, history)
    # What is no number would be left out without a word, and whom it stands for blocked one day.
    lines = {f"never.{place}": each for place, each in enumerate(new.never) if dialable(each) is None}
    wrong: dict[str, tuple[str, dict[str, Any]]] = {
        name: ("not_a_number", {"value": each}) for name, each in lines.items()
    }
    starts = versions.begins(tx, new.effective_from, wrong)
    never = sorted({found for each in new.never if (found := number_key(each))})
    content = {**new.model_dump(mode="json", exclude={"effective_from"}), "never": never}
    values = {
        "version": last + 1,
        "effective_from": starts,
        "content": orjson.dumps(content).decode(),
        "created_at": tx.now,
        "created_by": tx.actor.name,
    }
    repository.add_rules(tx.connection, values)
    return _rules(repository.rules_rows(tx.connection, 1)[0])


def _rules(row: Any) -> BlockRules:
    known = {"version": row.version, "effective_from": row.effective_from, "created_by": row.created_by}
    return BlockRules.model_validate({**orjson.loads(row.content), **known})
