"""Routes of recordings."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Query, Response

from services.contracts.accounts import Permission
from services.contracts.common import Detail, Id
from services.contracts.quality import Waveform
from services.contracts.recordings import (
    Deletion,
    Export,
    ExportRequest,
    Hold,
    NewRetentionRules,
    Reason,
    RetentionHistory,
    RetentionRules,
    Trouble,
)
from services.server import plays
from services.server.plays import SOUND
from services.server.recordings import retention, service
from services.server.recordings.service import Shelf
from services.server.routes import Router
from services.server.work import Work, reads, updates, writes

router = Router(tags=["recordings"])

_CallId = Annotated[Id, Path(description="The call's id.")]


@router.get(
    "/v1/recordings/{call_id}",
    response_class=Response,
    summary="The sound of a call",
    responses={
        200: {"description": "The whole recording.", **SOUND},
        206: {"description": "The part asked for in `Range`.", **SOUND},
    },
)
def play(
    call_id: _CallId,
    work: Annotated[Work, reads(Permission.RECORDING_PLAY)],
    why: Annotated[
        Detail, Query(description="What for; kept in the access log. May be left out by who scores the call.")
    ] = "",
    play: plays.Play = None,
    asked: plays.Asked = None,
) -> Response:
    """Gives a FLAC file, the agent on the left channel and the caller on the right. Every play is recorded, once."""
    shelf = work.kernel.room(Shelf)
    sound = shelf.sound(shelf.find(call_id))
    return plays.send(work, sound, asked, play, "recording", call_id, lambda tx: service.note_play(tx, call_id, why))


@router.get("/v1/recordings/{call_id}/waveform", response_model=Waveform, summary="What to draw of a recording")
def waveform(call_id: _CallId, work: Annotated[Work, reads(Permission.RECORDING_PLAY)]) -> Response:
    """Gives peaks of both voices, silent, held and paused stretches, and who spoke for how long."""
    shelf = work.kernel.room(Shelf)
    drawn = shelf.waveform(shelf.find(call_id))
    return work.read(lambda _tx: drawn)


@router.post(
    "/v1/recordings/{call_id}/export",
    response_class=Response,
    summary="A copy to take out",
    responses={200: {"description": "The marked copy; `Tongfu-Mark` names the export.", **SOUND}},
)
def export(
    call_id: _CallId, request: ExportRequest, work: Annotated[Work, writes(Permission.RECORDING_EXPORT)]
) -> Response:
    """Gives a copy that carries in its sound who took it and when. Each call makes, and writes down, a new one."""
    copy, made = service.export(work.kernel, work.kernel.room(Shelf), work.actor, call_id, request)
    name = quote(f"{call_id}.{made.format}", safe="")
    headers = {
        "tongfu-mark": str(made.mark),
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "content-disposition": f"attachment; filename*=UTF-8''{name}",
    }
    return Response(copy, 200, headers, f"audio/{made.format}")


@router.get("/v1/recordings/{call_id}/holds", response_model=list[Hold], summary="Who held a recording")
def holds_of(call_id: _CallId, work: Annotated[Work, reads(Permission.RECORDING_WATCH)]) -> Response:
    """Gives holds, lifted ones too, the newest first."""
    return work.read(lambda tx: service.holds(tx, call_id))


@router.post("/v1/recordings/{call_id}/hold", response_model=Hold, summary="Keep a recording from being deleted")
def hold(call_id: _CallId, reason: Reason, work: Annotated[Work, writes(Permission.RECORDING_HOLD)]) -> Response:
    """Holds it until it is lifted, whatever the rules of retention say."""
    work.kernel.room(Shelf).find(call_id)
    return work.write(lambda tx: service.hold(tx, call_id, reason.reason))


@router.post("/v1/recordings/{call_id}/lift", response_model=Hold, summary="Let a held recording go")
def lift(call_id: _CallId, reason: Reason, work: Annotated[Work, writes(Permission.RECORDING_HOLD)]) -> Response:
    """Ends the hold; the rules of retention count again, at once."""
    return work.write(lambda tx: service.lift(tx, call_id, reason.reason))


@router.get("/v1/recording-troubles", response_model=list[Trouble], summary="Recordings that are missing or cut")
def troubles(
    work: Annotated[Work, reads(Permission.RECORDING_WATCH)],
    settled: Annotated[bool, Query(description="Also those that somebody has looked into.")] = False,
) -> Response:
    """Gives answered calls without a whole recording, the newest 200 first."""
    return work.read(lambda tx: service.troubles(tx, settled))


@router.post(
    "/v1/recording-troubles/{call_id}/settle",
    response_model=list[Trouble],
    summary="A missing recording was looked into",
)
def settle(call_id: _CallId, reason: Reason, work: Annotated[Work, writes(Permission.RECORDING_WATCH)]) -> Response:
    """Takes it from the open list, with a remark; gives what is left."""
    return work.write(lambda tx: service.settle(tx, call_id, reason.reason))


@router.get("/v1/recording-holds", response_model=list[Hold], summary="All holds")
def holds(work: Annotated[Work, reads(Permission.RECORDING_WATCH)]) -> Response:
    """Gives the newest 200."""
    return work.read(service.holds)


@router.get("/v1/recording-exports", response_model=list[Export], summary="Copies that were taken out")
def exports(
    work: Annotated[Work, reads(Permission.RECORDING_WATCH)],
    mark: Annotated[int | None, Query(ge=1, le=2**32 - 1, description="The number read out of a copy.")] = None,
) -> Response:
    """Gives the newest 200, or the one with a mark."""
    return work.read(lambda tx: service.exports(tx, mark))


@router.post(
    "/v1/recording-exports/{mark}/cancel", response_model=Export, summary="A copy of one's own that was not kept"
)
def cancel_export(
    mark: Annotated[int, Path(ge=1, le=2**32 - 1, description="The number of its mark.")],
    work: Annotated[Work, writes(Permission.RECORDING_EXPORT)],
) -> Response:
    """Says in the list of copies that it was cancelled, or could not be written; the entry stays."""
    return work.write(lambda tx: service.cancel_export(tx, mark))


@router.get("/v1/recording-deletions", response_model=list[Deletion], summary="Recordings that retention has deleted")
def deletions(work: Annotated[Work, reads(Permission.RECORDING_WATCH)]) -> Response:
    """Gives the newest 200."""
    return work.read(retention.deletions)


@router.get("/v1/retention-rules", response_model=RetentionHistory, summary="How long recordings are kept")
def get_rules(work: Annotated[Work, reads(Permission.RECORDING_WATCH)]) -> Response:
    """Gives every version, the newest first; without any, the built-in periods hold."""
    return work.read(retention.history)


@router.put("/v1/retention-rules", response_model=RetentionRules, summary="Set how long recordings are kept")
def put_rules(new: NewRetentionRules, work: Annotated[Work, updates(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Adds a version, in force from its moment on, for all recordings; `If-Match` is the newest, `"0"` for the first."""
    return work.write(lambda tx: retention.set_rules(tx, new))
