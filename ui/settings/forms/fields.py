"""Fields of settings: each reads and writes one value of plain JSON, and says when a person has changed it."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from PySide6.QtCore import QDate, QDateTime, QTime, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from services.contracts.clocks import LimitUnit
from ui import moments
from ui.language import translate
from widgets import theme
from widgets.fields.matching import Choice
from widgets.fields.moment import DAY, DIGITS, TIME, MomentEdit
from widgets.fields.number import NumberField
from widgets.fields.type_ahead import Matcher, TypeAheadField

Offers = Callable[[], Sequence[tuple[Any, str]]]
"""Values with their words; asked each time a form is filled, because names may come later."""


class Field(Protocol):
    """One editor of a form."""

    edited: Any

    def set_value(self, value: Any) -> None:
        """Shows a value without a signal."""

    def value(self) -> Any:
        """Returns what is shown."""

    def set_editable(self, editable: bool) -> None:
        """Lets it be changed or only read."""


class TextField(QLineEdit):
    """A line of text."""

    edited = Signal()

    def __init__(self, limit: int = 120, hint: str = "", is_secret: bool = False) -> None:
        super().__init__()
        self.setMaxLength(limit)
        self.setPlaceholderText(hint)
        if is_secret:
            self.setEchoMode(QLineEdit.EchoMode.Password)
        self.textEdited.connect(lambda _text: self.edited.emit())

    def set_value(self, value: Any) -> None:
        """Shows a text."""
        if self.text() != str(value or ""):
            self.setText(str(value or ""))
            self.setCursorPosition(0)

    def value(self) -> str:
        """Returns the text without blanks around it."""
        return self.text().strip()

    def set_editable(self, editable: bool) -> None:
        """Lets it be changed or only read."""
        self.setReadOnly(not editable)


class WordsField(QPlainTextEdit):
    """Several lines of text; with ``as_list`` a list of its lines."""

    edited = Signal()

    def __init__(self, as_list: bool = False, lines: int = 3) -> None:
        super().__init__()
        self._as_list = as_list
        self.setTabChangesFocus(True)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 2 * theme.current().space.m)
        self.textChanged.connect(self.edited)

    def set_value(self, value: Any) -> None:
        """Shows a text or lines."""
        text = "\n".join(map(str, value or [])) if self._as_list else str(value or "")
        if self.value() != (value or ([] if self._as_list else "")):
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)

    def value(self) -> Any:
        """Returns the text, or its lines that are not empty."""
        text = self.toPlainText()
        return [line.strip() for line in text.splitlines() if line.strip()] if self._as_list else text.strip()

    def set_editable(self, editable: bool) -> None:
        """Lets it be changed or only read."""
        self.setReadOnly(not editable)


class WholeNumberField(NumberField):
    """A whole number within limits."""

    edited = Signal()

    def __init__(self, least: int, most: int, suffix: str = "") -> None:
        super().__init__()
        self.setRange(least, most)
        self.setSuffix(suffix)
        self.valueChanged.connect(lambda _value: self.edited.emit())

    def set_value(self, value: Any) -> None:
        """Shows a number; what is no number shows the least."""
        self.blockSignals(True)
        self.setValue(value if isinstance(value, int) else self.minimum())
        self.blockSignals(False)

    def value(self) -> Any:
        """Returns the number."""
        return super().value()

    def set_editable(self, editable: bool) -> None:
        """Lets it be changed or only read."""
        self.setEnabled(editable)


class YesField(QCheckBox):
    """Yes or no."""

    edited = Signal()

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.clicked.connect(lambda _on: self.edited.emit())

    def set_value(self, value: Any) -> None:
        """Shows yes or no."""
        self.setChecked(bool(value))

    def value(self) -> bool:
        """Returns yes or no."""
        return self.isChecked()

    def set_editable(self, editable: bool) -> None:
        """Lets it be changed or only read."""
        self.setEnabled(editable)


class ChoiceField(QComboBox):
    """One of a few values."""

    edited = Signal()

    def __init__(self, offers: Offers) -> None:
        super().__init__()
        self._offers = offers
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.activated.connect(lambda _place: self.edited.emit())

    def set_value(self, value: Any) -> None:
        """Shows a value; one that is not offered stands at the end, as it is."""
        offers = list(self._offers())
        if all(each != value for each, _words in offers):
            offers.append((value, str(value)))
        self.clear()
        for each, words in offers:
            self.addItem(words, each)
        self.setCurrentIndex(next(n for n, (each, _words) in enumerate(offers) if each == value))

    def value(self) -> Any:
        """Returns the value chosen."""
        return self.currentData()

    def set_editable(self, editable: bool) -> None:
        """Lets it be changed or only read."""
        self.setEnabled(editable)


class CodeField(TypeAheadField):
    """One of many codes, found by a part of its name or its initials; empty for none."""

    edited = Signal()

    def __init__(
        self, name: str, matcher: Callable[[], Matcher], named: Callable[[str], Choice], hint: str = ""
    ) -> None:
        super().__init__(name, lambda typed: matcher()(typed), hint)
        self._named = named
        self.choice_changed.connect(lambda _choice: self.edited.emit())
        self.textEdited.connect(self._on_emptied)

    def set_value(self, value: Any) -> None:
        """Shows what a code means; a code that is not known stands there as it is."""
        # What is being typed stays as it is.
        if (value or "") != self.value() or (self.choice is None and value and not self.hasFocus()):
            self.set_choice(self._named(value) if value else None)

    def value(self) -> str:
        """Returns the code, or what was typed where it is none of the choices: the server then says so."""
        return self.choice.key if self.choice is not None else self.text().strip()

    def set_editable(self, editable: bool) -> None:
        """Lets it be changed or only read."""
        self.setReadOnly(not editable)

    def _on_emptied(self, _text: str) -> None:
        if self.choice is None:
            self.edited.emit()


class LimitField(QWidget):
    """A limit: so many minutes, hours, days; with ``optional`` it may be left out."""

    edited = Signal()

    def __init__(self, optional: bool = False) -> None:
        super().__init__()
        self._optional = optional
        self.amount = NumberField()
        self.amount.setRange(0 if optional else 1, 100_000)
        self.amount.setAccessibleName(translate("Settings", "How many"))
        if optional:
            self.amount.setSpecialValueText(translate("Settings", "as for all"))
        self.unit = QComboBox()
        self.unit.setAccessibleName(translate("Settings", "Of what"))
        for unit, words in limit_units():
            self.unit.addItem(words, unit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space.xs)
        row.addWidget(self.amount, 1)
        row.addWidget(self.unit, 1)
        self.setFocusProxy(self.amount)
        self.amount.valueChanged.connect(lambda _value: self._on_changed())
        self.unit.activated.connect(lambda _place: self._on_changed())

    def set_value(self, value: Any) -> None:
        """Shows a limit."""
        self.amount.blockSignals(True)
        self.amount.setValue(value["amount"] if value else self.amount.minimum())
        self.amount.blockSignals(False)
        self.unit.setCurrentIndex(max(0, self.unit.findData(value["unit"])) if value else 0)
        self.unit.setVisible(bool(self.amount.value()))

    def value(self) -> Any:
        """Returns the limit, or nothing where it is left out."""
        amount = self.amount.value()
        return {"amount": amount, "unit": self.unit.currentData()} if amount else None

    def set_editable(self, editable: bool) -> None:
        """Lets it be changed or only read."""
        self.amount.setEnabled(editable)
        self.unit.setEnabled(editable)

    def setAccessibleName(self, name: str) -> None:
        """Names both parts."""
        super().setAccessibleName(name)
        self.amount.setAccessibleName(f"{name}: {translate('Settings', 'How many')}")
        self.unit.setAccessibleName(f"{name}: {translate('Settings', 'Of what')}")

    def _on_changed(self) -> None:
        self.unit.setVisible(bool(self.amount.value()))
        self.edited.emit()


class DayField(MomentEdit):
    """A day, as ``2026-02-14``."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__(DAY)
        self.dateChanged.connect(lambda _day: self.edited.emit())

    @staticmethod
    def today() -> str:
        """Returns the district's day."""
        return moments.day_of(moments.now()).isoformat()

    def set_value(self, value: Any) -> None:
        """Shows a day; nothing means today."""
        day = date.fromisoformat(value or self.today())
        self.blockSignals(True)
        self.setDate(QDate(day.year, day.month, day.day))
        self.blockSignals(False)

    def value(self) -> str:
        """Returns the day."""
        return str(self.date().toString("yyyy-MM-dd"))

    def set_editable(self, editable: bool) -> None:
        """Lets it be changed or only read."""
        self.setEnabled(editable)


class TimeField(MomentEdit):
    """A time of day, as ``08:30``."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__(TIME)
        self.timeChanged.connect(lambda _time: self.edited.emit())

    def set_value(self, value: Any) -> None:
        """Shows a time; seconds are left out."""
        hour, minute = str(value or "08:30").split(":")[:2]
        self.blockSignals(True)
        self.setTime(QTime(int(hour) % 24, int(minute)))
        self.blockSignals(False)

    def value(self) -> str:
        """Returns the time."""
        return str(self.time().toString("HH:mm"))

    def set_editable(self, editable: bool) -> None:
        """Lets it be changed or only read."""
        self.setEnabled(editable)


class MomentField(MomentEdit):
    """A moment in the district's time; its value is ISO 8601 in UTC."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.dateTimeChanged.connect(lambda _moment: self.edited.emit())

    @staticmethod
    def local(text: str) -> datetime:
        """Returns a moment in the district's time."""
        return moments.local(datetime.fromisoformat(text))

    @staticmethod
    def next_hour(later: int) -> str:
        """Returns a full hour soon, or so many hours later."""
        now = moments.now().replace(minute=0, second=0, microsecond=0)
        return (now + timedelta(hours=1 + later)).isoformat()

    def set_value(self, value: Any) -> None:
        """Shows a moment; nothing means the next full hour."""
        moment = datetime.fromisoformat(value) if value else moments.now() + timedelta(hours=1)
        local = moments.local(moment)
        shown = local if value else local.replace(minute=0)
        self.blockSignals(True)
        day, time = QDate(shown.year, shown.month, shown.day), QTime(shown.hour, shown.minute)
        self.setDateTime(QDateTime(day, time, DIGITS))
        self.blockSignals(False)

    def value(self) -> str:
        """Returns the moment; what the field holds are the district's digits."""
        shown = self.dateTime().toString("yyyy-MM-ddTHH:mm:00")
        return datetime.fromisoformat(str(shown)).replace(tzinfo=moments.zone()).astimezone(UTC).isoformat()

    def set_editable(self, editable: bool) -> None:
        """Lets it be changed or only read."""
        self.setEnabled(editable)


def limit_units() -> list[tuple[str, str]]:
    """Returns what a limit can be counted in, with words."""
    return [
        (LimitUnit.WORKING_DAYS.value, translate("Settings", "working days")),
        (LimitUnit.CALENDAR_DAYS.value, translate("Settings", "calendar days")),
        (LimitUnit.HOURS.value, translate("Settings", "hours")),
        (LimitUnit.MINUTES.value, translate("Settings", "minutes")),
        (LimitUnit.WORKING_MINUTES.value, translate("Settings", "minutes of work time")),
    ]
