"""Routes of clocks: a ticket's own, and the rules and calendars that all are set by."""

from services.api.transport import Transport
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
from services.contracts.common import Typed


class ClocksApi:
    """How much time a ticket has and why, and what that is set by."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def of(self, ticket_id: str) -> list[TicketClock]:
        """Gives every clock that a ticket ever had, with its arithmetic."""
        return self._transport.get(f"/v1/tickets/{ticket_id}/clocks", list[TicketClock])

    def rules(self) -> ClockRulesHistory:
        """Gives the rules in every version."""
        return self._transport.get("/v1/clock-rules", ClockRulesHistory)

    def change_rules(self, new: NewClockRules | Typed, version: int, key: str) -> ClockRulesHistory:
        """Adds a version of the rules; raises ``StaleVersion`` where somebody was faster."""
        return self._transport.put("/v1/clock-rules", ClockRulesHistory, new, key=key, version=version)

    def preview(self, asked: ClockPreview | Typed) -> list[TicketClock]:
        """Gives the clocks of an example ticket by rules that are not kept yet."""
        return self._transport.post("/v1/clock-rules/preview", list[TicketClock], asked)

    def calendars(self) -> list[Calendar]:
        """Gives the calendars in every version."""
        return self._transport.get("/v1/calendars", list[Calendar])

    def year(self, calendar: str, year: int) -> NewCalendarYear:
        """Gives the days off and make-up days of a year."""
        return self._transport.get(f"/v1/calendars/{calendar}/years/{year}", NewCalendarYear)

    def load_year(self, year: NewCalendarYear | Typed, key: str) -> Calendar:
        """Loads the days off and make-up days of a year."""
        return self._transport.post("/v1/calendars", Calendar, year, key=key)

    def define(self, calendar: NewCalendar | Typed, version: int, key: str) -> Calendar:
        """Keeps a calendar or another version of one; raises ``StaleVersion`` where somebody was faster."""
        return self._transport.put("/v1/calendars", Calendar, calendar, key=key, version=version)

    def recount(self) -> Recount:
        """Gives how far open tickets are counted anew after a change."""
        return self._transport.get("/v1/clock-rules/recount", Recount)
