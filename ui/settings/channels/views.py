"""The section of channels: how each is at the left; settings, trying, and what belongs to one alone at the right."""

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from services.contracts.channels import Channel, ChannelState
from ui import moments
from ui.language import translate
from ui.lifecycle_words import channel_words
from ui.page import PageContext
from ui.settings.channels.boards_view import BoardsView
from ui.settings.channels.clients_view import ClientsView
from ui.settings.channels.fields import fields_of
from ui.settings.channels.lists_views import AsideView
from ui.settings.channels.outgoing_view import OutgoingView
from ui.settings.channels.presenter import ChannelsPresenter
from ui.settings.channels.questions_view import QuestionsView
from ui.settings.channels.sensors_view import MessagesView, SensorsView
from ui.settings.channels.versions_view import ChannelVersionsView
from ui.settings.channels.words import health_tone, health_words, trouble_words
from ui.settings.forms.fields import YesField
from ui.settings.forms.form import Form
from ui.settings.forms.scrolled import scrolled
from ui.settings.forms.when import WhenField
from ui.settings.keys import SAVE_KEY, with_key
from widgets import icons, theme
from widgets.looks import label, set_look
from widgets.table import Align, Column, DataTable

_KNOWN = (Channel.PORTAL, Channel.OPEN311, Channel.EMAIL, Channel.BOARD, Channel.SENSOR)


class ChannelsView(QWidget):
    """All channels."""

    def __init__(self, presenter: ChannelsPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        self.table: DataTable[ChannelState] = DataTable(
            translate("Settings", "Channels"),
            _columns(),
            key=lambda state: state.channel.value,
            remember=context.remember,
            remember_as="settings.channels",
            empty=translate("Settings", "No channel is known. Read again with F5."),
        )
        self.table.hide_tools()
        self.settings = ChannelSettingsView(presenter)
        self.clients = ClientsView(presenter, context)
        self.aside = AsideView(presenter, context)
        self.boards = BoardsView(presenter, context)
        self.messages = MessagesView(presenter, context)
        self.sensors = SensorsView(presenter, context)
        self.questions = QuestionsView(presenter, context)
        self.outgoing = OutgoingView(presenter.outgoing, context)
        self.versions = ChannelVersionsView(presenter.versions, context)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setObjectName("settings.channels.tabs")
        for widget, words in (
            (self.settings, translate("Settings", "Setting up")),
            (self.clients, translate("Settings", "Clients")),
            (self.aside, translate("Settings", "Put aside")),
            (self.boards, translate("Settings", "Columns of boards")),
            (self.messages, translate("Settings", "Messages")),
            (self.sensors, translate("Settings", "Sensors")),
            (self.questions, translate("Settings", "Questions")),
            (self.outgoing, translate("Settings", "Not sent")),
            (self.versions, translate("Settings", "Versions")),
        ):
            self.tabs.addTab(widget, words)
        look = theme.current()
        # All channels with their heading, so that none has to be scrolled to.
        self.table.setFixedHeight((len(_KNOWN) + 1) * look.space.row + look.space.s)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space.s)
        column.addWidget(self.table)
        column.addWidget(self.tabs, 1)
        self.table.row_selected.connect(self._on_table_row_selected)
        self.table.row_activated.connect(lambda _row: self.tabs.setFocus())
        self.tabs.currentChanged.connect(lambda _place: self._make_room())
        presenter.channels_changed.connect(self._on_presenter_channels_changed)
        presenter.boards.form_changed.connect(self._make_room)
        self._on_presenter_channels_changed()

    def enter(self) -> None:
        """Reads how all are."""
        self._presenter.load()

    def go_to(self, what: str) -> None:
        """Shows the files of boards that wait, with what is remembered."""
        if what == Channel.BOARD:
            self._presenter.choose(Channel.BOARD)
            self.tabs.setCurrentWidget(self.boards)

    def is_unsaved(self) -> bool:
        """Whether something is typed about the channel that is looked at, in the register of sensors or of a board's columns."""
        presenter = self._presenter
        return presenter.is_changed or presenter.sensors.is_changed or presenter.boards.is_changed

    def discard(self) -> None:
        """Throws it away."""
        self._presenter.give_up()
        self._presenter.sensors.give_up()
        self._presenter.boards.give_up()
        self._presenter.channels_changed.emit()

    def save(self) -> None:
        """Keeps what is in front: the columns of a board, the register of sensors, or the settings of the channel."""
        if self.tabs.currentWidget() is self.boards:
            self._presenter.boards.save()
        elif self.tabs.currentWidget() is self.sensors:
            self.sensors.save()
        else:
            self._presenter.save()

    def _make_room(self) -> None:
        """Gives a board's form the place of the channels, which come back with any other tab."""
        is_board = self._presenter.chosen is Channel.BOARD and self.tabs.currentWidget() is self.boards
        self.table.setVisible(not is_board or self._presenter.boards.draft is None)

    def _on_table_row_selected(self, state: ChannelState | None) -> None:
        if state is not None:
            self._presenter.choose(state.channel)

    def _on_presenter_channels_changed(self) -> None:
        presenter = self._presenter
        self.table.model.set_rows(presenter.states.values())
        if presenter.chosen is not None:
            self.table.go_to(presenter.chosen.value)
        self.tabs.setVisible(presenter.state is not None)
        shown: dict[QWidget, tuple[Channel, ...]] = {
            self.clients: (Channel.PORTAL, Channel.OPEN311),
            self.aside: (Channel.EMAIL,),
            self.boards: (Channel.BOARD,),
            self.messages: (Channel.SENSOR,),
            self.sensors: (Channel.SENSOR,),
            self.questions: (Channel.OPEN311,),
            # Who only asks for the status is sent nothing, so nothing can fail.
            self.outgoing: (Channel.PORTAL, Channel.EMAIL, Channel.BOARD, Channel.SENSOR),
        }
        for widget, channels in shown.items():
            self.tabs.setTabVisible(self.tabs.indexOf(widget), presenter.chosen in channels)
        self._make_room()


class ChannelSettingsView(QWidget):
    """The form of one channel, whether it is open, and what came of trying it."""

    def __init__(self, presenter: ChannelsPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        look = theme.current()
        self.enabled = YesField(translate("Settings", "The channel is open"))
        self.enabled.setObjectName("settings.channels.enabled")
        self.trouble = label("", "error", wrap=True)
        self.told = label("", "caption", wrap=True)
        self.forms = {channel: Form(fields_of(channel), f"settings.channel.{channel}") for channel in _KNOWN}
        self._stack = QStackedWidget()
        for form in self.forms.values():
            self._stack.addWidget(scrolled(form))
            form.edited.connect(presenter.edit)
        self.save_button = QPushButton(
            icons.icon("save", "on_accent"), with_key(translate("Settings", "Save"), SAVE_KEY)
        )
        self.save_button.setProperty("look", "primary")
        self.discard_button = QPushButton(translate("Settings", "Discard"))
        self.over_button = QPushButton(translate("Settings", "Put mine over it"))
        self.check_button = QPushButton(icons.icon("check"), translate("Settings", "Try the connection"))
        for button, what in (
            (self.save_button, "save"),
            (self.discard_button, "discard"),
            (self.over_button, "over"),
            (self.check_button, "check"),
        ):
            button.setObjectName(f"settings.channels.{what}")
        self.problem = label("", "error", wrap=True)
        self.checked = label("", wrap=True)
        self.checked.hide()
        head = QHBoxLayout()
        head.addWidget(self.enabled)
        head.addStretch(1)
        head.addWidget(self.check_button)
        row = QHBoxLayout()
        row.setSpacing(look.space.s)
        self.when = WhenField("settings.channels")
        row.addWidget(self.when, 1)
        for button in (self.over_button, self.discard_button, self.save_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.space.s, 0, 0)
        column.setSpacing(look.space.s)
        column.addLayout(head)
        for part in (self.told, self.trouble, self.checked):
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        column.addWidget(self.problem)
        column.addLayout(row)
        self.enabled.edited.connect(lambda: presenter.open_or_close(self.enabled.value()))
        self.when.edited.connect(self._on_when_edited)
        self.save_button.clicked.connect(presenter.save)
        self.discard_button.clicked.connect(self._on_discard_button_clicked)
        self.over_button.clicked.connect(self._on_over_button_clicked)
        self.check_button.clicked.connect(presenter.check)
        presenter.channels_changed.connect(self._show)
        presenter.form_changed.connect(self._show_state)
        presenter.refused.connect(self._on_presenter_refused)
        presenter.checked.connect(self._on_presenter_checked)
        self._show()

    def _show(self) -> None:
        presenter = self._presenter
        state = presenter.state
        if state is None:
            return
        place = _KNOWN.index(state.channel)
        if self._stack.currentIndex() != place:
            self.checked.hide()
            self._stack.setCurrentIndex(place)
        self.forms[state.channel].show_row(presenter.row(), True)
        for name, editor in self.forms[state.channel].editors.items():
            if name.startswith("secret."):
                is_set = name.removeprefix("secret.") in state.secrets
                editor.setPlaceholderText(
                    translate("Settings", "set; leave empty to keep it") if is_set else translate("Settings", "not set")
                )
        parts = [
            translate("Settings", "last received {at}").format(at=_moment(state.received_at)),
            translate("Settings", "last sent {at}").format(at=_moment(state.sent_at)),
        ]
        if state.can_check:
            parts.append(translate("Settings", "last reached {at}").format(at=_moment(state.reached_at)))
        self.told.setText(" · ".join(parts))
        self.trouble.setText(trouble_words(state))
        self.trouble.setVisible(bool(self.trouble.text()))
        self.check_button.setVisible(state.can_check)
        self._show_state()

    def _show_state(self) -> None:
        presenter = self._presenter
        state = presenter.state
        if state is None:
            return
        self.enabled.set_value(presenter.is_enabled)
        self.save_button.setEnabled(presenter.is_changed and not presenter.is_saving and not presenter.is_overtaken)
        self.discard_button.setEnabled(presenter.is_changed)
        self.when.set_value(presenter.when)
        self.when.setEnabled(presenter.is_changed)
        self.over_button.setVisible(presenter.is_overtaken)
        errors = {
            name.replace("settings.", "", 1).replace("secrets.", "secret.", 1): text
            for name, text in presenter.errors.items()
        }
        form = self.forms[state.channel]
        form.show_errors(errors)
        rest = [text for name, text in errors.items() if name.split(".")[0] not in form.editors and "." not in name]
        words = [presenter.problem, *rest]
        if presenter.is_overtaken:
            words = [
                translate("Settings", "Somebody has changed this channel since you began. What you typed is kept.")
            ]
        self.problem.setText(" ".join(part for part in words if part))
        self.problem.setVisible(bool(self.problem.text()))
        set_look(self.problem, "words", "warn" if presenter.is_overtaken else "bad")

    def _on_when_edited(self) -> None:
        self._presenter.when = self.when.value()

    def _on_discard_button_clicked(self) -> None:
        self._presenter.give_up()
        self._show()

    def _on_over_button_clicked(self) -> None:
        self._presenter.put_over()
        self._show()

    def _on_presenter_refused(self) -> None:
        if self.isVisible() and self._presenter.state is not None:
            self.forms[self._presenter.state.channel].focus_first_wrong()

    def _on_presenter_checked(self, words: str) -> None:
        self.checked.setText(words)
        self.checked.show()


def _columns() -> list[Column[ChannelState]]:
    return [
        Column("channel", translate("Settings", "Channel"), value=lambda s: channel_words(s.channel), width=130),
        Column(
            "state",
            translate("Settings", "State"),
            value=health_words,
            tone=health_tone,
            badge=True,
            tip=trouble_words,
            width=120,
        ),
        Column("received", translate("Settings", "Received"), value=lambda s: _moment(s.received_at), width=110),
        Column("sent", translate("Settings", "Sent"), value=lambda s: _moment(s.sent_at), width=110),
        Column("waiting", translate("Settings", "Waiting"), value=lambda s: s.waiting, align=Align.RIGHT, width=80),
        Column("failed", translate("Settings", "Failed"), value=lambda s: s.failed, align=Align.RIGHT, width=80),
        Column("trouble", translate("Settings", "What is wrong"), value=trouble_words, stretch=True),
    ]


def _moment(moment: datetime | None) -> str:
    return f"{moments.local(moment):%m-%d %H:%M}" if moment is not None else "–"
