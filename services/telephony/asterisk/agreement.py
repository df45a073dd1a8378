"""Brings the board to what Asterisk said when it was looked at: calls nobody told of, and talks that changed unheard."""

from services.contracts.calls import CallEventKind
from services.telephony.asterisk.backlog import Step
from services.telephony.asterisk.board import Board
from services.telephony.asterisk.pbxcall import Event, PbxCall, number_of

K = CallEventKind


class Agreement:
    """Puts the board right; what that comes to is stated as facts."""

    def __init__(self, board: Board) -> None:
        self._board = board

    def adopt(self, event: Event, found: PbxCall) -> None:
        """Takes in a call that Asterisk has and nobody told of; says what it has come to."""
        self._board.calls[found.id] = found
        self._board.bind(found)
        if found.outgoing:
            # The floor knows it since it was asked for; at most the answer is news.
            if found.answered:
                self._connect(event, found, found)
            return
        self._board.offer(event, found)
        if not (found.waiting or found.connected or found.parked):
            self._nobodys(found)
            return
        for extension in found.ringing:
            self._board.fact(event, K.RINGING, found.id, extension)
        self._connect(event, found, found)

    def _connect(self, event: Event, call: PbxCall, found: PbxCall) -> None:
        """Takes over the agents of a call as they were found."""
        if not found.agent:
            return
        call.waiting, call.answered = False, True
        call.agent, call.agent_channel = found.agent, found.agent_channel
        answered = {"Timestamp": found.connected_at} if found.connected_at else event
        self._board.fact(answered, K.ANSWERED, call.id, call.agent)
        self._take_over(call, found)
        if call.held:
            self._board.fact({}, K.HELD, call.id, call.agent)
        if call.third:
            self._board.state({}, K.CONSULTED if call.consulting else K.CONFERENCE, call, **call.third_party())

    def _take_over(self, call: PbxCall, found: PbxCall) -> None:
        """Takes over how a talk was found."""
        self._board.unbind(call)
        call.agent_channel, call.helper, call.helper_channel = found.agent_channel, found.helper, found.helper_channel
        call.outside, call.expected, call.consulting = found.outside, found.expected, found.consulting
        call.held, call.muted, call.recording_paused = found.held, found.muted, found.recording_paused
        call.aside, call.met = found.aside and not found.consulting, found.met or call.met
        self._board.bind(call)
        if call.consulting and not (call.third or call.expected):
            # Whoever was asked, or has asked, went unheard; the citizen comes back to who is left.
            self._board.stranded.append(call)
        if found.unrecorded:
            self._board.handed.append(call)

    def _nobodys(self, call: PbxCall) -> None:
        """A citizen hears music, and their agent has gone unheard: they wait again, first of all."""
        self._board.fact({}, K.TRANSFERRED, call.id, "")
        call.leaving = "transfer"
        self._board.stranded.append(call)

    def _agree_talk(self, known: PbxCall, found: PbxCall) -> bool:
        """Brings a talk that goes on with the same agent to how it was found."""
        before, left = (known.held, known.consulting, known.third), known.helper
        self._take_over(known, found)
        if before == (known.held, known.consulting, known.third):
            return False
        if known.third:
            self._board.state({}, K.CONSULTED if known.consulting else K.CONFERENCE, known, **known.third_party())
        elif known.held:
            self._board.fact({}, K.HELD, known.id, known.agent)
        else:
            self._board.fact({}, K.RESUMED, known.id, known.agent, **({"left": left} if left else {}))
        return True

    def agree(self, known: PbxCall, found: PbxCall) -> bool:
        """Brings a call to how it was found after a time in which nothing was heard; tells whether anything differed."""
        known.channel = found.channel or known.channel
        known.picked_up = known.picked_up or found.picked_up
        self._board.bind(known)
        if (known.outgoing and not (known.answered and found.answered)) or known.parked or found.parked:
            return False
        if known.agent == found.agent:
            if known.connected:
                return self._agree_talk(known, found)
            gone = [extension for extension in known.ringing if found.waiting and extension not in found.ringing]
            for extension in gone:
                del known.ringing[extension]
                self._board.fact({}, K.RING_MISSED, known.id, extension)
            return bool(gone)
        if known.connected:
            if not (found.waiting or found.connected):
                self._board.take_away({}, known)
                known.leaving = "transfer"
                self._board.stranded.append(known)
                return True
            self._board.take_away({}, known)
            known.waiting = True
        known.ringing.clear()
        self._connect({}, known, found)
        return True

    def tell(self, step: Step, extension: str) -> None:
        """States what the queue log says of a call of which nobody heard."""
        known = self._board.calls.get(step.call_id)
        if step.kind in (K.ENDED, K.ABANDONED) and known is not None:
            self._board.forget(known)
        data = dict(step.data)
        if step.kind is K.OFFERED:
            data = {**data, "number": number_of(data.get("number")), "scenario": ""}
        self._board.fact({"Timestamp": float(step.at)}, step.kind, step.call_id, extension, **data)
