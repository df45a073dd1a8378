"""Programs that speak through a channel: each with a secret that is made here and shown once."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from services.contracts.channels import ChannelClient
from ui import moments
from ui.language import translate
from ui.page import PageContext
from ui.settings.channels.presenter import ChannelsPresenter
from ui.settings.forms.fields import TextField
from ui.settings.forms.form import FieldSpec, Form
from widgets import icons, theme
from widgets.looks import label
from widgets.table import Column, DataTable
from widgets.theme import Tone


class ClientsView(QWidget):
    """Clients of the portal sign with their secret (HMAC); those of Open311 give it as ``api_key``."""

    def __init__(self, presenter: ChannelsPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        look = theme.current()
        self.table: DataTable[ChannelClient] = DataTable(
            translate("Settings", "Clients"),
            _columns(),
            key=lambda client: client.id,
            remember=context.remember,
            remember_as="settings.clients",
            empty=translate("Settings", "No program may speak through this channel yet."),
        )
        self.form = Form(
            [
                FieldSpec("id", translate("Settings", "Id, as it names itself"), lambda: TextField(64), required=True),
                FieldSpec("name", translate("Settings", "Who runs it"), lambda: TextField(60), required=True),
            ],
            "settings.clients",
        )
        self.add_button = QPushButton(icons.icon("add"), translate("Settings", "Add, with a new secret"))
        self.renew_button = QPushButton(icons.icon("refresh"), translate("Settings", "New secret"))
        self.revoke_button = QPushButton(icons.icon("lock"), translate("Settings", "Revoke"))
        for button, what in ((self.add_button, "add"), (self.renew_button, "renew"), (self.revoke_button, "revoke")):
            button.setObjectName(f"settings.clients.{what}")
        self.table.tools.insertWidget(0, self.renew_button)
        self.table.tools.insertWidget(1, self.revoke_button)
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        row = QHBoxLayout()
        row.addWidget(self.form, 1)
        row.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.space.s, 0, 0)
        column.setSpacing(look.space.s)
        column.addWidget(self.table, 1)
        column.addWidget(self._secret_card())
        column.addLayout(row)
        column.addWidget(self.problem)
        self.form.show_row({"id": "", "name": ""}, True)
        self.add_button.clicked.connect(self._on_add_button_clicked)
        self.renew_button.clicked.connect(lambda: self._change(is_new_secret=True))
        self.revoke_button.clicked.connect(lambda: self._change(is_new_secret=False))
        self.table.row_selected.connect(lambda _row: self._show_buttons())
        self.table.export_requested.connect(context.export)
        presenter.clients_changed.connect(self._on_presenter_clients_changed)
        presenter.channels_changed.connect(self.hide_secret)
        presenter.secret_made.connect(self._on_presenter_secret_made)
        presenter.client_refused.connect(self._on_presenter_client_refused)
        self._on_presenter_clients_changed()

    def hide_secret(self) -> None:
        """Forgets the secret that is shown; nobody can bring it back."""
        self.secret.clear()
        self._card.hide()

    def _secret_card(self) -> QFrame:
        look = theme.current()
        self._card = QFrame()
        self._card.setProperty("look", "warn")
        self._words = label("", wrap=True)
        self.secret = QLineEdit()
        self.secret.setReadOnly(True)
        self.secret.setObjectName("settings.clients.secret")
        self.secret.setAccessibleName(translate("Settings", "Secret"))
        self.copy_button = QPushButton(icons.icon("copy"), translate("Settings", "Copy"))
        self.done_button = QPushButton(translate("Settings", "It is written down"))
        row = QHBoxLayout()
        for part in (self.secret, self.copy_button, self.done_button):
            row.addWidget(part)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(look.space.m, look.space.s, look.space.m, look.space.s)
        column.addWidget(self._words)
        column.addLayout(row)
        self._card.hide()
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.secret.text()))
        self.done_button.clicked.connect(self.hide_secret)
        return self._card

    def _on_add_button_clicked(self) -> None:
        row = self.form.row()
        if any(client.id == row["id"] for client in self._presenter.clients):
            self.form.show_errors({"id": translate("Settings", "There is a client of this id already.")})
            return
        self.problem.hide()
        self.form.show_errors({})
        self._presenter.put_client(row["id"], row["name"], active=True, is_new_secret=True)

    def _change(self, is_new_secret: bool) -> None:
        client = self.table.current_row()
        if client is not None:
            active = client.active if is_new_secret else not client.active
            self._presenter.put_client(client.id, client.name, active, is_new_secret)

    def _show_buttons(self) -> None:
        client = self.table.current_row()
        for button in (self.renew_button, self.revoke_button):
            button.setEnabled(client is not None)
        is_revoked = client is not None and not client.active
        self.revoke_button.setText(
            translate("Settings", "Allow again") if is_revoked else translate("Settings", "Revoke")
        )

    def _on_presenter_clients_changed(self) -> None:
        self.table.model.set_rows(self._presenter.clients)
        self._show_buttons()

    def _on_presenter_secret_made(self, client_id: str, secret: str) -> None:
        words = translate(
            "Settings", "The secret of {client}. It is shown only now: give it to whoever runs the program."
        )
        self._words.setText(words.format(client=client_id))
        self.secret.setText(secret)
        self._card.show()
        self.secret.setFocus()
        self.secret.selectAll()
        self.form.show_row({"id": "", "name": ""}, True)

    def _on_presenter_client_refused(self, sentence: str, fields: dict[str, str]) -> None:
        self.form.show_errors({("id" if name == "client_id" else name): text for name, text in fields.items()})
        self.problem.setText(sentence)
        self.problem.show()


def _columns() -> list[Column[ChannelClient]]:
    return [
        Column("id", translate("Settings", "Id"), value=lambda c: c.id, width=140),
        Column("name", translate("Settings", "Who runs it"), value=lambda c: c.name, stretch=True),
        Column(
            "state",
            translate("Settings", "State"),
            value=lambda c: translate("Settings", "allowed") if c.active else translate("Settings", "revoked"),
            tone=lambda c: Tone.GOOD if c.active else Tone.QUIET,
            badge=True,
            width=96,
        ),
        Column(
            "changed",
            translate("Settings", "Changed"),
            value=lambda c: f"{moments.local(c.changed_at):%Y-%m-%d %H:%M}",
            width=130,
        ),
    ]
