"""The section of the scorecard: its name, sections, questions and fatal items, in versions."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from ui.language import translate
from ui.page import PageContext
from ui.settings.forms.fields import ChoiceField, TextField, YesField
from ui.settings.forms.form import FieldSpec
from ui.settings.forms.rows import Fields, Numbered, RowsEditor, errors_by_row
from ui.settings.scorecards.points import PointsField
from ui.settings.scorecards.presenter import ScorecardsPresenter
from ui.settings.scorecards.source import number_of
from ui.settings.versioned.body_editor import BodyEditor
from ui.settings.versioned.presenter import Body
from ui.settings.versioned.section import VersionedSection
from widgets import theme
from widgets.fields.frame import FieldFrame
from widgets.looks import label
from widgets.table import Align, Column

_TEXT = 200
Bodies = Callable[[], Body]


class ScorecardsView(VersionedSection["ScorecardEditor"]):
    """What inspectors score calls by."""

    def __init__(self, presenter: ScorecardsPresenter, context: PageContext) -> None:
        super().__init__(translate("Settings", "Scorecard"), presenter.scorecard, ScorecardEditor(context), context)


class ScorecardEditor(BodyEditor):
    """An :class:`ui.settings.versioned.view.Editor` of the name and three lists."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = TextField()
        self.name.setObjectName("settings.scorecards.name")
        self.name_frame = FieldFrame(translate("Settings", "Name of the scorecard"), self.name, True)
        self.sections = _sections(context)
        self.questions = _questions(context, lambda: self._body)
        self.fatal = _fatal(context)
        self._lists = {"sections": self.sections, "questions": self.questions, "fatal": self.fatal}
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setObjectName("settings.scorecards.tabs")
        self.tabs.addTab(self.questions, translate("Settings", "Questions to score"))
        self.tabs.addTab(self.sections, translate("Settings", "Sections"))
        self.tabs.addTab(self.fatal, translate("Settings", "Fatal items"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space.s)
        said = translate(
            "Settings",
            "New evaluations are made with the version in force; whoever has begun one keeps the version it was begun with,"
            " and no score given by an earlier version ever changes.",
        )
        column.addWidget(label(said, "caption", wrap=True))
        column.addWidget(self.name_frame)
        column.addWidget(self.tabs, 1)
        self.setFocusProxy(self.name)
        self.name.edited.connect(lambda: self._change(name=self.name.value()))
        self.questions.edited.connect(lambda rows: self._change(questions=rows))
        self.fatal.edited.connect(lambda rows: self._change(fatal=rows))
        self.sections.edited.connect(self._on_sections_edited)

    def show_errors(self, errors: dict[str, str]) -> None:
        """Shows sentences at the name and at their rows; a question's stands within its section."""
        found = {name: errors_by_row(errors, name) for name in ("sections", "fatal")}
        found["questions"] = self._of_questions(found["sections"])
        whole = " ".join(errors[name] for name in ("name", "sections") if name in errors)
        for row in self._body.get("questions", []):
            # The server knows a question by its key, people by its words.
            whole = whole.replace(f"circle:{row['key']}", _waits_for_itself(row))
        self.name_frame.set_error(whole)
        for name, rows_editor in self._lists.items():
            rows_editor.show_errors(found[name])
        for name in ("fatal", "sections", "questions"):
            if found[name]:
                self.tabs.setCurrentWidget(self._lists[name])

    def _of_questions(self, sections: dict[int, Fields]) -> dict[int, Fields]:
        """Takes the questions' sentences out of those of the sections."""
        found: dict[int, Fields] = {}
        for section, fields in list(sections.items()):
            for name in [each for each in fields if each.startswith("questions.")]:
                _questions, place, field = name.split(".", 2)
                number = number_of(self._body, section, int(place))
                if number is not None:
                    found.setdefault(number, {})[field] = fields.pop(name)
            if not fields:
                del sections[section]
        return found

    def _show(self) -> None:
        self.name.set_value(self._body.get("name", ""))
        self.name.set_editable(self._editable)
        for name, rows_editor in self._lists.items():
            rows_editor.show_rows(self._body.get(name, []), self._editable)

    def _on_sections_edited(self, rows: list[dict[str, Any]]) -> None:
        """Questions of a section that is taken out go with it; what that is, the list of changes says."""
        known = {row["key"] for row in rows}
        questions = [row for row in self._body.get("questions", []) if row["section"] in known]
        self._change(sections=rows, questions=questions)
        self.questions.show_rows(questions, self._editable)


def _waits_for_itself(row: dict[str, Any]) -> str:
    return translate("Settings", "“{question}” waits for its own answer").format(question=row.get("text", ""))


def _key() -> str:
    """Returns a key that nothing else has."""
    return uuid4().hex[:12]


def _named(body: Body) -> dict[str, str]:
    return {row["key"]: row.get("name", "") for row in body.get("sections", [])}


def _sections(context: PageContext) -> RowsEditor:
    columns: list[Column[Numbered]] = [
        Column("name", translate("Settings", "Section"), value=lambda r: r[1].get("name", ""), stretch=True),
        Column("english", translate("Settings", "In English"), value=lambda r: r[1].get("english", ""), width=200),
        Column(
            "weight",
            translate("Settings", "Weight"),
            value=lambda r: r[1].get("weight", 0),
            text=lambda r: f"{r[1].get('weight', 0):g}",
            align=Align.RIGHT,
            width=70,
        ),
    ]
    fields = [
        FieldSpec("name", translate("Settings", "Its name"), TextField, required=True),
        FieldSpec("english", translate("Settings", "In English"), TextField),
        FieldSpec("weight", translate("Settings", "Weight"), PointsField, required=True),
    ]
    return RowsEditor(
        translate("Settings", "Sections"),
        "settings.scorecards.sections",
        columns,
        fields,
        lambda: {"key": _key(), "name": "", "english": "", "weight": 10},
        context,
        translate("Settings", "No sections. Add the first one; then its questions."),
    )


def _questions(context: PageContext, body: Bodies) -> RowsEditor:
    def sections() -> list[tuple[Any, str]]:
        return list(_named(body()).items())

    def others() -> list[tuple[Any, str]]:
        asked = [(row["key"], row.get("text", "")) for row in body().get("questions", [])]
        return [("", translate("Settings", "in any case")), *asked]

    columns: list[Column[Numbered]] = [
        Column(
            "section",
            translate("Settings", "Section"),
            value=lambda r: _named(body()).get(r[1].get("section", ""), ""),
            width=130,
        ),
        Column("text", translate("Settings", "Question"), value=lambda r: r[1].get("text", ""), stretch=True),
        Column(
            "points",
            translate("Settings", "Points"),
            value=lambda r: r[1].get("points", 0),
            text=lambda r: f"{r[1].get('points', 0):g}",
            align=Align.RIGHT,
            width=60,
        ),
    ]
    fields = [
        FieldSpec("text", translate("Settings", "Question"), lambda: TextField(_TEXT), required=True),
        FieldSpec("english", translate("Settings", "In English"), lambda: TextField(_TEXT)),
        FieldSpec("section", translate("Settings", "Section"), lambda: ChoiceField(sections), required=True),
        FieldSpec("points", translate("Settings", "Points"), PointsField, required=True),
        FieldSpec("after", translate("Settings", "Asked"), lambda: ChoiceField(others)),
        FieldSpec(
            "equals",
            translate("Settings", "when its answer is"),
            lambda: ChoiceField(_answers),
            shown=lambda row: bool(row.get("after")),
        ),
        FieldSpec(
            "allow_not_applicable",
            translate("Settings", "Not applicable"),
            lambda: YesField(translate("Settings", "may be marked so")),
        ),
    ]

    def new() -> dict[str, Any]:
        known = body().get("sections", [])
        row = {"key": _key(), "section": known[-1]["key"] if known else "", "text": "", "english": "", "points": 5}
        return {**row, "allow_not_applicable": True, "after": "", "equals": "yes"}

    return RowsEditor(
        translate("Settings", "Questions to score"),
        "settings.scorecards.questions",
        columns,
        fields,
        new,
        context,
        translate("Settings", "No questions yet. Inspectors cannot score until there are some."),
    )


def _answers() -> list[tuple[Any, str]]:
    return [
        ("yes", translate("Settings", "yes")),
        ("no", translate("Settings", "no")),
        ("na", translate("Settings", "not applicable")),
    ]


def _fatal(context: PageContext) -> RowsEditor:
    columns: list[Column[Numbered]] = [
        Column("text", translate("Settings", "Fatal item"), value=lambda r: r[1].get("text", ""), stretch=True),
        Column("english", translate("Settings", "In English"), value=lambda r: r[1].get("english", ""), width=240),
    ]
    fields = [
        FieldSpec("text", translate("Settings", "What makes the score 0"), lambda: TextField(_TEXT), required=True),
        FieldSpec("english", translate("Settings", "In English"), lambda: TextField(_TEXT)),
    ]
    return RowsEditor(
        translate("Settings", "Fatal items"),
        "settings.scorecards.fatal",
        columns,
        fields,
        lambda: {"key": _key(), "text": "", "english": ""},
        context,
        translate("Settings", "No fatal items. What is listed here makes a call score 0."),
    )
