"""Rules for accounts: who opens, changes, closes and unlocks them."""

from services.contracts.accounts import Account, AccountChange, NewAccount, Role, Team
from services.contracts.events import Topic
from services.errors import Conflict, InvalidFields, NotFound, NotSignedIn, StaleVersion
from services.server.accounts import repository
from services.server.kernel import Kernel
from services.server.lifecycle import handover
from services.server.tickets import catalogue
from services.server.transaction import Transaction


def me(tx: Transaction) -> Account:
    """Returns the actor's own account."""
    account = repository.find(tx.connection, tx.actor.account_id)
    if account is None or not account.active:
        raise NotSignedIn
    return account


def page(
    tx: Transaction, after: tuple[str, str] | None, limit: int, active: bool | None, team: str | None
) -> list[Account]:
    """Returns accounts by name."""
    return repository.page(tx.connection, after, limit, active, team)


def teams(tx: Transaction) -> list[Team]:
    """Returns the teams and how many active members each has."""
    return repository.teams(tx.connection)


def create(tx: Transaction, new: NewAccount, password_hash: str) -> Account:
    """Opens an account. The hash is made by the caller, outside of the transaction, because it is slow on purpose."""
    if repository.find(tx.connection, new.id) is not None:
        raise Conflict("already_exists", what=new.id)
    if repository.find_named(tx.connection, new.username) is not None:
        raise InvalidFields({"username": ("already_exists", {"what": new.username})})
    account = Account(**new.model_dump(exclude={"password"}))
    _refuse_retired_skills(tx, account, set())
    repository.add(tx.connection, account, password_hash)
    _tell(tx, account.id)
    return account


def change(
    kernel: Kernel, tx: Transaction, account_id: str, changes: AccountChange, password_hash: str | None
) -> Account:
    """Changes an account. Other roles, another unit, a new password or closing it end all its sessions, on all replicas.

    What lies with somebody who leaves goes to the pool of the unit that had it.
    """
    before = repository.find(tx.connection, account_id)
    if before is None:
        raise NotFound("account")
    version = before.version if tx.expected_version is None else tx.expected_version
    values = {name: getattr(changes, name) for name in changes.model_fields_set - {"password"}}
    after = before.model_copy(
        update={**{name: value for name, value in values.items() if value is not None}, "version": version + 1}
    )
    _refuse_retired_skills(tx, after, {skill.key for skill in before.skills})
    _keep_an_administrator(tx, before, after)
    if not repository.put(tx.connection, after, version, password_hash):
        raise StaleVersion(before.model_dump(mode="json"))
    why = _leaves_work(before, after)
    if why:
        handover.release(tx, account_id, why)
    # Tokens carry roles and unit.
    moved = set(after.roles) != set(before.roles) or after.unit != before.unit
    if moved or not after.active or password_hash is not None:
        repository.revoke_all(tx.connection, account_id, kernel.real_clock.now(), "account_changed")
    _tell(tx, account_id)
    return after


def unlock(tx: Transaction, account_id: str) -> Account:
    """Lifts the lock after wrong passwords."""
    account = repository.find(tx.connection, account_id)
    if account is None:
        raise NotFound("account")
    repository.forget_failures(tx.connection, account.username)
    _tell(tx, account_id)
    return account.model_copy(update={"locked_until": None})


def _leaves_work(before: Account, after: Account) -> str:
    """Returns why somebody can no longer handle what lies with them; empty where they can."""
    if not after.active:
        return "closed"
    if after.unit != before.unit:
        return "transferred"
    return "no_handler" if Role.HANDLER in before.roles and Role.HANDLER not in after.roles else ""


def _refuse_retired_skills(tx: Transaction, account: Account, known: set[str]) -> None:
    """Refuses skills that have gone; who had one when it went may keep it in a closed account."""
    wanted = {skill.key for skill in account.skills} - (known if not account.active else set())
    gone = catalogue.retired(tx, "skill", wanted) if wanted else []
    if gone:
        raise InvalidFields({"skills": ("unknown_code", {"value": ", ".join(sorted(gone))})})


def _keep_an_administrator(tx: Transaction, before: Account, after: Account) -> None:
    """Refuses a change after which nobody could open or unlock accounts any more."""

    def administers(account: Account) -> bool:
        return account.active and Role.ADMINISTRATOR in account.roles

    if administers(before) and not administers(after):
        others = (other for other in repository.everyone(tx.connection) if other.id != after.id)
        if not any(administers(other) for other in others):
            raise Conflict("last_administrator")


def _tell(tx: Transaction, account_id: str) -> None:
    tx.append(Topic.ACCOUNT, account_id, {"id": account_id})
