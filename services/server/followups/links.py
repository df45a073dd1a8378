"""Links by which a citizen answers a follow-up: signed, once, until a date. Nothing in one says whose or which ticket it is."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime

from services.server.channels import codes
from services.server.transaction import Transaction

_MAC_BYTES = 18
"""144 bits: nobody guesses one, limits or not."""
LONGEST = 80


@dataclass(frozen=True)
class Opened:
    """What a link with a right signature says: which invitation, and until when."""

    invitation: int
    expires_at: datetime


def token(tx: Transaction, invitation: int, expires_at: datetime) -> str:
    """Returns the token of an invitation; the same whenever it is made."""
    said = f"{invitation:x}.{int(expires_at.timestamp()):x}"
    return f"{said}.{_mac(codes.secret(tx), said)}"


def read(tx: Transaction, given: str) -> Opened | None:
    """Returns what a token says; nothing where it is not one of this server's."""
    said, _, mac = given.rpartition(".")
    if not said.isascii() or not hmac.compare_digest(
        _mac(codes.secret(tx), said), mac.encode("ascii", "replace").decode()
    ):
        return None
    number, _, moment = said.partition(".")
    return Opened(int(number, 16), datetime.fromtimestamp(int(moment, 16), UTC))


def _mac(secret: bytes, said: str) -> str:
    digest = hmac.digest(secret, b"follow-up " + said.encode(), hashlib.sha256)[:_MAC_BYTES]
    return base64.urlsafe_b64encode(digest).decode()
