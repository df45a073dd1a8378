"""What the page's calibrations ask for. All methods block; they belong in :class:`services.tasks.Tasks`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from uuid_utils import uuid7

from services.contracts.accounts import Account, Role
from services.contracts.calibrations import AgreedChange, Calibration, CalibrationRow, Calibrations, NewCalibration
from services.contracts.quality import Evaluation, EvaluationChange
from services.quality.service import AccountSource, staff_with


class CalibrationSource(Protocol):
    """The routes of calibrations; see :class:`services.api.calibrations.CalibrationApi`."""

    def calibrations(self) -> Calibrations:
        """Gives one's calibrations."""
        ...

    def calibration(self, calibration_id: str) -> Calibration:
        """Gives one of them."""
        ...

    def begin(self, wanted: NewCalibration, key: str) -> Calibration:
        """Begins one."""
        ...

    def write_down(self, calibration_id: str, change: AgreedChange, version: int, key: str) -> Calibration:
        """Saves what is agreed."""
        ...

    def compare(self, calibration_id: str, key: str) -> Calibration:
        """Ends the scoring early."""
        ...

    def agree(self, calibration_id: str, version: int, key: str) -> Calibration:
        """Ends the comparison."""
        ...

    def call_off(self, calibration_id: str, key: str) -> Calibration:
        """Ends it without a result."""
        ...

    def scoring(self, scoring_id: str) -> Evaluation:
        """Gives one's own scoring."""
        ...

    def fill_in(self, scoring_id: str, change: EvaluationChange, version: int, key: str) -> Evaluation:
        """Saves it."""
        ...

    def submit(self, scoring_id: str, version: int, key: str) -> Evaluation:
        """Submits it."""
        ...


class CalibrationService:
    """Beginning, scoring blind, comparing, agreeing."""

    def __init__(self, source: CalibrationSource, accounts: AccountSource) -> None:
        self._source = source
        self._accounts = accounts

    def calibrations(self) -> list[CalibrationRow]:
        """Returns one's calibrations, those that wait for oneself first."""
        return self._source.calibrations().items

    def calibration(self, calibration_id: str) -> tuple[Calibration, Evaluation | None]:
        """Returns a calibration, and one's own scoring in it."""
        found = self._source.calibration(calibration_id)
        return found, self._source.scoring(found.scoring_id) if found.scoring_id else None

    def inspectors(self) -> list[Account]:
        """Returns the people who can be asked to take part, by name."""
        return [
            account
            for account in staff_with(self._accounts, Role.INSPECTOR)
            if account.active and not account.simulated
        ]

    def begin(self, call_id: str, colleagues: Sequence[str], until: datetime) -> Calibration:
        """Begins a calibration of a call."""
        calibration_id = str(uuid7())
        wanted = NewCalibration(id=calibration_id, call_id=call_id, colleagues=list(colleagues), until=until)
        return self._source.begin(wanted, f"calibrate-{calibration_id}")

    def write_down(self, calibration: Calibration, change: AgreedChange) -> Calibration:
        """Saves what is agreed, on top of a version."""
        return self._source.write_down(calibration.id, change, calibration.version, str(uuid7()))

    def compare(self, calibration: Calibration) -> Calibration:
        """Ends the scoring early."""
        return self._source.compare(calibration.id, str(uuid7()))

    def agree(self, calibration: Calibration) -> Calibration:
        """Ends the comparison."""
        key = f"agree-{calibration.id}-{calibration.version}"
        return self._source.agree(calibration.id, calibration.version, key)

    def call_off(self, calibration: Calibration) -> Calibration:
        """Ends it without a result."""
        return self._source.call_off(calibration.id, str(uuid7()))

    def fill_in(self, evaluation: Evaluation, change: EvaluationChange) -> Evaluation:
        """Saves a change of one's own scoring."""
        return self._source.fill_in(evaluation.id, change, evaluation.version, str(uuid7()))

    def submit(self, evaluation: Evaluation) -> Evaluation:
        """Submits one's own scoring."""
        key = f"submit-{evaluation.id}-{evaluation.version}"
        return self._source.submit(evaluation.id, evaluation.version, key)
