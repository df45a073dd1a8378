"""The rules of the intake, in versions: what is shown as a likely duplicate, and how large a file may be."""

from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select
from sqlalchemy.exc import IntegrityError

from services.contracts.intake import IntakeRules, IntakeRulesHistory, NewIntakeRules
from services.errors import StaleVersion
from services.server import versions
from services.server.attachments.blobs import BlobStore
from services.server.intake.tables import intake_rules
from services.server.kernel import Kernel
from services.server.prepared import Prepared
from services.server.transaction import Transaction

_IN_FORCE = Prepared(
    select(intake_rules)
    .where(intake_rules.c.effective_from <= bindparam("now"))
    .order_by(intake_rules.c.effective_from.desc(), intake_rules.c.version.desc())
    .limit(1)
)
_FIRST = IntakeRules()
_SHOWN = 200


def in_force(tx: Transaction) -> IntakeRules:
    """Returns the rules in force; until there are any, those of the contract."""
    row = _IN_FORCE.first(tx.connection, {"now": tx.now})
    return _rules(row) if row is not None else _FIRST


def store(kernel: Kernel) -> BlobStore:
    """Returns the store of attachments, which takes files as large as the rules in force allow. Reads; not on the event loop."""
    return BlobStore.of(kernel.config, kernel.read(in_force).attachment_mb * 1_000_000)


def history(tx: Transaction) -> IntakeRulesHistory:
    """Returns the newest versions, the newest first, and what holds now."""
    query = select(intake_rules).order_by(intake_rules.c.version.desc()).limit(_SHOWN)
    return IntakeRulesHistory(items=[_rules(row) for row in tx.connection.execute(query)], now=in_force(tx))


def set_rules(tx: Transaction, new: NewIntakeRules) -> IntakeRules:
    """Adds a version, in force from its moment on; what was in force before is never changed.

    Raises:
        StaleVersion: somebody has added one since.
        InvalidFields: it would change the past, or texts alone would have to be less alike than those of one place.
    """
    last = tx.connection.execute(select(func.max(intake_rules.c.version))).scalar() or 0
    versions.refuse_stale(tx, last, history)
    wrong: dict[str, tuple[str, dict[str, Any]]] = {}
    if new.alike_alone < new.alike_near:
        wrong["alike_alone"] = ("less_than_near", {"least": new.alike_near})
    values = {
        **new.model_dump(exclude={"effective_from"}),
        "version": last + 1,
        "effective_from": versions.begins(tx, new.effective_from, wrong),
        "created_at": tx.now,
        "created_by": tx.actor.name,
    }
    try:
        with tx.attempt():
            tx.connection.execute(insert(intake_rules), values)
    except IntegrityError:
        raise StaleVersion(history(tx).model_dump(mode="json")) from None
    return IntakeRules.model_validate({name: values[name] for name in IntakeRules.model_fields})


def _rules(row: Row[Any]) -> IntakeRules:
    return IntakeRules.model_validate({name: getattr(row, name) for name in IntakeRules.model_fields})
