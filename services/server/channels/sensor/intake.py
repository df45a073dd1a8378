"""What becomes of alarms: one ticket for what belongs together, with a count, however many there are."""

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.contracts.channels import Channel
from services.contracts.lifecycle import Step, StepRequest
from services.contracts.tickets import TicketKind, TicketStatus
from services.errors import AppError
from services.server.channels import core
from services.server.channels.protocol import Incoming
from services.server.channels.sensor import repository
from services.server.channels.sensor.reading import Alarm, AlarmClass
from services.server.lifecycle import steps
from services.server.tickets import catalogue, service
from services.server.tickets import repository as tickets
from services.server.transaction import Transaction

log = logging.getLogger(__name__)

_OVER = (TicketStatus.CLOSED, TicketStatus.WITHDRAWN)


class _Batch:
    """The tickets of what came together: how many alarms each got, and which takes those of another, which is looked up once."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._taking: dict[str, str] = {}
        self.touched: dict[str, int] = {}

    def taking(self, ticket_id: str) -> str:
        """Returns which ticket takes further alarms of one: itself, or what it was merged into; empty once that is over.

        Alarms stay those of the first one, so that they go with it where a merge is taken back.
        """
        if ticket_id not in self._taking:
            row = service.row_of(self._tx, ticket_id)
            if row.merged_into:
                row = service.row_of(self._tx, row.merged_into)
            self._taking[ticket_id] = "" if row.status in _OVER else row.id
        return self._taking[ticket_id]

    def count(self, ticket_id: str, alarms: int) -> None:
        """Counts alarms on a ticket."""
        self.touched[ticket_id] = self.touched.get(ticket_id, 0) + alarms


def take(tx: Transaction, settings: Any, alarms: list[Alarm]) -> int:
    """Takes what came together; returns how many tickets were opened. All of it in this transaction."""
    before = tx.actor
    tx.actor = core.actor_of(Channel.SENSOR)
    batch = _Batch(tx)
    opened = 0
    try:
        for (sensor, kind), group in _grouped(alarms).items():
            opened += _take(tx, settings, sensor, kind, group, batch)
        for ticket_id, added in batch.touched.items():
            _count(tx, ticket_id, added)
    finally:
        tx.actor = before
    return opened


def _grouped(alarms: list[Alarm]) -> dict[tuple[str, str], list[Alarm]]:
    groups: dict[tuple[str, str], list[Alarm]] = {}
    for alarm in alarms:
        groups.setdefault((alarm.sensor, alarm.kind), []).append(alarm)
    return groups


def _take(tx: Transaction, settings: Any, sensor_id: str, kind: str, alarms: list[Alarm], batch: _Batch) -> bool:
    quiet = timedelta(minutes=settings.quiet_minutes)
    running = repository.episode(tx.connection, sensor_id, kind, tx.now - quiet)
    if running is not None and running.newest is not None:
        alarms = [alarm for alarm in alarms if alarm.at is None or alarm.at > running.newest]
    if not alarms:
        return False
    newest = max((alarm.at for alarm in alarms if alarm.at), default=None)
    if running is not None and (taking := batch.taking(running.ticket_id)):
        repository.go_on(tx.connection, running, len(alarms), tx.now, newest)
        batch.count(taking, len(alarms))
        return False
    sensor = repository.find(tx.connection, sensor_id)
    place = (sensor.grid or sensor.village or sensor.town) if sensor is not None else ""
    since = tx.now - timedelta(seconds=settings.storm_seconds)
    near = repository.nearby(tx.connection, place, kind, since, settings.storm_sensors)
    taking = batch.taking(near[0].ticket_id) if len(near) >= settings.storm_sensors else ""
    ticket_id = near[0].ticket_id if taking else _open(tx, settings, sensor, alarms[0], newest)
    first = {"sensor_id": sensor_id, "alarm": kind, "place": place, "ticket_id": ticket_id, "first_at": tx.now}
    repository.begin(tx.connection, {**first, "last_at": tx.now, "count": len(alarms), "newest": newest})
    if taking or len(alarms) > 1:
        batch.count(taking or ticket_id, len(alarms))
    return not taking


def _open(tx: Transaction, settings: Any, sensor: Any, alarm: Alarm, newest: Any) -> str:
    known = settings.classes.get(alarm.kind) or AlarmClass()
    name = known.name or alarm.kind
    where = sensor.name if sensor is not None else f"未登记的传感器 {alarm.sensor}"
    lines = [
        f"{where} 报警：{name}",
        alarm.text,
        f"传感器编号：{alarm.sensor}",
        f"网格：{sensor.grid}" if sensor is not None and sensor.grid else "",
    ]
    wanted = [catalogue.Wanted("category", "category", known.category)] if known.category else []
    problems, _known = catalogue.problems_of(tx, wanted)
    town, village = (sensor.town, sensor.village) if sensor is not None else ("", "")
    if catalogue.problems_of_place(tx, town, village):
        # The register is older than the catalogue: the inspector reads the place in words.
        town, village = "", ""
    receipt = core.take(
        tx,
        Incoming(
            channel=Channel.SENSOR,
            external_id=f"{alarm.sensor}/{alarm.kind}/{tx.now.isoformat()}",
            received_at=newest or tx.now,
            title=f"{where} {name}",
            content="\n".join(line for line in lines if line),
            kind=TicketKind.HELP,
            category="" if problems else known.category,
            town=town,
            village=village,
            detail=sensor.detail if sensor is not None else "",
            urgency=known.urgency,
            original=alarm.original,
            content_type="application/json" if alarm.original[:1] in (b"{", b"[") else "text/plain",
            extra={"topic": alarm.topic, "sensor": alarm.sensor, "alarm": alarm.kind},
        ),
    )
    if sensor is not None and sensor.unit:
        _hand_over(tx, receipt.ticket_id, sensor)
    return receipt.ticket_id


def _hand_over(tx: Transaction, ticket_id: str, sensor: Any) -> None:
    """Gives the ticket to the grid's unit and its inspector; where that does not work, a dispatcher has it."""
    requests = [StepRequest(step=Step.DISPATCH, unit=sensor.unit)]
    if sensor.handler_id:
        requests.append(StepRequest(step=Step.ASSIGN, handler_id=sensor.handler_id))
    for request in requests:
        try:
            with tx.attempt():
                steps.move(tx, service.row_of(tx, ticket_id), request)
        except AppError as error:
            log.warning("alarm not handed over (%s): %s", request.step.value, error.code)
            return


def _count(tx: Transaction, ticket_id: str, added: int) -> None:
    """Says how many there are, each time that they have doubled: a storm of thousands makes a dozen remarks."""
    merged = (each.id for each in tickets.merged_into(tx.connection, ticket_id))
    alarms, of = repository.totals(tx.connection, [ticket_id, *merged])
    if (alarms - added).bit_length() == alarms.bit_length():
        return
    row = service.row_of(tx, ticket_id)
    words = f"同类报警已累计 {alarms} 次，涉及 {of} 个传感器。"
    actor = replace(tx.actor)
    tickets.add_note(
        tx.connection, row.key, f"alarms-{ticket_id}-{alarms}", tx.now, (actor.account_id, actor.name), words
    )
    service.tell(tx, row)
