r"""How programs sign requests to each other: HMAC-SHA256 over everything that matters of a request.

A signed request carries five headers::

    Tongfu-Client: the client's id
    Tongfu-Timestamp: seconds since 1970, as ``1772413200``
    Tongfu-Nonce: 16 to 64 letters, digits, ``-`` and ``_``, never used before
    Tongfu-Content-Digest: SHA-256 of the body, as 64 hexadecimal digits
    Tongfu-Signature: HMAC-SHA256 with the client's secret over the lines below, as 64 hexadecimal digits

The lines, joined by ``\n``: ``TONGFU1``, the method in capitals, path and query exactly as sent, the client, the timestamp,
the nonce, and the digest. None of them can hold a line end, so no two different requests have the same lines.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass

WINDOW_SECONDS = 300
"""How far a timestamp may be from the server's clock, either way."""
HEADERS = ("Tongfu-Client", "Tongfu-Timestamp", "Tongfu-Nonce", "Tongfu-Content-Digest", "Tongfu-Signature")

_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
_NONCE = re.compile(r"[0-9A-Za-z_-]{16,64}", re.ASCII)
_CLIENT = re.compile(r"[0-9a-zA-Z_-]{1,64}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True)
class Signed:
    """What is signed of a request. ``target`` is the path, with ``?`` and the query where there is one, as sent."""

    method: str
    target: str
    client: str
    timestamp: str
    nonce: str
    digest: str

    def __post_init__(self) -> None:
        fits = (
            _CLIENT.fullmatch(self.client)
            and _TIMESTAMP.fullmatch(self.timestamp)
            and _NONCE.fullmatch(self.nonce)
            and _DIGEST.fullmatch(self.digest)
            and not any(sign in self.method + self.target for sign in "\r\n")
        )
        if not fits:
            raise ValueError("a part of the signature is not in its form")

    def lines(self) -> bytes:
        """Returns what the signature is computed over."""
        parts = (self.method.upper(), self.target, self.client, self.timestamp, self.nonce, self.digest)
        return "\n".join(("TONGFU1", *parts)).encode("utf-8", "surrogateescape")

    def signature(self, secret: str) -> str:
        """Returns the signature."""
        return hmac.new(secret.encode(), self.lines(), hashlib.sha256).hexdigest()

    def is_signed(self, secret: str, signature: str) -> bool:
        """Tells whether a signature is the right one; takes as long for a wrong one."""
        return hmac.compare_digest(self.signature(secret).encode(), signature.encode("utf-8", "replace"))

    def headers(self, secret: str) -> dict[str, str]:
        """Returns the headers of the signed request."""
        values = (self.client, self.timestamp, self.nonce, self.digest, self.signature(secret))
        return dict(zip(HEADERS, values, strict=True))


def digest_of(body: bytes) -> str:
    """Returns what ``Tongfu-Content-Digest`` says of a body."""
    return hashlib.sha256(body).hexdigest()
