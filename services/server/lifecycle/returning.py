"""A ticket that was over and is open again: who had it may be gone meanwhile, and work never waits for one who left."""

from typing import Any

from services.contracts.accounts import Role
from services.contracts.lifecycle import OPEN_STATUSES, Rule
from services.contracts.tickets import Pending, TicketStatus
from services.server.accounts import repository as accounts
from services.server.duty import repository as duty
from services.server.lifecycle import handover
from services.server.tickets import scope
from services.server.transaction import Transaction

Values = dict[str, Any]
_UNIT_HAS = (TicketStatus.DISPATCHED, TicketStatus.HANDLING, TicketStatus.SUSPENDED)


def fitted(tx: Transaction, row: Any, rule: Rule, values: Values) -> Values:
    """Returns what a step gives a ticket that was over, with successors in the place of units that are gone, and nobody who left.

    What lay with a unit that went without a successor is dispatched anew.
    """
    state = {name: getattr(row, name) for name in ("unit", "handler_id", "assisting")} | values
    status = TicketStatus(values.get("status", rule.target or row.status))
    if status not in OPEN_STATUSES:
        return values
    unit = scope.present(tx, state["unit"])
    helping = dict.fromkeys(scope.present(tx, each) for each in state["assisting"].split())
    found: Values = {**values, "assisting": " ".join(each for each in helping if each and each != unit)}
    if unit:
        found["unit"] = unit
    elif state["unit"] and status in _UNIT_HAS:
        found |= {"unit": "", "status": TicketStatus.ACCEPTED.value, "pending": Pending.NOTHING.value}
    if state["handler_id"] and (unit != state["unit"] or not _is_there(tx, state["handler_id"], unit)):
        found |= {"handler_id": None, "handler": ""}
    return found


def _is_there(tx: Transaction, account_id: str, unit: str) -> bool:
    account = accounts.find(tx.connection, account_id)
    if account is None or not account.active or Role.HANDLER not in account.roles:
        return False
    if account.unit not in scope.chain(tx, unit) or duty.away(tx.connection, account_id, tx.now) is not None:
        return False
    return not accounts.has_signed_out(tx.connection, account_id) and not handover.is_silent(tx, account_id)
