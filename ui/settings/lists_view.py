"""Lists that are only read here: teams, skills, scorecards."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from services.contracts.accounts import Team
from services.contracts.quality import Question, Scorecard, Section
from services.contracts.tickets import SkillEntry
from ui.language import translate
from ui.page import PageContext
from ui.problems import is_chinese
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


@dataclass(frozen=True)
class _Line:
    """A question of a scorecard in its section."""

    scorecard: Scorecard
    section: Section
    question: Question


class ScorecardsView(QWidget):
    """All questions of the scorecards that are in use."""

    def __init__(self, presenter: SettingsPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        self.table: DataTable[_Line] = DataTable(
            translate("Settings", "Scorecards"),
            [
                Column("card", translate("Settings", "Scorecard"), value=_card_words, width=170),
                Column("section", translate("Settings", "Section"), value=_section_words, width=150),
                Column("weight", translate("Settings", "Weight"), value=lambda r: r.section.weight, align=Align.RIGHT),
                Column("question", translate("Settings", "Question"), value=_question_words, stretch=True),
                Column(
                    "points",
                    translate("Settings", "Points"),
                    value=lambda r: r.question.points,
                    text=lambda r: f"{r.question.points:g}",
                    align=Align.RIGHT,
                    width=80,
                ),
            ],
            key=lambda r: f"{r.scorecard.id}.{r.section.key}.{r.question.key}",
            remember=context.remember,
            remember_as="settings.scorecards",
            empty=translate("Settings", "No scorecard yet. Inspectors cannot score until there is one."),
        )
        _beside(self, (self.table, 1))
        self.table.export_requested.connect(context.export)
        presenter.scorecards_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.table.model.set_rows(
            _Line(card, section, question)
            for card in self._presenter.scorecards
            for section in card.sections
            for question in section.questions
        )


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


def _card_words(row: _Line) -> str:
    version = translate("Settings", "version {number}").format(number=row.scorecard.version)
    return f"{row.scorecard.name} · {version}"


def _section_words(row: _Line) -> str:
    return row.section.name if is_chinese() else row.section.english or row.section.name


def _question_words(row: _Line) -> str:
    return row.question.text if is_chinese() else row.question.english or row.question.text
