"""Work never waits for one who left: what lay with them goes to their unit's pool, where colleagues see it."""

from services.contracts.lifecycle import Step
from services.server.accounts import repository as accounts
from services.server.kernel import Kernel
from services.server.lifecycle import notices
from services.server.lifecycle import repository as own
from services.server.tickets import repository, service
from services.server.tickets.repository import Entry
from services.server.tickets.trace import said
from services.server.transaction import Actor, Transaction


def on_sign_out(kernel: Kernel, actor: Actor) -> None:
    """Hands on the open tickets of somebody who signed out of the last of their consoles."""
    now = kernel.real_clock.now()

    def has_left(tx: Transaction) -> bool:
        is_here = accounts.is_signed_in(tx.connection, actor.account_id, now)
        return not is_here and own.holds_any(tx.connection, actor.account_id)

    if kernel.read(has_left):
        kernel.write(lambda tx: release(tx, actor.account_id, "signed_out"), actor)


def release(tx: Transaction, account_id: str, why: str) -> int:
    """Puts all open tickets that lie with a person into their unit's pool, with notice to the unit; returns how many."""
    released = own.open_of_handler(tx.connection, account_id)
    for row in released:
        changes = {"handler_id": None, "handler": ""}
        repository.change(tx.connection, row, changes, tx.now)
        trail = {name: [said(name, getattr(row, name)), said(name, value)] for name, value in changes.items()}
        entry = Entry(
            tx.now, tx.actor.account_id, tx.actor.name, Step.ASSIGN.value, trail, tx.actor.unit, {"reason": why}
        )
        repository.add_step(tx.connection, row.key, entry)
        service.tell(tx, service.row_of(tx, row.id))
    for unit in dict.fromkeys(row.unit for row in released):
        of_one = [row for row in released if row.unit == unit]
        notices.handed_over(tx, unit, len(of_one), of_one[0].handler, why)
    return len(released)
