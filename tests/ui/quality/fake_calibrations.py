"""Calibrations as the server keeps them, in memory."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from services.contracts.accounts import Account, Role
from services.contracts.calibrations import (
    AgreedChange,
    Calibration,
    CalibrationRow,
    CalibrationState,
    Participant,
    Scoring,
)
from services.contracts.distances import distance, spreads
from services.contracts.quality import Evaluation, EvaluationChange, EvaluationStatus, Verdict
from services.contracts.scoring import evaluate
from tests.ui.quality.fakes import CARD, NOW

ME, OTHER = "me", "other"
MINE = {"greets": Verdict(share=1), "closes": Verdict(share=1), "right": Verdict(share=1)}
THEIRS = {**MINE, "greets": Verdict(share=0, comment="没有报工号")}


class FakeCalibrations:
    """One calibration of mine and a colleague, who has submitted already; ``fails`` makes the next requests fail."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.fails: list[Exception] = []
        self.found: Calibration | None = None
        self.scoring: Evaluation | None = None
        self.theirs = THEIRS

    def put(self, state: CalibrationState = CalibrationState.OPEN, led_by: str = ME) -> None:
        """There is one."""
        people = [
            Participant(account_id=ME, name="李质检"),
            Participant(account_id=OTHER, name="王复核", submitted=True),
        ]
        self.found = Calibration(
            id="cal",
            call_id="call-1",
            agent_name="吴敏",
            call_at=NOW,
            scorecard=CARD,
            state=CalibrationState.OPEN,
            led_by_id=led_by,
            led_by="李质检" if led_by == ME else "王复核",
            until=NOW + timedelta(days=1),
            participants=people,
            scoring_id="mine",
            created_at=NOW,
            updated_at=NOW,
        )
        self.scoring = Evaluation(
            id="mine",
            call_id="call-1",
            agent_id="agent-1",
            inspector_id=ME,
            scorecard=CARD,
            status=EvaluationStatus.CLAIMED,
            created_at=NOW,
            updated_at=NOW,
        )
        if state is not CalibrationState.OPEN:
            self.scoring = self.scoring.model_copy(
                update={"status": EvaluationStatus.SUBMITTED, "verdicts": MINE, "score": 100.0}
            )
            self._compare()

    def calibrations(self) -> list[CalibrationRow]:
        found = self.found
        if found is None:
            return []
        values = found.model_dump(include=set(CalibrationRow.model_fields))
        submitted = sum(each.submitted for each in found.participants)
        waits = found.state is CalibrationState.OPEN and submitted < 2
        mine = next(each.distance for each in found.participants if each.account_id == ME)
        apart = mine if found.state is CalibrationState.AGREED else None
        return [CalibrationRow(**values, count=2, submitted=submitted, waits=waits, distance=apart)]

    def calibration(self, calibration_id: str) -> tuple[Calibration, Evaluation | None]:
        self._ask("calibration", calibration_id)
        return self._open(), self.scoring

    def inspectors(self) -> list[Account]:
        names = {ME: "李质检", OTHER: "王复核"}
        return [Account(id=key, username=key, name=name, roles=[Role.INSPECTOR]) for key, name in names.items()]

    def begin(self, call_id: str, colleagues: Sequence[str], until: datetime) -> Calibration:
        self._ask("begin", call_id, tuple(colleagues), until)
        self.put()
        return self._open()

    def write_down(self, calibration: Calibration, change: AgreedChange) -> Calibration:
        self._ask("write_down", change)
        agreed = calibration.agreed
        verdicts = {**agreed.verdicts, **(change.verdicts or {})}
        fatal = agreed.fatal if change.fatal is None else change.fatal
        self._change(
            agreed=Scoring(verdicts=verdicts, fatal=fatal), notes={**calibration.notes, **(change.notes or {})}
        )
        return self._open()

    def compare(self, calibration: Calibration) -> Calibration:
        self._ask("compare")
        self._compare()
        return self._open()

    def agree(self, calibration: Calibration) -> Calibration:
        self._ask("agree")
        self._change(state=CalibrationState.AGREED)
        return self._open()

    def call_off(self, calibration: Calibration) -> Calibration:
        self._ask("call_off")
        self._change(state=CalibrationState.CALLED_OFF)
        return self._open()

    def fill_in(self, evaluation: Evaluation, change: EvaluationChange) -> Evaluation:
        self._ask("fill_in", change)
        verdicts = {**evaluation.verdicts, **(change.verdicts or {})}
        version = evaluation.version + 1
        self.scoring = evaluation.model_copy(update={"verdicts": verdicts, "version": version})
        return self.scoring

    def submit(self, evaluation: Evaluation) -> Evaluation:
        self._ask("submit")
        score = evaluate(CARD, evaluation.verdicts).score
        self.scoring = evaluation.model_copy(update={"status": EvaluationStatus.SUBMITTED, "score": score})
        self._compare()
        return self.scoring

    def _ask(self, *what: Any) -> None:
        self.asked.append(what)
        if self.fails:
            raise self.fails.pop(0)

    def _open(self) -> Calibration:
        assert self.found is not None
        return self.found

    def _compare(self) -> None:
        assert self.scoring is not None
        mine = Scoring(verdicts=self.scoring.verdicts, score=self.scoring.score)
        theirs = Scoring(verdicts=self.theirs, score=evaluate(CARD, self.theirs).score)
        people = [
            each.model_copy(update={"submitted": True, "scoring": mine if each.account_id == ME else theirs})
            for each in self._open().participants
        ]
        spread = spreads(CARD, [mine, theirs])
        alike = {key: verdict for key, verdict in mine.verdicts.items() if not spread[key]}
        self._change(
            state=CalibrationState.COMPARING, participants=people, spread=spread, agreed=Scoring(verdicts=alike)
        )

    def _change(self, **values: Any) -> None:
        found = self._open().model_copy(update={**values, "version": self._open().version + 1})
        result = evaluate(CARD, found.agreed.verdicts, found.agreed.fatal)
        agreed = found.agreed.model_copy(update={"score": result.score})
        people = [
            each.model_copy(update={"distance": distance(CARD, each.scoring, agreed) if each.scoring else None})
            for each in found.participants
        ]
        missing = [key for key, apart in found.spread.items() if apart and not found.notes.get(key)]
        self.found = found.model_copy(
            update={
                "agreed": agreed,
                "participants": people,
                "missing_notes": missing,
                "unanswered": list(result.unanswered),
            }
        )
