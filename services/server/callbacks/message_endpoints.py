"""Routes of voice messages: their sound, and what to draw of it."""

from typing import Annotated

from fastapi import Path, Query, Response

from services.contracts.accounts import Permission
from services.contracts.common import Detail, Id
from services.contracts.quality import Waveform
from services.server import plays
from services.server.callbacks import messages
from services.server.callbacks.limit import MessageLimit
from services.server.callbacks.messages import MessageShelf
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.plays import SOUND
from services.server.routes import Router
from services.server.work import Work, reads

router = Router(tags=["call-backs"])
_Reads = Annotated[Work, reads(Permission.CALL_BACK_READ)]
_CallId = Annotated[Id, Path(description="The id of the call that left the message.")]


def install(kernel: Kernel) -> None:
    """Makes the shelf, and tells the exchange how long a message may be."""
    kernel.rooms[MessageShelf] = MessageShelf(kernel)
    limit = kernel.rooms[MessageLimit] = MessageLimit(kernel)
    kernel.background.append(limit.beside)


FEATURE = Feature(router, install)


@router.get(
    "/v1/voice-messages/{call_id}",
    response_class=Response,
    summary="The sound of a voice message",
    responses={
        200: {"description": "The whole message.", **SOUND},
        206: {"description": "The part asked for in `Range`.", **SOUND},
    },
)
def play(
    call_id: _CallId,
    work: _Reads,
    why: Annotated[Detail, Query(description="What for; kept in the access log.")] = "",
    play: plays.Play = None,
    asked: plays.Asked = None,
) -> Response:
    """Gives a FLAC file with the caller on the right channel. Every play is recorded, once, with its reason."""
    sound = work.kernel.room(MessageShelf).sound(call_id)
    return plays.send(
        work, sound, asked, play, "voice_message", call_id, lambda tx: messages.note_play(tx, call_id, why)
    )


@router.get("/v1/voice-messages/{call_id}/waveform", response_model=Waveform, summary="What to draw of a voice message")
def waveform(call_id: _CallId, work: _Reads) -> Response:
    """Gives the peaks of the caller's voice."""
    drawn = work.kernel.room(MessageShelf).waveform(call_id)
    return work.read(lambda _tx: drawn)
