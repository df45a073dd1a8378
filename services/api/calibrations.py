"""Routes of calibrations."""

from services.api.transport import Transport
from services.contracts.calibrations import AgreedChange, Calibration, Calibrations, NewCalibration
from services.contracts.quality import Evaluation, EvaluationChange


class CalibrationApi:
    """What inspectors do to judge alike."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def calibrations(self) -> Calibrations:
        """Gives one's calibrations, those that wait for oneself first."""
        return self._transport.get("/v1/calibrations", Calibrations)

    def calibration(self, calibration_id: str) -> Calibration:
        """Gives one of them."""
        return self._transport.get(f"/v1/calibrations/{calibration_id}", Calibration)

    def begin(self, wanted: NewCalibration, key: str) -> Calibration:
        """Begins one."""
        return self._transport.post("/v1/calibrations", Calibration, wanted, key=key)

    def write_down(self, calibration_id: str, change: AgreedChange, version: int, key: str) -> Calibration:
        """Saves what is agreed."""
        path = f"/v1/calibrations/{calibration_id}"
        return self._transport.patch(path, Calibration, change, key=key, version=version)

    def compare(self, calibration_id: str, key: str) -> Calibration:
        """Ends the scoring early."""
        return self._transport.post(f"/v1/calibrations/{calibration_id}/compare", Calibration, None, key=key)

    def agree(self, calibration_id: str, version: int, key: str) -> Calibration:
        """Ends the comparison."""
        path = f"/v1/calibrations/{calibration_id}/agree"
        return self._transport.post(path, Calibration, None, key=key, version=version)

    def call_off(self, calibration_id: str, key: str) -> Calibration:
        """Ends it without a result."""
        return self._transport.post(f"/v1/calibrations/{calibration_id}/call-off", Calibration, None, key=key)

    def scoring(self, scoring_id: str) -> Evaluation:
        """Gives one's own scoring."""
        return self._transport.get(f"/v1/calibration-scorings/{scoring_id}", Evaluation)

    def fill_in(self, scoring_id: str, change: EvaluationChange, version: int, key: str) -> Evaluation:
        """Saves one's own scoring."""
        path = f"/v1/calibration-scorings/{scoring_id}"
        return self._transport.patch(path, Evaluation, change, key=key, version=version)

    def submit(self, scoring_id: str, version: int, key: str) -> Evaluation:
        """Submits it, once."""
        path = f"/v1/calibration-scorings/{scoring_id}/submit"
        return self._transport.post(path, Evaluation, None, key=key, version=version)
