"""Routes of clocks: a ticket's own, and the rules and calendars that all are set by."""

from typing import Annotated

from fastapi import Path, Response

from services.contracts.accounts import Permission
from services.contracts.clocks import (
    Calendar,
    ClockPreview,
    ClockRulesHistory,
    NewCalendar,
    NewCalendarYear,
    NewClockRules,
    Recount,
    TicketClock,
)
from services.contracts.common import Code, Id
from services.server.clocks import alarms, recount, service, settings
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.routes import Router
from services.server.tickets import scope
from services.server.tickets import service as tickets
from services.server.timers.service import Timers
from services.server.transaction import Transaction
from services.server.work import Work, reads, updates, writes

router = Router(tags=["clocks"])


@router.get("/v1/tickets/{ticket_id}/clocks", response_model=list[TicketClock], summary="A ticket's clocks")
def get_clocks(
    ticket_id: Annotated[Id, Path(description="The ticket's id.")],
    work: Annotated[Work, reads(Permission.TICKET_READ)],
) -> Response:
    """Gives every clock that it ever had, in the order in which they were started, with the arithmetic of each."""

    def read(tx: Transaction) -> list[TicketClock]:
        row = tickets.row_of(tx, ticket_id)
        scope.require(tx, row)
        return service.of(tx, row.key)

    return work.read(read)


@router.get("/v1/clock-rules", response_model=ClockRulesHistory, summary="What clocks are set by")
def get_rules(work: Annotated[Work, reads(Permission.SIGNED_IN)]) -> Response:
    """Gives limits, ladders and calendars of units in every version, the newest first."""
    return work.read(settings.rules)


@router.put("/v1/clock-rules", response_model=ClockRulesHistory, summary="Change what clocks are set by")
def put_rules(new: NewClockRules, work: Annotated[Work, updates(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Adds a version that is in force from a moment on; clocks started since then are counted anew beside the requests."""
    return work.write(lambda tx: settings.change_rules(tx, new))


@router.post(
    "/v1/clock-rules/preview", response_model=list[TicketClock], summary="An example ticket by rules not kept yet"
)
def preview_rules(asked: ClockPreview, work: Annotated[Work, reads(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Gives each clock of an example ticket with its arithmetic. Reads only, and needs no key."""
    return work.read(lambda tx: settings.preview(tx, asked))


@router.get("/v1/calendars", response_model=list[Calendar], summary="Calendars")
def get_calendars(work: Annotated[Work, reads(Permission.SIGNED_IN)]) -> Response:
    """Gives each calendar in every version, with the years whose days off are published."""
    return work.read(settings.calendars)


@router.post("/v1/calendars", response_model=Calendar, status_code=201, summary="Load a year's calendar")
def post_year(year: NewCalendarYear, work: Annotated[Work, writes(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Keeps the days off and make-up days of a year's file and counts all open tickets anew beside the requests."""
    return work.write(lambda tx: settings.load_year(tx, year), status=201)


@router.get("/v1/calendars/{calendar}/years/{year}", response_model=NewCalendarYear, summary="A year's days off")
def get_year(
    calendar: Annotated[Code, Path(description="The calendar's code.")],
    year: Annotated[int, Path(ge=1970, le=2199, description="The year.")],
    work: Annotated[Work, reads(Permission.SIGNED_IN)],
) -> Response:
    """Gives the days off and make-up days of a year as they were loaded last."""
    return work.read(lambda tx: settings.year(tx, calendar, year))


@router.put("/v1/calendars", response_model=Calendar, summary="Define a calendar")
def put_calendar(new: NewCalendar, work: Annotated[Work, updates(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Keeps a calendar, or another version of one, in force from a day on; `If-Match` is the newest, `"0"` for the first."""
    return work.write(lambda tx: settings.define(tx, new))


@router.get("/v1/clock-rules/recount", response_model=Recount, summary="How far tickets are counted anew")
def get_recount(work: Annotated[Work, reads(Permission.SIGNED_IN)]) -> Response:
    """Gives the progress after a change of rules or calendars, or what the last one came to."""
    return work.read(recount.progress)


def install(kernel: Kernel) -> None:
    """Has the ladder and the recount run by timers."""
    timers = kernel.room(Timers)
    timers.on_many(service.TIMER, alarms.ring)
    timers.on(recount.JOB, recount.go_on)


FEATURE = Feature(router, install)
