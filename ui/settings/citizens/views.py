"""The section of citizens: find at the left; at the right the record that stays, who is likely the same, and what was joined."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from services.contracts.people import PersonJoin, PersonRow, PersonSuggestion
from ui import moments
from ui.language import translate
from ui.page import PageContext
from ui.settings.citizens.presenter import CitizensPresenter, reason_words
from widgets import icons, theme
from widgets.fields.search import SearchField
from widgets.looks import label
from widgets.split import SplitPane
from widgets.table import Align, Column, DataTable
from widgets.theme import Tone


class CitizensView(QWidget):
    """Two records of one citizen become one by a person's hand, with the reasons to; and two again."""

    def __init__(self, presenter: CitizensPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        self.search = SearchField(translate("Settings", "Beginning of a name or number"), settle_ms=300)
        self.search.setObjectName("settings.citizens.search")
        self.found: DataTable[PersonRow] = DataTable(
            translate("Settings", "Citizens"),
            self._person_columns(),
            key=lambda person: person.id,
            remember=context.remember,
            remember_as="settings.citizens",
            empty=translate("Settings", "Type the beginning of a name or number."),
        )
        self.found.hide_tools()
        self.keep_button = QPushButton(icons.icon("pin"), translate("Settings", "This record stays"))
        self.keep_button.setObjectName("settings.citizens.keep")
        self.into_button = QPushButton(icons.icon("link"), translate("Settings", "Join this one into it"))
        self.into_button.setObjectName("settings.citizens.into")
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space.s)
        column.addWidget(self.search)
        column.addWidget(self.found, 1)
        row = QHBoxLayout()
        row.addWidget(self.keep_button)
        row.addWidget(self.into_button)
        row.addStretch(1)
        column.addLayout(row)
        pane = SplitPane([left, self._right(context)], [5, 6], context.remember, "settings.citizens.main")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(pane)
        self.setFocusProxy(self.search)
        self._connect()
        self.search.setText(presenter.text)
        self._on_presenter_found_changed()
        self._on_presenter_kept_changed()

    def enter(self) -> None:
        """Reads what is known of the record that stays."""
        self._presenter.load()

    def _connect(self) -> None:
        presenter = self._presenter
        self.search.text_settled.connect(presenter.search)
        self.search.down_pressed.connect(lambda: self.found.setFocus(Qt.FocusReason.OtherFocusReason))
        self.found.row_selected.connect(lambda _row: self._show_buttons())
        self.found.row_activated.connect(presenter.keep)
        self.keep_button.clicked.connect(self._on_keep_button_clicked)
        self.into_button.clicked.connect(self._on_into_button_clicked)
        self.suggestions.row_selected.connect(lambda _row: self._show_buttons())
        self.join_button.clicked.connect(self._on_join_button_clicked)
        self.joins.row_selected.connect(lambda _row: self._show_buttons())
        self.undo_button.clicked.connect(self._on_undo_button_clicked)
        presenter.found_changed.connect(self._on_presenter_found_changed)
        presenter.kept_changed.connect(self._on_presenter_kept_changed)
        presenter.names_changed.connect(self._on_presenter_found_changed)

    def _right(self, context: PageContext) -> QWidget:
        look = theme.current()
        self.kept = label("", "strong", wrap=True)
        self.suggestions: DataTable[PersonSuggestion] = DataTable(
            translate("Settings", "Likely the same citizen"),
            [
                Column("name", translate("Settings", "Name"), value=lambda s: s.person.name_masked, width=110),
                Column("number", translate("Settings", "Number"), value=lambda s: s.person.number_masked, width=130),
                Column("why", translate("Settings", "Why"), value=lambda s: reason_words(s.reasons), stretch=True),
            ],
            key=lambda suggestion: suggestion.person.id,
            remember=context.remember,
            remember_as="settings.citizens.likely",
            empty=translate("Settings", "Nobody looks like the same citizen."),
        )
        self.suggestions.hide_tools()
        self.join_button = QPushButton(
            icons.icon("link", "on_accent"), translate("Settings", "Join into the record that stays")
        )
        self.join_button.setProperty("look", "primary")
        self.join_button.setObjectName("settings.citizens.join")
        self.joins: DataTable[PersonJoin] = DataTable(
            translate("Settings", "What was joined"),
            [
                Column(
                    "at",
                    translate("Settings", "When"),
                    value=lambda j: f"{moments.local(j.at):%Y-%m-%d %H:%M}",
                    width=130,
                ),
                Column("by", translate("Settings", "Joined by"), value=lambda j: j.by, stretch=True),
                Column(
                    "tickets", translate("Settings", "Tickets"), value=lambda j: j.tickets, align=Align.RIGHT, width=70
                ),
                Column("calls", translate("Settings", "Calls"), value=lambda j: j.calls, align=Align.RIGHT, width=70),
                Column(
                    "state",
                    translate("Settings", "State"),
                    value=lambda j: (
                        translate("Settings", "taken back") if j.undone_at else translate("Settings", "joined")
                    ),
                    tone=lambda j: Tone.QUIET if j.undone_at else Tone.GOOD,
                    badge=True,
                    width=100,
                ),
            ],
            key=lambda join: join.id,
            remember=context.remember,
            remember_as="settings.citizens.joins",
            empty=translate("Settings", "Nothing was joined with this record."),
        )
        self.joins.hide_tools()
        self.undo_button = QPushButton(icons.icon("undo"), translate("Settings", "Take the join back"))
        self.undo_button.setObjectName("settings.citizens.undo")
        self.problem = label("", "error", wrap=True)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(look.space.s, 0, 0, 0)
        column.setSpacing(look.space.s)
        column.addWidget(self.kept)
        column.addWidget(label(translate("Settings", "Likely the same citizen")))
        column.addWidget(self.suggestions, 1)
        column.addWidget(self.join_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(label(translate("Settings", "What was joined")))
        column.addWidget(self.joins, 1)
        column.addWidget(self.undo_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.problem)
        return right

    def _person_columns(self) -> list[Column[PersonRow]]:
        return [
            Column("name", translate("Settings", "Name"), value=lambda p: p.name_masked, width=110),
            Column("number", translate("Settings", "Number"), value=lambda p: p.number_masked, width=130),
            Column(
                "place",
                translate("Settings", "Place"),
                value=lambda p: self._presenter.names.place(p.village or p.town).text,
                stretch=True,
            ),
        ]

    def _on_keep_button_clicked(self) -> None:
        person = self.found.current_row()
        if person is not None:
            self._presenter.keep(person)

    def _on_into_button_clicked(self) -> None:
        person = self.found.current_row()
        if person is not None:
            self._presenter.join(person)

    def _on_join_button_clicked(self) -> None:
        suggestion = self.suggestions.current_row()
        if suggestion is not None:
            self._presenter.join(suggestion.person)

    def _on_undo_button_clicked(self) -> None:
        join = self.joins.current_row()
        if join is not None:
            self._presenter.undo(join)

    def _on_presenter_found_changed(self) -> None:
        presenter = self._presenter
        self.found.set_empty(
            translate("Settings", "No record begins like this.")
            if presenter.text
            else translate("Settings", "Type the beginning of a name or number.")
        )
        self.found.model.set_rows(presenter.found)
        self._show_buttons()

    def _on_presenter_kept_changed(self) -> None:
        presenter = self._presenter
        kept = presenter.kept
        if kept is None:
            self.kept.setText(translate("Settings", "Choose which record stays: Enter on it at the left."))
        else:
            words = translate("Settings", "Stays: {name}, {number}")
            self.kept.setText(words.format(name=kept.name_masked, number=kept.number_masked))
        self.suggestions.model.set_rows(presenter.suggestions)
        self.joins.model.set_rows(presenter.joins)
        self.problem.setText(presenter.problem)
        self.problem.setVisible(bool(presenter.problem))
        self._show_buttons()

    def _show_buttons(self) -> None:
        presenter = self._presenter
        person, kept = self.found.current_row(), presenter.kept
        self.keep_button.setEnabled(person is not None)
        self.into_button.setEnabled(person is not None and kept is not None and person.id != kept.id)
        self.join_button.setEnabled(kept is not None and self.suggestions.current_row() is not None)
        join = self.joins.current_row()
        self.undo_button.setEnabled(join is not None and join.undone_at is None)
