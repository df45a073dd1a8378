"""Rules for alarms: raising and clearing them, with who is told, and acknowledging."""

from datetime import datetime

from services.contracts.accounts import Permission, Role
from services.contracts.alarms import Acknowledgement, Alarm, AlarmPage, AlarmRule
from services.contracts.events import Topic
from services.contracts.notices import NoticeCode
from services.errors import NotFound
from services.server.alarms import repository, settings
from services.server.notices import repository as people
from services.server.notices import service as notices
from services.server.pagination import encode_cursor
from services.server.transaction import Transaction, everyone_with


def page(tx: Transaction, before: int | None, limit: int) -> AlarmPage:
    """Returns alarms, those that are over too, the newest first."""
    found = repository.page(tx.connection, before, limit + 1)
    following = encode_cursor((found[limit - 1].id,)) if len(found) > limit else None
    return AlarmPage(items=found[:limit], next=following)


def acknowledge(tx: Transaction, alarm_id: int, given: Acknowledgement) -> Alarm:
    """A lead takes care of an alarm. Who comes second is told who was first.

    Raises:
        NotFound: there is no such alarm.
    """
    by = tx.actor.account_id, tx.actor.name
    done = repository.acknowledge(tx.connection, alarm_id, by, given.remark, tx.now)
    alarm = repository.one(tx.connection, alarm_id)
    if alarm is None:
        raise NotFound("alarm")
    if done:
        _say(tx, alarm)
    return alarm


def raise_alarm(tx: Transaction, rule: AlarmRule, alarm: Alarm, real_now: datetime) -> Alarm:
    """Writes an alarm down, says it on the stream, and tells whom the rule wants told."""
    made = repository.add(tx.connection, alarm)
    _say(tx, made)
    if rule.notice:
        values: dict[str, str | int] = {
            "alarm": made.id,
            "kind": made.kind,
            "name": made.name,
            "skill": made.skill,
            "value": round(made.value),
        }
        leads = people.people_with(tx.connection, Role.LEAD)
        notices.tell(tx, leads, NoticeCode.FLOOR_ALARM, values, urgent=True)
    _tell(tx, rule, made, "raised", real_now)
    return made


def clear_alarm(tx: Transaction, rule: AlarmRule | None, alarm_id: int, real_now: datetime) -> None:
    """Ends an alarm, and tells whoever was told of it outside of the consoles."""
    alarm = repository.clear(tx.connection, alarm_id, tx.now)
    if alarm is None:
        return
    _say(tx, alarm)
    if rule is not None:
        _tell(tx, rule, alarm, "cleared", real_now)


def _say(tx: Transaction, alarm: Alarm) -> None:
    tx.append(Topic.ALARM, str(alarm.id), alarm.model_dump(mode="json"), everyone_with(Permission.FIGURES_READ))


def _tell(tx: Transaction, rule: AlarmRule, alarm: Alarm, what: str, real_now: datetime) -> None:
    targets = settings.targets(tx)
    ways = [("email", "")] if rule.email and targets.addresses else []
    ways += [("webhook", hook.id) for hook in targets.hooks] if rule.webhook else []
    repository.add_messages(tx.connection, alarm, what, ways, real_now)
