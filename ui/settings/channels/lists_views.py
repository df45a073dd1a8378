"""Lists of single channels: e-mail that was put aside."""

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from services.contracts.channels import MailAside
from ui import moments
from ui.language import translate
from ui.page import PageContext
from ui.settings.channels.presenter import ChannelsPresenter
from ui.settings.channels.words import aside_words
from widgets import icons, theme
from widgets.table import Align, Column, DataTable


class AsideView(QWidget):
    """What looked like a machine's, is too large, or too much of one sender."""

    def __init__(self, presenter: ChannelsPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        self.table: DataTable[MailAside] = DataTable(
            translate("Settings", "E-mail put aside"),
            [
                Column(
                    "at",
                    translate("Settings", "Received"),
                    value=lambda m: f"{moments.local(m.at):%Y-%m-%d %H:%M}",
                    width=130,
                ),
                Column("domain", translate("Settings", "From"), value=lambda m: m.domain, width=170),
                Column("reason", translate("Settings", "Why"), value=lambda m: aside_words(m.reason), stretch=True),
                Column("size", translate("Settings", "Bytes"), value=lambda m: m.size, align=Align.RIGHT, width=90),
                Column(
                    "wanted",
                    translate("Settings", "State"),
                    value=lambda m: translate("Settings", "is being taken") if m.wanted else "",
                    width=110,
                ),
            ],
            key=lambda mail: str(mail.id),
            remember=context.remember,
            remember_as="settings.aside",
            empty=translate("Settings", "No e-mail was put aside."),
        )
        self.take_button = QPushButton(icons.icon("check"), translate("Settings", "Take it all the same"))
        self.take_button.setObjectName("settings.aside.take")
        self.table.tools.insertWidget(0, self.take_button)
        _alone(self, self.table)
        self.table.export_requested.connect(context.export)
        self.table.row_selected.connect(self._show_button)
        self.take_button.clicked.connect(self._on_take_button_clicked)
        presenter.lists_changed.connect(self._on_presenter_lists_changed)
        self._on_presenter_lists_changed()

    def _show_button(self, mail: MailAside | None) -> None:
        self.take_button.setEnabled(mail is not None and not mail.wanted)

    def _on_take_button_clicked(self) -> None:
        mail = self.table.current_row()
        if mail is not None:
            self._presenter.take_aside(mail)

    def _on_presenter_lists_changed(self) -> None:
        self.table.model.set_rows(self._presenter.aside)
        self._show_button(self.table.current_row())


def _alone(view: QWidget, table: QWidget) -> None:
    column = QVBoxLayout(view)
    column.setContentsMargins(0, theme.current().space.s, 0, 0)
    column.addWidget(table)
