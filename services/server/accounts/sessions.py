"""Rules of signing in: the lock after wrong passwords, refresh tokens used once, sessions that end.

All times here are real time, also in training mode: a clock at ×60 must neither sign people out nor unlock a door.
"""

from dataclasses import dataclass
from datetime import timedelta

from uuid_utils import uuid7

from services.contracts.accounts import Account, Refresh, Role, Session, SignIn, permissions_of
from services.errors import AppError, NotSignedIn
from services.server.accounts import repository
from services.server.accounts.repository import Credentials, Failures, RefreshToken
from services.server.kernel import Kernel
from services.server.security import fingerprint, new_secret
from services.server.transaction import Actor, Transaction

WRONG_PASSWORDS = 5
LOCK = timedelta(minutes=15)
LEEWAY = timedelta(seconds=60)
"""A client whose line broke before the new token arrived may come again with the old one for so long."""


@dataclass(frozen=True)
class Refused:
    """A refusal that must be remembered: it is committed first and raised afterwards."""

    error: AppError


def sign_in(kernel: Kernel, given: SignIn) -> Session:
    """Opens a session.

    A name that nobody has is answered, timed and locked like one that somebody has, so that nobody can find out names.

    Raises:
        NotSignedIn: ``wrong_password``; also for an account that has been closed.
        AppError: ``account_locked`` (429).
    """
    username = given.username.strip().lower()
    # The slow part, outside of the transaction: other writers must not wait for it.
    found = kernel.read(lambda tx: _look(kernel, tx, username))
    if isinstance(found, Refused):
        raise found.error
    right = kernel.passwords.matches(found.password if found else None, given.password)
    renewed = None
    if right and found and kernel.passwords.is_outdated(found.password):
        renewed = kernel.passwords.hash(given.password)
    result = kernel.write(lambda tx: _decide(kernel, tx, username, found if right else None, renewed))
    if isinstance(result, Refused):
        raise result.error
    return result


def refresh(kernel: Kernel, given: Refresh) -> Session:
    """Exchanges a refresh token for a new pair.

    A token that comes twice was copied, or its answer was lost on the way. Shortly after the exchange, and as long as
    nobody has used the successor, it is taken for lost; otherwise the whole session ends, for the thief and for its
    owner, who then signs in again (RFC 9700, section 4.14.2).

    Raises:
        NotSignedIn: the token is unknown, expired or revoked, or was used before.
    """
    result = kernel.write(lambda tx: _exchange(kernel, tx, fingerprint(given.refresh_token)))
    if isinstance(result, Refused):
        raise result.error
    return result


def sign_out(kernel: Kernel, tx: Transaction) -> None:
    """Ends the session that the actor's token came out of."""
    repository.revoke_session(tx.connection, tx.actor.session_id, kernel.real_clock.now(), "signed_out")


def end_expired(kernel: Kernel, limit: int) -> int:
    """Ends sessions whose time is over, as of consoles that crashed; returns how many.

    Whoever had no other is gone as if they had signed out, which is done first: a server that stops in between does it again.
    """
    now = kernel.real_clock.now()
    found = kernel.read(lambda tx: repository.expired(tx.connection, now, limit))
    for row in found:
        roles = frozenset(Role(role) for role in row.roles)
        _end(kernel, Actor(row.id, row.name, roles, permissions_of(roles), session_id=row.session_id, unit=row.unit))
    return len(found)


def _end(kernel: Kernel, actor: Actor) -> None:
    now = kernel.real_clock.now()
    if not kernel.read(lambda tx: repository.is_signed_in(tx.connection, actor.account_id, now)):
        for listener in kernel.signed_out:
            listener(actor)
    kernel.write(lambda tx: repository.revoke_session(tx.connection, actor.session_id, now, "expired"))


def _look(kernel: Kernel, tx: Transaction, username: str) -> Credentials | Refused | None:
    return _locked(kernel, tx, username) or repository.find_named(tx.connection, username)


def _locked(kernel: Kernel, tx: Transaction, username: str) -> Refused | None:
    failures = repository.failures(tx.connection, username)
    now = kernel.real_clock.now()
    if failures is None or failures.locked_until is None or failures.locked_until <= now:
        return None
    seconds = int((failures.locked_until - now).total_seconds()) + 1
    return _lock_refusal(seconds)


def _lock_refusal(seconds: int) -> Refused:
    details = {"minutes": -(-seconds // 60), "retry_after": seconds}
    return Refused(AppError("account_locked", status=429, details=details))


def _decide(
    kernel: Kernel, tx: Transaction, username: str, found: Credentials | None, renewed: str | None
) -> Session | Refused:
    # Asked again: of many guesses at once only the first five may count.
    locked = _locked(kernel, tx, username)
    if locked is not None:
        return locked
    account = repository.find(tx.connection, found.account.id) if found else None
    if account is None or not account.active:
        return _wrong(kernel, tx, username)
    repository.forget_failures(tx.connection, username)
    if renewed is not None:
        repository.set_password(tx.connection, account.id, renewed)
    session_id = str(uuid7())
    now = kernel.real_clock.now()
    expires_at = now + timedelta(days=kernel.config.refresh_days)
    repository.open_session(tx.connection, session_id, account.id, now, expires_at)
    return _issue(kernel, tx, account.model_copy(update={"locked_until": None}), session_id, 1)


def _wrong(kernel: Kernel, tx: Transaction, username: str) -> Refused:
    now = kernel.real_clock.now()
    earlier = repository.failures(tx.connection, username)
    # Wrong passwords of long ago, or from before a lock that has run out, are not held against anybody.
    stale = earlier is None or earlier.locked_until is not None or now - earlier.last_at > LOCK
    count = 1 if stale or earlier is None else earlier.count + 1
    locked_until = now + LOCK if count >= WRONG_PASSWORDS else None
    repository.put_failures(tx.connection, username, Failures(count, now, locked_until))
    if locked_until is not None:
        return _lock_refusal(int(LOCK.total_seconds()))
    return Refused(NotSignedIn("wrong_password"))


def _exchange(kernel: Kernel, tx: Transaction, mark: str) -> Session | Refused:
    refused = Refused(NotSignedIn())
    token = repository.find_refresh_token(tx.connection, mark, lock=tx.is_postgresql)
    now = kernel.real_clock.now()
    if token is None or token.revoked or token.expires_at <= now:
        return refused
    if token.used_at is not None and not _answer_was_lost(kernel, token):
        repository.revoke_session(tx.connection, token.session_id, now, "token_reused")
        return refused
    account = repository.find(tx.connection, token.account_id)
    if account is None or not account.active:
        return refused
    if token.used_at is None:
        repository.use_refresh_token(tx.connection, mark, now)
    else:
        repository.drop_refresh_token(tx.connection, token.session_id, token.newest_turn)
    repository.extend_session(tx.connection, token.session_id, now, now + timedelta(days=kernel.config.refresh_days))
    return _issue(kernel, tx, account, token.session_id, token.turn + 1)


def _answer_was_lost(kernel: Kernel, token: RefreshToken) -> bool:
    assert token.used_at is not None  # noqa: S101 - asked only of used tokens
    recent = kernel.real_clock.now() - token.used_at <= LEEWAY
    return recent and token.newest_turn == token.turn + 1


def _issue(kernel: Kernel, tx: Transaction, account: Account, session_id: str, turn: int) -> Session:
    refresh_token = new_secret()
    repository.add_refresh_token(tx.connection, fingerprint(refresh_token), session_id, turn)
    return Session(
        access_token=kernel.tokens.issue(account.id, account.name, account.roles, session_id, account.unit),
        refresh_token=refresh_token,
        expires_in=kernel.config.access_seconds,
        account=account,
        permissions=sorted(permissions_of(frozenset(account.roles))),
        zone=tx.zone.key,
    )
