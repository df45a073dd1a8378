"""Passwords and tokens."""

import hashlib
import secrets
import threading
from dataclasses import replace
from typing import Any

import jwt
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from services.clock import Clock
from services.contracts.accounts import Role, permissions_of
from services.errors import NotSignedIn
from services.server.transaction import Actor


class Passwords:
    """Argon2id hashes with the library's current defaults; old parameters are noticed at sign-in and renewed."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        # Each hash takes 64 MiB for some 50 ms on purpose: a crowd at the door must not take all memory at once.
        self._door = threading.BoundedSemaphore(2)
        self._nobody = ""

    def hash(self, password: str) -> str:
        """Returns a hash to store."""
        with self._door:
            return self._hasher.hash(password)

    def matches(self, stored: str | None, password: str) -> bool:
        """Tells whether the password is the one that was stored; takes as long where there is no such person."""
        if stored is None and not self._nobody:
            self._nobody = self.hash(secrets.token_hex(8))
        with self._door:
            try:
                return self._hasher.verify(stored or self._nobody, password) and stored is not None
            except (Argon2Error, InvalidHashError):
                return False

    def is_outdated(self, stored: str) -> bool:
        """Tells whether the hash was made with older parameters."""
        return self._hasher.check_needs_rehash(stored)


_REMEMBERED = 2_000
"""Tokens whose signature need not be checked again; more than a district has people."""


class Tokens:
    """Short access tokens (signed, not stored) and refresh tokens (random, stored as a hash, used once).

    A token lives in real time: a training clock at ×60 must not sign people out.
    """

    def __init__(self, secret: str, access_seconds: int, clock: Clock) -> None:
        self._secret = secret
        self._clock = clock
        # A console sends the same token hundreds of times; checking its signature costs more than some whole requests.
        self._genuine: dict[str, tuple[Actor, float]] = {}
        self.access_seconds = access_seconds
        self.revoked: frozenset[str] = frozenset()
        """Sessions ended so lately that their access tokens have not expired by themselves."""

    def issue(self, account_id: str, name: str, roles: list[Role], session_id: str, unit: str = "") -> str:
        """Returns an access token for a session of an account; ``unit`` is the code of the unit it works for."""
        now = int(self._clock.now().timestamp())
        claims = {
            "sub": account_id,
            "sid": session_id,
            "name": name,
            "roles": [role.value for role in roles],
            "iat": now,
            "exp": now + self.access_seconds,
            **({"unit": unit} if unit else {}),
        }
        return jwt.encode(claims, self._secret, algorithm="HS256")

    def actor(self, token: str, language: str) -> Actor:
        """Returns who holds the token.

        Raises:
            NotSignedIn: it is expired, forged or not a token, or its session was ended.
        """
        known = self._genuine.get(token)
        if known is None:
            known = self._read(token)
            if len(self._genuine) >= _REMEMBERED:
                self._genuine.clear()
            self._genuine[token] = known
        actor, expires_at = known
        if expires_at <= self._clock.now().timestamp() or actor.session_id in self.revoked:
            raise NotSignedIn
        return actor if actor.language == language else replace(actor, language=language)

    def _read(self, token: str) -> tuple[Actor, float]:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._secret,
                algorithms=["HS256"],
                # The library would compare with the machine's clock behind our clock's back.
                options={"require": ["exp", "sub", "sid"], "verify_exp": False, "verify_iat": False},
            )
            roles = frozenset(Role(role) for role in claims["roles"])
        except (jwt.InvalidTokenError, ValueError, KeyError) as error:
            raise NotSignedIn from error
        actor = Actor(
            claims["sub"],
            claims["name"],
            roles,
            permissions_of(roles),
            session_id=claims["sid"],
            unit=claims.get("unit", ""),
        )
        return actor, claims["exp"]


def new_secret() -> str:
    """Returns 256 random bits as text."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """Returns what is stored of a refresh token. It is random, so a plain SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
