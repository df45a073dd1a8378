"""What a client starts from: all live state, and the event id it is true at."""

from typing import Any

from services.contracts.common import API_VERSION
from services.contracts.events import Snapshot
from services.errors import NotSignedIn
from services.server.accounts import repository as accounts
from services.server.events import repository
from services.server.kernel import Kernel
from services.server.transaction import Transaction


def snapshot(kernel: Kernel, tx: Transaction) -> Snapshot:
    """Returns the live state that the actor may see.

    The id is read first. What is in the database is then exactly as of that id; what a feature keeps in memory is as of
    then or a little later, so a client may hear of a change it already has and never misses one.
    """
    as_of = repository.newest_id(tx.connection)
    account = accounts.find(tx.connection, tx.actor.account_id)
    if account is None:
        raise NotSignedIn
    fields: dict[str, Any] = {}
    for part in kernel.snapshot_parts:
        fields.update(part(tx))
    return Snapshot(
        as_of=as_of,
        now=tx.now,
        speed=kernel.clock.speed,
        api_version=API_VERSION,
        account=account,
        permissions=sorted(tx.actor.permissions),
        **fields,
    )
