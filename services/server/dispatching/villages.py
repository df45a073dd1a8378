"""Department matters are not pushed down to villages (国办函〔2025〕66号)."""

from services.contracts.tickets import UnitLevel
from services.errors import Conflict
from services.server.dispatching import repository, service
from services.server.dispatching.resolution import Matter
from services.server.transaction import Transaction


def check(tx: Transaction, unit: str, matter: Matter) -> None:
    """Refuses a village as the unit of a matter that villages have no powers for.

    Raises:
        Conflict: ``not_for_villages``.
    """
    known = repository.unit(tx.connection, unit)
    if known is None or known.level is not UnitLevel.VILLAGE:
        return
    _version, rule = service.rule_for(tx, matter)
    if rule is not None and rule.department_only:
        raise Conflict("not_for_villages", unit=known.name, basis=rule.basis or "-")
