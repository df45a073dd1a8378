"""Brings word of alarms to people and programs outside: letters by the e-mail channel's SMTP, signed requests; again where it fails."""

import logging
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from services.contracts.alarms import SHARES, Alarm, AlarmHookBody, AlarmKind
from services.contracts.channels import Channel
from services.server.alarms import hooks, repository
from services.server.alarms import settings as alarm_settings
from services.server.background import looking
from services.server.channels import settings
from services.server.channels.delivery import wait_after
from services.server.channels.email.outbox import transmit
from services.server.channels.protocol import Configured, DeliveryFailed
from services.server.channels.registry import adapters
from services.server.kernel import Kernel
from services.server.tickets.tables import catalogue_entries
from services.server.transaction import Transaction

log = logging.getLogger(__name__)

ATTEMPTS = 9
"""After about an hour and a half: word of an alarm is worth nothing any more."""
_EVERY_SECONDS = 1.0
_AT_ONCE = 20
_RESERVED = timedelta(minutes=3)
_WORDS = {
    AlarmKind.LONGEST_WAIT: "排队等待过久",
    AlarmKind.SERVICE_LEVEL: "服务水平过低",
    AlarmKind.ABANDONED: "放弃率过高",
    AlarmKind.NO_AGENT: "技能组无人在岗而有来电等待",
    AlarmKind.PBX_LOST: "与交换机失去联系",
    AlarmKind.LONG_BREAK: "小休过久",
    AlarmKind.LONG_WRAP_UP: "话后整理过久",
    AlarmKind.LONG_PAUSED: "暂停过久",
    AlarmKind.LONG_CALL: "通话过久",
}


class AlarmPost:
    """Sends what is due of one process.

    Args:
        kernel: database and clocks.
        trust: certificates that hooks are trusted by instead of the machine's; for tests.
        loopback: whether hooks may stand on this machine; for tests.
    """

    def __init__(self, kernel: Kernel, trust: Path | None = None, loopback: bool = False) -> None:
        self._kernel = kernel
        self._trust = trust
        self._loopback = loopback

    def beside(self) -> AbstractAsyncContextManager[None]:
        """Begins with the server and ends with it."""
        return looking(self.send_due, _EVERY_SECONDS, log, "word of alarms cannot be read", at_once=False)

    def send_due(self) -> int:
        """Tries every message that is due once; returns how many were sent."""
        rows = self._kernel.read(lambda tx: repository.due(tx.connection, self._now(), _AT_ONCE))
        return sum(self._attempt(row) for row in rows)

    def _attempt(self, row: Any) -> bool:
        until = self._now() + _RESERVED
        if not self._kernel.write(lambda tx: repository.take_on(tx.connection, row, until)):
            return False
        try:
            self._send(row)
        except DeliveryFailed as failure:
            self._failed(row, failure)
            return False
        except Exception as error:
            log.exception("word of an alarm failed: %s", type(error).__name__, exc_info=False)
            self._failed(row, DeliveryFailed(type(error).__name__))
            return False
        sent = {"state": repository.SENT, "sent_at": self._now(), "next_at": None, "problem": ""}
        self._kernel.write(lambda tx: repository.settle(tx.connection, row, sent))
        return True

    def _send(self, row: Any) -> None:
        targets = self._kernel.read(alarm_settings.targets)
        alarm = Alarm.model_validate_json(row.said)
        if row.way == "email":
            configured, queue = self._kernel.read(lambda tx: _by_mail(tx, alarm))
            if not targets.addresses:
                raise DeliveryFailed("no address any more", forever=True)
            if not configured.enabled or not adapters()[Channel.EMAIL].sends(configured):
                raise DeliveryFailed("the e-mail channel is off")
            letter = written(configured, row, alarm, queue, targets.addresses, self._now(), self._kernel.zone)
            transmit(configured, letter, targets.addresses)
            return
        hook = next((hook for hook in targets.hooks if hook.id == row.target), None)
        if hook is None:
            raise DeliveryFailed("no such hook any more", forever=True)
        body = AlarmHookBody(id=f"alarm-{row.id}", what=row.what, alarm=alarm).model_dump_json().encode()
        stamp = int(self._now().timestamp())
        hooks.send(hook.url, hook.id, hook.secret, body, stamp, self._trust, self._loopback)

    def _failed(self, row: Any, failure: DeliveryFailed) -> None:
        attempts = row.attempts + 1
        given_up = failure.forever or attempts >= ATTEMPTS
        log.warning("word of alarm %d by %s not sent (attempt %d)", row.alarm_id, row.way, attempts)
        values = {
            "problem": failure.why[:200],
            "state": repository.FAILED if given_up else repository.WAITING,
            "next_at": None if given_up else self._now() + wait_after(attempts),
        }
        self._kernel.write(lambda tx: repository.settle(tx.connection, row, values))

    def _now(self) -> datetime:
        """Real time: a training day at ×60 must not hammer a counterpart."""
        return self._kernel.real_clock.now()


def _by_mail(tx: Transaction, alarm: Alarm) -> tuple[Configured, str]:
    names = catalogue_entries.select().where(
        catalogue_entries.c.kind == "skill", catalogue_entries.c.code == alarm.skill
    )
    row = tx.connection.execute(names).first() if alarm.skill else None
    return settings.of(tx, Channel.EMAIL), orjson.loads(row.body)["name"] if row is not None else alarm.skill


def written(
    configured: Configured,
    row: Any,
    alarm: Alarm,
    queue: str,
    addresses: tuple[str, ...],
    now: datetime,
    zone: ZoneInfo,
) -> EmailMessage:
    """Returns the letter: what is wrong, since when in the district's time, by how much; nothing of any citizen."""
    message = EmailMessage(policy=SMTP)
    address = configured.settings.address
    message["From"] = Address(configured.settings.name, addr_spec=address)
    message["To"] = [Address(addr_spec=each) for each in addresses]
    words = _WORDS.get(AlarmKind(alarm.kind), alarm.kind)
    over = row.what == "cleared"
    message["Subject"] = f"{'告警解除' if over else '话务告警'}：{words}"
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<tongfu.alarm.{row.id}.{int(alarm.raised_at.timestamp())}@{address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    unit = "%" if alarm.kind in SHARES else "个来电" if alarm.kind == AlarmKind.NO_AGENT else "秒"
    lines = [
        words,
        f"触发时的数值：{alarm.value:g}{unit}（阈值 {alarm.level:g}{unit}）",
        f"开始：{_moment(alarm.since, zone)}",
        *([f"技能组：{queue}"] if queue else []),
        *([f"人员：{alarm.name}"] if alarm.name else []),
        *([f"解除：{_moment(alarm.cleared_at, zone)}"] if alarm.cleared_at else []),
    ]
    end = "" if over else "请在通服系统的监控大屏页面确认并处理。"
    message.set_content("\n".join([*lines, "", end]).rstrip() + "\n", cte="base64")
    return message


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
