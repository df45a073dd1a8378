"""The form of one step, below the ticket: only what the step needs, kept in the journal at each key."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QDate, QDateTime, Qt, QTime, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from services.contracts.clocks import LimitUnit
from services.contracts.lifecycle import Step
from services.lifecycle.lacking import lacking
from ui import moments
from ui.desk.editors import BodyEditor, LineEditor
from ui.language import translate
from ui.lifecycle_words import step_words
from ui.work.along import AlongField
from ui.work.outcome_field import OutcomeField
from ui.work.parts_field import PartsField
from ui.work.presenter import WorkPresenter
from ui.work.step_fields import FIELDS, field_title
from ui.work.units import UnitChoices
from widgets import icons, theme
from widgets.badges import KeyHint
from widgets.fields.matching import Choice
from widgets.fields.moment import DIGITS, MomentEdit
from widgets.fields.number import NumberField
from widgets.fields.type_ahead import TypeAheadField
from widgets.looks import label

_LIMITS = {"text": 8_000, "reason": 8_000, "basis": 120, "participants": 400}
_EXAMPLES = {
    "basis": lambda: translate("Work", "For example 《噪声污染防治法》第六十五条"),
    "participants": lambda: translate("Work", "Names and offices, with commas between them"),
}
_LINES = {"text": 5, "reason": 2}
Chooser = Callable[[str, Step], Callable[[str], list[Choice]]]


class StepForm(QFrame):
    """Shows the presenter's form; built anew for each, because each asks for other things."""

    send_requested = Signal()
    close_requested = Signal()
    phrase_requested = Signal()

    def __init__(self, presenter: WorkPresenter, chooser: Chooser, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._chooser = chooser
        self.units: UnitChoices | None = None
        self.setProperty("look", "card")
        space = theme.current().space
        self._title = label("", "strong")
        self._kept = label("", "caption")
        close = self._close = QToolButton()
        close.setProperty("look", "quiet")
        close.setIcon(icons.icon("close"))
        close.setObjectName("work.form.close")
        close.setAccessibleName(translate("Work", "Close the form; what is typed stays"))
        close.setToolTip(translate("Work", "Close the form; what is typed stays  Escape"))
        close.clicked.connect(self.close_requested)
        head = QHBoxLayout()
        head.setSpacing(space.s)
        head.addWidget(self._title)
        head.addWidget(self._kept)
        head.addStretch(1)
        head.addWidget(close)
        self._body = QVBoxLayout()
        self._body.setSpacing(space.xs)
        self._problem = label("", "error", wrap=True)
        self.along = AlongField()
        self.along.left_out.connect(self._on_along_left_out)
        self.extras: list[QWidget] = []
        self._extras = QHBoxLayout()
        self.send = QPushButton()
        self.send.setProperty("look", "primary")
        self.send.setObjectName("work.form.send")
        self.send.clicked.connect(self.send_requested)
        foot = QHBoxLayout()
        foot.setSpacing(space.s)
        foot.addLayout(self._extras)
        foot.addStretch(1)
        foot.addWidget(KeyHint("Ctrl+Return"))
        foot.addWidget(self.send)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.m, space.s, space.m, space.s)
        column.setSpacing(space.xs)
        column.addLayout(head)
        column.addLayout(self._body)
        column.addWidget(self.along)
        column.addWidget(self._problem)
        column.addLayout(foot)
        self._built: object = None
        self._editors: dict[str, QWidget] = {}
        self._errors: dict[str, QLabel] = {}
        presenter.form_changed.connect(self.refresh)
        presenter.files.changed.connect(self._show_along)
        self.refresh()

    def add_extra(self, button: QWidget) -> None:
        """Puts a button of the page at the left of the foot."""
        self._extras.addWidget(button)
        self.extras.append(button)

    def refresh(self) -> None:
        """Shows the form, or nothing."""
        form = self._presenter.form
        self.setVisible(form is not None)
        # Whom a follow-up is about is asked where there are several, which may be known a moment later.
        built = None if form is None else (form.id, len(self._presenter.citizens) > 1)
        if built != self._built:
            self._built = built
            self._clear()
            if form is not None:
                self._build(form.step, form.fields)
        self._show_along()
        errors = self._presenter.form_errors
        for name, line in self._errors.items():
            line.setText(errors.get(name, ""))
            line.setVisible(bool(errors.get(name)))
        rest = [text for name, text in errors.items() if name not in self._errors]
        self._problem.setText(" ".join(rest))
        self._problem.setVisible(bool(rest))
        if errors and form is not None:
            self.focus_first(next((name for name in errors if name in self._editors), ""))

    def focus_first(self, name: str = "") -> None:
        """Puts the focus into a field, by default the first."""
        # Whom it is about is known mostly; what they say is asked.
        first = next((each for known, each in self._editors.items() if known != "voice_id"), None)
        editor = self._editors.get(name) or first
        if isinstance(editor, PartsField):
            editor = editor.first()
        if editor is not None:
            editor.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(editor, BodyEditor):
                editor.moveCursor(editor.textCursor().MoveOperation.End)

    def body(self) -> BodyEditor | None:
        """Returns the editor of long text, into which phrases go."""
        found = self._editors.get("text") or self._editors.get("reason")
        return found if isinstance(found, BodyEditor) else None

    def show_field(self, name: str, text: str) -> None:
        """Puts a text into a field as if it had been typed."""
        editor = self._editors.get(name)
        if isinstance(editor, (BodyEditor, LineEditor)):
            editor.show_text(text)
            self._presenter.type(name, text)

    def editor(self, name: str) -> QWidget | None:
        """Returns the editor of a field."""
        return self._editors.get(name)

    def _show_along(self) -> None:
        form = self._presenter.form
        along = (form.fields.get("attachments") or []) if form is not None else []
        self.along.show_files([file for file in self._presenter.files.files if file.id in along])
        self._chain()

    def _on_along_left_out(self, file_id: str) -> None:
        form = self._presenter.form
        if form is not None:
            self._presenter.type("attachments", [each for each in form.fields["attachments"] if each != file_id])
            self._show_along()
            self.focus_first()

    # -- building

    def _chain(self) -> None:
        """Tab goes through the form as it is read; what is built with a step would come after the whole page."""
        fields = [stop for editor in self._editors.values() for stop in _stops(editor)]
        stops = [self._close, *fields, *self.along.buttons, *self.extras, self.send]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _clear(self) -> None:
        self._editors, self._errors = {}, {}
        while (item := self._body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _build(self, step: Step, fields: dict[str, Any]) -> None:
        words = step_words(step.value)
        self._title.setText(words)
        self.send.setText(words)
        self.setAccessibleName(words)
        self._kept.setText(translate("Work", "kept on this computer as you type"))
        ticket = self._presenter.ticket
        lacks = lacking(ticket, step) if ticket is not None else ()
        for name in (*lacks, *FIELDS.get(step, ())):
            if name == "voice_id" and len(self._presenter.citizens) < 2:
                continue
            editor = self._make(name, step, fields)
            editor.setObjectName(editor.objectName() or f"work.form.{name}")
            error = label("", "error", wrap=True)
            error.hide()
            caption = label(field_title(name, step), "caption")
            caption.setBuddy(editor)
            for part in (caption, editor, error):
                self._body.addWidget(part)
            # A layout shows what was added only later, and what is hidden takes no focus.
            caption.show()
            editor.show()
            self._editors[name], self._errors[name] = editor, error

    def _make(self, name: str, step: Step, fields: dict[str, Any]) -> QWidget:
        title, value = field_title(name, step), fields.get(name)
        if name == "town":
            return self._make_place(title, step, fields)
        if name in _LINES:
            body = BodyEditor(title, _LIMITS[name], _LINES[name])
            body.show_text(str(value or ""))
            body.setMaximumHeight(body.sizeHint().height() * 2)
            body.textChanged.connect(lambda: self._presenter.type(name, body.toPlainText()))
            body.phrase_requested.connect(self.phrase_requested)
            return body
        if name in _EXAMPLES:
            line = LineEditor(title, _LIMITS[name], _EXAMPLES[name]())
            line.show_text(str(value or ""))
            line.textChanged.connect(lambda text: self._presenter.type(name, text))
            return line
        if name == "limit":
            return self._make_limit(fields)
        if name == "until":
            return self._make_until(value)
        if name == "parts":
            parts = PartsField(list(value or []), self._chooser("unit", step), self.units)
            parts.changed.connect(lambda given: self._presenter.type("parts", given))
            return parts
        if name == "outcome":
            outcome = OutcomeField(fields)
            outcome.answered.connect(self._presenter.type)
            return outcome
        return self._make_choice(name, step, title, value)

    def _make_choice(self, name: str, step: Step, title: str, value: Any) -> TypeAheadField:
        field = TypeAheadField(
            title, self._chooser(name, step), translate("Work", "Type a part of the name or initials")
        )
        if value and name == "unit" and self.units is not None:
            field.set_choice(self.units.get(str(value)))
        elif value:
            # Among many only what is typed is found: a category by its code.
            known = [*field.matcher(""), *(field.matcher(str(value)) if name in ("kind", "category") else ())]
            field.set_choice(next((c for c in known if c.key == value), Choice(str(value), str(value))))
        field.choice_changed.connect(lambda choice: self._presenter.type(name, choice.key if choice else None))
        return field

    def _make_place(self, title: str, step: Step, fields: dict[str, Any]) -> TypeAheadField:
        field = TypeAheadField(title, self._chooser("town", step), translate("Work", "Town or village"))
        code = fields.get("village") or fields.get("town")
        if code:
            field.set_choice(next((c for c in field.matcher(str(code)) if c.key == code), None))

        def say(choice: Choice | None) -> None:
            choices = self._presenter.choices
            town, village = choices.place_codes(choice.key) if choices is not None and choice is not None else ("", "")
            self._presenter.type("village", village)
            self._presenter.type("town", town)

        field.choice_changed.connect(say)
        return field

    def _make_limit(self, fields: dict[str, Any]) -> QWidget:
        both = QWidget()
        amount = NumberField()
        amount.setObjectName("work.form.amount")
        amount.setAccessibleName(translate("Work", "How many"))
        amount.setRange(1, 365)
        amount.setValue(int(fields.get("amount") or 5))
        amount.setMinimumWidth(theme.current().space.xxl * 3)
        unit = QComboBox()
        unit.setObjectName("work.form.limit_unit")
        unit.setAccessibleName(translate("Work", "Days or hours"))
        for key, words in (
            (LimitUnit.WORKING_DAYS, translate("Work", "working days")),
            (LimitUnit.CALENDAR_DAYS, translate("Work", "calendar days")),
            (LimitUnit.HOURS, translate("Work", "hours")),
        ):
            unit.addItem(words, key.value)
        unit.setCurrentIndex(max(0, unit.findData(fields.get("limit_unit"))))

        def say() -> None:
            self._presenter.type("amount", str(amount.value()))
            self._presenter.type("limit_unit", unit.currentData())

        amount.valueChanged.connect(lambda _value: say())
        unit.currentIndexChanged.connect(lambda _place: say())
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(amount)
        row.addWidget(unit)
        row.addStretch(1)
        both.setFocusProxy(amount)
        self._presenter.preset(amount=str(amount.value()), limit_unit=unit.currentData())
        return both

    def _make_until(self, value: Any) -> MomentEdit:
        now = self._presenter.now()
        given = datetime.fromisoformat(str(value)) if value else now
        if given <= now:
            # Nothing typed yet, or what was typed has gone by meanwhile.
            given = now + timedelta(days=7)
        edit = MomentEdit()
        edit.setDateTime(_shown(given))
        edit.setMinimumDateTime(_shown(now + timedelta(minutes=1)))
        edit.setAccessibleName(translate("Work", "Suspended until"))
        edit.dateTimeChanged.connect(lambda moment: self._presenter.type("until", _iso(moment)))
        if value:
            self._presenter.type("until", _iso(edit.dateTime()))
        self._presenter.preset(until=_iso(edit.dateTime()))
        return edit


def _stops(editor: QWidget) -> list[QWidget]:
    """Returns where Tab stops in an editor, in the order in which it is read."""
    if isinstance(editor, PartsField):
        return editor.stops()
    parts = [editor, *editor.findChildren(QWidget)]
    tab = Qt.FocusPolicy.TabFocus
    return [
        p for p in parts if p.focusPolicy() & tab == tab and p.focusProxy() is None and p.window() is editor.window()
    ]


def _shown(moment: datetime) -> QDateTime:
    there = moments.local(moment)
    return QDateTime(QDate(there.year, there.month, there.day), QTime(there.hour, there.minute), DIGITS)


def _iso(moment: QDateTime) -> str:
    """Returns a moment of the district's day as the API takes it."""
    day, time = moment.date(), moment.time()
    local = datetime(day.year(), day.month(), day.day(), time.hour(), time.minute(), tzinfo=moments.zone())
    return local.isoformat()
