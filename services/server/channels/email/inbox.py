"""Reads the mailbox: what is there, and then what comes, as the mail server tells of it (IDLE, RFC 2177)."""

import ssl
import time
from datetime import UTC, datetime
from typing import Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError

from services.server.channels.background.worker import Broken, Watch
from services.server.channels.email import intake, repository
from services.server.channels.email.intake import Place
from services.server.channels.protocol import Configured
from services.server.kernel import Kernel

CONNECT_SECONDS, READ_SECONDS = 10.0, 60.0
LOOK_SECONDS = 1.0
"""How long one wait for news takes at most; in between it is asked whether to go on."""
IDLE_SECONDS = 240.0
"""Begun anew so often: routers forget quiet connections, and a dead one is noticed then."""
POLL_SECONDS = 30.0
"""How often a server without IDLE is asked."""
_AT_ONCE = 50


def session(kernel: Kernel, configured: Configured, watch: Watch) -> None:
    """Reads the mailbox until the watch is over.

    Raises:
        Broken: the server cannot be reached, refuses, or hangs up.
    """
    settings = configured.settings
    if not (settings.imap_host and settings.address):
        watch.pause(LOOK_SECONDS)
        return
    try:
        _read(kernel, configured, watch)
    except (IMAPClientError, OSError) as error:
        raise Broken(type(error).__name__) from error


def check(configured: Configured) -> str:
    """Signs in and opens the folder; returns what went wrong, in short, or nothing."""
    if not configured.settings.imap_host:
        return "not set up"
    try:
        client = _connected(configured)
        try:
            client.select_folder(configured.settings.folder, readonly=True)
        finally:
            _hang_up(client)
    except (IMAPClientError, OSError) as error:
        return type(error).__name__
    return ""


def _read(kernel: Kernel, configured: Configured, watch: Watch) -> None:
    settings = configured.settings
    client = _connected(configured)
    try:
        # With zones: a bare local time would be this machine's.
        client.normalise_times = False
        validity = int(client.select_folder(settings.folder)[b"UIDVALIDITY"])
        mailbox = f"{settings.imap_user}@{settings.imap_host}/{settings.folder}"[:250]
        watch.worked = True
        while not watch.over():
            box = Place(mailbox, validity, 0)
            if not _take_all(kernel, settings, client, box, watch) and not _has_told_of_more(client):
                _wait_for_news(kernel, client, box, watch)
    finally:
        _hang_up(client)


def _connected(configured: Configured) -> IMAPClient:
    settings = configured.settings
    is_tls = settings.imap_security == "tls"
    client = IMAPClient(
        settings.imap_host,
        settings.imap_port,
        ssl=is_tls,
        ssl_context=ssl.create_default_context() if is_tls else None,
        timeout=SocketTimeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
    )
    try:
        if settings.imap_security == "starttls":
            client.starttls(ssl.create_default_context())
        client.login(settings.imap_user or settings.address, configured.secrets.get("imap_password", ""))
    except BaseException:
        _hang_up(client)
        raise
    return client


def _hang_up(client: IMAPClient) -> None:
    """Closes the connection without a word: a server that has died would not answer."""
    try:
        client.shutdown()
    except OSError:
        client.socket().close()


def _take_all(kernel: Kernel, settings: Any, client: IMAPClient, box: Place, watch: Watch) -> int:
    """Takes what has not been read yet, oldest first, one transaction a message; returns how many there were."""
    _has_told_of_more(client)
    last, wanted = kernel.read(
        lambda tx: (
            repository.last_uid(tx.connection, box.mailbox, box.uid_validity),
            repository.wanted(tx.connection, box.mailbox, box.uid_validity),
        )
    )
    # "*" is the last message, also where that is older.
    new = sorted(uid for uid in client.search(["UID", f"{last + 1}:*"]) if uid > last)
    for uid in [*wanted, *new]:
        if watch.over():
            break
        _take(kernel, settings, client, Place(box.mailbox, box.uid_validity, uid), uid in wanted)
    return len(wanted) + len(new)


def _has_told_of_more(client: IMAPClient) -> bool:
    """Tells, once, whether the server has spoken of a new message beside its answer to something else.

    It does not speak of it again in IDLE: the message would lie there until the next one comes.
    """
    told: list[object] = client._imap.response("EXISTS")[1]
    return told != [None]


def _take(kernel: Kernel, settings: Any, client: IMAPClient, place: Place, wanted: bool) -> None:
    facts = client.fetch([place.uid], ["RFC822.SIZE", "INTERNALDATE"]).get(place.uid)
    if facts is None:
        # Somebody deleted it in the meantime.
        kernel.write(lambda tx: repository.advance(tx.connection, *_as_read(place)))
        return
    at = facts.get(b"INTERNALDATE") or datetime.now(UTC)
    size = int(facts.get(b"RFC822.SIZE", 0))
    is_large = size > settings.largest
    what = "HEADER" if is_large else ""
    content = client.fetch([place.uid], [f"BODY.PEEK[{what}]"])[place.uid].get(f"BODY[{what}]".encode()) or b""
    try:
        if is_large:
            outcome = intake.too_large(kernel, place, content, size)
        else:
            outcome = intake.take(kernel, settings, place, content, at.astimezone(UTC), wanted)
    except Exception as error:
        outcome = intake.unforeseen(kernel, place, size, error)
    # For people who look into the mailbox; what was put aside stays unread and is marked.
    client.add_flags([place.uid], [b"\\Flagged" if outcome.result == "aside" else b"\\Seen"], silent=True)


def _as_read(place: Place) -> tuple[str, int, int]:
    return place.mailbox, place.uid_validity, place.uid


def _wait_for_news(kernel: Kernel, client: IMAPClient, box: Place, watch: Watch) -> None:
    """Returns when something may have come, somebody wants a message taken, or it is time to begin anew."""
    can_idle = client.has_capability("IDLE")
    until = time.monotonic() + (IDLE_SECONDS if can_idle else POLL_SECONDS)
    if can_idle:
        client.idle()
    try:
        while time.monotonic() < until and not watch.over():
            if can_idle:
                began = time.monotonic()
                # The library says that nothing came also where the connection is dead, and then at once: whoever ends
                # IDLE finds out.
                if client.idle_check(LOOK_SECONDS) or time.monotonic() - began < LOOK_SECONDS / 2:
                    return
            else:
                watch.pause(LOOK_SECONDS)
            if kernel.read(lambda tx: repository.wanted(tx.connection, box.mailbox, box.uid_validity)):
                return
    finally:
        if can_idle:
            try:
                client.idle_done()
            except (OSError, IMAPClientError) as error:
                raise Broken(type(error).__name__) from error
    if not can_idle:
        client.noop()
