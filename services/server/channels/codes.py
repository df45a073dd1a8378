"""The code that opens a ticket's public status together with its number.

It is computed from the number with a secret of the server, so that nothing has to be stored or looked up to check it, and a
wrong code for a ticket that is there costs the same as any code for one that is not.
"""

import hashlib
import hmac
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select, text

from services.server.security import new_secret
from services.server.tables import server_settings
from services.server.transaction import Transaction

_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without those that are taken for others when read aloud or copied by hand."""
LENGTH = 10
"""50 bits: with the limits of the look-up (``status``) nobody guesses one."""
_NAME = "citizen_code_secret"
_WANTED = select(server_settings.c.value).where(server_settings.c.key == _NAME)
_known: WeakKeyDictionary[Engine, bytes] = WeakKeyDictionary()
"""It never changes while a server runs."""
_MAKE = text("INSERT INTO server_settings (key, value) VALUES (:key, :value) ON CONFLICT (key) DO NOTHING")


def secret(tx: Transaction) -> bytes:
    """Returns the server's secret; made by the first writer who needs it."""
    engine = tx.connection.engine
    known = _known.get(engine)
    if known is None:
        found = tx.connection.execute(_WANTED).scalar()
        if found is None:
            tx.connection.execute(_MAKE, {"key": _NAME, "value": new_secret()})
            found = tx.connection.execute(_WANTED).scalar_one()
        made = known = str(found).encode()
        # Not before it is certain that it stays.
        tx.at_end.append(lambda committed: _known.update({engine: made} if committed else {}))
    return known


def is_made(tx: Transaction) -> bool:
    """Tells whether the secret is there; a server makes it when it starts."""
    return tx.connection.execute(_WANTED).scalar() is not None


def code_of(key: bytes, number: str) -> str:
    """Returns a ticket's code."""
    mac = int.from_bytes(hmac.digest(key, b"status " + number.encode(), hashlib.sha256)[:8], "big")
    return "".join(_SIGNS[(mac >> (5 * place)) & 31] for place in range(LENGTH))


def is_code(key: bytes, number: str, code: str) -> bool:
    """Tells whether a code belongs to a number; takes as long for any. Small letters and spaces do not matter."""
    said = "".join(code.upper().split()).replace("-", "")
    return hmac.compare_digest(code_of(key, number).encode(), said.encode())
