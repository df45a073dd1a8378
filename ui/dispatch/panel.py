"""Where the open ticket is to go: the suggestion with its reasons, another unit, category, who assists."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from services.contracts.dispatching import SuggestedUnit
from services.contracts.tickets import Likeness
from services.desk.choices import Choices
from ui.dispatch.presenter import DispatchPresenter
from ui.dispatch.words import suggestion_words
from ui.language import translate
from ui.lifecycle_words import listed
from ui.likeness_words import likeness_words
from ui.work.units import UnitChoices, category_choices, kind_choices, place_choices
from ui.work.words import unit_words
from widgets import icons, theme
from widgets.badges import KeyHint, StateBadge
from widgets.elided import ElidedLabel
from widgets.fields.matching import Choice, ChoiceMatcher
from widgets.fields.type_ahead import TypeAheadField
from widgets.looks import label, set_look
from widgets.theme import Tone

_MOST = 3
_KEYS = ("F2", "Alt+2", "Alt+3")


class DispatchPanel(QFrame):
    """Shown while the ticket waits for a unit."""

    accept_requested = Signal(int)
    """Dispatch to this place among the suggestions."""
    merge_requested = Signal()
    """The ticket repeats the one that is shown as alike."""

    def __init__(self, presenter: DispatchPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._units: UnitChoices | None = None
        space = theme.current().space
        self.setProperty("look", "card")
        self.setAccessibleName(translate("Dispatch", "Where it goes"))
        self._rows = [_SuggestionRow(place) for place in range(_MOST)]
        self._nothing = label("", "muted", wrap=True)
        self._warning = label("", "", wrap=True)
        self.alike = _AlikeRow()
        self.alike.clicked.connect(self.merge_requested)
        self.unit = TypeAheadField(
            translate("Dispatch", "Unit"), self._match_units, translate("Dispatch", "Name or initials of the unit")
        )
        self.unit.setObjectName("dispatch.unit")
        self.category = TypeAheadField(
            translate("Dispatch", "Category"), self._match_categories, translate("Dispatch", "Name or code")
        )
        self.category.setObjectName("dispatch.category")
        self.assisting = TypeAheadField(
            translate("Dispatch", "Assisting unit"), self._match_units, translate("Dispatch", "Add a unit that assists")
        )
        self.assisting.setObjectName("dispatch.assisting")
        self.kind = TypeAheadField(
            translate("Dispatch", "Kind"), self._match_kinds, translate("Dispatch", "What kind of appeal it is")
        )
        self.kind.setObjectName("dispatch.kind")
        self.place = TypeAheadField(
            translate("Dispatch", "Place"), self._match_places, translate("Dispatch", "Town or village")
        )
        self.place.setObjectName("dispatch.place")
        self.lacking = {"kind": self.kind, "category": self.category, "town": self.place}
        """Where what a channel did not say is chosen; kind and place are asked only then."""
        self._captions = {
            "kind": (label("", "caption"), translate("Dispatch", "Kind"), translate("Dispatch", "Kind: not said yet")),
            "town": (
                label("", "caption"),
                translate("Dispatch", "Place"),
                translate("Dispatch", "Place: not said yet"),
            ),
        }
        self._open = ""
        self._kinds, self._places = kind_choices(), list[Choice]()
        self._chips = QHBoxLayout()
        self._chips.setSpacing(space.xs)
        self._categories: list[Choice] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(space.s)
        grid.setVerticalSpacing(space.xs)
        for place, (words, key, field) in enumerate(
            (
                (translate("Dispatch", "Unit"), "F3", self.unit),
                (translate("Dispatch", "Category"), "F7", self.category),
                (translate("Dispatch", "Assisting"), "F8", self.assisting),
            )
        ):
            head = QHBoxLayout()
            head.setSpacing(space.xs)
            head.addWidget(label(words, "caption"))
            head.addWidget(KeyHint(key))
            head.addStretch(1)
            grid.addLayout(head, 0, place)
            grid.addWidget(field, 1, place)
            grid.setColumnStretch(place, 1)
        for place, (name, (caption, _said, _unsaid)) in enumerate(self._captions.items()):
            grid.addWidget(caption, 2, place)
            grid.addWidget(self.lacking[name], 3, place)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.m, space.s, space.m, space.s)
        column.setSpacing(space.xs)
        for row in self._rows:
            column.addWidget(row)
            row.accept_requested.connect(self.accept_requested)
        column.addWidget(self._nothing)
        column.addWidget(self._warning)
        column.addWidget(self.alike)
        column.addLayout(grid)
        column.addLayout(self._chips)
        self.unit.choice_changed.connect(lambda c: presenter.choose_unit(c.key if c else ""))
        self.category.choice_changed.connect(lambda c: presenter.choose_category(c.key if c else ""))
        self.kind.choice_changed.connect(lambda c: presenter.choose_kind(c.key if c else ""))
        self.place.choice_changed.connect(lambda c: presenter.choose_place(c.key if c else ""))
        self.assisting.choice_changed.connect(self._on_assisting_chosen)
        presenter.plan_changed.connect(self.refresh)
        presenter.form_changed.connect(self.refresh)
        presenter.choices_changed.connect(self._on_choices)
        presenter.alike_changed.connect(self._on_alike_changed)
        self._on_choices()

    def _on_alike_changed(self) -> None:
        self.alike.show_like(self._presenter.alike)

    def refresh(self) -> None:
        """Shows the plan."""
        p = self._presenter
        # A form needs the room, and says itself where it goes.
        self.setVisible(p.is_dispatchable and p.form is None)
        if not p.is_dispatchable:
            return
        suggested = list(p.suggested[:_MOST])
        for row, found in zip(self._rows, [*suggested, *[None] * _MOST], strict=False):
            row.show_suggestion(found, p.choices, p.plan.unit)
        self._nothing.setVisible(not suggested)
        self._show_warning()
        # Of the ticket before nothing stays, also where somebody still stands in a field.
        is_other, self._open = self._open != p.open_id, p.open_id
        self._show_lacking(is_other)
        if is_other or not self.unit.hasFocus():
            self.unit.set_choice(self._unit_choice(p.plan.unit))
        ticket = p.ticket
        code = p.plan.category or (ticket.category if ticket is not None else "")
        if is_other or not self.category.hasFocus():
            self.category.set_choice(next((c for c in self._categories if c.key == code), None))
        self._nothing.setText(
            translate("Dispatch", "No suggestion: nothing is known for this category. F3 chooses a unit.")
            if code
            else translate("Dispatch", "No suggestion yet: the ticket has no category. F7 chooses one.")
        )
        self._show_chips()

    def _show_lacking(self, is_other: bool) -> None:
        """Asks for what the channel did not say."""
        p = self._presenter
        for name, chosen, known in (("kind", p.plan.kind, self._kinds), ("town", p.plan.place, self._places)):
            field = self.lacking[name]
            caption, said, unsaid = self._captions[name]
            caption.setText(said if chosen else unsaid)
            set_look(caption, "words", "" if chosen else "warn")
            for part in (caption, field):
                part.setVisible(name in p.lacks)
            if is_other or not field.hasFocus():
                field.set_choice(next((c for c in known if c.key == chosen), None))

    def _show_warning(self) -> None:
        """What must not be overlooked: danger, a meeting that decides, villages without powers."""
        found, choices = self._presenter.suggestion, self._presenter.choices
        words, tone = "", "warn"
        if found is not None and found.danger is not None:
            words = translate(
                "Dispatch", "Reads like danger: pass it on to {unit} at once with Ctrl+E, then Ctrl+Enter."
            )
            words, tone = words.format(unit=unit_words(choices, found.danger.unit)), "bad"
        elif found is not None and found.needs_meeting:
            words = translate(
                "Dispatch", "Returned too often: a joint meeting decides who handles it. F2 writes its decision down."
            )
        elif found is not None and found.department_only:
            words = translate("Dispatch", "A matter of departments: villages have no powers for it.")
        self._warning.setText(words)
        self._warning.setVisible(bool(words))
        set_look(self._warning, "words", tone)

    def _unit_choice(self, code: str) -> Choice | None:
        if not code:
            return None
        known = self._units.get(code) if self._units is not None else None
        return known or Choice(code, unit_words(self._presenter.choices, code))

    def _show_chips(self) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for code in self._presenter.plan.assisting:
            name = unit_words(self._presenter.choices, code)
            chip = QPushButton(icons.icon("close"), name)
            chip.setProperty("look", "quiet")
            chip.setAccessibleName(translate("Dispatch", "Assists: {unit}. Enter takes it out.").format(unit=name))
            chip.clicked.connect(lambda _on=False, code=code: self._presenter.drop_assisting(code))
            self._chips.addWidget(chip)
        self._chips.addStretch(1)

    def _match_units(self, typed: str) -> list[Choice]:
        return self._units.everywhere()(typed) if self._units is not None else []

    def _match_categories(self, typed: str) -> list[Choice]:
        return ChoiceMatcher(self._categories)(typed)

    def _match_kinds(self, typed: str) -> list[Choice]:
        return ChoiceMatcher(self._kinds)(typed)

    def _match_places(self, typed: str) -> list[Choice]:
        return ChoiceMatcher(self._places)(typed)

    def _on_choices(self) -> None:
        choices = self._presenter.choices
        if choices is not None:
            self._units = UnitChoices(choices)
            self._categories = category_choices(choices)
            self._places = place_choices(choices)
        self.refresh()

    def _on_assisting_chosen(self, choice: Choice | None) -> None:
        if choice is not None:
            self._presenter.add_assisting(choice.key)
            self.assisting.set_choice(None)


class _AlikeRow(QPushButton):
    """The ticket that the open one most likely repeats, and why. A click begins the merge."""

    def __init__(self) -> None:
        super().__init__()
        space = theme.current().space
        self.setObjectName("dispatch.alike")
        self.setProperty("look", "choice")
        # A long title is cut, so that the reasons stay in sight.
        self._title = ElidedLabel("muted")
        self._why = label("", "")
        self._why.setTextFormat(Qt.TextFormat.PlainText)
        set_look(self._why, "words", "warn")
        row = QHBoxLayout(self)
        row.setContentsMargins(space.s, 0, space.s, 0)
        row.setSpacing(space.s)
        parts = (KeyHint("Ctrl+M"), label(translate("Dispatch", "Likely the same"), "strong"), self._title, self._why)
        for part in parts:
            row.addWidget(part, 1 if part is self._title else 0)
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_like(self, like: Likeness | None) -> None:
        """Shows a ticket, or nothing."""
        self.setVisible(like is not None)
        if like is None:
            return
        why = likeness_words(like)
        what = f"{like.ticket.number} {like.ticket.title}".strip()
        self._title.setText(what)
        self._why.setText(listed((why, f"{round(like.score * 100)} %")))
        self.setToolTip("\n".join(words for words in (what, why, like.words) if words))
        words = translate("Dispatch", "Likely the same as {ticket}: {why}. Enter begins the merge.")
        self.setAccessibleName(words.format(ticket=what, why=why))


class _SuggestionRow(QPushButton):
    """One suggested unit: its key, its name, how sure, and why. A click dispatches."""

    accept_requested = Signal(int)

    def __init__(self, place: int) -> None:
        super().__init__()
        space = theme.current().space
        self._place = place
        self.setObjectName(f"dispatch.suggestion.{place + 1}")
        self.setProperty("look", "choice")
        self._key = KeyHint(_KEYS[place])
        self._name = label("", "strong")
        self._sure = StateBadge()
        self._why = ElidedLabel("muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(space.s, 0, space.s, 0)
        row.setSpacing(space.s)
        for part in (self._key, self._name, self._sure):
            row.addWidget(part)
        row.addWidget(self._why, 1)
        for part in (self._key, self._name, self._sure, self._why):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda: self.accept_requested.emit(place))

    def show_suggestion(self, found: SuggestedUnit | None, choices: Choices | None, planned: str) -> None:
        """Shows a suggestion, or nothing."""
        self.setVisible(found is not None)
        if found is None:
            return
        # The first key belongs to what stands in the unit field, which may be another unit by now.
        self._key.setVisible(self._place > 0 or planned == found.unit)
        name = unit_words(choices, found.unit)
        self._name.setText(name)
        percent = round(found.confidence * 100)
        tone = Tone.GOOD if percent >= 75 else Tone.ACCENT if percent >= 50 else Tone.QUIET
        self._sure.set_state(f"{percent} %" if percent else "", tone)
        why = suggestion_words(found, choices)
        self._why.setText(why)
        self.setToolTip(f"{name}\n{why}")
        self.setAccessibleName(translate("Dispatch", "Dispatch to {unit}: {why}").format(unit=name, why=why))
