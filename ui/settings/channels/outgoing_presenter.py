"""What is done about messages to citizens that did not go out: tried again, or told by telephone."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from uuid_utils import uuid7

from services.contracts.channels import Channel, Outgoing, OutgoingState
from services.tasks import Progress
from ui.container import Container
from ui.language import translate
from ui.presenter import Presenter
from ui.problems import problem_words
from widgets.theme import Tone


class OutgoingPresenter(Presenter):
    """Messages of one channel at a time, the newest two hundred in one state."""

    changed = Signal()
    refused = Signal(str)
    moved = Signal()
    """Something was done with messages: counts of the channels are others now."""

    def __init__(self, container: Container, parent: QObject | None = None) -> None:
        super().__init__(container.tasks, parent)
        self._channels = container.administration.channels
        self.channel: Channel | None = None
        self.state = OutgoingState.FAILED
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

        if channel is not None:
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
            done=lambda _count: self.moved.emit(),
            failed=self._on_refused,
        )

    def _each(self, messages: list[Outgoing], act: Callable[[int, str], Outgoing], progress: Progress) -> int:
        for number, message in enumerate(messages):
            progress.check()
            progress.report(number, len(messages))
            act(message.id, f"outgoing-{uuid7()}")
        return len(messages)

    def _on_retried(self, count: int) -> None:
        words = translate("Settings", "Messages put back into the queue: {count}").format(count=count)
        self.notice_stated.emit(words, str(Tone.GOOD))
        self.moved.emit()

    def _on_refused(self, error: Exception) -> None:
        # What others have done with them meanwhile is shown.
        self.moved.emit()
        self.refused.emit(problem_words(error))
