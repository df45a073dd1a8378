"""The editor of one account."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from services.contracts.accounts import Role
from services.contracts.tickets import SkillEntry
from ui.language import translate
from ui.problems import is_chinese
from ui.roles import role_words
from ui.settings.account_draft import AccountDraft
from ui.settings.dispatching.words import unit_field
from ui.settings.forms.scrolled import scrolled
from ui.settings.keys import SAVE_KEY, with_key
from ui.settings.presenter import SettingsPresenter
from widgets import theme
from widgets.fields.frame import FieldFrame
from widgets.fields.number import NumberField
from widgets.looks import label, set_look


class AccountForm(QFrame):
    """Writes what is typed straight into the presenter's draft, so that a rebuilt page shows the same."""

    closed = Signal()

    def __init__(self, presenter: SettingsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        look = theme.current()
        self.setProperty("look", "card")
        self.title = label("", "title", wrap=True)
        self.username = QLineEdit()
        self.name = QLineEdit()
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(200)
        self.team = QComboBox()
        self.team.setEditable(True)
        self.unit = unit_field(lambda: presenter.names)
        self.unit.setPlaceholderText(translate("Settings", "the district centre"))
        self.active = QCheckBox(translate("Settings", "May sign in"))
        self._roles = {role: QCheckBox(role_words(role)) for role in Role}
        self._skills: dict[str, tuple[QCheckBox, NumberField]] = {}
        self._skill_grid = QGridLayout()
        self._skill_grid.setColumnStretch(2, 1)
        self.problem = label("", "error", wrap=True)
        self._frames = {
            "username": FieldFrame(translate("Settings", "User name"), self.username, required=True),
            "name": FieldFrame(translate("Settings", "Name"), self.name, required=True),
            "password": FieldFrame(translate("Settings", "Password"), self.password),
            "team": FieldFrame(translate("Settings", "Team"), self.team),
            "unit": FieldFrame(translate("Settings", "Unit"), self.unit),
            "roles": FieldFrame(translate("Settings", "Roles"), self._roles_box(), required=True),
        }
        self.save_button = QPushButton(with_key(translate("Settings", "Save"), SAVE_KEY))
        self.save_button.setProperty("look", "primary")
        self.unlock_button = QPushButton(translate("Settings", "Unlock"))
        column = QVBoxLayout(self)
        column.setContentsMargins(look.space.l, look.space.l, look.space.s, look.space.l)
        column.setSpacing(look.space.m)
        column.addWidget(self.title)
        skills = label(translate("Settings", "Skills and their level (1 is best)"))
        area = scrolled(*self._frames.values(), skills, self._skill_grid, self.active)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(area, 1)
        column.addWidget(self.problem)
        row = QHBoxLayout()
        row.addWidget(self.save_button)
        row.addWidget(self.unlock_button)
        row.addStretch(1)
        column.addLayout(row)
        self.setFixedWidth(380 if not look.large else 480)
        self._name_for_focus()
        self._connect()

    def show_draft(self) -> None:
        """Shows the presenter's draft; hides itself where there is none."""
        draft = self._presenter.draft
        self.setVisible(draft is not None)
        if draft is None:
            return
        self.title.setText(draft.account.name if draft.account else translate("Settings", "New account"))
        self._fill(draft)
        locked = draft.account is not None and draft.account.locked_until is not None
        self.unlock_button.setVisible(locked)
        self.show_problems("", {})

    def show_skills(self, skills: list[SkillEntry]) -> None:
        """Shows the skills that the catalogue knows."""
        for check, level in self._skills.values():
            for part in (check, level):
                part.hide()
                part.deleteLater()
        self._skills.clear()
        for place, skill in enumerate(skills):
            check = QCheckBox(skill_name(skill))
            level = NumberField()
            level.setRange(1, 5)
            level.setAccessibleName(translate("Settings", "Level of {skill}, 1 is best").format(skill=check.text()))
            level.setToolTip(level.accessibleName())
            level.setEnabled(False)
            check.toggled.connect(level.setEnabled)
            check.toggled.connect(self._on_edited)
            level.valueChanged.connect(self._on_edited)
            self._skill_grid.addWidget(check, place, 0)
            self._skill_grid.addWidget(level, place, 1)
            self._skills[skill.key] = (check, level)
        if self._presenter.draft is not None:
            self._fill(self._presenter.draft)

    def show_problems(self, sentence: str, fields: dict[str, str]) -> None:
        """Shows sentences under the fields, and one for the whole."""
        for name, frame in self._frames.items():
            frame.set_error(fields.get(name, ""))
        rest = [text for name, text in fields.items() if name not in self._frames]
        self.problem.setText(" ".join([sentence, *rest]).strip())
        self.problem.setVisible(bool(self.problem.text()))
        first = next((frame for name, frame in self._frames.items() if name in fields), None)
        if first is not None:
            first.editor.setFocus()

    def show_saved(self) -> None:
        """Says quietly that it is saved."""
        self.problem.setText(translate("Settings", "Saved."))
        self.problem.setVisible(True)
        set_look(self.problem, "words", "good")

    def _fill(self, draft: AccountDraft) -> None:
        widgets = [self.username, self.name, self.password, self.team, self.unit, self.active, *self._roles.values()]
        widgets += [part for pair in self._skills.values() for part in pair]
        for widget in widgets:
            widget.blockSignals(True)
        self.username.setText(draft.username)
        self.username.setReadOnly(draft.account is not None)
        self.name.setText(draft.name)
        self.password.setText(draft.password)
        self.password.setPlaceholderText(translate("Settings", "leave empty to keep it") if draft.account else "")
        self.team.clear()
        self.team.addItems(["", *(team.name for team in self._presenter.teams)])
        self.team.setCurrentText(draft.team)
        self.unit.set_value(draft.unit)
        self.active.setChecked(draft.active)
        for role, check in self._roles.items():
            check.setChecked(role in draft.roles)
        for key, (check, level) in self._skills.items():
            check.setChecked(key in draft.skills)
            level.setValue(draft.skills.get(key, 1))
            level.setEnabled(key in draft.skills)
        for widget in widgets:
            widget.blockSignals(False)

    def _on_edited(self) -> None:
        draft = self._presenter.draft
        if draft is None:
            return
        draft.username, draft.name, draft.password = self.username.text(), self.name.text(), self.password.text()
        draft.team, draft.active = self.team.currentText(), self.active.isChecked()
        draft.unit = self.unit.value()
        draft.roles = {role for role, check in self._roles.items() if check.isChecked()}
        known = {key: level.value() for key, (check, level) in self._skills.items() if check.isChecked()}
        unknown = {key: level for key, level in draft.skills.items() if key not in self._skills}
        draft.skills = known | unknown
        self.problem.setVisible(False)
        set_look(self.problem, "words", None)

    def _connect(self) -> None:
        for editor in (self.username, self.name, self.password):
            editor.textEdited.connect(self._on_edited)
        self.team.editTextChanged.connect(self._on_edited)
        self.unit.edited.connect(self._on_edited)
        for check in (self.active, *self._roles.values()):
            check.toggled.connect(self._on_edited)
        self.save_button.clicked.connect(self._presenter.save)
        self.unlock_button.clicked.connect(self._on_unlock_clicked)

    def _on_unlock_clicked(self) -> None:
        draft = self._presenter.draft
        if draft is not None and draft.account is not None:
            self._presenter.unlock(draft.account)

    def _name_for_focus(self) -> None:
        for name in ("username", "name", "password", "team", "unit"):
            getattr(self, name).setObjectName(f"settings.account.{name}")

    def _roles_box(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        for place, check in enumerate(self._roles.values()):
            grid.addWidget(check, place // 2, place % 2)
        return box


def skill_name(skill: SkillEntry) -> str:
    """Returns a skill's name in the language that is on."""
    return skill.name if is_chinese() else skill.english or skill.name
