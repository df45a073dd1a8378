"""Routes of recordings."""

from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Response

from services.contracts.accounts import Permission
from services.contracts.common import Id, Line
from services.contracts.quality import Waveform
from services.server.quality import recordings
from services.server.quality.recordings import RecordingStore
from services.server.ranges import send
from services.server.work import Work, reads

router = APIRouter(tags=["quality"])

_CallId = Annotated[Id, Path(description="The call's id.")]
_SOUND = {"content": {"audio/wav": {"schema": {"type": "string", "format": "binary"}}}}


@router.get(
    "/v1/recordings/{call_id}",
    response_class=Response,
    summary="The sound of a call",
    responses={
        200: {"description": "The whole recording.", **_SOUND},
        206: {"description": "The part asked for in `Range`.", **_SOUND},
    },
)
def play(
    call_id: _CallId,
    work: Annotated[Work, reads(Permission.RECORDING_PLAY)],
    why: Annotated[Line, Query(min_length=1, description="What for; kept in the access log.")],
    asked: Annotated[str | None, Header(alias="Range", max_length=100, description="As `bytes=0-65535`.")] = None,
) -> Response:
    """Gives a WAV file, the agent on the left channel and the caller on the right. Every play is recorded."""
    found = work.kernel.read(lambda tx: recordings.heard(tx, call_id), work.actor)
    file = RecordingStore.of(work.kernel.config).file(found.talk)
    work.kernel.write(lambda tx: recordings.note_play(tx, call_id, why), work.actor)
    return send(file, asked, "audio/wav", work.actor.language)


@router.get("/v1/recordings/{call_id}/waveform", response_model=Waveform, summary="What to draw of a recording")
def waveform(call_id: _CallId, work: Annotated[Work, reads(Permission.RECORDING_PLAY)]) -> Response:
    """Gives peaks of both voices, silent stretches and stretches on hold."""
    found = work.kernel.read(lambda tx: recordings.heard(tx, call_id), work.actor)
    drawn = RecordingStore.of(work.kernel.config).waveform(found)
    return work.read(lambda _tx: drawn)
