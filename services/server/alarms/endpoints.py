"""Routes of the alarms."""

from typing import Annotated

from fastapi import Path, Query, Response

from services.contracts.accounts import Permission
from services.contracts.alarms import (
    Acknowledgement,
    Alarm,
    AlarmDelivery,
    AlarmPage,
    AlarmRules,
    AlarmRulesHistory,
    AlarmTargets,
    AlarmTargetsChange,
    NewAlarmRules,
)
from services.server.alarms import repository, service, settings
from services.server.alarms.post import AlarmPost
from services.server.alarms.watch import AlarmWatch, snapshot_part
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.pagination import MAX_CURSOR, decode_cursor
from services.server.routes import Router
from services.server.work import Work, reads, updates, writes
from services.telephony.protocol import Telephony

router = Router(tags=["alarms"])


@router.get("/v1/alarms", response_model=AlarmPage, summary="Alarms, the newest first")
def list_alarms(
    work: Annotated[Work, reads(Permission.FIGURES_READ)],
    cursor: Annotated[str | None, Query(max_length=MAX_CURSOR, description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
) -> Response:
    """Gives alarms that are on and those that are over, with who took care of them."""
    before = decode_cursor(cursor, (int,))[0] if cursor else None
    return work.read(lambda tx: service.page(tx, before, limit))


@router.post("/v1/alarms/{alarm_id}/acknowledge", response_model=Alarm, summary="Take care of an alarm")
def acknowledge_alarm(
    alarm_id: Annotated[int, Path(ge=1, le=2**63 - 1, description="The alarm's id.")],
    given: Acknowledgement,
    work: Annotated[Work, writes(Permission.FLOOR_MANAGE)],
) -> Response:
    """Writes down who takes care of it, and when. Who comes second gets the alarm as it is, with who was first."""
    return work.write(lambda tx: service.acknowledge(tx, alarm_id, given))


@router.get("/v1/alarm-rules", response_model=AlarmRulesHistory, summary="When alarms are raised")
def get_rules(work: Annotated[Work, reads(Permission.ALARM_MANAGE)]) -> Response:
    """Gives every version, the newest first; that one is in force."""
    return work.read(settings.history)


@router.put("/v1/alarm-rules", response_model=AlarmRules, summary="Set when alarms are raised")
def put_rules(new: NewAlarmRules, work: Annotated[Work, updates(Permission.ALARM_MANAGE)]) -> Response:
    """Adds a version, in force at once; `If-Match` is the newest version, `"0"` for the first."""
    return work.write(lambda tx: settings.set_rules(tx, new))


@router.get("/v1/alarm-targets", response_model=AlarmTargets, summary="Who is told outside of the consoles")
def get_targets(work: Annotated[Work, reads(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Gives e-mail addresses and webhooks; never their secrets."""
    return work.read(settings.shown_targets)


@router.put("/v1/alarm-targets", response_model=AlarmTargets, summary="Set who is told")
def put_targets(change: AlarmTargetsChange, work: Annotated[Work, updates(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Sets addresses and webhooks; `If-Match` is their version, `"0"` for the first. A hook without a secret keeps its own."""
    return work.write(lambda tx: settings.set_targets(tx, change))


@router.get("/v1/alarm-messages", response_model=list[AlarmDelivery], summary="Letters and requests about alarms")
def list_messages(
    work: Annotated[Work, reads(Permission.ALARM_MANAGE)],
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
) -> Response:
    """Gives the newest ones and what became of them."""
    return work.read(lambda tx: repository.messages(tx.connection, limit))


def install(kernel: Kernel) -> None:
    """Watches beside the requests where this process has an exchange: nobody else knows what happens on the floor."""
    watch = kernel.rooms[AlarmWatch] = AlarmWatch(kernel)
    post = kernel.rooms[AlarmPost] = AlarmPost(kernel)
    kernel.snapshot_parts.append(snapshot_part)
    if Telephony in kernel.rooms:
        kernel.background.append(watch.beside)
    kernel.background.append(post.beside)


FEATURE = Feature(router, install)
