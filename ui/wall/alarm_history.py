"""All alarms, those that are over too: what, when, for how long, who took care; and taking care of one with a word on it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from services.contracts.alarms import Alarm
from ui.alarm_words import alarm_title, value_text
from ui.language import translate
from ui.page import PageContext
from ui.wall.alarms_presenter import AlarmsPresenter
from ui.wall.words import date_text, time_text
from widgets import theme
from widgets.durations import clock_text
from widgets.table import Align, Column, DataTable
from widgets.theme import Tone

_SIZE = (980, 560)


class AlarmHistory(QDialog):
    """Follows the presenter while it is open; Esc closes it."""

    def __init__(
        self,
        presenter: AlarmsPresenter,
        context: PageContext,
        now: Callable[[], datetime],
        queue_name: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._now = now
        self._queue_name = queue_name
        space = theme.current().space
        self.setWindowTitle(translate("Wall", "Alarms"))
        self.resize(*_SIZE)
        self.table: DataTable[Alarm] = DataTable(
            translate("Wall", "Alarms"),
            self._columns(),
            key=lambda alarm: str(alarm.id),
            remember=context.remember,
            remember_as="wall.alarms",
            empty=translate("Wall", "There has been no alarm. Their levels are in Settings."),
            ticking=True,
        )
        self.remark = QLineEdit()
        self.remark.setMaxLength(120)
        self.remark.setPlaceholderText(translate("Wall", "What you do about it (may be empty)"))
        self.remark.setAccessibleName(translate("Wall", "What you do about it (may be empty)"))
        self.confirm = QPushButton(translate("Wall", "Take care of it"))
        self.confirm.setProperty("look", "primary")
        self.confirm.setDefault(True)
        self._close = QPushButton(translate("Wall", "Close"))
        self._close.setAutoDefault(False)
        row = QHBoxLayout()
        for part in (self.remark, self.confirm, self._close):
            row.addWidget(part, 1 if part is self.remark else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.l, space.m, space.l, space.l)
        column.setSpacing(space.m)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        self._close.clicked.connect(self.reject)
        self.confirm.clicked.connect(self._on_confirm_clicked)
        self.table.row_selected.connect(lambda _row: self._enable())
        self.table.export_requested.connect(context.export)
        presenter.history_changed.connect(self._show)
        presenter.changed.connect(presenter.load_history)
        self._show()
        presenter.load_history()

    def done(self, result: int) -> None:
        """Follows no more."""
        self._presenter.history_changed.disconnect(self._show)
        self._presenter.changed.disconnect(self._presenter.load_history)
        super().done(result)

    def _columns(self) -> list[Column[Alarm]]:
        return [
            Column(
                "raised",
                translate("Wall", "Raised"),
                lambda a: f"{date_text(a.raised_at)} {time_text(a.raised_at)}",
                sort=lambda a: a.raised_at,
                width=200,
            ),
            Column(
                "what",
                translate("Wall", "What"),
                lambda a: alarm_title(a.kind),
                tone=lambda a: Tone.BAD if a.cleared_at is None else None,
                icon=lambda a: "bad" if a.cleared_at is None else "",
                width=190,
            ),
            Column("about", translate("Wall", "Whom or which queue"), self._about, width=130),
            Column(
                "value",
                translate("Wall", "Value (level)"),
                lambda a: f"{value_text(a.kind, a.value)} ({value_text(a.kind, a.level)})",
                align=Align.RIGHT,
                width=120,
            ),
            Column(
                "lasted",
                translate("Wall", "Lasted"),
                lambda a: clock_text(self._lasted(a)),
                sort=self._lasted,
                align=Align.RIGHT,
                width=80,
            ),
            Column("care", translate("Wall", "Taken care of by"), lambda a: a.acknowledged_by, width=110),
            Column("remark", translate("Wall", "Remark"), lambda a: a.remark, width=120, stretch=True),
        ]

    def _about(self, alarm: Alarm) -> str:
        return " · ".join(p for p in (alarm.name, self._queue_name(alarm.skill) if alarm.skill else "") if p)

    def _lasted(self, alarm: Alarm) -> float:
        return ((alarm.cleared_at or self._now()) - alarm.since).total_seconds()

    def _show(self) -> None:
        self.table.model.set_rows(self._presenter.history)
        self._enable()

    def _chosen(self) -> Alarm | None:
        alarm = self.table.current_row()
        if alarm is not None and alarm.cleared_at is None and alarm.acknowledged_at is None:
            return alarm
        return None

    def _enable(self) -> None:
        may = self._presenter.may_acknowledge and self._chosen() is not None
        self.confirm.setEnabled(may)
        self.remark.setEnabled(may)

    def _on_confirm_clicked(self) -> None:
        alarm = self._chosen()
        if alarm is not None:
            self._presenter.acknowledge(alarm.id, self.remark.text().strip())
            self.remark.clear()
            self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
