"""Call-backs and the tickets that come of them.

Which call-back a call belongs to is known here: it led to it, was made for it, or ended it. So whatever is filed in such a call,
also later and by a desk that knows nothing of call-backs, belongs to it, with the calls that were lost and what was said.
"""

from services.contracts.accounts import Permission
from services.contracts.callbacks import CallBack, CallBackEntry, CallBackOfTicket
from services.errors import InvalidFields, NotAllowed
from services.server.callbacks import links_repository, messages_repository, repository, service, settings, views
from services.server.transaction import Transaction


def filed(tx: Transaction, ticket_id: str, call_id: str | None, call_back_id: str | None) -> None:
    """A ticket was filed or got a remark: joins it with the call-backs of the call, and with the one that is named.

    Raises:
        InvalidFields: there is no such call-back.
        NotAllowed: the actor names one and may see none.
    """
    found = {row.id for row in links_repository.of_call(tx.connection, call_id)} if call_id else set()
    if call_back_id and call_back_id not in found:
        _require(tx, call_back_id)
        found.add(call_back_id)
    for known in sorted(found):
        if links_repository.add(tx.connection, known, ticket_id, tx.now):
            service.joined(tx, known, call_id or "")


def of_call(tx: Transaction, call_id: str) -> list[CallBack]:
    """Returns the call-backs of a call, masked, the oldest first."""
    rules = settings.rules(tx)
    return [views.view(tx, row, rules) for row in links_repository.of_call(tx.connection, call_id)]


def of_ticket(tx: Transaction, ticket_id: str) -> list[CallBackOfTicket]:
    """Returns the call-backs of a ticket and of those that were merged into it, the oldest first."""
    ids = links_repository.of_ticket(tx.connection, ticket_id)
    if not ids:
        return []
    trails = links_repository.trails(tx.connection, ids)
    spoken = messages_repository.of_call_backs(tx.connection, ids)
    return [
        CallBackOfTicket(
            id=row.id,
            cause=row.cause,
            entries=[CallBackEntry.model_validate(dict(line._mapping)) for line in trails[row.id] if line.call_id],
            messages=[views.spoken(one) for one in spoken[row.id]],
        )
        for row in links_repository.these(tx.connection, ids)
    ]


def calls_of(call_backs: list[CallBackOfTicket]) -> list[str]:
    """Returns the calls that were lost, made or answered in call-backs."""
    return sorted({entry.call_id for each in call_backs for entry in each.entries if entry.call_id})


def _require(tx: Transaction, call_back_id: str) -> None:
    if not tx.actor.may(Permission.CALL_BACK_READ):
        raise NotAllowed(Permission.CALL_BACK_READ)
    if repository.find(tx.connection, call_back_id) is None:
        raise InvalidFields({"call_back_id": ("not_a_choice", {})})
