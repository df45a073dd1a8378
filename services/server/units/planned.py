"""Does planned changes at their moment: each once, with whatever an immediate one does, in the name of who planned it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson

from services.contracts.accounts import Role
from services.contracts.changes import ChangeAction, ChangeState
from services.contracts.dispatching import CategoryChange, NewCategory, NewUnit, Removal, UnitChange
from services.contracts.notices import NoticeCode
from services.errors import AppError
from services.server.kernel import Kernel
from services.server.notices import repository as people
from services.server.notices import service as notices
from services.server.timers.service import Timer
from services.server.transaction import SYSTEM, Transaction
from services.server.units import categories, changes, repository, service


def handler(kernel: Kernel) -> Callable[[Transaction, Timer], None]:
    """Returns what the timer of a planned change does."""

    def come_into_force(tx: Transaction, timer: Timer) -> None:
        change_id = int(timer.subject)
        row = repository.change(tx.connection, change_id)
        values = {"state": ChangeState.DONE.value, "ended_at": tx.now}
        if row is None or not repository.end_change(tx.connection, change_id, values):
            return
        before, tx.actor = tx.actor, replace(SYSTEM, account_id=row.created_by_id, name=row.created_by)
        try:
            with tx.attempt():
                _do(kernel, tx, row)
        except AppError as error:
            _refuse(tx, row, error)
        finally:
            tx.actor = before

    return come_into_force


def _do(kernel: Kernel, tx: Transaction, row: Any) -> None:
    is_unit = row.kind == "unit"
    match row.action:
        case ChangeAction.CREATE if is_unit:
            service.create(tx, NewUnit.model_validate_json(row.fields), row.id)
        case ChangeAction.CREATE:
            categories.create(tx, NewCategory.model_validate_json(row.fields), row.id)
        case ChangeAction.CHANGE if is_unit:
            service.change(tx, row.code, UnitChange.model_validate_json(row.fields), row.id)
        case ChangeAction.CHANGE:
            categories.change(tx, row.code, CategoryChange.model_validate_json(row.fields), row.id)
        case _ if is_unit:
            service.dissolve(kernel, tx, row.code, Removal.model_validate_json(row.fields), row.id)
        case _:
            categories.remove(tx, row.code, Removal.model_validate_json(row.fields), row.id)


def _refuse(tx: Transaction, row: Any, error: AppError) -> None:
    code, details = next(iter(error.fields.values()), (error.code, error.details))
    problem = orjson.dumps({"code": code, "details": details}).decode()
    repository.change_change(tx.connection, row.id, {"state": ChangeState.REFUSED.value, "problem": problem})
    body = orjson.loads(row.after or repository.entry(tx.connection, row.kind, row.code) or "{}")
    # Who planned it has to hear of it too.
    tx.actor = SYSTEM
    values: dict[str, str | int] = {"kind": row.kind, "code": row.code, "name": body.get("name", "")}
    notices.tell(tx, people.people_with(tx.connection, Role.ADMINISTRATOR), NoticeCode.CHANGE_REFUSED, values)
    changes.tell(tx)
