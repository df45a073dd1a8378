"""Routes of calibrations."""

from typing import Annotated

from fastapi import Path, Response

from services.contracts.accounts import Permission
from services.contracts.calibrations import AgreedChange, Calibration, Calibrations, NewCalibration
from services.contracts.common import Id
from services.contracts.quality import Evaluation, EvaluationChange
from services.server.feature import Feature
from services.server.quality import calibration
from services.server.routes import Router
from services.server.work import Work, reads, updates, writes

router = Router(tags=["quality"])

_CalibrationId = Annotated[Id, Path(description="The calibration's id.")]
_ScoringId = Annotated[Id, Path(description="The id of one's own scoring.")]
_Reads = Annotated[Work, reads(Permission.QUALITY_INSPECT)]
_Writes = Annotated[Work, writes(Permission.QUALITY_INSPECT)]
_Updates = Annotated[Work, updates(Permission.QUALITY_INSPECT)]


@router.get("/v1/calibrations", response_model=Calibrations, summary="One's calibrations")
def list_calibrations(work: _Reads) -> Response:
    """Gives the newest 200 that the person takes part in, those that wait for them first."""
    return work.read(calibration.listing)


@router.post("/v1/calibrations", response_model=Calibration, status_code=201, summary="Begin a calibration")
def begin(wanted: NewCalibration, work: _Writes) -> Response:
    """Has several inspectors score one call, each blind to the others; who begins it leads it and takes part."""
    return work.write(lambda tx: calibration.begin(tx, wanted), status=201)


@router.get("/v1/calibrations/{calibration_id}", response_model=Calibration, summary="One calibration")
def get_calibration(calibration_id: _CalibrationId, work: _Reads) -> Response:
    """Gives a calibration that the person takes part in; the scorings of others only once they are compared."""
    return work.read(lambda tx: calibration.get(tx, calibration_id))


@router.patch("/v1/calibrations/{calibration_id}", response_model=Calibration, summary="Write down what is agreed")
def write_down(calibration_id: _CalibrationId, change: AgreedChange, work: _Updates) -> Response:
    """Saves answers, fatal items and notes of the agreed scoring; by who leads it."""
    return work.write(lambda tx: calibration.write_down(tx, calibration_id, change))


@router.post("/v1/calibrations/{calibration_id}/compare", response_model=Calibration, summary="End the scoring early")
def compare(calibration_id: _CalibrationId, work: _Writes) -> Response:
    """Compares what is submitted; two at least, and by who leads it."""
    return work.write(lambda tx: calibration.compare(tx, calibration_id))


@router.post("/v1/calibrations/{calibration_id}/agree", response_model=Calibration, summary="End the comparison")
def agree(calibration_id: _CalibrationId, work: _Updates) -> Response:
    """Keeps the agreed scoring for good; refused while an answer or a note is missing."""
    return work.write(lambda tx: calibration.agree(tx, calibration_id))


@router.post("/v1/calibrations/{calibration_id}/call-off", response_model=Calibration, summary="Call it off")
def call_off(calibration_id: _CalibrationId, work: _Writes) -> Response:
    """Ends it without a result; by who leads it."""
    return work.write(lambda tx: calibration.call_off(tx, calibration_id))


@router.get("/v1/calibration-scorings/{scoring_id}", response_model=Evaluation, summary="One's own scoring")
def get_scoring(scoring_id: _ScoringId, work: _Reads) -> Response:
    """Gives how the person scores a call in a calibration, in the form of an evaluation; another's is not found."""
    return work.read(lambda tx: calibration.scoring(tx, scoring_id))


@router.patch("/v1/calibration-scorings/{scoring_id}", response_model=Evaluation, summary="Fill in")
def fill_in(scoring_id: _ScoringId, change: EvaluationChange, work: _Updates) -> Response:
    """Saves answers (merged by question), fatal items, pinned comments and the remark."""
    return work.write(lambda tx: calibration.fill_in(tx, scoring_id, change))


@router.post("/v1/calibration-scorings/{scoring_id}/submit", response_model=Evaluation, summary="Submit")
def submit(scoring_id: _ScoringId, work: _Updates) -> Response:
    """Ends the filling in, once; the last one begins the comparison."""
    return work.write(lambda tx: calibration.submit(tx, scoring_id))


FEATURE = Feature(router)
