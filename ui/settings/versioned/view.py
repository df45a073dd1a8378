"""How every versioned setting looks: versions at the left, what one says at the right, below it date and saving of a draft."""

from datetime import date, datetime
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui import moments
from ui.language import translate
from ui.page import PageContext
from ui.settings.forms.fields import DayField, MomentField, TextField, YesField
from ui.settings.keys import NEW_KEY, SAVE_KEY, with_key
from ui.settings.versioned.columns import columns, since_words, state_words
from ui.settings.versioned.order import Version, VersionState, before, next_after
from ui.settings.versioned.presenter import Body, VersionedPresenter
from widgets import icons, theme
from widgets.looks import label, set_look
from widgets.split import SplitPane
from widgets.table import DataTable

_SHOWN_DIFFERENCES = 4
_TOLD_DIFFERENCES = 40


class Editor(Protocol):
    """What shows the body of a version, and states it anew when a person has changed it."""

    edited: Signal

    def show_body(self, body: Body, editable: bool) -> None:
        """Shows what a version says."""

    def show_errors(self, errors: dict[str, str]) -> None:
        """Shows sentences by field."""


class VersionedView(QWidget):
    """Versions, one of them, and the draft of the next.

    Args:
        name: of the setting.
        presenter: of the setting.
        editor: a widget that is an :class:`Editor`.
        context: of the page.
        may_edit: whether the person may make versions.
    """

    def __init__(
        self,
        name: str,
        presenter: VersionedPresenter,
        editor: QWidget,
        context: PageContext,
        may_edit: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._may_edit = may_edit
        self._lines: dict[int, str] = {}
        """What each version changed, until another one is read: a table asks for it at every painting."""
        self.editor = editor
        key = f"settings.{presenter.source.key}"
        look = theme.current()
        self.versions: DataTable[Version] = DataTable(
            translate("Settings", "Versions"),
            columns(
                presenter.state_of, presenter.source.has_note, presenter.source.by_day, changes=self._changes_in_a_line
            ),
            key=lambda version: str(version.number),
            remember=context.remember,
            remember_as=f"{key}.versions",
            empty=translate(
                "Settings", "Nothing is kept yet: what is shown holds. Begin the first version to change it."
            ),
        )
        self.versions.hide_tools()
        self.title = label("", "strong", wrap=True)
        self.title.setMinimumHeight(look.space.control)
        self.why = label("", "caption", wrap=True)
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.begin_button = QPushButton(icons.icon("edit"), "")
        self.begin_button.setObjectName(f"{key}.begin")
        self.back_button = QPushButton(icons.icon("undo"), "")
        self.back_button.setObjectName(f"{key}.take_back")
        self.draft_card = self._draft_card(key)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.back_button)
        head.addWidget(self.begin_button)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(look.space.s, 0, 0, 0)
        column.setSpacing(look.space.s)
        column.addLayout(head)
        column.addWidget(self.why)
        column.addWidget(editor, 1)
        column.addWidget(self.draft_card)
        left = QWidget()
        beside = QVBoxLayout(left)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(look.space.s)
        heading = label(name, "strong")
        heading.setMinimumHeight(look.space.control)
        beside.addWidget(heading)
        beside.addWidget(self.versions, 1)
        pane = SplitPane([left, right], [4, 9], context.remember, key)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(pane)
        self._connect()
        self._on_presenter_history_changed()
        self._on_presenter_shown_changed()
        self._on_presenter_state_changed()

    def enter(self) -> None:
        """Reads the versions."""
        self._presenter.load()

    def save(self) -> None:
        """Keeps the draft."""
        self._presenter.save()

    def begin(self) -> None:
        """Begins the next version and goes into it."""
        if self._may_edit:
            self._presenter.begin()
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        presenter = self._presenter
        self.versions.row_selected.connect(self._on_versions_row_selected)
        self.begin_button.clicked.connect(self.begin)
        self.back_button.clicked.connect(self._on_back_button_clicked)
        self.save_button.clicked.connect(presenter.save)
        self.discard_button.clicked.connect(self._on_discard_button_clicked)
        self.over_button.clicked.connect(presenter.put_over)
        self.at_once.edited.connect(self._on_when_edited)
        self.when.edited.connect(self._on_when_edited)
        self.note.edited.connect(lambda: presenter.say_why(self.note.value()))
        self.editor.edited.connect(presenter.edit)  # type: ignore[attr-defined]
        presenter.history_changed.connect(self._on_presenter_history_changed)
        presenter.shown_changed.connect(self._on_presenter_shown_changed)
        presenter.draft_changed.connect(self._on_presenter_draft_changed)
        presenter.state_changed.connect(self._on_presenter_state_changed)

    def _draft_card(self, key: str) -> QFrame:
        look = theme.current()
        card = QFrame()
        card.setProperty("look", "card")
        self.changes = label("", "caption", wrap=True)
        self.changes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.at_once = YesField(translate("Settings", "In force at once"))
        self.when: DayField | MomentField = DayField() if self._presenter.source.by_day else MomentField()
        self.when.setAccessibleName(translate("Settings", "In force from"))
        self.note = TextField(hint=translate("Settings", "why it is changed"))
        self.note.setAccessibleName(translate("Settings", "Remark"))
        self.note.setVisible(self._presenter.source.has_note)
        self.save_button = QPushButton(
            icons.icon("save", "on_accent"), with_key(translate("Settings", "Save as a new version"), SAVE_KEY)
        )
        self.save_button.setProperty("look", "primary")
        self.discard_button = QPushButton(translate("Settings", "Discard"))
        self.over_button = QPushButton(translate("Settings", "Put mine over it"))
        self.problem = label("", "error", wrap=True)
        parts: list[tuple[QWidget, str]] = [
            (self.at_once, "at_once"),
            (self.when, "when"),
            (self.note, "note"),
            (self.save_button, "save"),
            (self.discard_button, "discard"),
            (self.over_button, "over"),
        ]
        for widget, what in parts:
            widget.setObjectName(f"{key}.{what}")
        row = QHBoxLayout()
        row.setSpacing(look.space.s)
        for field in (self.at_once, self.when):
            row.addWidget(field)
        row.addWidget(self.note, 1)
        if not self._presenter.source.has_note:
            row.addStretch(1)
        for part in (self.over_button, self.discard_button, self.save_button):
            row.addWidget(part)
        column = QVBoxLayout(card)
        column.setContentsMargins(look.space.m, look.space.s, look.space.m, look.space.s)
        column.setSpacing(look.space.xs)
        column.addWidget(self.changes)
        column.addWidget(self.problem)
        column.addLayout(row)
        return card

    def _on_versions_row_selected(self, version: Version | None) -> None:
        if version is not None:
            self._presenter.look_at(version.number)

    def _on_back_button_clicked(self) -> None:
        version = self._version()
        if version is not None:
            self._presenter.begin_instead(version, before(version, self._presenter.history.versions))

    def _on_discard_button_clicked(self) -> None:
        self._presenter.give_up()
        self.begin_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_when_edited(self) -> None:
        at_once = self.at_once.value()
        self.when.setVisible(not at_once)
        self._presenter.say_when("" if at_once else self._when())

    def _when(self) -> str:
        value = self.when.value()
        return moments.day_begins(date.fromisoformat(value)).isoformat() if self._presenter.source.by_day else value

    def _on_presenter_history_changed(self) -> None:
        self._lines.clear()
        self.versions.model.set_rows(self._presenter.history.versions)
        if self._presenter.shown is not None:
            self.versions.go_to(str(self._presenter.shown))

    def _on_presenter_shown_changed(self) -> None:
        presenter = self._presenter
        self._lines.clear()
        draft = presenter.draft
        self.draft_card.setVisible(draft is not None)
        is_draft_shown = draft is not None and presenter.is_draft_shown
        self.begin_button.setVisible(self._may_edit and not is_draft_shown and presenter.is_read)
        words = (
            translate("Settings", "Change: begin a new version")
            if draft is None
            else translate("Settings", "Go on with the draft")
        )
        self.begin_button.setText(with_key(words, NEW_KEY))
        shown = self._version()
        is_to_come = shown is not None and presenter.state_of(shown) is VersionState.TO_COME
        self.back_button.setVisible(self._may_edit and draft is None and is_to_come)
        if shown is not None:
            self.back_button.setText(translate("Settings", "Take version {number} back").format(number=shown.number))
        self.title.setText(self._title())
        version = None if is_draft_shown else self._version()
        self._show_why(version)
        if draft is not None:
            self.at_once.set_value(not draft.effective_from)
            self.when.set_value(self._shown_when(draft.effective_from))
            self.when.setVisible(bool(draft.effective_from))
            self.note.set_value(draft.note)
            self._on_presenter_draft_changed()
        if draft is not None and is_draft_shown:
            self.editor.show_body(draft.body, True)  # type: ignore[attr-defined]
        elif presenter.body is not None:
            self.editor.show_body(presenter.body, False)  # type: ignore[attr-defined]
        if presenter.shown is not None and self.versions.current_row() is None:
            self.versions.go_to(str(presenter.shown))

    def _show_why(self, version: Version | None) -> None:
        """Says of a kept version who made it, why, and what it changed of what counted until then."""
        found = self._presenter.changes_of(version) if version is not None else []
        lines = [" · ".join(part for part in (version.author, version.note) if part)] if version is not None else []
        self.why.setText("\n".join(part for part in (*lines, *_first(found)) if part))
        self.why.setToolTip("\n".join(found[:_TOLD_DIFFERENCES]))
        self.why.setVisible(bool(self.why.text()))

    def _changes_in_a_line(self, version: Version) -> str:
        if version.number not in self._lines:
            self._lines[version.number] = "; ".join(self._presenter.changes_of(version))
        return self._lines[version.number]

    def _shown_when(self, effective_from: str) -> str:
        return effective_from[:10] if self._presenter.source.by_day else effective_from

    def _on_presenter_draft_changed(self) -> None:
        found = self._presenter.differences()
        words = "\n".join(_first(found)) or translate("Settings", "Nothing is changed yet.")
        self.changes.setText("\n".join(part for part in (words, self._superseded()) if part))
        self.changes.setToolTip("\n".join(found[:_TOLD_DIFFERENCES]))
        self._on_presenter_state_changed()

    def _on_presenter_state_changed(self) -> None:
        presenter = self._presenter
        self.save_button.setEnabled(not presenter.is_saving and presenter.is_changed and not presenter.is_overtaken)
        self.over_button.setVisible(presenter.is_overtaken)
        self.editor.show_errors(presenter.errors)  # type: ignore[attr-defined]
        words = presenter.problem
        if presenter.is_overtaken:
            theirs = "; ".join(presenter.theirs()[:_SHOWN_DIFFERENCES]) or "–"
            words = translate(
                "Settings", "Somebody has kept version {number} since you began. What it changed: {changes}"
            ).format(number=presenter.history.newest, changes=theirs)
        at = presenter.errors.get("effective_from", "")
        self.problem.setText(" ".join(part for part in (words, at) if part))
        self.problem.setVisible(bool(self.problem.text()))
        set_look(self.problem, "words", "warn" if presenter.is_overtaken else "bad")

    def _title(self) -> str:
        presenter = self._presenter
        if presenter.draft is not None and presenter.is_draft_shown:
            return translate("Settings", "Draft of the next version, kept on this machine")
        version = self._version()
        if version is None:
            return translate("Settings", "Preset · in force") if presenter.is_read else ""
        words = translate("Settings", "Version {number} · {state}")
        return words.format(number=version.number, state=state_words(presenter.state_of(version)))

    def _version(self) -> Version | None:
        presenter = self._presenter
        return next((v for v in presenter.history.versions if v.number == presenter.shown), None)

    def _superseded(self) -> str:
        """Says which version takes over soon after the draft: who wants something at once may not know of it."""
        presenter = self._presenter
        if presenter.draft is None:
            return ""
        when = presenter.draft.effective_from
        coming = next_after(datetime.fromisoformat(when) if when else presenter.now(), presenter.history.versions)
        if coming is None:
            return ""
        words = translate("Settings", "Version {number} follows on {when} and takes its place.")
        since = since_words(coming.effective_from, presenter.source.by_day)
        return words.format(number=coming.number, when=since)


def _first(differences: list[str]) -> list[str]:
    """Returns the first of many, and how many more there are."""
    shown = differences[:_SHOWN_DIFFERENCES]
    if len(differences) > len(shown):
        rest = translate("Settings", "and further changes: {count}").format(count=len(differences) - len(shown))
        shown.append(rest)
    return shown
