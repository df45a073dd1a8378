"""One step for many tickets: first what would happen, then what did, ticket by ticket."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget
from uuid_utils import uuid7

from services.contracts.lifecycle import RULES, BulkResult, Step, StepRequest, WorkRow
from ui.desk.editors import LineEditor
from ui.language import translate
from ui.lifecycle_words import listed, step_words
from ui.problems import problem_words
from ui.work.missing import MissingFields
from ui.work.presenter import WorkPresenter
from ui.work.step_fields import named_words
from ui.work.units import UnitChoices
from widgets import icons, theme
from widgets.fields.matching import Choice
from widgets.fields.type_ahead import TypeAheadField
from widgets.looks import label, set_look

_WIDTH = 640


class BulkPanel(QFrame):
    """Opens over the page. Nothing is done before the preview was seen and "do it" pressed."""

    def __init__(self, presenter: WorkPresenter, _selected: Callable[[], Sequence[WorkRow]], parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._rows: list[WorkRow] = []
        self._step = Step.URGE
        self._key = ""
        self._is_done = False
        self.setProperty("look", "floating")
        space = theme.current().space
        self._title = label("", "strong")
        self._unit = TypeAheadField(translate("Work", "Unit"), self._match_units, translate("Work", "Unit for all"))
        self._unit.setObjectName("work.bulk.unit")
        self._reason = LineEditor(translate("Work", "Reason"), 8_000, translate("Work", "Reason for all"))
        self._reason.setObjectName("work.bulk.reason")
        self.missing = MissingFields(presenter)
        self.missing.changed.connect(self._on_edited)
        self._unit.choice_changed.connect(self._on_edited)
        for field in (self._unit, self._reason):
            field.returnPressed.connect(self.preview)
        self._result = label("", "", wrap=True)
        self._list = QListWidget()
        self._list.setObjectName("work.bulk.results")
        self._list.setAccessibleName(translate("Work", "What becomes of each ticket"))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._look_button = QPushButton(translate("Work", "Preview"))
        self._look_button.setObjectName("work.bulk.preview")
        self._look_button.clicked.connect(self.preview)
        self._do_button = QPushButton()
        self._do_button.setObjectName("work.bulk.do")
        self._do_button.setProperty("look", "primary")
        self._do_button.clicked.connect(self.do)
        self._close = QPushButton(translate("Work", "Close"))
        self._close.setObjectName("work.bulk.close")
        self._close.clicked.connect(self.give_up)
        foot = QHBoxLayout()
        foot.setSpacing(space.s)
        foot.addStretch(1)
        for button in (self._close, self._look_button, self._do_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.l, space.m, space.l, space.m)
        column.setSpacing(space.s)
        for part in (self._title, self._unit, self._reason, self.missing, self._result, self._list):
            column.addWidget(part)
        column.addLayout(foot)
        parent.installEventFilter(self)
        self.hide()

    @property
    def _units(self) -> UnitChoices | None:
        return getattr(self.parent(), "units", None)

    def _match_units(self, typed: str) -> list[Choice]:
        return self._units.everywhere()(typed) if self._units is not None else []

    def begin(self, step: Step, rows: Sequence[WorkRow]) -> None:
        """Opens for a step; one that needs nothing is previewed at once."""
        self._step, self._rows = step, list(rows)
        self._key, self._is_done = f"bulk-{uuid7()}", False
        words = step_words(step.value)
        self._title.setText(translate("Work", "{step}: {count} ticket(s)").format(step=words, count=len(self._rows)))
        self._unit.setVisible("unit" in RULES[step].needs)
        self._unit.set_choice(None)
        self._reason.setVisible("reason" in RULES[step].needs)
        self._reason.show_text("")
        self.missing.begin(step, self._rows)
        self._result.clear()
        self._list.clear()
        self._do_button.setText(words)
        self._do_button.setEnabled(False)
        self._do_button.show()
        self._look_button.show()
        self._place()
        self.show()
        self.raise_()
        needs = RULES[step].needs
        if needs:
            self._say(translate("Work", "Nothing is done yet: Enter previews what becomes of each ticket."), "")
            (self._unit if "unit" in needs else self._reason).setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.preview()

    def give_up(self) -> None:
        """Closes; what was done stays done."""
        self.hide()
        table = getattr(self.parent(), "table", None)
        if isinstance(table, QWidget):
            table.setFocus()

    def preview(self) -> None:
        """Asks what would happen."""
        self._ask(preview=True)

    def do(self) -> None:
        """Does it; a repeated press after a broken connection does it once, under the same key."""
        self._ask(preview=False)

    def shown(self) -> list[str]:
        """Returns the lines of the report."""
        return [self._list.item(place).text() for place in range(self._list.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the size of the page."""
        if watched is self.parent() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _ask(self, preview: bool) -> None:
        request = self._request()
        if request is None:
            return
        for button in (self._look_button, self._do_button):
            button.setEnabled(False)
        rows, key, service = list(self._rows), self._key, self._presenter.service
        self._presenter.work(
            lambda _progress: service.take_many(rows, request, preview, key),
            done=lambda results: self._show(results, preview),
            failed=self._on_failed,
            title="" if preview else translate("Work", "Many tickets at once"),
        )

    def _request(self) -> StepRequest | None:
        values: dict[str, object] = {"step": self._step}
        needs = RULES[self._step].needs
        if "unit" in needs:
            if self._unit.choice is None:
                self._say(translate("Work", "Choose the unit first."), "bad")
                return None
            values["unit"] = self._unit.choice.key
        if "reason" in needs:
            if not self._reason.text().strip():
                self._say(translate("Work", "Say the reason first."), "bad")
                return None
            values["reason"] = self._reason.text()
        values |= self.missing.given()
        return StepRequest.model_validate(values)

    def _show(self, results: list[BulkResult], preview: bool) -> None:
        titles = {row.id: row.title for row in self._rows}
        wrong = [result for result in results if result.code]
        good = len(results) - len(wrong)
        self._list.clear()
        # What needs a look comes first.
        for result in [*wrong, *[r for r in results if not r.code]]:
            why = named_words({each.field: each.message for each in result.fields}, self._step) or result.message
            words = listed((result.number, titles.get(result.ticket_id, ""), why, self.missing.filled_words(result)))
            item = QListWidgetItem(
                icons.icon("bad" if result.code else "good", "bad" if result.code else "good"), words
            )
            item.setToolTip(words)
            self._list.addItem(item)
        if preview:
            words = translate("Work", "Would go well: {good}. Would be left out: {wrong}.")
        else:
            words = translate("Work", "Went well: {good}. Left as they are: {wrong}.")
        self._say(words.format(good=good, wrong=len(wrong)), "warn" if wrong else "good")
        self._look_button.setEnabled(preview)
        self._do_button.setEnabled(preview and good > 0)
        self._do_button.setVisible(preview)
        self._look_button.setVisible(preview)
        (self._do_button if preview and good else self._close).setFocus(Qt.FocusReason.OtherFocusReason)
        self._place()
        if not preview:
            self._presenter.refresh()

    def _on_edited(self) -> None:
        """What is given now nobody has seen the preview of."""
        self._do_button.setEnabled(False)

    def _on_failed(self, error: Exception) -> None:
        self._say(problem_words(error), "bad")
        self._look_button.setEnabled(True)
        self._do_button.setEnabled(bool(self._list.count()))

    def _say(self, words: str, tone: str) -> None:
        self._result.setText(words)
        set_look(self._result, "words", tone)

    def _place(self) -> None:
        page = self.parent()
        if isinstance(page, QWidget):
            space = theme.current().space
            width = min(_WIDTH, page.width() - space.xxl)
            height = min(page.height() - space.xxl, self.sizeHint().height() + 120)
            self.setGeometry((page.width() - width) // 2, space.xl, width, height)
