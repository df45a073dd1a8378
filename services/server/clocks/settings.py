"""Rules and calendars: read, changed in new versions that hold from a date on, and then everything is counted anew."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from uuid_utils import uuid7

from services.clock import known_zone
from services.contracts.clocks import (
    Calendar,
    ClockKind,
    ClockPreview,
    ClockRules,
    ClockRulesBody,
    ClockRulesHistory,
    NewCalendar,
    NewCalendarYear,
    NewClockRules,
    TicketClock,
)
from services.errors import InvalidFields, NotFound, StaleVersion
from services.server.clocks import explain, recount, repository, state
from services.server.clocks.config import Config, Facts
from services.server.tickets.trace import URGENCIES
from services.server.transaction import Transaction


def rules(tx: Transaction) -> ClockRulesHistory:
    """Returns the rules in every version."""
    return _history(tx, repository.config(tx.connection, is_counting=False))


def change_rules(tx: Transaction, new: NewClockRules) -> ClockRulesHistory:
    """Keeps another version of the rules. Clocks that were started since it is in force are counted by it.

    Raises:
        StaleVersion: somebody has added one since.
        InvalidFields: there is no such calendar.
    """
    repository.lock_config(tx.connection)
    config = repository.config(tx.connection, is_counting=False)
    newest = max(each.version for each in config.rules)
    if tx.expected_version is not None and tx.expected_version != newest:
        raise StaleVersion(_history(tx, config).model_dump(mode="json"))
    _check_calendars(config, new)
    version = ClockRules(**new.model_dump(), version=newest + 1, author=tx.actor.name)
    changed = _keep(tx, config, rules=[*config.rules, version])
    return _history(tx, changed)


def calendars(tx: Transaction) -> list[Calendar]:
    """Returns the calendars in every version, with the years that are published."""
    return list(repository.config(tx.connection, is_counting=False).calendars)


def load_year(tx: Transaction, year: NewCalendarYear) -> Calendar:
    """Keeps a year's days off and make-up days; a year loaded before is replaced.

    Raises:
        InvalidFields: there is no such calendar, or it takes its days from another one.
    """
    repository.lock_config(tx.connection)
    config = repository.config(tx.connection, is_counting=False)
    calendar = _newest(config.calendars, year.calendar)
    if calendar is None or calendar.days_of:
        raise InvalidFields({"calendar": ("unknown_code", {"value": year.calendar})})
    others = [each for each in config.years if (each.calendar, each.year) != (year.calendar, year.year)]
    changed = _keep(tx, config, years=[*others, year])
    return _newest(changed.calendars, year.calendar) or calendar


def year(tx: Transaction, calendar: str, number: int) -> NewCalendarYear:
    """Returns a year's days as they were loaded.

    Raises:
        NotFound: that year is not loaded.
    """
    config = repository.config(tx.connection, is_counting=False)
    for each in config.years:
        if (each.calendar, each.year) == (calendar, number):
            return each.model_copy(update={"schema_": "", "id_": ""})
    raise NotFound("calendar_year")


def define(tx: Transaction, new: NewCalendar) -> Calendar:
    """Keeps a new calendar, or another version of one.

    Raises:
        StaleVersion: somebody has added one since.
        InvalidFields: its zone is not known, or the calendar that it takes its days from is not, or takes them itself.
    """
    repository.lock_config(tx.connection)
    config = repository.config(tx.connection, is_counting=False)
    earlier = _newest(config.calendars, new.code)
    if tx.expected_version is not None and tx.expected_version != (earlier.version if earlier else 0):
        raise StaleVersion(earlier.model_dump(mode="json") if earlier else {})
    zone = known_zone(new.zone) if new.zone else tx.zone
    if zone is None:
        raise InvalidFields({"zone": ("unknown_code", {"value": new.zone})})
    source = _newest(config.calendars, new.days_of)
    follows = any(each.days_of == new.code for each in config.calendars)
    if new.days_of and (source is None or source.days_of or new.days_of == new.code or follows):
        raise InvalidFields({"days_of": ("unknown_code", {"value": new.days_of})})
    calendar = Calendar(**{**new.model_dump(), "zone": zone.key}, version=earlier.version + 1 if earlier else 1)
    changed = _keep(tx, config, calendars=[*config.calendars, calendar])
    return _newest(changed.calendars, new.code) or calendar


def ensure(tx: Transaction) -> None:
    """Keeps what the program carries where nothing is kept yet, so that a newer program changes no district's limits."""
    config = repository.config(tx.connection)
    if not config.token:
        config = replace(config, token=str(uuid7()))
        repository.keep_config(tx.connection, config)


def preview(tx: Transaction, asked: ClockPreview) -> list[TicketClock]:
    """Returns each clock of an example ticket as if it began at the moment named, by rules that are not kept.

    Raises:
        InvalidFields: there is no such calendar.
    """
    config = repository.config(tx.connection, is_counting=False)
    _check_calendars(config, asked.rules, "rules.")
    # By its name alone: rules to come hold for an example of today as well.
    rules = ClockRules(**asked.rules.model_dump(), version=_PREVIEWED, effective_from=datetime(1970, 1, 1, tzinfo=UTC))
    config = replace(config, rules=[rules])
    facts = Facts(
        asked.kind or "", URGENCIES.index(asked.urgency), asked.unit, asked.category, asked.town, asked.village
    )
    clocks = [state.started(config, kind, facts, asked.received_at, asked.received_at) for kind in ClockKind]
    return [explain.clock(config, clock, asked.received_at) for clock in clocks]


_PREVIEWED = -1
"""Version of rules that are only tried."""


def limits_changed(tx: Transaction, since: datetime) -> None:
    """Has clocks go by the limits of another version of the dispatch catalogue, and counts anew what began since."""
    repository.lock_config(tx.connection)
    config = repository.config(tx.connection, is_counting=False)
    repository.keep_config(tx.connection, replace(config, token=str(uuid7())))
    if since < tx.now:
        recount.begin(tx)


def forget_unit(tx: Transaction, unit: str) -> None:
    """Leaves a unit that is dissolved out of the units with a calendar of their own, from now on and in rules to come.

    Nothing is counted anew: no clock has begun under these rules yet, and who takes its tickets has a calendar already.
    """
    repository.lock_config(tx.connection)
    config = repository.config(tx.connection, is_counting=False)
    current, newest = config.rules_at(tx.now), max(each.version for each in config.rules)
    standing = (each for each in config.rules if each is current or each.effective_from > tx.now)
    without = [
        each.model_copy(
            update={
                "calendars_of_units": {code: own for code, own in each.calendars_of_units.items() if code != unit},
                "version": newest + number,
                "effective_from": max(each.effective_from, tx.now),
                "author": tx.actor.name,
            }
        )
        for number, each in enumerate((each for each in standing if unit in each.calendars_of_units), start=1)
    ]
    if without:
        changed = replace(config, token=str(uuid7()), rules=[*config.rules, *without])
        repository.keep_config(tx.connection, changed)


def _keep(
    tx: Transaction,
    config: Config,
    rules: Sequence[ClockRules] | None = None,
    calendars: Sequence[Calendar] | None = None,
    years: Sequence[NewCalendarYear] | None = None,
) -> Config:
    changed = replace(
        config,
        token=str(uuid7()),
        rules=config.rules if rules is None else rules,
        calendars=config.calendars if calendars is None else calendars,
        years=config.years if years is None else years,
    )
    repository.keep_config(tx.connection, changed)
    recount.begin(tx)
    return repository.config(tx.connection, is_counting=False)


def _check_calendars(config: Config, new: ClockRulesBody, where: str = "") -> None:
    known = {calendar.code for calendar in config.calendars}
    for field, codes in (("calendar", {new.calendar}), ("calendars_of_units", set(new.calendars_of_units.values()))):
        if codes - known:
            raise InvalidFields({f"{where}{field}": ("unknown_code", {"value": ", ".join(sorted(codes - known))})})


def _newest(calendars: Sequence[Calendar], code: str) -> Calendar | None:
    return max((each for each in calendars if each.code == code), key=lambda each: each.version, default=None)


def _history(tx: Transaction, config: Config) -> ClockRulesHistory:
    versions = sorted(config.rules, key=lambda rules: -rules.version)
    return ClockRulesHistory(version=versions[0].version, current=config.rules_at(tx.now), versions=versions)
