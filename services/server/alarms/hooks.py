"""One signed HTTPS request to a program that an administrator has named, and to nowhere else.

The name is resolved once; the address that was looked at is the one that is connected to, so a name that changes in between
leads nowhere. Addresses of this machine itself, of a cloud's own services (link-local) and others that are nobody's server
are refused. No redirect is followed, no proxy is asked, and nothing of the answer is read but its status.
"""

import ipaddress
import secrets
import socket
import ssl
from pathlib import Path
from urllib.parse import urlsplit

import urllib3

from services.contracts.signatures import Signed, digest_of
from services.server.channels.protocol import DeliveryFailed

_TIMES = urllib3.Timeout(connect=3.05, read=10.0)
_GONE = 410


def send(
    url: str, client: str, secret: str, body: bytes, stamp: int, trust: Path | None = None, loopback: bool = False
) -> None:
    """Sends a request and returns where it was taken (2xx).

    Args:
        url: ``https`` only.
        client: the hook's id, said in ``Tongfu-Client``.
        secret: it is signed with, as portals sign (:mod:`services.contracts.signatures`).
        body: JSON.
        stamp: seconds since 1970.
        trust: certificates to trust instead of the machine's; for tests.
        loopback: whether this machine may be the counterpart; for tests.

    Raises:
        DeliveryFailed: it was not taken; for ever where it says 410, or the address is not one to send to.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 443
    if parts.scheme != "https" or not host or parts.username is not None:
        raise DeliveryFailed("not an https address", forever=True)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    signed = Signed("POST", target, client, str(stamp), secrets.token_urlsafe(24), digest_of(body))
    headers = {**signed.headers(secret), "content-type": "application/json", "host": parts.netloc}
    context = ssl.create_default_context(cafile=str(trust) if trust else None)
    address = _address(host, port, loopback)
    with urllib3.HTTPSConnectionPool(
        address, port, timeout=_TIMES, retries=False, ssl_context=context, server_hostname=host, assert_hostname=host
    ) as pool:
        try:
            answer = pool.urlopen(
                "POST", target, body, headers, redirect=False, preload_content=False, assert_same_host=False
            )
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise DeliveryFailed(type(error).__name__) from error
        status = answer.status
        answer.close()
    if status // 100 != 2:
        raise DeliveryFailed(f"HTTP {status}", forever=status == _GONE)


def _address(host: str, port: int, loopback: bool) -> str:
    try:
        found = {str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise DeliveryFailed("name not found") from error
    if not found or not all(is_allowed(each, loopback) for each in found):
        # Not for ever: the name may be put right where names are kept.
        raise DeliveryFailed("address not allowed")
    return min(found, key=lambda each: (":" in each, each))


def is_allowed(address: str, loopback: bool = False) -> bool:
    """Tells whether an address may be sent to. Networks of the house are: a district's programs stand there."""
    there = ipaddress.ip_address(address.partition("%")[0])
    there = getattr(there, "ipv4_mapped", None) or there
    if there.is_loopback:
        return loopback
    return not (there.is_link_local or there.is_multicast or there.is_unspecified or there.is_reserved)
