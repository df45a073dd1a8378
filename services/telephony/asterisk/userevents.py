"""What the dialplan tells by events of its own: marks, wishes, messages, who was refused or turned away, and whose break is over.

Most of them are told when they happen, and again until our server has kept them.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from services.contracts.calls import LANGUAGES, AgentState, CallEventKind
from services.contracts.plans import Outside
from services.telephony.asterisk.names import extension_of, is_call, unique_of
from services.telephony.asterisk.pbxcall import Event, number_of
from services.telephony.asterisk.stretches import read_turned

if TYPE_CHECKING:
    from services.telephony.asterisk.board import Board

K = CallEventKind
_TOLD = 10_000


class UserEvents:
    """Reads ``UserEvent`` of our dialplan (``pbx configure``)."""

    def __init__(self, board: "Board") -> None:
        self._board = board
        self._told_of: dict[str, None] = {}
        """Calls whose wish, refusal or message was told already, the oldest first."""
        self._languages: dict[str, str] = {}
        """What callers asked for who stand in no queue yet, the oldest first."""

    def language_of(self, call_id: str) -> str:
        """Returns what a caller asked for before they came into a queue; asked once."""
        return self._languages.pop(call_id, "")

    def read(self, event: Event) -> None:
        """Takes in an event; of what it does not know, or what is malformed, nothing becomes a fact."""
        if event.get("UserEvent") == "TongfuRated":
            self._rated(event, str(event.get("Call", "")), *str(event.get("Mark", "")).split(":")[:2])
        elif event.get("UserEvent") == "TongfuBack" and (extension := extension_of(str(event.get("Interface", "")))):
            self._board.fact(event, K.AGENT_STATE, "", extension, state=AgentState.READY.value, reason="")
        elif event.get("UserEvent") == "TongfuLanguage":
            self._asked_for(str(event.get("Call", "")), str(event.get("Asked", "")))
        elif event.get("UserEvent") == "TongfuRefused":
            self._refused(str(event.get("Call", "")), str(event.get("Said", "")).split(":"))
        elif event.get("UserEvent") == "TongfuTurned":
            self._turned(str(event.get("Call", "")), str(event.get("Said", "")).split(":"))
        elif event.get("UserEvent") == "TongfuSpeaks":
            self._speaks(event, str(event.get("Call", "")))
        elif event.get("UserEvent") == "TongfuMessage":
            self._left(str(event.get("Call", "")), str(event.get("Said", "")).split(":"))
        elif event.get("UserEvent") == "TongfuWished":
            self._wished(event, str(event.get("Call", "")), str(event.get("Wish", "")).split(":"))

    def _rated(self, event: Event, call_id: str, mark: str, second: str = "") -> None:
        """A citizen says how the talk was; told again, with the second in which it was, until our server has kept it."""
        if mark in ("1", "2", "3", "4", "5") and self._is_new(call_id, "mark"):
            told = {"Timestamp": float(second)} if second.isdigit() and "Timestamp" not in event else event
            self._board.fact(told, K.RATED, call_id, "", satisfaction=int(mark))

    def _asked_for(self, call_id: str, language: str) -> None:
        """Said between the opening words and the queue; who goes before is forgotten after many others."""
        if unique_of(call_id) and language in LANGUAGES:
            self._languages[call_id] = language
            if len(self._languages) > _TOLD:
                del self._languages[next(iter(self._languages))]

    def _wished(self, event: Event, call_id: str, wish: list[str]) -> None:
        """Told when it happens, and again until our server has kept it."""
        if len(wish) == 3 and wish[2].isdigit() and self._is_new(call_id):
            since = datetime.fromtimestamp(int(wish[2]), UTC).isoformat()
            self._board.fact(
                event, K.CALLBACK_WISHED, call_id, "", number=number_of(wish[0]), skill=wish[1], since=since
            )

    def _refused(self, call_id: str, said: list[str]) -> None:
        """A blocked number; told when it happens, and again until our server has counted it."""
        if len(said) == 2 and said[1].isdigit() and self._is_new(call_id):
            self._board.fact({"Timestamp": float(said[1])}, K.BLOCKED, call_id, "", number=number_of(said[0]))

    def _turned(self, call_id: str, said: list[str]) -> None:
        """A caller of a closed queue; told as a refused one is."""
        known = read_turned(said)
        # Where nobody answered outside, it is told again that they will be called.
        if known is None or not self._is_new(call_id, f"turned {said[2]}"):
            return
        at, kind, data = known
        data["number"] = number_of(said[0])
        call = self._board.calls.get(call_id)
        if call is not None and not call.connected:
            if data["treatment"] != Outside.SKILL:
                self._board.forget(call)
            call.ringing.clear()
        self._board.fact({"Timestamp": at}, kind, call_id, "", **data)

    def _speaks(self, event: Event, call_id: str) -> None:
        """Who leaves a message does not wait any more."""
        call = self._board.calls.get(call_id)
        if call is not None and not call.connected:
            self._board.forget(call)
            self._board.fact(event, K.ABANDONED, call.id, next(iter(call.ringing), ""))

    def _left(self, call_id: str, said: list[str]) -> None:
        """A caller has left a message, or nothing; told as a refused one is."""
        if len(said) >= 4 and said[2].isdigit() and said[3].isdigit() and self._is_new(call_id, "message"):
            since = datetime.fromtimestamp(int(said[2]), UTC).isoformat()
            recorded = len(said) > 5 and said[5].isdigit()
            data = {"number": number_of(said[0]), "skill": said[1], "since": since, "recorded": recorded}
            self._board.fact({"Timestamp": float(said[3])}, K.VOICEMAIL, call_id, "", **data)

    def _is_new(self, call_id: str, what: str = "") -> bool:
        """Tells whether this is a call of ours of which nothing (of its kind) was told yet."""
        told = f"{call_id} {what}"
        if not is_call(call_id) or told in self._told_of:
            return False
        self._told_of[told] = None
        if len(self._told_of) > _TOLD:
            del self._told_of[next(iter(self._told_of))]
        return True
