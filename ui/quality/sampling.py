"""Picking calls: the rule, the sample, who has claimed what, and which call is next."""

from datetime import datetime, timedelta
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from services.contracts.accounts import Account
from services.contracts.events import Event
from services.contracts.quality import EvaluationStatus, Sample, SampledCall, SampleRequest
from services.tasks import Tasks
from ui import moments

PERIODS = ("today", "yesterday", "week", "month")


class Sampler(Protocol):
    """What sampling needs of :class:`services.quality.service.QualityService`."""

    def sample(self, request: SampleRequest) -> Sample:
        """Picks calls."""
        ...

    def agents(self) -> list[Account]:
        """Gives the agents."""
        ...


class SamplingPresenter(QObject):
    """Keeps the last sample and brings its claims up to date."""

    sample_changed = Signal(object)
    """The sample (a :class:`Sample`), new or with newer claims."""
    drawing_changed = Signal(bool)
    agents_changed = Signal(list)
    failed = Signal(object)
    """The sample could not be drawn (an exception)."""

    def __init__(self, sampler: Sampler, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sampler = sampler
        self._tasks = tasks
        self.request = SampleRequest()
        self.period = "week"
        self.sample: Sample | None = None
        self.agents: list[Account] = []
        self.is_drawing = False

    def load_agents(self) -> None:
        """Asks for the agents, once."""
        if not self.agents:
            self._tasks.start(lambda _progress: self._sampler.agents(), done=self._on_agents_loaded)

    def draw(self, request: SampleRequest, period: str, now: datetime) -> None:
        """Picks calls of a period (one of :data:`PERIODS`) that ends at most now, in the district's days."""
        since, until = bounds(period, now)
        self.period = period
        self.request = request.model_copy(update={"since": since, "until": until})
        self._draw()

    def refresh(self) -> None:
        """Asks for the same sample again: the same calls, with newer claims."""
        if self.sample is not None and not self.is_drawing:
            self._draw()

    def on_event(self, event: Event) -> None:
        """Takes in a fact from the server: an evaluation changed."""
        if self.sample is not None and any(c.call.id == event.data.get("call_id") for c in self.sample.calls):
            self.refresh()

    def sampled(self, call_id: str) -> SampledCall | None:
        """Returns a call of the sample."""
        return next((c for c in self.sample.calls if c.call.id == call_id), None) if self.sample else None

    def next_free(self, after_call_id: str, me: str) -> SampledCall | None:
        """Returns the next call of the sample that one may still score, going round; one's own open claims count."""
        calls = self.sample.calls if self.sample else []
        ids = [c.call.id for c in calls]
        start = ids.index(after_call_id) + 1 if after_call_id in ids else 0
        return next((c for c in calls[start:] + calls[:start] if is_free(c, me) and c.call.id != after_call_id), None)

    def _draw(self) -> None:
        request = self.request
        self._set_drawing(True)
        self._tasks.start(
            lambda _progress: self._sampler.sample(request), done=self._on_drawn, failed=self._on_draw_failed
        )

    def _set_drawing(self, drawing: bool) -> None:
        self.is_drawing = drawing
        self.drawing_changed.emit(drawing)

    def _on_drawn(self, sample: Sample) -> None:
        self.sample = sample
        self._set_drawing(False)
        self.sample_changed.emit(sample)

    def _on_draw_failed(self, error: Exception) -> None:
        self._set_drawing(False)
        self.failed.emit(error)

    def _on_agents_loaded(self, agents: list[Account]) -> None:
        self.agents = agents
        self.agents_changed.emit(agents)


def is_free(sampled: SampledCall, me: str) -> bool:
    """Tells whether somebody may begin, or go on, scoring a call."""
    if sampled.own:
        return False
    mine = sampled.claimed_by_id == me and sampled.evaluation_status == EvaluationStatus.CLAIMED
    return sampled.evaluation_id is None or mine


def bounds(period: str, now: datetime) -> tuple[datetime, datetime]:
    """Returns both ends of a period in the district's days."""
    midnight = moments.midnight(now)
    match period:
        case "today":
            return midnight, now
        case "yesterday":
            return midnight - timedelta(days=1), midnight
        case "month":
            return midnight - timedelta(days=29), now
        case _:
            return midnight - timedelta(days=6), now
