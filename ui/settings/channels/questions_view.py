"""What Open311 asks with a service, beside place and words; settings of the channel, saved with it."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from services.contracts.channels import Channel
from ui.language import translate
from ui.page import PageContext
from ui.settings.channels.presenter import ChannelsPresenter
from ui.settings.dispatching.words import category_field
from ui.settings.forms.fields import ChoiceField, TextField, WordsField, YesField
from ui.settings.forms.form import FieldSpec
from ui.settings.forms.rows import RowsEditor, errors_by_row
from ui.settings.keys import SAVE_KEY, with_key
from ui.settings.names import Names
from widgets import icons, theme
from widgets.looks import label
from widgets.table import Column

Row = dict[str, Any]
_LISTS = ("singlevaluelist", "multivaluelist")


class QuestionsView(QWidget):
    """A question belongs to a category and all below it; without one it is asked with every service."""

    def __init__(self, presenter: ChannelsPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter

        def names() -> Names:
            return presenter.names

        kinds = datatypes()
        self.rows = RowsEditor(
            translate("Settings", "Questions"),
            "settings.open311.questions",
            [
                Column(
                    "category",
                    translate("Settings", "Service"),
                    value=lambda r: (
                        names().category(r[1]["category"]).text
                        if r[1].get("category")
                        else translate("Settings", "every service")
                    ),
                    width=150,
                ),
                Column("code", translate("Settings", "Code"), value=lambda r: r[1].get("code", ""), width=110),
                Column(
                    "description",
                    translate("Settings", "Question"),
                    value=lambda r: r[1].get("description", ""),
                    stretch=True,
                ),
                Column(
                    "datatype",
                    translate("Settings", "Answer"),
                    value=lambda r: dict(kinds).get(r[1].get("datatype", ""), ""),
                    width=120,
                ),
                Column(
                    "required",
                    translate("Settings", "Needed"),
                    value=lambda r: translate("Settings", "yes") if r[1].get("required") else "",
                    width=70,
                ),
            ],
            [
                FieldSpec(
                    "category",
                    translate("Settings", "Service"),
                    lambda: category_field(names),
                    hint=translate("Settings", "empty: every service"),
                ),
                FieldSpec("code", translate("Settings", "Code"), lambda: TextField(64), required=True),
                FieldSpec("datatype", translate("Settings", "Answer"), lambda: ChoiceField(datatypes)),
                FieldSpec("description", translate("Settings", "Question"), TextField, required=True, wide=True),
                FieldSpec(
                    "choices",
                    translate("Settings", "Answers to choose (key = words, one a line)"),
                    lambda: WordsField(as_list=True),
                    wide=True,
                    shown=lambda row: row.get("datatype") in _LISTS,
                ),
                FieldSpec("datatype_description", translate("Settings", "Hint for who answers"), TextField, wide=True),
                FieldSpec(
                    "required",
                    translate("Settings", "Needed"),
                    lambda: YesField(translate("Settings", "Without an answer nothing is taken")),
                    shown=lambda row: bool(row.get("variable")),
                ),
                FieldSpec(
                    "variable",
                    translate("Settings", "Answered"),
                    lambda: YesField(translate("Settings", "It is answered (otherwise only read)")),
                ),
            ],
            lambda: {
                **{"category": "", "code": "", "description": "", "datatype": "string", "datatype_description": ""},
                **{"required": False, "variable": True, "choices": []},
            },
            context,
            translate("Settings", "Nothing is asked but where it is and what it is about."),
            form_columns=3,
        )
        self.save_button = QPushButton(
            icons.icon("save", "on_accent"), with_key(translate("Settings", "Save"), SAVE_KEY)
        )
        self.save_button.setProperty("look", "primary")
        self.save_button.setObjectName("settings.open311.save")
        self.problem = label("", "error", wrap=True)
        row = QHBoxLayout()
        row.addWidget(self.problem, 1)
        row.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.current().space.s, 0, 0)
        column.addWidget(self.rows, 1)
        column.addLayout(row)
        self.rows.edited.connect(self._on_rows_edited)
        self.save_button.clicked.connect(presenter.save)
        presenter.channels_changed.connect(self._show)
        presenter.names_changed.connect(self._show)
        presenter.form_changed.connect(self._show_state)
        self._show()

    def _on_rows_edited(self, rows: list[Row]) -> None:
        self._presenter.edit({**self._presenter.row(), "questions": by_category(rows)})

    def _show(self) -> None:
        if self._presenter.chosen is not Channel.OPEN311:
            return
        shown = flat(self._presenter.row().get("questions") or {})
        # The same questions in another order of rows are what is being typed here.
        if by_category(shown) != by_category(self.rows.rows) or not self.rows.rows:
            self.rows.show_rows(shown, True)
        self._show_state()

    def _show_state(self) -> None:
        presenter = self._presenter
        if presenter.chosen is not Channel.OPEN311:
            return
        self.save_button.setEnabled(presenter.is_changed and not presenter.is_saving and not presenter.is_overtaken)
        errors = {name.removeprefix("settings."): text for name, text in presenter.errors.items()}
        self.rows.show_errors(errors_by_row(numbered(errors, self.rows.rows), "questions"))
        words = presenter.problem
        if presenter.is_overtaken:
            words = translate("Settings", "Somebody has changed this channel since you began. See “Setting up”.")
        self.problem.setText(words)


def datatypes() -> list[tuple[str, str]]:
    """Returns the specification's kinds of answers with words."""
    return [
        ("string", translate("Settings", "a line")),
        ("text", translate("Settings", "several lines")),
        ("number", translate("Settings", "a number")),
        ("datetime", translate("Settings", "day and time")),
        ("singlevaluelist", translate("Settings", "one of a list")),
        ("multivaluelist", translate("Settings", "several of a list")),
    ]


def flat(questions: dict[str, list[Row]]) -> list[Row]:
    """Returns the questions as rows, each with its category and its answers as lines."""
    found = []
    for category, asked in questions.items():
        for question in asked:
            choices = [f"{each['key']} = {each['name']}" for each in question.get("values", [])]
            rest = {name: value for name, value in question.items() if name != "values"}
            plain = {"datatype": "string", "datatype_description": "", "required": False, "variable": True}
            found.append({**plain, **rest, "category": category, "choices": choices})
    return found


def by_category(rows: list[Row]) -> dict[str, list[Row]]:
    """Returns rows as the channel keeps them. A line of an answer without a sign is its key and its words."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        values = []
        for line in row.get("choices", []) if row.get("datatype") in _LISTS else []:
            key, sign, name = line.partition("=")
            values.append({"key": key.strip(), "name": name.strip() if sign else key.strip()})
        rest = {name: value for name, value in row.items() if name not in ("category", "choices")}
        found.setdefault(row.get("category", ""), []).append({**rest, "values": values})
    return found


def numbered(errors: dict[str, str], rows: list[Row]) -> dict[str, str]:
    """Returns errors of ``questions.CATEGORY.PLACE.FIELD`` as those of rows: ``questions.ROW.FIELD``."""
    places: dict[tuple[str, int], int] = {}
    counted: dict[str, int] = {}
    for number, row in enumerate(rows):
        category = row.get("category", "")
        places[category, counted.setdefault(category, 0)] = number
        counted[category] += 1
    found = {}
    for name, words in errors.items():
        parts = name.split(".")
        if parts[0] == "questions" and len(parts) > 2 and parts[2].isdigit():
            number = places.get((parts[1], int(parts[2])), -1)
            field = "choices" if parts[3:4] == ["values"] else ".".join(parts[3:])
            found[f"questions.{number}.{field}"] = words
        else:
            found[name] = words
    return found
