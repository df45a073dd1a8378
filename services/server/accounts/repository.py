"""Queries on accounts, sessions and sign-in failures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from services.contracts.accounts import Account, Role, Skill, Team
from services.server.accounts.tables import accounts, refresh_tokens, sessions, sign_in_failures

_COLUMNS = (*(column for column in accounts.c if column.name != "password"), sign_in_failures.c.locked_until)


@dataclass(frozen=True)
class Credentials:
    """What sign-in looks at: the account and its password's hash."""

    account: Account
    password: str


@dataclass(frozen=True)
class Failures:
    """Wrong passwords in a row for a name."""

    count: int
    last_at: datetime
    locked_until: datetime | None


@dataclass(frozen=True)
class RefreshToken:
    """A refresh token with the session it belongs to."""

    session_id: str
    account_id: str
    turn: int
    newest_turn: int
    used_at: datetime | None
    expires_at: datetime
    revoked: bool


def _accounts() -> Select[Any]:
    return select(*_COLUMNS).outerjoin_from(
        accounts, sign_in_failures, sign_in_failures.c.username == accounts.c.username
    )


# Asked with every snapshot; a statement costs more to build than to execute.
_ONE = _accounts().where(accounts.c.id == bindparam("account_id"))


def _account(row: Row[Any]) -> Account:
    values = dict(row._mapping)
    values["roles"] = [Role(role) for role in values["roles"]]
    values["skills"] = [Skill.model_validate(skill) for skill in values["skills"]]
    return Account.model_validate(values)


def find(connection: Connection, account_id: str) -> Account | None:
    """Returns an account."""
    row = connection.execute(_ONE, {"account_id": account_id}).first()
    return _account(row) if row else None


def find_named(connection: Connection, username: str) -> Credentials | None:
    """Returns the account of a user name with its password's hash."""
    row = connection.execute(
        _accounts().add_columns(accounts.c.password).where(accounts.c.username == username)
    ).first()
    return Credentials(_account(row), row.password) if row else None


def page(
    connection: Connection, after: tuple[str, str] | None, limit: int, active: bool | None, team: str | None
) -> list[Account]:
    """Returns accounts by name, then id."""
    query = _accounts().order_by(accounts.c.name, accounts.c.id).limit(limit)
    if active is not None:
        query = query.where(accounts.c.active == active)
    if team is not None:
        query = query.where(accounts.c.team == team)
    if after is not None:
        name, account_id = after
        query = query.where(or_(accounts.c.name > name, (accounts.c.name == name) & (accounts.c.id > account_id)))
    return [_account(row) for row in connection.execute(query)]


def everyone(connection: Connection) -> list[Account]:
    """Returns all accounts; a district has some hundreds."""
    return [_account(row) for row in connection.execute(_accounts().order_by(accounts.c.id))]


def teams(connection: Connection) -> list[Team]:
    """Returns the teams that active accounts belong to, by name."""
    query = (
        select(accounts.c.team, func.count())
        .where(accounts.c.team != "", accounts.c.active)
        .group_by(accounts.c.team)
        .order_by(accounts.c.team)
    )
    return [Team(name=name, members=members) for name, members in connection.execute(query)]


def add(connection: Connection, account: Account, password: str) -> None:
    """Stores a new account."""
    connection.execute(insert(accounts), {**_stored(account), "password": password})


def put(connection: Connection, account: Account, expected_version: int, password: str | None) -> bool:
    """Stores a changed account; ``False`` where it is not at the expected version any more."""
    values = _stored(account)
    if password is not None:
        values["password"] = password
    done = connection.execute(
        update(accounts).where(accounts.c.id == account.id, accounts.c.version == expected_version).values(values)
    )
    return done.rowcount == 1


def set_password(connection: Connection, account_id: str, password: str) -> None:
    """Stores a hash made with newer parameters; the account itself has not changed."""
    connection.execute(update(accounts).where(accounts.c.id == account_id).values(password=password))


def _stored(account: Account) -> dict[str, Any]:
    return account.model_dump(mode="json", exclude={"locked_until"})


def failures(connection: Connection, username: str) -> Failures | None:
    """Returns the wrong passwords in a row for a name."""
    row = connection.execute(
        select(sign_in_failures.c.count, sign_in_failures.c.last_at, sign_in_failures.c.locked_until).where(
            sign_in_failures.c.username == username
        )
    ).first()
    return Failures(*row) if row else None


def put_failures(connection: Connection, username: str, failures: Failures) -> None:
    """Stores the wrong passwords in a row for a name."""
    values = {
        "username": username,
        "count": failures.count,
        "last_at": failures.last_at,
        "locked_until": failures.locked_until,
    }
    changed = connection.execute(update(sign_in_failures).where(sign_in_failures.c.username == username).values(values))
    if not changed.rowcount:
        connection.execute(insert(sign_in_failures), values)


def forget_failures(connection: Connection, username: str) -> None:
    """Forgets them: the right password was given, or an administrator unlocked the account."""
    connection.execute(delete(sign_in_failures).where(sign_in_failures.c.username == username))


def forget_failures_before(connection: Connection, moment: datetime) -> int:
    """Forgets names that nobody has tried for long; returns how many."""
    return connection.execute(delete(sign_in_failures).where(sign_in_failures.c.last_at < moment)).rowcount


def open_session(
    connection: Connection, session_id: str, account_id: str, started_at: datetime, expires_at: datetime
) -> None:
    """Stores a new session."""
    connection.execute(
        insert(sessions),
        {
            "id": session_id,
            "account_id": account_id,
            "started_at": started_at,
            "heard_at": started_at,
            "expires_at": expires_at,
        },
    )


def add_refresh_token(connection: Connection, fingerprint: str, session_id: str, turn: int) -> None:
    """Stores the hash of a refresh token."""
    connection.execute(insert(refresh_tokens), {"fingerprint": fingerprint, "session_id": session_id, "turn": turn})


def find_refresh_token(connection: Connection, fingerprint: str, lock: bool) -> RefreshToken | None:
    """Returns a refresh token. ``lock`` (PostgreSQL): two exchanges of one family take turns."""
    query = (
        select(
            sessions.c.id,
            sessions.c.account_id,
            sessions.c.expires_at,
            sessions.c.revoked_at,
            refresh_tokens.c.turn,
            refresh_tokens.c.used_at,
        )
        .join_from(refresh_tokens, sessions)
        .where(refresh_tokens.c.fingerprint == fingerprint)
    )
    if lock:
        query = query.with_for_update(of=sessions)
    row = connection.execute(query).first()
    if row is None:
        return None
    # Read after the lock: the row above may have been read while another exchange was about to use the token.
    used_at = connection.execute(
        select(refresh_tokens.c.used_at).where(refresh_tokens.c.fingerprint == fingerprint)
    ).scalar()
    newest = connection.execute(
        select(func.max(refresh_tokens.c.turn)).where(refresh_tokens.c.session_id == row.id)
    ).scalar_one()
    return RefreshToken(
        session_id=row.id,
        account_id=row.account_id,
        turn=row.turn,
        newest_turn=newest,
        used_at=used_at,
        expires_at=row.expires_at,
        revoked=row.revoked_at is not None,
    )


def use_refresh_token(connection: Connection, fingerprint: str, now: datetime) -> None:
    """Marks a refresh token as used."""
    connection.execute(update(refresh_tokens).where(refresh_tokens.c.fingerprint == fingerprint).values(used_at=now))


def drop_refresh_token(connection: Connection, session_id: str, turn: int) -> None:
    """Deletes a refresh token that never reached its client."""
    connection.execute(
        delete(refresh_tokens).where(refresh_tokens.c.session_id == session_id, refresh_tokens.c.turn == turn)
    )


def extend_session(connection: Connection, session_id: str, now: datetime, expires_at: datetime) -> None:
    """Lets a session that is in use live on."""
    values = {"expires_at": expires_at, "heard_at": now}
    connection.execute(update(sessions).where(sessions.c.id == session_id).values(values))


def heard(connection: Connection, ids: Sequence[str], now: datetime) -> None:
    """Notes that the consoles of some sessions are there."""
    connection.execute(update(sessions).where(sessions.c.id.in_(ids)).values(heard_at=now))


def last_heard(connection: Connection, account_id: str, now: datetime) -> datetime | None:
    """Returns when any console of somebody who is signed in was last there; nothing for who is not."""
    query = select(func.max(sessions.c.heard_at)).where(sessions.c.account_id == account_id, _lasts(now))
    return connection.execute(query).scalar()


def not_heard(connection: Connection, now: datetime, since: datetime) -> list[str]:
    """Returns who is signed in, and none of whose consoles was there since a moment."""
    query = select(sessions.c.account_id).where(_lasts(now)).group_by(sessions.c.account_id)
    return list(connection.execute(query.having(func.max(sessions.c.heard_at) <= since)).scalars())


def revoke_session(connection: Connection, session_id: str, now: datetime, why: str) -> bool:
    """Ends a session; ``False`` where it had ended already."""
    done = connection.execute(
        update(sessions)
        .where(sessions.c.id == session_id, sessions.c.revoked_at.is_(None))
        .values(revoked_at=now, why=why)
    )
    return done.rowcount == 1


def revoke_all(connection: Connection, account_id: str, now: datetime, why: str) -> int:
    """Ends all sessions of an account; returns how many."""
    done = connection.execute(
        update(sessions)
        .where(sessions.c.account_id == account_id, sessions.c.revoked_at.is_(None))
        .values(revoked_at=now, why=why)
    )
    return done.rowcount


def has_signed_out(connection: Connection, account_id: str) -> bool:
    """Tells whether somebody was signed in and is so no more."""
    ended = connection.execute(select(sessions.c.revoked_at).where(sessions.c.account_id == account_id)).scalars().all()
    return bool(ended) and None not in ended


def is_signed_in(connection: Connection, account_id: str, now: datetime) -> bool:
    """Tells whether an account has a session that has neither ended nor expired."""
    query = select(sessions.c.id).where(sessions.c.account_id == account_id, _lasts(now))
    return connection.execute(query.limit(1)).first() is not None


def _lasts(now: datetime) -> ColumnElement[bool]:
    return and_(sessions.c.revoked_at.is_(None), sessions.c.expires_at > now)


def revoked_since(connection: Connection, moment: datetime) -> frozenset[str]:
    """Returns the sessions ended since a moment."""
    return frozenset(connection.execute(select(sessions.c.id).where(sessions.c.revoked_at >= moment)).scalars())


def expired(connection: Connection, now: datetime, limit: int) -> Sequence[Any]:
    """Returns sessions that nobody has ended and whose time is over: their ids, whose they are, and who that is."""
    query = (
        select(sessions.c.id.label("session_id"), accounts.c.id, accounts.c.name, accounts.c.roles, accounts.c.unit)
        .join_from(sessions, accounts)
        .where(sessions.c.expires_at <= now, sessions.c.revoked_at.is_(None))
    )
    return connection.execute(query.order_by(sessions.c.expires_at).limit(limit)).all()


def forget_sessions_before(connection: Connection, moment: datetime, limit: int) -> int:
    """Deletes sessions that have ended and would have expired before a moment, and tokens of such; returns how many sessions.

    The last one of an account stays: it tells that somebody was here and has left (:func:`has_signed_out`).
    """
    newer = sessions.alias()
    later = (newer.c.started_at > sessions.c.started_at) | (
        (newer.c.started_at == sessions.c.started_at) & (newer.c.id > sessions.c.id)
    )
    is_followed = exists().where(newer.c.account_id == sessions.c.account_id, later)
    over = select(sessions.c.id).where(sessions.c.expires_at < moment, sessions.c.revoked_at.is_not(None))
    connection.execute(delete(refresh_tokens).where(refresh_tokens.c.session_id.in_(over)))
    old = list(connection.execute(over.where(is_followed).limit(limit)).scalars())
    if old:
        connection.execute(delete(sessions).where(sessions.c.id.in_(old)))
    return len(old)
