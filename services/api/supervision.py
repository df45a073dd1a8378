"""Routes of follow-up, rates, leaders' instructions and known matters."""

from datetime import datetime

from services.api.transport import Transport
from services.contracts.common import Page, Typed
from services.contracts.followups import (
    FollowUp,
    Instruction,
    Matter,
    MatterChange,
    NewInstruction,
    NewMatter,
    RateBy,
    RateFigure,
    RateReport,
    RateTickets,
)
from services.tasks import Progress


class SupervisionApi:
    """What comes after the handling, and what stands above it."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def follow_up(self, ticket_id: str) -> FollowUp:
        """Gives the tries made to ask a citizen."""
        return self._transport.get(f"/v1/tickets/{ticket_id}/follow-up", FollowUp)

    def rates(self, since: datetime, until: datetime, by: RateBy, progress: Progress) -> RateReport:
        """Gives the figures of an interval, which may take seconds; ``progress`` may cancel it."""
        return self._transport.computed(
            "/v1/rates", RateReport, progress, since=since.isoformat(), until=until.isoformat(), by=by.value
        )

    def behind(
        self,
        since: datetime,
        until: datetime,
        by: RateBy,
        figure: RateFigure,
        group: str | None,
        cursor: str | None = None,
    ) -> RateTickets:
        """Gives a page of the tickets that a figure counts."""
        return self._transport.get(
            "/v1/rates/tickets",
            RateTickets,
            since=since.isoformat(),
            until=until.isoformat(),
            by=by.value,
            figure=figure.value,
            group=group,
            cursor=cursor,
        )

    def instructions(
        self, is_open: bool | None, since: datetime | None = None, until: datetime | None = None
    ) -> Page[Instruction]:
        """Gives leaders' instructions, the nearest deadline first."""
        return self._transport.get(
            "/v1/instructions",
            Page[Instruction],
            open=is_open,
            since=since.isoformat() if since else None,
            until=until.isoformat() if until else None,
        )

    def enter(self, new: NewInstruction, key: str) -> Instruction:
        """Writes an instruction down."""
        return self._transport.post("/v1/instructions", Instruction, new, key=key)

    def matters(self, is_open: bool = True) -> list[Matter]:
        """Gives what many ask about now, or what they asked about before."""
        return self._transport.get("/v1/matters", list[Matter], open=is_open)

    def open_matter(self, new: NewMatter | Typed, key: str) -> Matter:
        """Makes an open ticket a known matter."""
        return self._transport.post("/v1/matters", Matter, new, key=key)

    def change_matter(self, matter_id: str, change: MatterChange | Typed, version: int, key: str) -> Matter:
        """Changes the words to say, or ends it."""
        return self._transport.patch(f"/v1/matters/{matter_id}", Matter, change, key=key, version=version)
