"""Teams and skills side by side, to read."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from services.contracts.accounts import Team
from services.contracts.tickets import SkillEntry
from ui.language import translate
from ui.page import PageContext
from ui.settings.presenter import SettingsPresenter
from widgets import theme
from widgets.looks import label
from widgets.table import Align, Column, DataTable


class TeamsView(QWidget):
    """Teams and skills side by side."""

    def __init__(self, presenter: SettingsPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        self.teams: DataTable[Team] = DataTable(
            translate("Settings", "Teams"),
            [
                Column("name", translate("Settings", "Team"), value=lambda t: t.name, stretch=True),
                Column("members", translate("Settings", "Members"), value=lambda t: t.members, align=Align.RIGHT),
            ],
            key=lambda team: team.name,
            remember=context.remember,
            remember_as="settings.teams",
            empty=translate("Settings", "No teams yet. Type a team's name into an account to make one."),
        )
        self.skills: DataTable[SkillEntry] = DataTable(
            translate("Settings", "Skills"),
            [
                Column("name", translate("Settings", "Skill"), value=lambda s: s.name, stretch=True),
                Column("english", translate("Settings", "In English"), value=lambda s: s.english, width=180),
                Column("key", translate("Settings", "Code"), value=lambda s: s.key),
            ],
            key=lambda skill: skill.key,
            remember=context.remember,
            remember_as="settings.skills",
            empty=translate("Settings", "The catalogue has no skills. Read again with F5."),
        )
        _beside(self, (self.teams, 2), (self.skills, 3))
        for table in (self.teams, self.skills):
            table.export_requested.connect(context.export)
        presenter.people_changed.connect(self._show)
        presenter.catalogue_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.teams.model.set_rows(self._presenter.teams)
        if self._presenter.catalogue is not None:
            self.skills.model.set_rows(self._presenter.catalogue.skills)


def _beside(view: QWidget, *parts: tuple[DataTable[Any], int]) -> None:
    look = theme.current()
    row = QHBoxLayout(view)
    row.setContentsMargins(0, look.space.m, 0, 0)
    row.setSpacing(look.space.l)
    for table, share in parts:
        column = QVBoxLayout()
        column.setSpacing(look.space.s)
        column.addWidget(label(table.view.accessibleName(), "strong"))
        column.addWidget(table, 1)
        row.addLayout(column, share)
