"""Recordings that somebody holds, and copies that were taken out."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from services.contracts.recordings import Export, Hold
from ui import moments
from ui.language import translate
from ui.page import PageContext
from ui.settings.forms.fields import TextField
from ui.settings.recordings.presenter import RecordingsPresenter
from widgets import icons, theme
from widgets.fields.frame import FieldFrame
from widgets.table import Align, Column, DataTable
from widgets.theme import Tone


class HeldView(QWidget):
    """All holds, the newest first; who may lifts one here, with the reason. They are set where a recording is played."""

    def __init__(self, presenter: RecordingsPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        space = theme.current().space
        self.table: DataTable[Hold] = DataTable(
            translate("Settings", "Held"),
            _holds(),
            key=lambda hold: f"{hold.call_id} {hold.set_at.isoformat()}",
            remember=context.remember,
            remember_as="settings.recordings.held",
            empty=translate("Settings", "No recording is held. An inspector holds one where it is played, on Quality."),
        )
        self.reason = TextField(200, translate("Settings", "such as: the court has decided"))
        self.reason.setObjectName("settings.recordings.lift_reason")
        self.frame = FieldFrame(translate("Settings", "Why it need not be kept any more"), self.reason)
        self.lift_button = QPushButton(icons.icon("unlock", "on_accent"), translate("Settings", "Lift the hold"))
        self.lift_button.setProperty("look", "primary")
        self.lift_button.setObjectName("settings.recordings.lift")
        below = QWidget()
        row = QHBoxLayout(below)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space.s)
        row.addWidget(self.frame, 1)
        row.addWidget(self.lift_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, space.s, 0, 0)
        column.setSpacing(space.s)
        column.addWidget(self.table, 1)
        column.addWidget(below)
        below.setVisible(presenter.may_lift)
        self.table.export_requested.connect(context.export)
        self.table.row_selected.connect(lambda _row: self._show_button())
        self.reason.returnPressed.connect(self._on_lift_button_clicked)
        self.lift_button.clicked.connect(self._on_lift_button_clicked)
        presenter.lists_changed.connect(self._show)
        presenter.lifted.connect(self._on_lifted)
        presenter.lift_refused.connect(self.frame.set_error)
        self._show()

    def _on_lifted(self) -> None:
        self.reason.set_value("")

    def _show(self) -> None:
        self.table.model.set_rows(self._presenter.holds)
        self._show_button()

    def _show_button(self) -> None:
        hold = self.table.current_row()
        self.frame.set_error("")
        self.lift_button.setEnabled(hold is not None and hold.lifted_at is None)

    def _on_lift_button_clicked(self) -> None:
        hold = self.table.current_row()
        if hold is None or hold.lifted_at is not None or not self._presenter.may_lift:
            return
        if not self.reason.value():
            self.frame.set_error(translate("Settings", "Say why: the rules may delete the recording at once."))
            self.reason.setFocus()
            return
        self._presenter.lift(hold, self.reason.value())


class CopiesTable(DataTable[Export]):
    """Who took which copy out, what for, and the number that its sound carries."""

    def __init__(self, presenter: RecordingsPresenter, context: PageContext) -> None:
        super().__init__(
            translate("Settings", "Copies taken out"),
            _copies(),
            key=lambda copy: str(copy.mark),
            remember=context.remember,
            remember_as="settings.recordings.copies",
            empty=translate("Settings", "No copy was taken out yet."),
        )
        self._presenter = presenter
        self.export_requested.connect(context.export)
        presenter.lists_changed.connect(self._on_lists_changed)

    def _on_lists_changed(self) -> None:
        self.model.set_rows(self._presenter.exports)


def _moment(moment: Any) -> str:
    return f"{moments.local(moment):%Y-%m-%d %H:%M}" if moment is not None else ""


def _holds() -> list[Column[Hold]]:
    return [
        Column("set_at", translate("Settings", "Held since"), value=lambda h: _moment(h.set_at), width=130),
        Column("set_by", translate("Settings", "Held by"), value=lambda h: h.set_by, width=100),
        Column(
            "reason",
            translate("Settings", "Reason"),
            value=lambda h: h.reason,
            tone=lambda h: Tone.QUIET if h.lifted_at is not None else None,
            stretch=True,
        ),
        Column("lifted_at", translate("Settings", "Lifted"), value=lambda h: _moment(h.lifted_at), width=130),
        Column(
            "lift_reason",
            translate("Settings", "Why lifted"),
            value=lambda h: h.lift_reason,
            tip=lambda h: h.lifted_by,
            width=180,
        ),
        Column("call", translate("Settings", "Call"), value=lambda h: h.call_id, width=130, shown=False),
    ]


def _copies() -> list[Column[Export]]:
    return [
        Column("at", translate("Settings", "Taken out"), value=lambda e: _moment(e.at), width=130),
        Column("account", translate("Settings", "By"), value=lambda e: e.account, width=100),
        Column(
            "reason",
            translate("Settings", "What for"),
            value=lambda e: e.reason,
            tone=lambda e: Tone.QUIET if e.cancelled_at is not None else None,
            stretch=True,
        ),
        Column(
            "cancelled",
            translate("Settings", "Cancelled"),
            value=lambda e: _moment(e.cancelled_at),
            tip=lambda e: (
                translate("Settings", "No file was kept, says the console of who took it.") if e.cancelled_at else ""
            ),
            width=130,
        ),
        Column("format", translate("Settings", "Form"), value=lambda e: e.format.upper(), width=70),
        Column("mark", translate("Settings", "Mark"), value=lambda e: e.mark, align=Align.RIGHT, width=110),
        Column("call", translate("Settings", "Call"), value=lambda e: e.call_id, width=130, shown=False),
    ]
