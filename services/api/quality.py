"""Routes of quality: scorecards, samples, evaluations, recordings, figures."""

import contextlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from services.api.sounds import sound
from services.api.transport import Transport
from services.contracts.common import Page, Typed
from services.contracts.quality import (
    Appeal,
    AppealAnswer,
    Claim,
    Evaluation,
    EvaluationChange,
    EvaluationRow,
    EvaluationStatus,
    NewScorecard,
    Publication,
    QualityFigures,
    Sample,
    SampleRequest,
    Scorecard,
    ScorecardHistory,
    Waveform,
)
from services.contracts.recordings import Export, ExportRequest, Hold, Reason
from services.errors import AppError
from services.streamed import StreamedSound
from services.tasks import Progress


class QualityApi:
    """What inspectors do with calls, and agents with their evaluations."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def scorecards(self) -> list[Scorecard]:
        """Gives the scorecard in force."""
        return self._transport.get("/v1/scorecards", list[Scorecard])

    def scorecard_versions(self) -> ScorecardHistory:
        """Gives the newest versions of the scorecard, the newest first."""
        return self._transport.get("/v1/scorecards/versions", ScorecardHistory)

    def set_scorecard(self, new: NewScorecard | Typed, version: int, key: str) -> Scorecard:
        """Adds a version; raises ``StaleVersion`` where somebody was faster."""
        return self._transport.put("/v1/scorecards", Scorecard, new, key=key, version=version)

    def sample(self, request: SampleRequest) -> Sample:
        """Picks calls; reads only."""
        return self._transport.post("/v1/samples", Sample, request)

    def claim(self, claim: Claim, key: str) -> Evaluation:
        """Begins an evaluation."""
        return self._transport.post("/v1/evaluations", Evaluation, claim, key=key)

    def evaluations(
        self,
        *,
        status: EvaluationStatus | None = None,
        agent: str | None = None,
        inspector: str | None = None,
        cursor: str | None = None,
        limit: int = 200,
    ) -> Page[EvaluationRow]:
        """Gives evaluations that the person may see, the one changed last first."""
        return self._transport.get(
            "/v1/evaluations",
            Page[EvaluationRow],
            status=status.value if status else None,
            agent=agent,
            inspector=inspector,
            cursor=cursor,
            limit=limit,
        )

    def evaluation(self, evaluation_id: str) -> Evaluation:
        """Gives one evaluation."""
        return self._transport.get(f"/v1/evaluations/{evaluation_id}", Evaluation)

    def fill_in(self, evaluation_id: str, change: EvaluationChange, version: int, key: str) -> Evaluation:
        """Saves what an inspector filled in."""
        path = f"/v1/evaluations/{evaluation_id}"
        return self._transport.patch(path, Evaluation, change, key=key, version=version)

    def release(self, evaluation_id: str, version: int, key: str) -> None:
        """Gives a claim back."""
        self._transport.delete(f"/v1/evaluations/{evaluation_id}", key=key, version=version)

    def submit(self, evaluation_id: str, version: int, key: str) -> Evaluation:
        """Ends the filling in."""
        return self._act(evaluation_id, "submit", None, version, key)

    def publish(self, evaluation_id: str, publication: Publication, version: int, key: str) -> Evaluation:
        """Shows it to the agent, now or later."""
        return self._act(evaluation_id, "publish", publication, version, key)

    def acknowledge(self, evaluation_id: str, version: int, key: str) -> Evaluation:
        """The agent agrees."""
        return self._act(evaluation_id, "acknowledge", None, version, key)

    def appeal(self, evaluation_id: str, appeal: Appeal, version: int, key: str) -> Evaluation:
        """The agent objects."""
        return self._act(evaluation_id, "appeal", appeal, version, key)

    def answer_appeal(self, evaluation_id: str, answer: AppealAnswer, version: int, key: str) -> Evaluation:
        """An inspector answers."""
        return self._act(evaluation_id, "answer-appeal", answer, version, key)

    def figures(self, since: datetime | None, until: datetime | None) -> QualityFigures:
        """Gives means by agent, team and question."""
        return self._transport.get("/v1/quality/figures", QualityFigures, since=since, until=until)

    def recording(self, call_id: str, why: str) -> StreamedSound:
        """Gives a call's sound, a FLAC file; once it begins, the play is recorded with the reason."""
        return sound(self._transport, f"/v1/recordings/{call_id}", why)

    def waveform(self, call_id: str) -> Waveform:
        """Gives what to draw of a recording."""
        return self._transport.get(f"/v1/recordings/{call_id}/waveform", Waveform)

    def holds(self, call_id: str) -> list[Hold]:
        """Gives who held a recording, the newest first."""
        return self._transport.get(f"/v1/recordings/{call_id}/holds", list[Hold])

    def hold(self, call_id: str, reason: str, key: str) -> Hold:
        """Keeps a recording from being deleted."""
        return self._transport.post(f"/v1/recordings/{call_id}/hold", Hold, Reason(reason=reason), key=key)

    def lift(self, call_id: str, reason: str, key: str) -> Hold:
        """Ends a hold."""
        return self._transport.post(f"/v1/recordings/{call_id}/lift", Hold, Reason(reason=reason), key=key)

    def export(self, call_id: str, request: ExportRequest, target: Path, progress: Progress, key: str) -> str:
        """Writes a copy that names who takes it to a file; gives the number of its mark.

        What does not become a file is told to the server, whose list of copies says so then.
        """
        path = f"/v1/recordings/{call_id}/export"
        return self._transport.save(path, target, progress, request, key, self._not_kept).get("tongfu-mark", "")

    def _not_kept(self, headers: Mapping[str, str]) -> None:
        mark = headers.get("tongfu-mark", "")
        # Where the server is gone meanwhile, its list keeps the copy as one that was taken: it may have been.
        with contextlib.suppress(AppError):
            self._transport.post(f"/v1/recording-exports/{mark}/cancel", Export, None, key=f"cancel-{mark}")

    def _act(
        self,
        evaluation_id: str,
        action: str,
        body: Publication | Appeal | AppealAnswer | None,
        version: int,
        key: str,
    ) -> Evaluation:
        path = f"/v1/evaluations/{evaluation_id}/{action}"
        return self._transport.post(path, Evaluation, body, key=key, version=version)
