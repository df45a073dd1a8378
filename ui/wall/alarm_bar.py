"""The bar of the floor's alarms: what is wrong, since when, who takes care of it, what to do."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from services.contracts.alarms import Alarm
from ui.alarm_words import alarm_sentence, what_to_do
from ui.language import translate
from ui.wall.alarms_presenter import AlarmsPresenter
from ui.wall.words import time_text
from widgets import icons, theme
from widgets.badges import key_text
from widgets.durations import clock_text
from widgets.looks import label, set_look

ACKNOWLEDGE_KEY, HISTORY_KEY = "F2", "F3"
MOST_ROWS = 2
"""More alarms are counted: figures and board must not leave the screen when much is wrong."""


class AlarmBar(QFrame):
    """Takes no room while all is well. Red while nobody takes care of one of them, calm once somebody does.

    Args:
        presenter: the alarms.
        now: the moment that ages are counted to.
        queue_name: gives a queue's name.
        with_buttons: whether one can acknowledge here; the display on a wall only shows.
    """

    def __init__(
        self,
        presenter: AlarmsPresenter,
        now: Callable[[], datetime],
        queue_name: Callable[[str], str],
        with_buttons: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._now = now
        self._queue_name = queue_name
        space = theme.current().space
        self.setObjectName("wall.alarms")
        self._rows = [_Row(presenter, with_buttons and presenter.may_acknowledge) for _ in range(MOST_ROWS)]
        self.more = label()
        self.more.setProperty("wall", "alarm_more")
        column = QVBoxLayout(self)
        column.setContentsMargins(space.m, space.xs, space.m, space.xs)
        column.setSpacing(space.xs)
        for row in self._rows:
            column.addWidget(row)
        column.addWidget(self.more)
        presenter.changed.connect(self.refresh)
        self.refresh()

    @property
    def buttons(self) -> list[QPushButton]:
        """What Tab stops at."""
        return [row.button for row in self._rows]

    def texts(self) -> list[str]:
        """Returns what the rows say."""
        return [row.accessibleName() for row in self._rows if not row.isHidden()]

    def refresh(self) -> None:
        """Shows the alarms that are on."""
        alarms = self._presenter.alarms
        self.setVisible(bool(alarms))
        set_look(self, "look", "alarm" if self._presenter.first is not None else "warn")
        for place, row in enumerate(self._rows):
            row.show_alarm(alarms[place] if place < len(alarms) else None, self._presenter.first)
        left = len(alarms) - len(self._rows)
        self.more.setVisible(left > 0)
        words = translate("Wall", "And more alarms: {count} ({key} shows all)")
        self.more.setText(words.format(count=left, key=HISTORY_KEY))
        self.tick()

    def tick(self) -> None:
        """Counts the ages on."""
        for row in self._rows:
            row.tick(self._now(), self._queue_name)


class _Row(QWidget):
    def __init__(self, presenter: AlarmsPresenter, with_button: bool) -> None:
        super().__init__()
        self._alarm: Alarm | None = None
        self._with_button = with_button
        space = theme.current().space
        self._sign, self._what, self._care = label(), label(), label()
        self._what.setProperty("wall", "alarm")
        self._care.setProperty("wall", "alarm_care")
        for words in (self._what, self._care):
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setMinimumWidth(1)
        self.button = QPushButton()
        self.button.setObjectName("wall.acknowledge")
        self.button.clicked.connect(lambda: self._alarm and presenter.acknowledge(self._alarm.id))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._what)
        texts.addWidget(self._care)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space.s)
        row.addWidget(self._sign)
        row.addLayout(texts, 1)
        row.addWidget(self.button)

    def show_alarm(self, alarm: Alarm | None, first: Alarm | None) -> None:
        self._alarm = alarm
        self.setVisible(alarm is not None)
        if alarm is None:
            return
        size = theme.current().space.icon
        # In a red bar all signs are in the colour of its words; in a calm one the sign alone is loud.
        self._sign.setPixmap(icons.icon("bad", "on_bad" if first is not None else "warn").pixmap(size, size))
        words = translate("Wall", "Take care of it")
        is_first = first is not None and alarm.id == first.id
        self.button.setText(f"{words}  {key_text(ACKNOWLEDGE_KEY)}" if is_first else words)
        self.button.setAccessibleName(words)
        self.button.setVisible(self._with_button and alarm.acknowledged_at is None)

    def tick(self, now: datetime, queue_name: Callable[[str], str]) -> None:
        alarm = self._alarm
        if alarm is None:
            return
        age = clock_text((now - alarm.since).total_seconds())
        words = translate("Wall", "{alarm} · since {time} ({age})")
        said = alarm_sentence(alarm, queue_name(alarm.skill) if alarm.skill else "")
        self._what.setText(words.format(alarm=said, time=time_text(alarm.since), age=age))
        self._care.setText(f"{care_words(alarm)}  {what_to_do(alarm.kind)}")
        self.setAccessibleName(f"{self._what.text()}. {self._care.text()}")
        self._care.setToolTip(self._care.text())


def care_words(alarm: Alarm) -> str:
    """Returns who takes care of an alarm, in a sentence."""
    if alarm.acknowledged_at is None:
        return translate("Wall", "Nobody takes care of it yet.")
    words = translate("Wall", "{name} takes care of it since {time}.")
    said = words.format(name=alarm.acknowledged_by, time=time_text(alarm.acknowledged_at))
    return f"{said} {alarm.remark}" if alarm.remark else said
