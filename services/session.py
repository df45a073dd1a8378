"""Who is signed in at this console, and what they may do."""

import contextlib
from collections.abc import Callable
from typing import Protocol
from zoneinfo import ZoneInfo

from uuid_utils import uuid7

from services.clock import settled_zone
from services.contracts.accounts import Account, Permission, Session, SignIn
from services.errors import AppError, NotSignedIn


class SessionSource(Protocol):
    """The routes of sign-in and sign-out."""

    def sign_in(self, given: SignIn) -> Session:
        """Opens a session."""
        ...

    def sign_out(self, key: str) -> None:
        """Ends the session."""
        ...


Listener = Callable[[], None]


class CurrentSession:
    """The session of this console. Methods that speak to the server block; properties are instant.

    Args:
        source: the routes.
        use: makes the transport send as the holder of a session, or as nobody.
    """

    def __init__(self, source: SessionSource, use: Callable[[Session | None], None]) -> None:
        self._source = source
        self._use = use
        self._session: Session | None = None
        self._permissions: frozenset[Permission] = frozenset()
        self._zone: ZoneInfo | None = None
        self._listeners: list[Listener] = []

    @property
    def account(self) -> Account | None:
        """Who is signed in, or ``None``."""
        return self._session.account if self._session else None

    @property
    def is_signed_in(self) -> bool:
        """Tells whether somebody is signed in."""
        return self._session is not None

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the district that somebody is signed in to.

        Raises:
            NotSignedIn: nobody is.
        """
        if self._zone is None:
            raise NotSignedIn
        return self._zone

    def may(self, permission: Permission) -> bool:
        """Tells whether the person's roles allow it; the server checks it again."""
        return permission in self._permissions

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Calls ``listener`` after each sign-in, sign-out and loss of the session; returns the way to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def sign_in(self, username: str, password: str) -> Account:
        """Signs in.

        Raises:
            NotSignedIn: wrong name or password.
            AppError: ``account_locked``, or the server cannot be reached; ``zone_missing``: this machine does not know the
                district's time zone.
        """
        session = self._source.sign_in(SignIn(username=username.strip(), password=password))
        self._take(session)
        return session.account

    def sign_out(self) -> None:
        """Ends the session here, and at the server where it can be reached."""
        if self._session is None:
            return
        with contextlib.suppress(AppError):
            self._source.sign_out(str(uuid7()))
        self._take(None)

    def on_renewed(self, session: Session | None) -> None:
        """Takes in what the transport says: tokens were exchanged, or the session is lost (``None``)."""
        self._take(session, told=session is None)

    def _take(self, session: Session | None, told: bool = True) -> None:
        self._zone = _zone_of(session) if session else None
        self._session = session
        self._permissions = frozenset(session.permissions) if session else frozenset()
        self._use(session)
        if told:
            for listener in list(self._listeners):
                listener()


def _zone_of(session: Session) -> ZoneInfo:
    found = settled_zone(session.zone)
    if found is None:
        raise AppError("zone_missing", details={"zone": session.zone})
    return found
