"""Routes of calls and agents."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import AwareDatetime

from services.contracts.accounts import Permission
from services.contracts.calls import (
    AgentStateChange,
    AgentStatus,
    Call,
    CallRow,
    CallState,
    NewCall,
    PutRight,
    RawCallEvent,
    TransferRequest,
    WrapUp,
)
from services.contracts.common import Code, Id, Page
from services.server.calls import service
from services.server.calls.driver import driving
from services.server.calls.floor import CallFloor, local_exchange
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.pagination import MAX_CURSOR
from services.server.people.looks import LookBook
from services.server.work import Work, encode, reads, writes
from services.telephony.protocol import Telephony

router = APIRouter(tags=["calls"])

_CallId = Annotated[Id, Path(description="The call's id.")]
_ID = r"^[0-9a-zA-Z_-]{0,64}$"
_Handles = Annotated[Work, writes(Permission.CALL_HANDLE)]


def install(kernel: Kernel) -> None:
    """Makes the floor, on the exchange that another feature has brought (the simulator) or on an empty one."""
    floor = CallFloor(kernel, kernel.rooms.get(Telephony) or local_exchange(kernel))
    kernel.rooms[CallFloor] = floor
    kernel.snapshot_parts.append(floor.snapshot)
    kernel.signed_out.append(floor.signed_out)
    kernel.background.append(lambda: driving(floor))


FEATURE = Feature(router, install)


def _floor(work: Work) -> CallFloor:
    return work.kernel.room(CallFloor)


@router.get("/v1/calls", response_model=Page[CallRow], summary="Calls, the latest first")
def list_calls(
    work: Annotated[Work, reads(Permission.TICKET_READ)],
    agent: Annotated[str, Query(pattern=_ID, description="Handled by this agent.")] = "",
    person: Annotated[str, Query(pattern=_ID, description="From this citizen.")] = "",
    state: Annotated[CallState | None, Query(description="In this state.")] = None,
    skill: Annotated[Code, Query(description="Of this queue.")] = "",
    since: Annotated[AwareDatetime | None, Query(description="Offered at or after.")] = None,
    until: Annotated[AwareDatetime | None, Query(description="Offered before.")] = None,
    cursor: Annotated[str | None, Query(max_length=MAX_CURSOR, description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
) -> Response:
    """Gives masked rows."""
    filters: dict[str, Any] = {
        "agent_id": agent,
        "person_id": person,
        "state": state.value if state else None,
        "skill": skill,
        "since": _sane(since),
        "until": _sane(until),
    }
    return work.read(lambda tx: service.page(tx, filters, cursor, limit))


@router.post("/v1/calls", response_model=Call, summary="Call a number")
def dial(new: NewCall, work: _Handles) -> Response:
    """Rings the agent's telephone and then the number. The agent talks from the moment of asking; wrap-up follows."""
    return work.write(lambda tx: service.dial(_floor(work), tx, new))


@router.get("/v1/calls/{call_id}", response_model=Call, summary="One call")
def get_call(call_id: _CallId, work: Annotated[Work, reads(Permission.TICKET_READ)]) -> Response:
    """Gives a call. The number and what was said go only to the agent who handles it, and that look is recorded."""
    call = work.kernel.read(lambda tx: service.get(_floor(work), tx, call_id), work.actor)
    if call.number:
        work.kernel.room(LookBook).record(work.actor, "call", call_id)
    return Response(encode(call), media_type="application/json")


@router.get("/v1/calls/{call_id}/events", response_model=list[RawCallEvent], summary="A call's timeline")
def get_call_events(call_id: _CallId, work: Annotated[Work, reads(Permission.TICKET_READ)]) -> Response:
    """Gives the raw events in the order in which they were received, without the number."""
    return work.read(lambda tx: service.timeline(tx, call_id))


@router.post("/v1/calls/{call_id}/answer", response_model=Call, summary="Answer, or pick from the queue")
def answer_call(call_id: _CallId, work: _Handles) -> Response:
    """Connects the caller with who asks. Of two who ask for the same caller one is refused."""
    return work.write(lambda tx: service.answer(_floor(work), tx, call_id))


@router.post("/v1/calls/{call_id}/hold", response_model=Call, summary="Put on hold")
def hold_call(call_id: _CallId, work: _Handles) -> Response:
    """Plays music to the caller."""
    return work.write(lambda tx: service.hold(_floor(work), tx, call_id))


@router.post("/v1/calls/{call_id}/resume", response_model=Call, summary="Take off hold")
def resume_call(call_id: _CallId, work: _Handles) -> Response:
    """Goes on talking."""
    return work.write(lambda tx: service.resume(_floor(work), tx, call_id))


@router.post("/v1/calls/{call_id}/mute", response_model=Call, summary="Mute the microphone")
def mute_call(call_id: _CallId, work: _Handles) -> Response:
    """The caller does not hear the agent any more."""
    return work.write(lambda tx: service.mute(_floor(work), tx, call_id, True))


@router.post("/v1/calls/{call_id}/unmute", response_model=Call, summary="Unmute the microphone")
def unmute_call(call_id: _CallId, work: _Handles) -> Response:
    """The caller hears the agent again."""
    return work.write(lambda tx: service.mute(_floor(work), tx, call_id, False))


@router.post("/v1/calls/{call_id}/transfer", response_model=Call, summary="Transfer")
def transfer_call(call_id: _CallId, to: TransferRequest, work: _Handles) -> Response:
    """Sends the caller to a ready colleague, or to the head of a queue."""
    return work.write(lambda tx: service.transfer(_floor(work), tx, call_id, to))


@router.post("/v1/calls/{call_id}/conference", response_model=Call, summary="Talk of three")
def conference_call(call_id: _CallId, whom: TransferRequest, work: _Handles) -> Response:
    """Joins a ready colleague. When they end, they leave; when the handling agent ends, the call is over."""
    return work.write(lambda tx: service.conference(_floor(work), tx, call_id, whom.agent_id or ""))


@router.post("/v1/calls/{call_id}/hand-over", response_model=Call, summary="Leave a talk of three")
def hand_over_call(call_id: _CallId, work: _Handles) -> Response:
    """The agent leaves, and the colleague goes on with the caller: the end of an attended transfer."""
    return work.write(lambda tx: service.hand_over(_floor(work), tx, call_id))


@router.post("/v1/calls/{call_id}/end", response_model=Call, summary="End")
def end_call(call_id: _CallId, work: _Handles) -> Response:
    """Ends the call; wrap-up begins."""
    return work.write(lambda tx: service.end(_floor(work), tx, call_id))


@router.post("/v1/calls/{call_id}/wrap-up", response_model=Call, summary="Finish the wrap-up")
def finish_wrap_up(call_id: _CallId, given: WrapUp, work: _Handles) -> Response:
    """Takes the wrap-up code and goes to ready or to a break."""
    return work.write(lambda tx: service.wrap_up(_floor(work), tx, call_id, given))


@router.put("/v1/agents/me/state", response_model=AgentStatus, summary="One's own state")
def change_my_state(asked: AgentStateChange, work: _Handles) -> Response:
    """Goes on duty, ready, on a break, into training, offline; or extends the wrap-up."""
    return work.write(lambda tx: service.set_state(_floor(work), tx, asked))


@router.post("/v1/agents/{agent_id}/put-right", response_model=AgentStatus, summary="Correct a stuck agent")
def put_agent_right(
    agent_id: Annotated[Id, Path(description="The agent's account.")],
    asked: PutRight,
    work: Annotated[Work, writes(Permission.FLOOR_MANAGE)],
) -> Response:
    """Sets an agent's state, with the reason on record; a caller they have goes back to the head of the queue."""
    return work.write(lambda tx: service.put_right(_floor(work), tx, agent_id, asked))


def _sane(moment: datetime | None) -> datetime | None:
    """Returns a moment that both databases can compare with: far years overflow when brought to UTC."""
    return None if moment is None or not 1900 < moment.year < 9000 else moment
