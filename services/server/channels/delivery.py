"""Delivers what waits for citizens: beside the requests, again and later where it fails, of each ticket in its order.

A message is reserved for an attempt, delivered outside of any transaction, and what became of it is written down. Where a
process dies in between, another attempt follows after the reservation; :attr:`Letter.key` is the same then, so that the
counterpart can tell. With several replicas each message is reserved by one.
"""

import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import orjson

from services.contracts.channels import Channel, CitizenNotice, OutgoingState
from services.server.background import looking
from services.server.channels import codes, repository, settings, words
from services.server.channels.protocol import Adapter, Configured, DeliveryFailed, Letter, Sender
from services.server.channels.registry import adapters
from services.server.followups import messages
from services.server.kernel import Kernel
from services.server.tickets import service
from services.server.transaction import Transaction

log = logging.getLogger(__name__)

_EVERY_SECONDS = 1.0
_AT_ONCE = 50
_RESERVED = timedelta(minutes=3)
"""Longer than any attempt takes."""
_FIRST_WAIT = timedelta(seconds=15)
_LONGEST_WAIT = timedelta(hours=2)
ATTEMPTS = 16
"""After about a day: then it is given up, and somebody has to look at it."""


def wait_after(attempts: int) -> timedelta:
    """Returns how long to wait after so many attempts: twice as long each time, up to two hours."""
    return min(_FIRST_WAIT * (1 << min(attempts - 1, 20)), _LONGEST_WAIT)


class Delivery:
    """Brings the messages of all channels of one process on their way."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel

    @contextlib.asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """Begins with the server and ends with it; a slow channel does not hold up the others."""
        async with contextlib.AsyncExitStack() as loops:
            for channel in (adapter.channel for adapter in adapters().values()):
                look, failed = partial(self.deliver_due, channel), f"delivering by {channel} failed"
                await loops.enter_async_context(looking(look, _EVERY_SECONDS, log, failed, at_once=False))
            yield

    def deliver_due(self, channel: Channel) -> int:
        """Tries every message of a channel that is due, until none is; returns how many were delivered."""
        adapter, delivered = adapters()[channel], 0
        while True:
            configured, waiting = self._kernel.read(lambda tx: self._due(tx, channel))
            if not waiting:
                return delivered
            for key, seen in waiting:
                delivered += self._attempt(adapter, configured, key, seen)

    def _due(self, tx: Transaction, channel: Channel) -> tuple[Configured, list[tuple[int, datetime]]]:
        configured = settings.of(tx, channel)
        if not configured.enabled or not adapters()[channel].sends(configured):
            return configured, []
        return configured, repository.due(tx.connection, channel.value, self._now(), _AT_ONCE)

    def _attempt(self, adapter: Adapter, configured: Configured, key: int, seen: datetime) -> bool:
        row = self._kernel.write(lambda tx: repository.take_on(tx.connection, key, seen, self._now() + _RESERVED))
        if row is None:
            return False
        letter = self._kernel.write(lambda tx: letter_of(tx, row))
        try:
            receipt = adapter.deliver(self._kernel, configured, letter)
        except DeliveryFailed as failure:
            self._failed(adapter, row, failure)
            return False
        except Exception as error:
            # An adapter's mistake must not stop the queue. Of the error only its type: its text may quote a citizen.
            log.exception("delivery by %s failed: %s", adapter.channel, type(error).__name__, exc_info=False)
            self._failed(adapter, row, DeliveryFailed(type(error).__name__))
            return False
        sent = {
            "state": OutgoingState.SENT.value,
            "receipt": receipt[:250],
            "sent_at": self._now(),
            "next_at": None,
            "problem": "",
        }
        self._kernel.write(lambda tx: repository.settle(tx.connection, row.key, row.attempts, sent))
        return True

    def _failed(self, adapter: Adapter, row: Any, failure: DeliveryFailed) -> None:
        given_up = failure.forever or row.attempts >= ATTEMPTS
        values = {
            "problem": failure.why,
            "state": (OutgoingState.FAILED if given_up else OutgoingState.WAITING).value,
            "next_at": None if given_up else self._now() + wait_after(row.attempts),
        }
        log.warning("message %d by %s not delivered (attempt %d)", row.key, adapter.channel, row.attempts)
        self._kernel.write(lambda tx: repository.settle(tx.connection, row.key, row.attempts, values))

    def _now(self) -> datetime:
        """Real time: a training day at ×60 must not hammer a counterpart."""
        return self._kernel.real_clock.now()


def letter_of(tx: Transaction, row: Any) -> Letter:
    """Returns a message as the adapter delivers it. Written for a writer: it may make the secret of the codes."""
    opening = repository.opening(tx.connection, row.ticket_id)
    ticket = service.row_of(tx, row.ticket_id)
    notice = CitizenNotice(row.notice)
    said = messages.link(tx, row.ticket_id) if notice is CitizenNotice.ASKED else row.words
    earlier = [told.receipt for told in repository.told(tx.connection, row.ticket_id) if told.key < row.key]
    return Letter(
        key=row.key,
        ticket_id=row.ticket_id,
        number=row.number,
        title=ticket.title,
        notice=notice,
        words=words.Sentences(tx.connection).said(notice, row.created_at, said),
        code=codes.code_of(codes.secret(tx), row.number),
        at=row.created_at,
        thread=opening.external_id if opening is not None else "",
        earlier=tuple(receipt for receipt in earlier if receipt),
        client=opening.client if opening is not None else "",
        recipient=Sender(opening.sender_name, opening.sender_number, opening.sender_email)
        if opening is not None
        else Sender(),
        extra=orjson.loads(opening.extra) if opening is not None else {},
    )
