"""Routes of call-backs, and how they follow the floor."""

from typing import Annotated

from fastapi import Path, Query, Response

from services.contracts.accounts import Permission
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
from services.contracts.common import Id
from services.server.callbacks import linking, service, settings
from services.server.callbacks.following import follow
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.routes import Router
from services.server.transaction import Actor
from services.server.work import Work, reads, updates, writes

router = Router(tags=["call-backs"])
_Reads = Annotated[Work, reads(Permission.CALL_BACK_READ)]
_Handles = Annotated[Work, writes(Permission.CALL_HANDLE)]
_CallBackId = Annotated[Id, Path(description="The call-back's id.")]


def install(kernel: Kernel) -> None:
    """Follows the floor, which is made after this."""
    kernel.floor_batches.append(follow)

    def signed_out(actor: Actor) -> None:
        kernel.write(service.release_all, actor)

    kernel.signed_out.append(signed_out)


FEATURE = Feature(router, install)


@router.get("/v1/call-backs", response_model=CallBackList, summary="Whom to call back")
def list_call_backs(
    work: _Reads, closed: Annotated[bool, Query(description="Those closed today, instead of the open ones.")] = False
) -> Response:
    """Gives masked rows in the order in which they are to be called."""
    return work.read(lambda tx: service.page(tx, not closed))


@router.get("/v1/call-backs/{call_back_id}", response_model=CallBack, summary="A call-back")
def get_call_back(call_back_id: _CallBackId, work: _Reads) -> Response:
    """Gives it masked."""
    return work.read(lambda tx: service.one(tx, call_back_id))


@router.get("/v1/calls/{call_id}/call-backs", response_model=list[CallBack], summary="The call-backs of a call")
def get_call_backs_of_call(call_id: Annotated[Id, Path(description="The call's id.")], work: _Reads) -> Response:
    """Gives, masked, those that the call led to, was made for, or ended; mostly none."""
    return work.read(lambda tx: linking.of_call(tx, call_id))


@router.get("/v1/call-backs/{call_back_id}/story", response_model=list[CallBackEntry], summary="A call-back's story")
def get_story(call_back_id: _CallBackId, work: _Reads) -> Response:
    """Gives the calls that were lost, who took it and what came of it."""
    return work.read(lambda tx: service.story(tx, call_back_id))


@router.post("/v1/call-backs/{call_back_id}/take", response_model=CallBack, summary="Take a call-back")
def take_call_back(call_back_id: _CallBackId, work: _Handles) -> Response:
    """Gives it to the actor alone, with the number; the look is recorded. Of two who ask one is refused."""
    return work.write(lambda tx: service.take(tx, call_back_id))


@router.post("/v1/call-backs/{call_back_id}/release", response_model=CallBack, summary="Give a call-back back")
def release_call_back(call_back_id: _CallBackId, work: _Handles) -> Response:
    """Lets others call; nothing is counted."""
    return work.write(lambda tx: service.release(tx, call_back_id))


@router.post("/v1/call-backs/{call_back_id}/result", response_model=CallBack, summary="What came of a try")
def put_result(call_back_id: _CallBackId, found: CallBackResult, work: _Handles) -> Response:
    """Closes it, or plans the next try; after the last one it is closed as not reached."""
    return work.write(lambda tx: service.result(tx, call_back_id, found))


@router.post("/v1/call-backs/{call_back_id}/give-up", response_model=CallBack, summary="Close a call-back untalked")
def give_up_call_back(
    call_back_id: _CallBackId, why: CallBackGivenUp, work: Annotated[Work, writes(Permission.QUEUE_WATCH)]
) -> Response:
    """Closes it with a reason. Of what an agent has taken only that agent or a lead may say so."""
    return work.write(lambda tx: service.give_up(tx, call_back_id, why))


@router.get("/v1/call-back-rules", response_model=CallBackRulesHistory, summary="When citizens are called back")
def get_rules(work: Annotated[Work, reads(Permission.SIGNED_IN)]) -> Response:
    """Gives all versions of the hours, the spacing of tries and their number, the newest first."""
    return work.read(settings.history)


@router.put("/v1/call-back-rules", response_model=CallBackRules, summary="Set when citizens are called back")
def put_rules(new: NewCallBackRules, work: Annotated[Work, updates(Permission.FLOOR_MANAGE)]) -> Response:
    """Adds a version. It holds for what is planned from its moment on."""
    return work.write(lambda tx: settings.set_rules(tx, new))
