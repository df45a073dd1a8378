"""What the quality page does, and how its parts hang together."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from services.contracts.accounts import Account, Permission
from services.contracts.events import Event, Topic
from services.contracts.quality import Evaluation, EvaluationStatus, SampledCall
from services.live import ChangeKind, LiveChange
from services.tasks import Progress, Tasks
from services.texts import TypedTexts
from ui.presenter import Presenter
from ui.quality.calibrating import CalibrationsPresenter, Calibrator
from ui.quality.filling import Unsaved
from ui.quality.listening import CallFiles, ListeningPresenter
from ui.quality.means import Means, MeansPresenter
from ui.quality.outcomes import Outcomes, OutcomesPresenter
from ui.quality.player import Player
from ui.quality.sampling import Sampler, SamplingPresenter, is_free
from ui.quality.scoring import Scorer, ScoringPresenter
from ui.quality.words import error_words
from widgets.theme import Tone


class Quality(Sampler, CallFiles, Scorer, Outcomes, Means, Protocol):
    """All that the page needs of :class:`services.quality.service.QualityService`."""

    def claim(self, call_id: str) -> Evaluation:
        """Claims a call."""
        ...


class Live(Protocol):
    """What the page needs of :class:`services.live.LiveFeed`."""

    def listen(self, listener: Callable[[LiveChange], None]) -> Callable[[], None]:
        """Tells of every change."""
        ...

    def server_now(self) -> datetime:
        """Gives the server's time."""
        ...


class Who(Protocol):
    """What the page needs of :class:`services.session.CurrentSession`."""

    @property
    def account(self) -> Account | None:
        """Who is signed in."""
        ...

    def may(self, permission: Permission) -> bool:
        """Tells what the person may do."""
        ...


class QualityPresenter(Presenter):
    """Claims calls and hands them to listening and scoring; keeps lists true while others work."""

    call_changed = Signal(object)
    """The :class:`SampledCall` that is being listened to, or ``None``."""

    def __init__(
        self,
        tasks: Tasks,
        quality: Quality,
        live: Live,
        who: Who,
        unsaved: Unsaved,
        make_player: Callable[[], Player],
        calibrator: Calibrator,
        texts: TypedTexts | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(tasks, parent)
        self._texts = texts or TypedTexts()
        self._quality = quality
        self._live = live
        self._unsaved = unsaved
        self._unlisten: Callable[[], None] | None = None
        self.me = who.account.id if who.account else ""
        self.inspects = who.may(Permission.QUALITY_INSPECT)
        self.sees_figures = who.may(Permission.QUALITY_FIGURES)
        self.is_agent = who.may(Permission.CALL_HANDLE)
        self.call: SampledCall | None = None
        self.view = ""
        """The tab that was last shown."""
        self.sampling = SamplingPresenter(quality, tasks, self)
        self.listening = ListeningPresenter(quality, tasks, make_player, self)
        self.review = ListeningPresenter(quality, tasks, make_player, self)
        """The call of the open appeal; the one that is being scored stays open beside it."""
        self.scoring = ScoringPresenter(quality, unsaved, tasks, self)
        self.appeals = OutcomesPresenter(
            quality, tasks, status=EvaluationStatus.APPEALED, parent=self, texts=self._texts
        )
        self.mine = OutcomesPresenter(quality, tasks, agent_id=self.me, parent=self, texts=self._texts)
        self.blind = ListeningPresenter(quality, tasks, make_player, self)
        """The call of the open calibration."""
        self.calibrations = CalibrationsPresenter(calibrator, self.blind, unsaved, self.me, tasks, self)
        self.means = MeansPresenter(quality, tasks, self)
        for listening in (self.listening, self.review, self.blind):
            listening.custody.allow(who.may(Permission.RECORDING_HOLD), who.may(Permission.RECORDING_EXPORT))
        self._connect()

    def start(self) -> None:
        """Begins to follow what others do."""
        self.work(self._read_what_is_unfinished)
        self._unlisten = self._live.listen(self._on_live_changed)
        if self.inspects:
            self.sampling.load_agents()
            self.appeals.load()
            self.calibrations.load()
        if self.is_agent:
            self.mine.load()

    def _read_what_is_unfinished(self, _progress: Progress) -> None:
        self._unsaved.tidy()
        self._texts.read()

    def close(self) -> None:
        """Saves what is open and lets go of the sound."""
        if self._unlisten is not None:
            self._unlisten()
        self.scoring.leave()
        self.listening.close()
        self.review.close()
        self.calibrations.leave()
        self.blind.close()

    def pause(self) -> None:
        """Stops the sound: nobody listens on another page."""
        self.listening.pause()
        self.review.pause()
        self.blind.pause()

    def now(self) -> datetime:
        """Returns the server's time."""
        return self._live.server_now()

    # -- calls

    def open_call(self, sampled: SampledCall) -> None:
        """Opens a call: claims it where it is free, shows the evaluation where one may see it, else only the call."""
        self.call = sampled
        self.call_changed.emit(sampled)
        if sampled.own:
            self.scoring.leave()
            self.listening.clear()
            return
        evaluation_id = sampled.evaluation_id
        # Who does not score the call themselves is asked what for.
        assigned = is_free(sampled, self.me) or sampled.claimed_by_id == self.me
        self.listening.open(sampled.call.id, sampled.ticket_id, "quality sample" if assigned else "")
        if is_free(sampled, self.me):
            call_id = sampled.call.id
            self.work(lambda _progress: self._quality.claim(call_id), self._on_claimed, self._on_claim_failed)
        elif evaluation_id is not None and sampled.evaluation_status != EvaluationStatus.CLAIMED:
            self.work(lambda _progress: self._quality.evaluation(evaluation_id), self._on_claimed, self._tell)
        else:
            self.scoring.leave()
            self.listening.clear()

    @property
    def may_calibrate(self) -> bool:
        """Whether the open call can be calibrated: not one that the person handled."""
        return self.call is not None and not self.call.own

    def open_next(self) -> None:
        """Opens the next call of the sample that may be scored."""
        found = self.sampling.next_free(self.call.call.id if self.call else "", self.me)
        if found is not None:
            self.open_call(found)

    @property
    def has_next(self) -> bool:
        """Whether the sample has another call that may be scored."""
        return self.sampling.next_free(self.call.call.id if self.call else "", self.me) is not None

    # -- facts

    def _connect(self) -> None:
        self.scoring.status_changed.connect(lambda _evaluation: self.sampling.refresh())
        self.scoring.released.connect(self._on_scoring_released)
        self.scoring.refused.connect(self._tell)
        for listening in (self.listening, self.review, self.blind):
            listening.custody.stated.connect(lambda words: self.notice_stated.emit(words, Tone.GOOD.value))
        for part in (self.sampling, self.appeals, self.mine, self.means, self.calibrations):
            part.failed.connect(self._tell)
        self.appeals.opened.connect(self._on_appeal_opened)
        self.appeals.rows_changed.connect(lambda _rows: self._show_badge())
        self.mine.rows_changed.connect(lambda _rows: self._show_badge())
        self.calibrations.rows_changed.connect(lambda _rows: self._show_badge())

    def _on_claimed(self, evaluation: Evaluation) -> None:
        if self.call is not None and self.call.call.id == evaluation.call_id:
            self.scoring.open(evaluation)
            self.sampling.refresh()

    def _on_appeal_opened(self, evaluation: Evaluation) -> None:
        self.review.open(evaluation.call_id, None, f"appeal {evaluation.id}")

    def _on_claim_failed(self, error: Exception) -> None:
        # Most often somebody was faster: show who.
        self.call = None
        self.call_changed.emit(None)
        self.listening.clear()
        self.scoring.leave()
        self.sampling.refresh()
        self._tell(error)

    def _on_scoring_released(self, _call_id: str) -> None:
        self.call = None
        self.listening.clear()
        self.call_changed.emit(None)
        self.sampling.refresh()

    def _on_live_changed(self, change: LiveChange) -> None:
        if change.kind is ChangeKind.SNAPSHOT:
            self._reload()
        elif change.event is not None and change.event.topic is Topic.EVALUATION:
            self._on_evaluation_event(change.event)
        elif change.event is not None and change.event.topic is Topic.CALIBRATION:
            self.calibrations.on_event(change.event)

    def _on_evaluation_event(self, event: Event) -> None:
        if self.inspects:
            self.sampling.on_event(event)
            status = event.data.get("status")
            known = {row.id for row in self.appeals.rows}
            if status == EvaluationStatus.APPEALED or event.data.get("id") in known:
                self.appeals.load()
        if self.is_agent and event.data.get("agent_id") == self.me:
            self.mine.load()
            opened = self.mine.open_evaluation
            if opened is not None and opened.id == event.data.get("id"):
                self.mine.open(opened.id)

    def _reload(self) -> None:
        if self.inspects:
            self.sampling.refresh()
            self.appeals.load()
            self.calibrations.load()
        if self.is_agent:
            self.mine.load()

    def _show_badge(self) -> None:
        waiting = self.appeals.waiting + self.calibrations.waiting if self.inspects else 0
        waiting += self.mine.waiting if self.is_agent else 0
        self.badge_changed.emit(str(waiting) if waiting else "")

    def _tell(self, error: Exception) -> None:
        self.notice_stated.emit(error_words(error), Tone.BAD.value)
