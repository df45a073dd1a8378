"""What the page of call-backs asks for. All methods block; they belong in :class:`services.tasks.Tasks`."""

from uuid_utils import uuid7

from services.api.callbacks import CallBacksApi
from services.api.calls import CallsApi
from services.contracts.callbacks import CallBack, CallBackEntry, CallBackGivenUp, CallBackList, CallBackResult
from services.contracts.calls import Call, NewCall
from services.contracts.quality import Waveform
from services.streamed import StreamedSound
from services.tasks import Progress


class CallBackService:
    """Call-backs, and the call that is made for one."""

    def __init__(self, source: CallBacksApi, calls: CallsApi) -> None:
        self._source = source
        self._calls = calls

    def listed(self, closed: bool) -> CallBackList:
        """Returns the open ones in the order in which they are to be called, or today's closed ones."""
        return self._source.listed(closed)

    def one(self, call_back_id: str) -> CallBack:
        """Returns one, masked."""
        return self._source.one(call_back_id)

    def of_call(self, call_id: str) -> list[CallBack]:
        """Returns those that a call led to, was made for, or ended; masked, mostly none."""
        return self._source.of_call(call_id)

    def story(self, call_back_id: str) -> list[CallBackEntry]:
        """Returns what happened to one."""
        return self._source.story(call_back_id)

    def take(self, call_back_id: str) -> CallBack:
        """Takes one for oneself; the look at its number is recorded."""
        return self._source.take(call_back_id, str(uuid7()))

    def call(self, taken: CallBack) -> Call:
        """Calls the citizen of a call-back that was taken."""
        return self._calls.dial(NewCall(id=str(uuid7()), number=taken.number), str(uuid7()))

    def message_waveform(self, call_id: str) -> Waveform:
        """Returns what to draw of a voice message."""
        return self._source.message_waveform(call_id)

    def message_sound(self, progress: Progress, call_id: str, why: str) -> StreamedSound:
        """Returns a voice message with its first piece. The server notes who listens and why."""
        return self._source.message(call_id, why).begin(progress)

    def release(self, call_back_id: str) -> CallBack:
        """Gives it back untried."""
        return self._source.release(call_back_id, str(uuid7()))

    def result(self, call_back_id: str, reached: bool) -> CallBack:
        """Says what came of a try."""
        return self._source.result(call_back_id, CallBackResult(reached=reached), str(uuid7()))

    def give_up(self, call_back_id: str, reason: str) -> CallBack:
        """Closes one without a talk."""
        return self._source.give_up(call_back_id, CallBackGivenUp(reason=reason), str(uuid7()))
