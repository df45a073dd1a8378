"""The section of alarms: a table of rules with a form below, and who is told outside of the consoles."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from services.contracts.alarms import LOW_IS_BAD, SHARES, AlarmKind
from ui.alarm_words import alarm_title, value_text
from ui.language import translate
from ui.page import PageContext
from ui.settings.alarms.presenter import AlarmsPresenter, Row, rules_title, targets_title
from ui.settings.forms.fields import ChoiceField, TextField, WholeNumberField, WordsField, YesField
from ui.settings.forms.form import FieldSpec
from ui.settings.forms.rows import RowsEditor
from ui.settings.keys import SAVE_KEY, with_key
from widgets import icons, theme
from widgets.fields.frame import FieldFrame
from widgets.looks import label
from widgets.table import Align, Column

Numbered = tuple[int, Row]


class AlarmsView(QWidget):
    """Follows the presenter; Ctrl+S saves."""

    def __init__(self, presenter: AlarmsPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        space = theme.current().space
        self.rules = RowsEditor(
            translate("Settings", "Alarms"),
            "settings.alarms",
            _columns(),
            _fields(),
            new=self._new_rule,
            context=context,
            empty=translate("Settings", "Nothing is watched. Add what should raise an alarm."),
            form_columns=4,
        )
        self.addresses = WordsField(as_list=True)
        self.addresses.setObjectName("settings.alarms.addresses")
        self.addresses_frame = FieldFrame(translate("Settings", "E-mail addresses, one a line"), self.addresses)
        self.hooks = RowsEditor(
            translate("Settings", "Webhooks"),
            "settings.hooks",
            [
                Column("id", translate("Settings", "Name"), lambda r: r[1]["id"], width=140),
                Column("url", translate("Settings", "Address"), lambda r: r[1]["url"], stretch=True),
            ],
            [
                FieldSpec("id", translate("Settings", "Name"), lambda: TextField(64), required=True),
                FieldSpec("url", translate("Settings", "Address"), lambda: TextField(300, "https://…"), required=True),
                FieldSpec(
                    "secret",
                    translate("Settings", "Secret (at least 16 characters; empty: as it is)"),
                    lambda: TextField(200, is_secret=True),
                    wide=True,
                ),
            ],
            new=lambda: {"id": "", "url": "", "secret": ""},
            context=context,
            empty=translate("Settings", "No program is told of alarms."),
        )
        self.about = label("", "caption")
        self.problem = label("", "error", wrap=True)
        self.save_button = QPushButton(
            icons.icon("save"), with_key(translate("Settings", "Save (in force at once)"), SAVE_KEY)
        )
        self.save_button.setProperty("look", "primary")
        self.save_button.setObjectName("settings.alarms.save")
        self.undo_button = QPushButton(translate("Settings", "Discard"))
        foot = QHBoxLayout()
        foot.addWidget(self.about)
        foot.addWidget(self.problem, 1)
        foot.addWidget(self.undo_button)
        foot.addWidget(self.save_button)
        tabs = QTabWidget()
        tabs.addTab(self.rules, rules_title())
        if presenter.may_edit_targets:
            told = QWidget()
            column = QVBoxLayout(told)
            column.setContentsMargins(0, space.m, 0, 0)
            column.setSpacing(space.m)
            column.addWidget(self.addresses_frame)
            column.addWidget(self.hooks, 1)
            tabs.addTab(told, targets_title())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, space.s, 0, 0)
        outer.setSpacing(space.s)
        outer.addWidget(tabs, 1)
        outer.addLayout(foot)
        self.rules.edited.connect(presenter.edit_rules)
        self.addresses.edited.connect(lambda: presenter.edit_targets(addresses=self.addresses.value()))
        self.hooks.edited.connect(lambda rows: presenter.edit_targets(hooks=rows))
        self.save_button.clicked.connect(presenter.save)
        self.undo_button.clicked.connect(presenter.give_up)
        presenter.changed.connect(self._show)
        self._show()

    def is_unsaved(self) -> bool:
        """Whether anything is typed."""
        return self._presenter.is_changed

    def discard(self) -> None:
        """Throws it away."""
        self._presenter.give_up()

    def save(self) -> None:
        """Saves what is typed."""
        self._presenter.save()

    def enter(self) -> None:
        """Reads what is in force."""
        self._presenter.load()

    def _new_rule(self) -> Row:
        used = {row["kind"] for row in self._presenter.rows}
        kind = next((kind.value for kind in AlarmKind if kind.value not in used), AlarmKind.LONGEST_WAIT.value)
        levels = {"raise_at": 70, "clear_at": 80} if kind in LOW_IS_BAD else {"raise_at": 120, "clear_at": 60}
        durations = {"hold_seconds": 0, "clear_seconds": 0, "minutes": 30, "threshold": 20, "least_calls": 10}
        return {"kind": kind, "active": True, **levels, **durations, "notice": True, "email": False, "webhook": False}

    def _show(self) -> None:
        presenter = self._presenter
        editable = presenter.rules is not None and not presenter.is_saving
        if self.rules.rows != presenter.rows or not presenter.rows:
            self.rules.show_rows(presenter.rows, editable)
        if self.hooks.rows != presenter.hooks or not presenter.hooks:
            self.hooks.show_rows(presenter.hooks, presenter.targets is not None)
        self.addresses.set_value(presenter.addresses)
        self.rules.show_errors(presenter.rule_errors)
        self.hooks.show_errors(presenter.hook_errors)
        self.addresses_frame.set_error(presenter.address_error)
        self.problem.setText(presenter.problem)
        self.save_button.setEnabled(presenter.is_changed and not presenter.is_saving)
        self.undo_button.setEnabled(presenter.is_changed and not presenter.is_saving)
        rules = presenter.rules
        words = translate("Settings", "Version {number}, by {name}")
        known = rules is not None and rules.version > 0
        self.about.setText(words.format(number=rules.version, name=rules.created_by) if known and rules else "")


def _columns() -> list[Column[Numbered]]:
    return [
        Column("kind", translate("Settings", "What"), lambda r: alarm_title(r[1]["kind"]), stretch=True),
        Column(
            "raise_at",
            translate("Settings", "Raised at"),
            lambda r: value_text(r[1]["kind"], r[1]["raise_at"]),
            align=Align.RIGHT,
            width=90,
        ),
        Column(
            "hold",
            translate("Settings", "After (s)"),
            lambda r: r[1]["hold_seconds"],
            align=Align.RIGHT,
            width=80,
        ),
        Column(
            "clear_at",
            translate("Settings", "Cleared at"),
            lambda r: value_text(r[1]["kind"], r[1]["clear_at"]),
            align=Align.RIGHT,
            width=90,
        ),
        Column(
            "clear", translate("Settings", "After (s)"), lambda r: r[1]["clear_seconds"], align=Align.RIGHT, width=80
        ),
        Column("told", translate("Settings", "Told by"), lambda r: _told(r[1]), width=190),
    ]


def _told(row: Row) -> str:
    if not row["active"]:
        return translate("Settings", "off")
    ways = {
        "notice": translate("Settings", "notice"),
        "email": translate("Settings", "e-mail"),
        "webhook": translate("Settings", "webhook"),
    }
    return " · ".join([translate("Settings", "wall"), *(words for key, words in ways.items() if row[key])])


def _fields() -> list[FieldSpec]:
    def is_share(row: dict[str, Any]) -> bool:
        return row.get("kind") in SHARES

    def number(key: str, title: str, least: int, most: int, **more: Any) -> FieldSpec:
        return FieldSpec(key, title, lambda: WholeNumberField(least, most), **more)

    return [
        FieldSpec("kind", translate("Settings", "What"), lambda: ChoiceField(_kinds)),
        FieldSpec(
            "active", translate("Settings", "Watched"), lambda: YesField(translate("Settings", "Raise this alarm"))
        ),
        number("raise_at", translate("Settings", "Raised at (s, %, callers)"), 0, 86_400),
        number("hold_seconds", translate("Settings", "when it has lasted (s)"), 0, 3_600),
        number("clear_at", translate("Settings", "Cleared at (s, %, callers)"), 0, 86_400),
        number("clear_seconds", translate("Settings", "and has lasted (s)"), 0, 3_600),
        number("minutes", translate("Settings", "Over the last (minutes)"), 5, 240, shown=is_share),
        number("least_calls", translate("Settings", "With at least (calls)"), 1, 1_000, shown=is_share),
        number(
            "threshold",
            translate("Settings", "T of the service level (s)"),
            5,
            120,
            shown=lambda row: row.get("kind") == AlarmKind.SERVICE_LEVEL,
        ),
        FieldSpec("notice", translate("Settings", "Leads"), lambda: YesField(translate("Settings", "Urgent notice"))),
        FieldSpec("email", translate("Settings", "Addresses"), lambda: YesField(translate("Settings", "By e-mail"))),
        FieldSpec("webhook", translate("Settings", "Programs"), lambda: YesField(translate("Settings", "By webhook"))),
    ]


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, alarm_title(kind.value)) for kind in AlarmKind]
