"""Passwords and tokens."""

import hashlib
import secrets
import time
from typing import Any

import jwt
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from services.contracts.accounts import Role, permissions_of
from services.errors import NotSignedIn
from services.server.transaction import Actor


class Passwords:
    """Argon2id hashes with the library's current defaults; old parameters are noticed at sign-in and renewed."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()

    def hash(self, password: str) -> str:
        """Returns a hash to store."""
        return self._hasher.hash(password)

    def matches(self, stored: str, password: str) -> bool:
        """Tells whether the password is the one that was stored."""
        try:
            return self._hasher.verify(stored, password)
        except (Argon2Error, InvalidHashError):
            return False

    def is_outdated(self, stored: str) -> bool:
        """Tells whether the hash was made with older parameters."""
        return self._hasher.check_needs_rehash(stored)


class Tokens:
    """Short access tokens (signed, not stored) and refresh tokens (random, stored as a hash, used once).

    A token lives in real time: a training clock at ×60 must not sign people out.
    """

    def __init__(self, secret: str, access_seconds: int) -> None:
        self._secret = secret
        self.access_seconds = access_seconds

    def issue(self, account_id: str, name: str, roles: list[Role]) -> str:
        """Returns an access token for an account."""
        now = int(time.time())
        claims = {
            "sub": account_id,
            "name": name,
            "roles": [role.value for role in roles],
            "iat": now,
            "exp": now + self.access_seconds,
        }
        return jwt.encode(claims, self._secret, algorithm="HS256")

    def actor(self, token: str, language: str) -> Actor:
        """Returns who holds the token.

        Raises:
            NotSignedIn: it is expired, forged or not a token.
        """
        try:
            claims: dict[str, Any] = jwt.decode(
                token, self._secret, algorithms=["HS256"], options={"require": ["exp", "sub"]}
            )
            roles = frozenset(Role(role) for role in claims["roles"])
        except (jwt.InvalidTokenError, ValueError, KeyError) as error:
            raise NotSignedIn from error
        return Actor(claims["sub"], claims["name"], roles, permissions_of(roles), language)


def new_secret() -> str:
    """Returns 256 random bits as text."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """Returns what is stored of a refresh token. It is random, so a plain SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
