"""What the section of channels does: settings with drafts, clients with a secret shown once, trying, lists beside."""

import secrets
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from uuid_utils import uuid7

from services.administration.service import AdministrationService
from services.contracts.channels import Channel, ChannelClient, ChannelState, MailAside
from services.contracts.common import Typed
from services.errors import StaleVersion
from ui.container import Container
from ui.language import translate
from ui.presenter import Presenter
from ui.problems import field_words, problem_words
from ui.settings.channels.boards_presenter import BoardsPresenter
from ui.settings.channels.fields import SECRETS
from ui.settings.channels.outgoing_presenter import OutgoingPresenter
from ui.settings.channels.sensors_presenter import SensorsPresenter
from ui.settings.channels.versions_presenter import ChannelVersionsPresenter
from ui.settings.channels.words import check_words
from ui.settings.names import Names
from widgets.theme import Tone

Row = dict[str, Any]
_SECRET = "secret."  # noqa: S105 - the beginning of names


class ChannelsPresenter(Presenter):
    """Lives as long as the page's presenter."""

    names_changed = Signal()
    channels_changed = Signal()
    """``states`` are others, or another channel is chosen."""
    form_changed = Signal()
    """What is typed, or what is wrong in it."""
    clients_changed = Signal()
    secret_made = Signal(str, str)
    """Id and secret of a client, to be shown once."""
    client_refused = Signal(str, dict)
    checked = Signal(str)
    refused = Signal()
    """What is typed was not kept; ``errors`` says where it is wrong."""
    lists_changed = Signal()

    def __init__(self, container: Container, names: Callable[[], Names]) -> None:
        super().__init__(container.tasks)
        self._container = container
        self._names = names
        self.service: AdministrationService = container.administration
        self.states: dict[Channel, ChannelState] = {}
        self.chosen: Channel | None = None
        self.draft: Row | None = None
        """``version``, ``enabled`` and ``settings`` as typed; no secrets, which are never written to disk."""
        self.typed_secrets: dict[str, str] = {}
        self.when = ""
        """From when on what is typed is to count, ISO 8601; empty for at once."""
        self.errors: dict[str, str] = {}
        self.problem = ""
        self.is_saving = False
        self.is_checking = False
        self.is_overtaken = False
        self.clients: list[ChannelClient] = []
        self._asked: object = None
        """Tells the newest reading of the clients."""
        self.aside: list[MailAside] = []
        self.boards = BoardsPresenter(container, self)
        self.boards.notice_stated.connect(self.notice_stated)
        self.boards.saved.connect(self.load)
        self.sensors = SensorsPresenter(container, self)
        self.sensors.notice_stated.connect(self.notice_stated)
        self.versions = ChannelVersionsPresenter(container, self)
        self.outgoing = OutgoingPresenter(container, self)
        self.outgoing.notice_stated.connect(self.notice_stated)
        self.outgoing.moved.connect(self.load)

    @property
    def names(self) -> Names:
        """Names of places and units."""
        return self._names()

    @property
    def state(self) -> ChannelState | None:
        """The channel that is looked at."""
        return self.states.get(self.chosen) if self.chosen is not None else None

    def close(self) -> None:
        """Nothing runs on."""

    def load(self) -> None:
        """Asks how all channels are."""
        self.work(lambda _progress: self.service.channels.all(), done=self._on_states_read)

    def choose(self, channel: Channel) -> None:
        """Looks at a channel; what was typed about the one before stays in the journal."""
        if channel == self.chosen:
            return
        self.chosen, self.draft, self.typed_secrets, self.when = channel, None, {}, ""
        self.errors, self.problem, self.is_overtaken = {}, "", False
        kept = self._container.drafts.open_drafts(self._draft_id)
        if kept:
            self.draft = dict(kept[0].fields)
            state = self.state
            self.is_overtaken = state is not None and self.draft.get("version") != state.version
        self.channels_changed.emit()
        self.form_changed.emit()
        self.load_lists()

    # -- settings

    def row(self) -> Row:
        """Returns what the form shows."""
        state = self.state
        if state is None:
            return {}
        shown = {**state.settings, **(self.draft or {}).get("settings", {})}
        return {
            **shown,
            **{f"{_SECRET}{name}": self.typed_secrets.get(name, "") for name in SECRETS.get(state.channel, ())},
        }

    @property
    def is_enabled(self) -> bool:
        """Whether the channel is open by what is typed."""
        state = self.state
        return bool((self.draft or {}).get("enabled", state.enabled if state else False))

    @property
    def is_changed(self) -> bool:
        """Whether something is typed that is not kept."""
        state = self.state
        if state is None:
            return False
        settings = (self.draft or {}).get("settings", {})
        differs = any(state.settings.get(name) != value for name, value in settings.items())
        return differs or self.is_enabled != state.enabled or any(self.typed_secrets.values())

    def edit(self, row: Row) -> None:
        """Keeps what is typed."""
        state = self.state
        if state is None:
            return
        self.typed_secrets = {
            name.removeprefix(_SECRET): value for name, value in row.items() if name.startswith(_SECRET) and value
        }
        changed = {
            name: value
            for name, value in row.items()
            if not name.startswith(_SECRET) and value != state.settings.get(name)
        }
        self._type(settings=changed)

    def open_or_close(self, enabled: bool) -> None:
        """Says whether the channel is to be open."""
        self._type(enabled=enabled)

    def give_up(self) -> None:
        """Throws what is typed away."""
        self._forget()
        self.form_changed.emit()

    def put_over(self) -> None:
        """Goes on from what somebody else has kept meanwhile; what is typed here stays."""
        if self.draft is not None and self.state is not None:
            self.draft = {**self.draft, "version": self.state.version}
            self.is_overtaken, self.problem = False, ""
            self._container.drafts.write(self._draft_id, self._draft_id, self.draft)
            self.form_changed.emit()

    def save(self) -> None:
        """Keeps the settings."""
        state = self.state
        if state is None or self.is_saving or not self.is_changed or self.is_overtaken:
            return
        self.is_saving, self.errors, self.problem = True, {}, ""
        draft = self.draft or {}
        change = {
            "enabled": self.is_enabled,
            "settings": draft.get("settings", {}),
            "secrets": dict(self.typed_secrets),
            "effective_from": self.when or None,
        }
        version, channel, key = int(draft.get("version", state.version)), state.channel, f"channel-{uuid7()}"
        self.form_changed.emit()
        self.work(
            lambda _progress: self.service.channels.change(channel, Typed(change), version, key),
            done=self._on_saved,
            failed=lambda error: self._on_refused(channel, error),
        )

    def check(self) -> None:
        """Tries the connections with the settings that are kept."""
        state = self.state
        if state is None or self.is_checking:
            return
        self.is_checking = True
        self.checked.emit(translate("Settings", "Trying …"))
        channel = state.channel

        def tried(words: str) -> None:
            self.is_checking = False
            # Of another channel, which is looked at meanwhile, it says nothing.
            if channel == self.chosen:
                self.checked.emit(words)
            self.load()

        self.work(
            lambda _progress: self.service.channels.check(channel),
            done=lambda found: tried("\n".join(check_words(each.what, each.problem) for each in found)),
            failed=lambda error: tried(problem_words(error)),
        )

    # -- clients

    def put_client(self, client_id: str, name: str, active: bool, is_new_secret: bool) -> None:
        """Adds or changes a client; a new secret is made here and shown once."""
        state = self.state
        if state is None:
            return
        secret = secrets.token_urlsafe(32) if is_new_secret else ""
        fields = {"name": name, "active": active, "secret": secret or None}
        channel, key = state.channel, f"client-{uuid7()}"
        version = next((client.version for client in self.clients if client.id == client_id), 0)

        def done(client: ChannelClient) -> None:
            if secret:
                self.secret_made.emit(client.id, secret)
            if self.chosen != channel:
                return
            # At once, so that the next press goes by the version that it now has.
            others = [each for each in self.clients if each.id != client.id]
            self._on_clients_read(sorted([*others, client], key=lambda each: each.id))
            self._read_clients(channel)

        self.work(
            lambda _progress: self.service.channels.put_client(channel, client_id, Typed(fields), version, key),
            done=done,
            failed=self._on_client_refused,
        )

    def _on_client_refused(self, error: Exception) -> None:
        if isinstance(error, StaleVersion):
            # What somebody else did is shown; whoever still wants their change presses once more.
            self.load_lists()
        self.client_refused.emit(problem_words(error), field_words(error))

    # -- lists of single channels

    def load_lists(self) -> None:
        """Asks for what belongs to the channel that is looked at."""
        service = self.service.channels
        match self.chosen:
            case Channel.PORTAL | Channel.OPEN311 as channel:
                self._read_clients(channel)
            case Channel.EMAIL:
                self.work(
                    lambda _progress: service.aside().items, done=lambda found: self._on_list_read("aside", found)
                )
            case Channel.BOARD:
                self.boards.load()
            case Channel.SENSOR:
                self.sensors.load()
        self.outgoing.look_at(self.chosen)
        self.versions.look_at(self.chosen)

    def take_aside(self, mail: MailAside) -> None:
        """Has a message taken that looked like a machine's."""
        key = f"aside-{uuid7()}"
        self.work(
            lambda _progress: self.service.channels.take_aside(mail.id, key), done=lambda _mail: self.load_lists()
        )

    @property
    def _draft_id(self) -> str:
        return _draft_of(self.chosen)

    def _type(self, **values: Any) -> None:
        state = self.state
        if state is None or self.is_saving:
            return
        draft = self.draft or {"version": state.version, "enabled": state.enabled, "settings": {}}
        self.draft = {**draft, **values}
        self.problem = ""
        self._container.drafts.write(self._draft_id, self._draft_id, self.draft)
        self.form_changed.emit()

    def _forget(self) -> None:
        self._container.drafts.close(self._draft_id)
        self.draft, self.typed_secrets, self.when = None, {}, ""
        self.errors, self.problem, self.is_overtaken = {}, "", False

    def _on_states_read(self, found: list[ChannelState]) -> None:
        self.states = {state.channel: state for state in found}
        if self.chosen is None and found:
            self.choose(found[0].channel)
        else:
            self.load_lists()
        if self.draft is not None and self.state is not None and self.draft["version"] != self.state.version:
            self.is_overtaken = True
        self.channels_changed.emit()
        self.form_changed.emit()

    def _on_saved(self, state: ChannelState) -> None:
        words = translate("Settings", "The channel's settings are kept.")
        self.is_saving = False
        self.states[state.channel] = state
        if state.channel != self.chosen:
            # What is typed about the channel that is looked at by now is not what was kept.
            self._container.drafts.close(_draft_of(state.channel))
        else:
            if self.when:
                words = translate("Settings", "The channel's settings are kept and wait for their date.")
            self._forget()
        self.notice_stated.emit(words, str(Tone.GOOD))
        self.load_lists()
        self.channels_changed.emit()
        self.form_changed.emit()

    def _on_refused(self, channel: Channel, error: Exception) -> None:
        self.is_saving = False
        if channel != self.chosen:
            # What was typed waits in the journal, for when its channel is in front again.
            self.notice_stated.emit(problem_words(error), str(Tone.BAD))
            self.form_changed.emit()
            return
        self.problem, self.errors = problem_words(error), field_words(error)
        if isinstance(error, StaleVersion):
            # What they have kept is read first: only then can anything be put over it.
            self.load()
        self.form_changed.emit()
        self.refused.emit()

    def _read_clients(self, channel: Channel) -> None:
        asked = self._asked = object()

        def done(found: list[ChannelClient]) -> None:
            # What was read before a change, and comes after it, would undo it on the screen.
            if self._asked is asked:
                self._on_clients_read(found)

        self.work(lambda _progress: self.service.channels.clients(channel), done=done)

    def _on_clients_read(self, found: list[ChannelClient]) -> None:
        self.clients = found
        self.clients_changed.emit()

    def _on_list_read(self, name: str, found: list[Any]) -> None:
        setattr(self, name, found)
        self.lists_changed.emit()


def _draft_of(channel: Channel | None) -> str:
    """Returns the name of what is typed about a channel in the journal."""
    return f"settings.channel.{channel}"
