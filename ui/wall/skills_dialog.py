"""An agent's skills, changed from the board: in force at once, also at the exchange."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from services.contracts.accounts import Account, Skill
from services.contracts.tickets import SkillEntry
from ui.language import translate
from ui.problems import is_chinese, problem_words
from ui.wall.presenter import WallPresenter
from widgets import theme
from widgets.looks import label

LEVELS = 5
_WIDTH = 460


class SkillsDialog(QDialog):
    """Shows every queue with a tick and a level; stays open with what was chosen until the server has agreed."""

    skills_requested = Signal(object, object)
    """The account as it was read, and the skills wanted."""

    def __init__(
        self, account: Account, skills: Sequence[SkillEntry], presenter: WallPresenter, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._account = account
        space = theme.current().space
        self.setWindowTitle(translate("Wall", "Skills: {name}").format(name=account.name))
        self.setMinimumWidth(_WIDTH)
        known = {skill.key: skill.level for skill in account.skills}
        named = {entry.key: entry.name if is_chinese() else entry.english or entry.name for entry in skills}
        self.ticks: dict[str, QCheckBox] = {}
        self.levels: dict[str, QComboBox] = {}
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setHorizontalSpacing(space.l)
        grid.setVerticalSpacing(space.xs)
        for row, key in enumerate([*named, *(key for key in known if key not in named)]):
            tick, level = QCheckBox(named.get(key, key)), QComboBox()
            tick.setChecked(key in known)
            for number in range(1, LEVELS + 1):
                level.addItem(translate("Wall", "level {number}").format(number=number), number)
            level.setCurrentIndex(known.get(key, 1) - 1)
            level.setEnabled(tick.isChecked())
            level.setAccessibleName(translate("Wall", "Level: {skill}").format(skill=tick.text()))
            tick.toggled.connect(level.setEnabled)
            grid.addWidget(tick, row, 0)
            grid.addWidget(level, row, 1)
            self.ticks[key], self.levels[key] = tick, level
        grid.setColumnStretch(0, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        self._problem = label("", "error", wrap=True)
        self._problem.hide()
        self.confirm = QPushButton(translate("Wall", "Set the skills"))
        self.confirm.setProperty("look", "primary")
        self.confirm.setDefault(True)
        cancel = QPushButton(translate("Wall", "Cancel"))
        cancel.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.xl, space.l, space.xl, space.l)
        column.setSpacing(space.m)
        words = translate("Wall", "Level 1 is asked first. The change counts at once, also at the exchange.")
        column.addWidget(label(words, "caption", wrap=True))
        column.addWidget(area, 1)
        column.addWidget(self._problem)
        column.addLayout(foot)
        cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self._on_confirm_clicked)
        presenter.acts.skills_set.connect(self._on_acts_skills_set)
        presenter.acts.skills_failed.connect(self._on_acts_skills_failed)

    def chosen(self) -> list[Skill]:
        """Returns the skills that are ticked."""
        return [
            Skill(key=key, level=int(self.levels[key].currentData()))
            for key, tick in self.ticks.items()
            if tick.isChecked()
        ]

    def error(self) -> str:
        """Returns what the dialog complains of, or an empty text."""
        return self._problem.text()

    def _on_confirm_clicked(self) -> None:
        self.confirm.setEnabled(False)
        self._problem.hide()
        self.skills_requested.emit(self._account, self.chosen())

    def _on_acts_skills_set(self, account: Account) -> None:
        if account.id == self._account.id:
            self.accept()

    def _on_acts_skills_failed(self, error: Exception) -> None:
        self.confirm.setEnabled(True)
        self._problem.setText(problem_words(error))
        self._problem.show()
