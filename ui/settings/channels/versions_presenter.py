"""The versions of the settings of the channel that is looked at. No widgets."""

from datetime import datetime

from PySide6.QtCore import QObject, Signal

from services.contracts.channels import Channel, ChannelVersion
from ui.container import Container
from ui.presenter import Presenter


class ChannelVersionsPresenter(Presenter):
    """Lives as long as the presenter of the channels."""

    versions_changed = Signal()

    def __init__(self, container: Container, parent: QObject | None = None) -> None:
        super().__init__(container.tasks, parent)
        self._container = container
        self.channel: Channel | None = None
        self.versions: list[ChannelVersion] = []
        """The newest first."""

    def now(self) -> datetime:
        """Returns the district's time."""
        return self._container.live.server_now()

    def look_at(self, channel: Channel | None) -> None:
        """Asks for the versions of a channel."""
        if channel is not self.channel:
            self.channel, self.versions = channel, []
            self.versions_changed.emit()
        if channel is None:
            return

        def done(found: list[ChannelVersion]) -> None:
            if channel is self.channel:
                self.versions = found
                self.versions_changed.emit()

        self.work(lambda _progress: self._container.administration.channels.versions(channel), done=done)
