"""The ticket form: every field, its limit, its sentence. It keeps nothing: what is typed goes to the presenter at once."""

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from services.contracts.tickets import TicketKind, Urgency
from services.desk.choices import Option
from services.desk.form import FIELDS
from services.desk.limits import ticket_limits
from ui.desk.chips import Chips
from ui.desk.editors import BodyEditor, LineEditor, Refusal
from ui.desk.form_presenter import FormPresenter
from ui.desk.segmented import Segmented, SegmentedField
from ui.language import translate
from ui.lifecycle_words import kind_words, urgency_words
from ui.problems import is_chinese
from widgets import theme
from widgets.fields.frame import FieldFrame
from widgets.fields.matching import Choice, ChoiceMatcher
from widgets.fields.type_ahead import TypeAheadField

_COUNT_FROM = 0.8
"""From this share of the limit on a field says how much is left."""


class TicketForm(QScrollArea):
    """Editors in the order a caller tells things: kind, subject, place, matter, answer, who solves it."""

    phrase_requested = Signal()
    article_requested = Signal(str)

    def __init__(self, presenter: FormPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._frames: dict[str, FieldFrame | SegmentedField] = {}
        self._filling = False
        self.last_body: BodyEditor | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._make_editors()
        self._lay_out()
        self._connect()
        self._on_presenter_choices_changed()
        self.refill()
        self._show_problems()

    # -- what the page does with it

    def focus_first_empty(self) -> None:
        """Puts the cursor where the form goes on: into the first field that is empty and usually needed."""
        draft = self._presenter.draft
        order = ("kind", "category", "town", "content")
        empty = (n for n in order if draft is None or not draft.form[n])
        self.focus_field(next(empty, "content"))

    def focus_field(self, name: str) -> None:
        """Goes to a field."""
        editor = self._editor("town" if name == "village" else name)
        if editor is not None:
            editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(editor)
            if isinstance(editor, QLineEdit):
                editor.selectAll()

    def refill(self, names: Iterable[str] = FIELDS) -> None:
        """Shows these fields as they stand in the draft."""
        draft = self._presenter.draft
        self._filling = True
        wanted = set(names)
        if draft is not None:
            for name in wanted:
                self._show_field(name, draft.form[name], draft.loose.get(name, ""))
            if wanted & {"town", "village"}:
                self._show_place(draft.form["town"], draft.form["village"], draft.loose.get("town", ""))
            if "cited_articles" in wanted:
                cited = [(a, draft.loose.get(f"cite.{a}", "")) for a in draft.form["cited_articles"]]
                self.chips.show_articles(cited)
        self._filling = False
        self._show_counts()

    def insert_phrase(self, text: str) -> None:
        """Inserts a canned text into the body that had the focus last."""
        body = self.last_body or self.content
        body.insert_phrase(text)
        body.setFocus(Qt.FocusReason.OtherFocusReason)

    def frame(self, name: str) -> FieldFrame | SegmentedField:
        """Returns a field with its label and sentence."""
        return self._frames[name]

    def name_of(self, name: str) -> str:
        """Returns how a field is called."""
        editor = self._editor("town" if name == "village" else name)
        return editor.accessibleName() if editor is not None else name

    def set_locked(self, locked: bool) -> None:
        """Takes no typing for the moment in which a ticket is put away."""
        for editor in (self.content, self.answer, self.title, self.detail, self.contact):
            editor.setReadOnly(locked)

    # -- making

    def _make_editors(self) -> None:
        limits = ticket_limits()
        kinds = [(kind.value, kind_words(kind.value)) for kind in TicketKind]
        urgencies = [(urgency.value, urgency_words(urgency.value)) for urgency in Urgency]
        self.kind = Segmented(translate("Desk", "Kind"), kinds, digits=True)
        self.urgency = Segmented(translate("Desk", "Urgency"), urgencies)
        nothing = ChoiceMatcher([])
        self.category = TypeAheadField(
            translate("Desk", "Category"), nothing, translate("Desk", "Name, code or pinyin initials")
        )
        self.place = TypeAheadField(
            translate("Desk", "Place"), nothing, translate("Desk", "Town or village, pinyin initials")
        )
        self.unit = TypeAheadField(translate("Desk", "Department"), nothing, translate("Desk", "Follows the category"))
        self.detail = LineEditor(
            translate("Desk", "Where exactly"), limits["detail"], translate("Desk", "Road, number, landmark")
        )
        self.contact = LineEditor(
            translate("Desk", "Contact number"), limits["contact_number"], translate("Desk", "As called from")
        )
        self.title = LineEditor(
            translate("Desk", "Title"), limits["title"], translate("Desk", "Comes from the content until you type one")
        )
        self.content = BodyEditor(translate("Desk", "Content"), limits["content"], 3)
        self.answer = BodyEditor(translate("Desk", "Answer", "what the citizen was told"), limits["answer"], 2)
        self.confidential = QCheckBox(translate("Desk", "Confidential"))
        self.confidential.setToolTip(translate("Desk", "Others do not see who asked"))
        self.callback = QCheckBox(translate("Desk", "Wants a call"))
        self.chips = Chips()
        for name, editor in self._named().items():
            editor.setObjectName(f"desk.form.{name}")

    def _named(self) -> dict[str, QWidget]:
        return {
            "kind": self.kind,
            "category": self.category,
            "town": self.place,
            "detail": self.detail,
            "contact_number": self.contact,
            "title": self.title,
            "content": self.content,
            "answer": self.answer,
            "unit": self.unit,
            "urgency": self.urgency,
            "confidential": self.confidential,
            "wants_callback": self.callback,
            "cited_articles": self.chips,
        }

    def _lay_out(self) -> None:
        space = theme.current().space
        slash = translate("Desk", "/ for a phrase")
        for name, hint in {
            "category": "",
            "town": "",
            "detail": "",
            "contact_number": "",
            "title": "",
            "unit": "",
        }.items():
            editor = self._named()[name]
            self._frames[name] = FieldFrame(editor.accessibleName(), editor, name in ("category", "title"), hint)
        self._frames["content"] = FieldFrame(self.content.accessibleName(), self.content, True, slash)
        self._frames["answer"] = FieldFrame(self.answer.accessibleName(), self.answer, False, slash)
        self._frames["kind"] = SegmentedField(self.kind)
        answer = self._frames["answer"]
        if isinstance(answer, FieldFrame):
            answer.add_beside(self.chips)
        self._frames["urgency"] = SegmentedField(self.urgency)
        body = QWidget()
        body.setProperty("look", "plain")
        grid = QGridLayout()
        grid.setHorizontalSpacing(space.m)
        grid.setVerticalSpacing(space.s)
        top = Qt.AlignmentFlag.AlignTop  # a sentence under one field must not move its neighbour
        grid.addWidget(self._frames["kind"], 0, 0, 1, 6, top)
        grid.addWidget(self._frames["category"], 1, 0, 1, 3, top)
        grid.addWidget(self._frames["town"], 1, 3, 1, 3, top)
        grid.addWidget(self._frames["detail"], 2, 0, 1, 4, top)
        grid.addWidget(self._frames["contact_number"], 2, 4, 1, 2, top)
        grid.addWidget(self._frames["title"], 3, 0, 1, 4, top)
        grid.addWidget(self._frames["unit"], 3, 4, 1, 2, top)
        for column in range(6):
            grid.setColumnStretch(column, 1)
        last = QHBoxLayout()
        last.setSpacing(space.l)
        last.addWidget(self._frames["urgency"])
        last.addWidget(self.confidential)
        last.addWidget(self.callback)
        last.addStretch(1)
        column_ = QVBoxLayout(body)
        column_.setContentsMargins(space.m, space.xs, space.m, space.xs)
        column_.setSpacing(space.s)
        column_.addLayout(grid)
        column_.addWidget(self._frames["content"], 5)
        column_.addWidget(self._frames["answer"], 3)
        column_.addLayout(last)
        self.setWidget(body)
        chain = [self.kind, self.category, self.place, self.detail, self.contact, self.title, self.unit, self.content]
        chain += [self.answer, self.urgency, self.confidential, self.callback]
        for first, second in pairwise(chain):
            QWidget.setTabOrder(first, second)

    def _connect(self) -> None:
        p = self._presenter
        self.kind.chosen.connect(lambda key: p.set(kind=key))
        self.urgency.chosen.connect(lambda key: p.set(urgency=key))
        self.category.choice_changed.connect(lambda choice: p.set(category=choice.key if choice else ""))
        self.unit.choice_changed.connect(lambda choice: p.set(unit=choice.key if choice else ""))
        self.place.choice_changed.connect(self._on_place_choice_changed)
        for name, field in {"category": self.category, "town": self.place, "unit": self.unit}.items():
            field.textEdited.connect(lambda text, n=name, f=field: self._on_loose_text(n, f, text))
        for name, line in {"detail": self.detail, "contact_number": self.contact, "title": self.title}.items():
            line.textEdited.connect(lambda text, n=name: p.set(**{n: text}))
            line.refused.connect(partial(self._on_refused, name))
        for name, body in {"content": self.content, "answer": self.answer}.items():
            body.textChanged.connect(lambda n=name, b=body: self._on_body_changed(n, b))
            body.refused.connect(partial(self._on_refused, name))
            body.phrase_requested.connect(lambda b=body: self._on_phrase_requested(b))
        self.confidential.toggled.connect(lambda on: self._on_toggled("confidential", on))
        self.callback.toggled.connect(lambda on: self._on_toggled("wants_callback", on))
        self.chips.open_requested.connect(self.article_requested)
        self.chips.drop_requested.connect(p.drop_citation)
        p.choices_changed.connect(self._on_presenter_choices_changed)
        p.fields_set.connect(self.refill)
        p.problems_changed.connect(self._show_problems)
        p.field_wanted.connect(self.focus_field)

    # -- showing

    def _editor(self, name: str) -> QWidget | None:
        return self._named().get(name)

    def _show_field(self, name: str, value: object, loose: str) -> None:
        editor = self._editor(name)
        if isinstance(editor, Segmented):
            editor.set_value(str(value))
        elif isinstance(editor, LineEditor | BodyEditor):
            editor.show_text(str(value))
        elif isinstance(editor, QCheckBox):
            editor.setChecked(bool(value))
        elif name in ("category", "unit") and isinstance(editor, TypeAheadField):
            self._show_choice(editor, self._choice_of(name, str(value)), loose)

    def _show_place(self, town: str, village: str, loose: str) -> None:
        choices = self._presenter.choices
        code = village or town
        place = choices.places.get(code) if choices is not None else None
        choice = None
        if place is not None and choices is not None:
            choice = Choice(code, choices.place_name(town, village), "")
        elif code:
            choice = Choice(code, code)
        self._show_choice(self.place, choice, loose)

    def _show_choice(self, editor: TypeAheadField, choice: Choice | None, loose: str) -> None:
        if choice is None and loose:
            editor.set_choice(None)
            editor.setText(loose)
        elif choice != editor.choice or (choice is None and editor.text()):
            editor.set_choice(choice)

    def _choice_of(self, name: str, code: str) -> Choice | None:
        if not code:
            return None
        choices = self._presenter.choices
        if choices is None:
            return Choice(code, code)
        english = not is_chinese()
        words = choices.category_name(code, english) if name == "category" else choices.unit_name(code, english)
        return Choice(code, words)

    def _show_problems(self) -> None:
        sentences = self._presenter.sentences
        for name, frame in self._frames.items():
            frame.set_error(sentences.get(name, sentences.get("village", "") if name == "town" else ""))

    def _show_counts(self) -> None:
        for name, body in (("content", self.content), ("answer", self.answer)):
            self._show_count(name, body)

    def _show_count(self, name: str, body: BodyEditor) -> None:
        limit, length = ticket_limits()[name], max(0, body.document().characterCount() - 1)
        slash = translate("Desk", "/ for a phrase")
        frame = self._frames[name]
        if isinstance(frame, FieldFrame):
            frame.set_hint(f"{length} / {limit}" if length >= limit * _COUNT_FROM else slash)

    # -- hearing

    def _on_presenter_choices_changed(self) -> None:
        choices = self._presenter.choices
        if choices is None:
            return
        english = not is_chinese()
        self.category.matcher = ChoiceMatcher(_choices(choices.category_options(english)))
        self.place.matcher = ChoiceMatcher(_choices(choices.place_options()))
        self.unit.matcher = ChoiceMatcher(_choices(choices.unit_options(english)))
        self.refill(["category", "unit", "town"])

    def _on_place_choice_changed(self, choice: Choice | None) -> None:
        self._presenter.set_place(choice.key if choice else "")
        if choice is not None:
            self.refill(["town"])

    def _on_loose_text(self, name: str, field: TypeAheadField, text: str) -> None:
        if field.choice is None:
            self._presenter.set_loose(**{name: text})

    def _on_body_changed(self, name: str, body: BodyEditor) -> None:
        if self._filling:
            return
        self.last_body = body
        self._presenter.set(**{name: body.toPlainText()})
        self._show_count(name, body)

    def _on_toggled(self, name: str, on: bool) -> None:
        if not self._filling:
            self._presenter.set(**{name: on})

    def _on_refused(self, name: str, why: Refusal) -> None:
        self._presenter.show_problems({name: why})

    def _on_phrase_requested(self, body: BodyEditor) -> None:
        self.last_body = body
        self.phrase_requested.emit()


def _choices(options: Sequence[Option]) -> list[Choice]:
    return [Choice(option.code, option.text, option.path, option.sounds) for option in options]
