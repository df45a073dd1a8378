"""Routes of call-backs."""

from services.api.sounds import sound
from services.api.transport import Transport
from services.contracts.callbacks import (
    CallBack,
    CallBackEntry,
    CallBackGivenUp,
    CallBackList,
    CallBackResult,
    CallBackRules,
    CallBackRulesHistory,
    NewCallBackRules,
)
from services.contracts.common import Typed
from services.contracts.quality import Waveform
from services.streamed import StreamedSound


class CallBacksApi:
    """Whom to call back."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def listed(self, closed: bool) -> CallBackList:
        """Gives the open ones in their order, or today's closed ones."""
        return self._transport.get("/v1/call-backs", CallBackList, closed=closed)

    def one(self, call_back_id: str) -> CallBack:
        """Gives one, masked."""
        return self._transport.get(f"/v1/call-backs/{call_back_id}", CallBack)

    def of_call(self, call_id: str) -> list[CallBack]:
        """Gives those that a call led to, was made for, or ended; masked."""
        return self._transport.get(f"/v1/calls/{call_id}/call-backs", list[CallBack])

    def story(self, call_back_id: str) -> list[CallBackEntry]:
        """Gives what happened to one."""
        return self._transport.get(f"/v1/call-backs/{call_back_id}/story", list[CallBackEntry])

    def take(self, call_back_id: str, key: str) -> CallBack:
        """Takes one for oneself, with its number."""
        return self._transport.post(f"/v1/call-backs/{call_back_id}/take", CallBack, key=key)

    def release(self, call_back_id: str, key: str) -> CallBack:
        """Gives it back."""
        return self._transport.post(f"/v1/call-backs/{call_back_id}/release", CallBack, key=key)

    def result(self, call_back_id: str, found: CallBackResult, key: str) -> CallBack:
        """Says what came of a try."""
        return self._transport.post(f"/v1/call-backs/{call_back_id}/result", CallBack, found, key=key)

    def give_up(self, call_back_id: str, why: CallBackGivenUp, key: str) -> CallBack:
        """Closes one with a reason."""
        return self._transport.post(f"/v1/call-backs/{call_back_id}/give-up", CallBack, why, key=key)

    def message(self, call_id: str, why: str) -> StreamedSound:
        """Gives a voice message, a FLAC file; once it begins, the play is recorded with the reason."""
        return sound(self._transport, f"/v1/voice-messages/{call_id}", why)

    def message_waveform(self, call_id: str) -> Waveform:
        """Gives what to draw of a voice message."""
        return self._transport.get(f"/v1/voice-messages/{call_id}/waveform", Waveform)

    def rules(self) -> CallBackRulesHistory:
        """Gives all versions of hours and tries."""
        return self._transport.get("/v1/call-back-rules", CallBackRulesHistory)

    def set_rules(self, new: NewCallBackRules | Typed, version: int, key: str) -> CallBackRules:
        """Adds a version; the server checks what was typed."""
        return self._transport.put("/v1/call-back-rules", CallBackRules, new, key=key, version=version)
