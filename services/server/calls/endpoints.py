"""Routes of calls and agents."""

from datetime import datetime
from functools import partial
from typing import Annotated, Any

from fastapi import Path, Query, Response
from pydantic import AwareDatetime

from services.contracts.accounts import Account, AgentSkills, Permission
from services.contracts.calls import (
    AgentStateChange,
    AgentStatus,
    Along,
    Call,
    CallRow,
    CallState,
    Keys,
    MoveCall,
    NewCall,
    PutRight,
    RawCallEvent,
    Reject,
    Supervise,
    TakeCall,
    TransferRequest,
    WrapUp,
)
from services.contracts.common import Code, Id, Page
from services.contracts.events import Topic
from services.server.calls import leads, moves, others, service
from services.server.calls.driver import driving
from services.server.calls.floor import CallFloor, local_exchange
from services.server.calls.followed import Followed
from services.server.calls.helping import call_leads
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.operations.metrics import Metrics
from services.server.pagination import MAX_CURSOR
from services.server.people.looks import LookBook
from services.server.routes import Router
from services.server.work import Work, encode, reads, updates, writes
from services.telephony.protocol import Telephony

router = Router(tags=["calls"])

_AgentId = Annotated[Id, Path(description="The agent's account.")]
_CallId = Annotated[Id, Path(description="The call's id.")]
_ID = r"^[0-9a-zA-Z_-]{0,64}$"
_Handles = Annotated[Work, writes(Permission.CALL_HANDLE)]


def install(kernel: Kernel) -> None:
    """Makes the floor, on the exchange that another feature has brought (the simulator) or on an empty one."""
    floor = CallFloor(kernel, kernel.rooms.get(Telephony) or local_exchange(kernel))
    kernel.rooms[CallFloor] = floor
    kernel.floor_batches.append(partial(call_leads, floor))
    kernel.snapshot_parts.append(floor.snapshot)
    kernel.signed_out.append(floor.signed_out)
    followed = Followed(Topic.ACCOUNT, partial(leads.follow_accounts, kernel, floor))
    kernel.feed.listeners.append(followed.hear)
    kernel.background.append(followed.beside)
    kernel.background.append(lambda: driving(floor))
    kernel.troubles.append(lambda: floor.trouble)
    kernel.room(Metrics).gauge(
        "tongfu_floor_set_aside", "Events of the exchange that could not be stored.", lambda: float(floor.set_aside)
    )


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
    return work.write(lambda tx: others.dial(_floor(work), tx, new))


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
    """Sends the caller to a ready colleague, to the head of a queue, or to a number outside; a ticket may go along."""
    return work.write(lambda tx: others.transfer(_floor(work), tx, call_id, to))


@router.post("/v1/calls/{call_id}/conference", response_model=Call, summary="Talk of three")
def conference_call(call_id: _CallId, whom: TransferRequest, work: _Handles) -> Response:
    """Joins a ready colleague, or a number outside. When they end, they leave; when the handling agent ends, the call is over."""
    return work.write(lambda tx: others.conference(_floor(work), tx, call_id, whom))


@router.post("/v1/calls/{call_id}/consult", response_model=Call, summary="Ask somebody first")
def consult_call(call_id: _CallId, whom: TransferRequest, work: _Handles) -> Response:
    """Puts the caller on hold and asks a ready colleague or a number outside. Then: join, hand over, or release."""
    return work.write(lambda tx: others.consult(_floor(work), tx, call_id, whom))


@router.post("/v1/calls/{call_id}/join", response_model=Call, summary="Take the caller into a consultation")
def join_call(call_id: _CallId, work: _Handles) -> Response:
    """From now on three talk."""
    return work.write(lambda tx: others.join(_floor(work), tx, call_id))


@router.post("/v1/calls/{call_id}/release", response_model=Call, summary="Let go of who was asked")
def release_call(call_id: _CallId, work: _Handles) -> Response:
    """The colleague or the number outside leaves; the agent has the caller again."""
    return work.write(lambda tx: others.release(_floor(work), tx, call_id))


@router.post("/v1/calls/{call_id}/park", response_model=Call, summary="Put aside")
def park_call(call_id: _CallId, along: Along, work: _Handles) -> Response:
    """The caller hears music and stands in the queue as parked; whoever answers takes them back, with the ticket."""
    return work.write(lambda tx: others.park(_floor(work), tx, call_id, along.ticket_id or ""))


@router.post("/v1/calls/{call_id}/reject", response_model=AgentStatus, summary="Turn a ring down")
def reject_call(call_id: _CallId, given: Reject, work: _Handles) -> Response:
    """The caller goes to the next agent, first of all; who turned it down is paused."""
    return work.write(lambda tx: service.reject(_floor(work), tx, call_id, given))


@router.post("/v1/calls/{call_id}/keys", response_model=Call, summary="Send keypad tones")
def press_keys(call_id: _CallId, given: Keys, work: _Handles) -> Response:
    """Whoever is on the other side hears them. They are kept nowhere: they may be a secret."""
    return work.write(lambda tx: service.press(_floor(work), tx, call_id, given))


@router.post("/v1/calls/{call_id}/pause-recording", response_model=Call, summary="Keep a secret out of the recording")
def pause_recording(call_id: _CallId, work: _Handles) -> Response:
    """Silence takes the place of both voices; the recording's time runs on."""
    return work.write(lambda tx: service.pause_recording(_floor(work), tx, call_id, True))


@router.post("/v1/calls/{call_id}/resume-recording", response_model=Call, summary="Go on recording")
def resume_recording(call_id: _CallId, work: _Handles) -> Response:
    """Both voices are recorded again."""
    return work.write(lambda tx: service.pause_recording(_floor(work), tx, call_id, False))


@router.post("/v1/calls/{call_id}/help", response_model=Call, summary="Ask a lead for help")
def ask_for_help(call_id: _CallId, work: _Handles) -> Response:
    """Leads get a notice, and see it on the board (`help_since`) until one of them comes."""
    return work.write(lambda tx: others.ask_for_help(_floor(work), tx, call_id, True))


@router.post("/v1/calls/{call_id}/no-help", response_model=Call, summary="Need no help any more")
def need_no_help(call_id: _CallId, work: _Handles) -> Response:
    """Takes the asking back."""
    return work.write(lambda tx: others.ask_for_help(_floor(work), tx, call_id, False))


@router.post("/v1/calls/{call_id}/supervise", response_model=Call, summary="Listen, whisper, or join")
def supervise_call(
    call_id: _CallId, asked: Supervise, work: Annotated[Work, writes(Permission.FLOOR_MANAGE)]
) -> Response:
    """Brings a lead into a call by their own telephone; asked again, changes how they are in it. Each is a raw event."""
    return work.write(lambda tx: others.supervise(_floor(work), tx, call_id, asked))


@router.post("/v1/calls/{call_id}/unsupervise", response_model=Call, summary="Leave an agent's call")
def unsupervise_call(call_id: _CallId, work: Annotated[Work, writes(Permission.FLOOR_MANAGE)]) -> Response:
    """The lead goes; the agent's call goes on."""
    return work.write(lambda tx: others.unsupervise(_floor(work), tx, call_id))


@router.post("/v1/calls/{call_id}/take", response_model=Call, summary="Take a caller to one's own telephone")
def take_call(call_id: _CallId, asked: TakeCall, work: Annotated[Work, writes(Permission.FLOOR_MANAGE)]) -> Response:
    """Brings a caller who waits, or who rings at an agent, to a lead who also has a desk. Who was rung is told."""
    return work.write(lambda tx: moves.take(_floor(work), tx, call_id, asked))


@router.post("/v1/calls/{call_id}/move", response_model=Call, summary="Send a caller elsewhere")
def move_call(call_id: _CallId, asked: MoveCall, work: Annotated[Work, writes(Permission.FLOOR_MANAGE)]) -> Response:
    """Sends a caller to a queue or a ready agent, with a reason. Their wait goes on from when they called."""
    return work.write(lambda tx: moves.move(_floor(work), tx, call_id, asked))


@router.post("/v1/calls/{call_id}/hand-over", response_model=Call, summary="Leave who was asked with the caller")
def hand_over_call(call_id: _CallId, work: _Handles, along: Along | None = None) -> Response:
    """The agent leaves, and who was asked goes on with the caller and the ticket: the end of an attended transfer."""
    ticket_id = (along.ticket_id if along is not None else None) or ""
    return work.write(lambda tx: others.hand_over(_floor(work), tx, call_id, ticket_id))


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


@router.get("/v1/agents/{agent_id}/events", response_model=list[RawCallEvent], summary="What happened to an agent last")
def get_agent_events(
    agent_id: _AgentId,
    work: Annotated[Work, reads(Permission.FLOOR_MANAGE)],
    limit: Annotated[int, Query(ge=1, le=100, description="How many at most.")] = 20,
) -> Response:
    """Gives the last raw events of an agent, the newest first: the evidence before they are put right. No numbers."""
    return work.read(lambda tx: leads.evidence(tx, agent_id, limit))


@router.put("/v1/agents/{agent_id}/skills", response_model=Account, summary="Change an agent's skills")
def put_agent_skills(
    agent_id: _AgentId, asked: AgentSkills, work: Annotated[Work, updates(Permission.FLOOR_MANAGE)]
) -> Response:
    """Sets the skills, in force at once, also at the exchange; `If-Match` is the account's version."""
    return work.write(lambda tx: leads.set_skills(work.kernel, _floor(work), tx, agent_id, asked))


def _sane(moment: datetime | None) -> datetime | None:
    """Returns a moment that both databases can compare with: far years overflow when brought to UTC."""
    return None if moment is None or not 1900 < moment.year < 9000 else moment
