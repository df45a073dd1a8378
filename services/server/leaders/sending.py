"""Sends the letters by the e-mail channel's SMTP, beside the requests; again and later where it fails."""

import logging
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

import orjson

from services.contracts.channels import Channel
from services.server.background import looking
from services.server.channels import settings
from services.server.channels.delivery import ATTEMPTS, wait_after
from services.server.channels.email.outbox import transmit
from services.server.channels.protocol import Configured, DeliveryFailed
from services.server.channels.registry import adapters
from services.server.kernel import Kernel
from services.server.leaders import service
from services.server.transaction import Transaction

log = logging.getLogger(__name__)

_EVERY_SECONDS = 2.0
_AT_ONCE = 20
_RESERVED = timedelta(minutes=3)
_CLOCKS = {
    "dispatch": "派单",
    "sign_in": "签收",
    "first_contact": "首次联系",
    "finish": "办结",
    "review": "审核",
    "follow_up": "回访",
    "instruction": "批示办理",
}


class LeaderPost:
    """Brings the letters of one process on their way. While the e-mail channel is off they wait."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel

    def beside(self) -> AbstractAsyncContextManager[None]:
        """Begins with the server and ends with it."""
        return looking(self.send_due, _EVERY_SECONDS, log, "letters to leaders cannot be read", at_once=False)

    def send_due(self) -> int:
        """Tries every letter that is due once; returns how many were sent."""
        configured, rows = self._kernel.read(self._due)
        return sum(self._attempt(configured, row) for row in rows)

    def _due(self, tx: Transaction) -> tuple[Configured, list[Any]]:
        configured = settings.of(tx, Channel.EMAIL)
        if not configured.enabled or not adapters()[Channel.EMAIL].sends(configured):
            return configured, []
        return configured, service.due(tx, tx.real_now, _AT_ONCE)

    def _attempt(self, configured: Configured, row: Any) -> bool:
        if not self._kernel.write(lambda tx: service.take_on(tx, row, tx.real_now + _RESERVED)):
            return False
        try:
            transmit(configured, written(configured, row), orjson.loads(row.addresses))
        except DeliveryFailed as failure:
            self._failed(row, failure)
            return False
        except Exception as error:
            log.exception("a letter to leaders failed: %s", type(error).__name__, exc_info=False)
            self._failed(row, DeliveryFailed(type(error).__name__))
            return False
        self._kernel.write(
            lambda tx: service.settle(
                tx, row, {"state": service.SENT, "sent_at": tx.now, "next_at": None, "problem": ""}
            )
        )
        return True

    def _failed(self, row: Any, failure: DeliveryFailed) -> None:
        attempts = row.attempts + 1
        given_up = failure.forever or attempts >= ATTEMPTS
        log.warning("letter %d to leaders not sent (attempt %d)", row.id, attempts)

        def settle(tx: Transaction) -> None:
            values = {
                "problem": failure.why,
                "state": service.FAILED if given_up else service.WAITING,
                "next_at": None if given_up else tx.real_now + wait_after(attempts),
            }
            service.settle(tx, row, values)

        self._kernel.write(settle)


def written(configured: Configured, row: Any) -> EmailMessage:
    """Returns the letter: which tickets of which units have passed which limits, and nothing of any citizen."""
    found = orjson.loads(row.tickets)
    message = EmailMessage(policy=SMTP)
    address = configured.settings.address
    message["From"] = Address(configured.settings.name, addr_spec=address)
    message["To"] = [Address(addr_spec=each) for each in orjson.loads(row.addresses)]
    message["Subject"] = f"督办提醒：{len(found)} 件工单超过时限"
    message["Date"] = format_datetime(row.at)
    message["Message-ID"] = f"<tongfu.leaders.{row.id}.{int(row.at.timestamp())}@{address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    lines = [f"{each['number']}　{_CLOCKS.get(each['clock'], each['clock'])}时限　{each['unit']}" for each in found]
    body = "\n".join(["以下工单已到时限提醒的最高一级，请督促办理：", "", *lines, "", "请在通服系统中按工单编号查看。"])
    message.set_content(body + "\n", cte="base64")
    return message
