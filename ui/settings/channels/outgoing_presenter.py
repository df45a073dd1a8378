"""What is done about messages to citizens that did not go out: tried again, or told by telephone."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal
from uuid_utils import uuid7

from services.contracts.channels import Channel, Outgoing, OutgoingState
from services.errors import AppError
from services.tasks import Progress
from ui.container import Container
from ui.language import translate
from ui.presenter import Presenter
from ui.problems import problem_words
from widgets.theme import Tone

_ITS_OWN = (404, 409)
"""Statuses that say something of this message alone."""


@dataclass
class Outcome:
    """What came of a step with several messages."""

    done: int = 0
    refused: list[tuple[str, Exception]] = field(default_factory=list)
    """Ticket numbers, and why."""


class OutgoingPresenter(Presenter):
    """Messages of one channel at a time, or of all, the newest two hundred in one state.

    Args:
        container: the program's wiring.
        state: of what is shown at first.
        every_channel: messages of all channels are shown, and none is chosen.
    """

    changed = Signal()
    refused = Signal(str)
    moved = Signal()
    """Something was done with messages: counts of the channels are others now."""

    def __init__(
        self,
        container: Container,
        parent: QObject | None = None,
        state: OutgoingState = OutgoingState.FAILED,
        every_channel: bool = False,
    ) -> None:
        super().__init__(container.tasks, parent)
        self._channels = container.administration.channels
        self._every_channel = every_channel
        self.channel: Channel | None = None
        self.state = state
        self.messages: list[Outgoing] = []

    def look_at(self, channel: Channel | None) -> None:
        """Shows the messages of a channel."""
        self.channel = channel
        self.load()

    def show_state(self, state: OutgoingState) -> None:
        """Shows messages in another state."""
        self.state = state
        self.load()

    def load(self) -> None:
        """Asks for the messages."""
        channel, state = self.channel, self.state

        def done(found: list[Outgoing]) -> None:
            if (channel, state) == (self.channel, self.state):
                self.messages = found
                self.changed.emit()

        if channel is not None or self._every_channel:
            self.work(lambda _progress: self._channels.outgoing(channel, state).items, done=done)

    def retry(self, messages: list[Outgoing]) -> None:
        """Lets messages that were given up be tried again."""
        asked = list(messages)
        self.work(
            lambda progress: self._each(asked, self._channels.retry, progress),
            done=self._on_retried,
            failed=self._on_refused,
            title=translate("Settings", "Messages are put back into the queue"),
        )

    def told_by_telephone(self, messages: list[Outgoing]) -> None:
        """Notes that citizens whom no message reached were called."""
        asked = list(messages)
        self.work(
            lambda progress: self._each(asked, self._channels.called_back, progress),
            done=self._on_told,
            failed=self._on_refused,
        )

    def _each(self, messages: list[Outgoing], act: Callable[[int, str], Outgoing], progress: Progress) -> Outcome:
        """Goes through all of them: one that somebody else has dealt with keeps no other back."""
        outcome = Outcome()
        for number, message in enumerate(messages):
            progress.check()
            progress.report(number, len(messages))
            try:
                act(message.id, f"outgoing-{uuid7()}")
            except AppError as error:
                if error.status not in _ITS_OWN:
                    raise
                outcome.refused.append((message.number, error))
            else:
                outcome.done += 1
        return outcome

    def _on_retried(self, outcome: Outcome) -> None:
        if outcome.done:
            words = translate("Settings", "Messages put back into the queue: {count}").format(count=outcome.done)
            self.notice_stated.emit(words, str(Tone.GOOD))
        self._on_told(outcome)

    def _on_told(self, outcome: Outcome) -> None:
        self.moved.emit()
        if outcome.refused:
            words = translate("Settings", "Not done for {count}: {numbers}. {why}")
            numbers = ", ".join(number for number, _error in outcome.refused[:5])
            why = problem_words(outcome.refused[0][1])
            self.refused.emit(words.format(count=len(outcome.refused), numbers=numbers, why=why))

    def _on_refused(self, error: Exception) -> None:
        # What others have done with them meanwhile is shown.
        self.moved.emit()
        self.refused.emit(problem_words(error))
