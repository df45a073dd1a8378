"""Leads who are in agents' calls by their own telephones (ChanSpy), read from Asterisk's events."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from services.contracts.calls import CallEventKind, SupervisionMode

if TYPE_CHECKING:
    from services.telephony.asterisk.board import Board

DIGITS = {SupervisionMode.LISTEN: "4", SupervisionMode.WHISPER: "5", SupervisionMode.JOIN: "6"}
"""The keys by which ChanSpy changes how a lead is in a call."""
OPTIONS = {SupervisionMode.LISTEN: "", SupervisionMode.WHISPER: "w", SupervisionMode.JOIN: "B"}


@dataclass
class Visit:
    """A lead's telephone that was asked into a call."""

    call_id: str
    extension: str
    mode: SupervisionMode
    channel: str = ""
    """The telephone's channel, once it is picked up and hears the call."""
    conference: bool = False
    """The lead is where all three are, and not on the agent's line."""


class Leads:
    """Visits by the unique id of the lead's channel."""

    def __init__(self, board: "Board") -> None:
        self._board = board
        self._visits: dict[str, Visit] = {}

    def expect(self, unique: str, visit: Visit) -> None:
        """A lead's telephone is about to be rung."""
        self._visits[unique] = visit

    def of(self, call_id: str, extension: str) -> tuple[str, Visit] | None:
        """Returns a lead's visit to a call, with the unique id of the channel."""
        wanted = (call_id, extension)
        return next(((u, v) for u, v in self._visits.items() if (v.call_id, v.extension) == wanted), None)

    def elsewhere(self, extension: str, call_id: str = "") -> list[str]:
        """Returns the unique ids of the channels by which a lead is in calls other than this one, or is rung for them."""
        return [u for u, v in self._visits.items() if v.extension == extension and v.call_id != call_id]

    def began(self, event: Mapping[str, Any]) -> None:
        """A lead hears a call by the agent's line."""
        visit = self._visits.get(str(event.get("SpyerUniqueid", "")))
        if visit is not None and not visit.channel:
            visit.channel = str(event.get("SpyerChannel", ""))
            self.told(event, visit)

    def joined(self, event: Mapping[str, Any]) -> None:
        """A lead is in the conference in which three talk."""
        visit = self._visits.get(str(event.get("Uniqueid", "")))
        if visit is not None and not visit.channel:
            visit.channel = str(event.get("Channel", ""))
            self.told(event, visit)

    def to_bring(self, call_id: str) -> list[Visit]:
        """Returns who speaks with two and would be left behind when these go to a conference."""
        return [
            visit
            for visit in self._visits.values()
            if visit.call_id == call_id and visit.mode is SupervisionMode.JOIN and not visit.conference
        ]

    def stopped(self, event: Mapping[str, Any]) -> None:
        """A lead hears the agent's line no more: they have gone, or into the conference."""
        visit = self._visits.get(str(event.get("SpyerUniqueid", "")))
        if visit is not None and not visit.conference:
            self.ended(event)

    def modes(self, call_id: str) -> dict[str, SupervisionMode]:
        """Returns who is in a call, and how, by extension."""
        return {v.extension: v.mode for v in self._visits.values() if v.call_id == call_id and v.channel}

    def agree(self, found: Mapping[str, Visit]) -> bool:
        """Brings visits to how they were found after a time in which nothing was heard; tells whether one had ended."""
        gone = [unique for unique, visit in self._visits.items() if visit.channel and unique not in found]
        for unique in gone:
            self.ended({"SpyerUniqueid": unique})
        for unique, visit in found.items():
            known = self._visits.get(unique)
            if known is None or (known.channel, known.mode) != (visit.channel, visit.mode):
                self._visits[unique] = visit
                self.told({}, visit)
        return bool(gone)

    def told(self, event: Mapping[str, Any], visit: Visit) -> None:
        """States how a lead is in a call."""
        call = self._board.calls.get(visit.call_id)
        if call is not None and visit.channel:
            self._board.state(event, CallEventKind.SUPERVISED, call, lead=visit.extension, mode=visit.mode.value)

    def ended(self, event: Mapping[str, Any]) -> None:
        """A lead's telephone has hung up, or was not picked up."""
        visit = self._visits.pop(str(event.get("SpyerUniqueid", "")), None)
        call = self._board.calls.get(visit.call_id) if visit is not None else None
        if visit is not None and call is not None and visit.channel:
            self._board.state(event, CallEventKind.UNSUPERVISED, call, lead=visit.extension)
