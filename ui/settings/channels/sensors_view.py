"""What belongs to sensors alone: how messages are read, and the register of sensors."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from services.contracts.channels import Channel
from ui.language import translate
from ui.lifecycle_words import urgency_words
from ui.page import PageContext
from ui.settings.channels.presenter import ChannelsPresenter
from ui.settings.dispatching.words import category_field, place_field, unit_field
from ui.settings.forms.fields import ChoiceField, CodeField, TextField, WordsField
from ui.settings.forms.form import FieldSpec
from ui.settings.forms.rows import RowsEditor, errors_by_row
from ui.settings.keys import SAVE_KEY, with_key
from ui.settings.names import Names, urgencies
from widgets import icons, theme
from widgets.looks import label
from widgets.table import Column

Row = dict[str, Any]


class MessagesView(QWidget):
    """Topics with where to find what in a message, and kinds of alarms; both are settings of the channel, saved with it."""

    def __init__(self, presenter: ChannelsPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter

        def names() -> Names:
            return presenter.names

        self.sources = RowsEditor(
            translate("Settings", "Sources of messages"),
            "settings.sensor.sources",
            [
                Column("topic", translate("Settings", "Topic"), value=lambda r: r[1].get("topic", ""), stretch=True),
                Column(
                    "sensor", translate("Settings", "Sensor's id"), value=lambda r: r[1].get("sensor", ""), width=110
                ),
                Column("alarm", translate("Settings", "Alarm"), value=lambda r: r[1].get("alarm", ""), width=110),
            ],
            [
                FieldSpec(
                    "topic", translate("Settings", "Topic"), lambda: TextField(200, "fire/+/alarm"), required=True
                ),
                FieldSpec(
                    "sensor", translate("Settings", "Sensor's id"), lambda: TextField(100, "topic:1"), required=True
                ),
                FieldSpec("alarm", translate("Settings", "Alarm"), lambda: TextField(100, "data.kind")),
                FieldSpec("at", translate("Settings", "Time"), lambda: TextField(100)),
                FieldSpec("state", translate("Settings", "Whether it is one"), lambda: TextField(100)),
                FieldSpec("text", translate("Settings", "Words for people"), lambda: TextField(100)),
                FieldSpec(
                    "quiet",
                    translate("Settings", "Values that are no alarm (one a line)"),
                    lambda: WordsField(as_list=True, lines=2),
                    wide=True,
                ),
            ],
            lambda: {
                **{"topic": "", "sensor": "topic:1", "alarm": "", "at": "", "state": "", "text": ""},
                "quiet": ["0", "false", "normal", "ok"],
            },
            context,
            translate("Settings", "No topic is listened to."),
            form_columns=3,
        )
        self.classes = RowsEditor(
            translate("Settings", "Kinds of alarms"),
            "settings.sensor.classes",
            [
                Column("code", translate("Settings", "In messages"), value=lambda r: r[1].get("code", ""), width=120),
                Column("name", translate("Settings", "Its name"), value=lambda r: r[1].get("name", ""), stretch=True),
                Column(
                    "urgency",
                    translate("Settings", "Urgency"),
                    value=lambda r: urgency_words(r[1].get("urgency", "")),
                    width=90,
                ),
                Column(
                    "category",
                    translate("Settings", "Category"),
                    value=lambda r: names().category(r[1].get("category", "")).text,
                    width=140,
                ),
            ],
            [
                FieldSpec("code", translate("Settings", "In messages"), lambda: TextField(60), required=True),
                FieldSpec("name", translate("Settings", "Its name"), lambda: TextField(40)),
                FieldSpec("urgency", translate("Settings", "Urgency"), lambda: ChoiceField(lambda: urgencies()[1:])),
                FieldSpec("category", translate("Settings", "Category"), lambda: category_field(names)),
            ],
            lambda: {"code": "", "name": "", "urgency": "urgent", "category": ""},
            context,
            translate("Settings", "All alarms are urgent and have no category."),
        )
        self.save_button = QPushButton(
            icons.icon("save", "on_accent"), with_key(translate("Settings", "Save"), SAVE_KEY)
        )
        self.save_button.setProperty("look", "primary")
        self.save_button.setObjectName("settings.sensor.save")
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.current().space.s, 0, 0)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setObjectName("settings.sensor.tabs")
        self.tabs.addTab(self.sources, translate("Settings", "Sources of messages"))
        self.tabs.addTab(self.classes, translate("Settings", "Kinds of alarms"))
        column.addWidget(self.tabs, 1)
        column.addWidget(self.problem)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.save_button)
        column.addLayout(row)
        self.sources.edited.connect(lambda rows: self._edit(sources=rows))
        self.classes.edited.connect(lambda rows: self._edit(classes=_by_code(rows)))
        self.save_button.clicked.connect(presenter.save)
        presenter.channels_changed.connect(self._show)
        presenter.names_changed.connect(self._show)
        presenter.form_changed.connect(self._show_state)
        self._show()

    def _edit(self, **values: Any) -> None:
        self._presenter.edit({**self._presenter.row(), **values})

    def _show(self) -> None:
        if self._presenter.chosen is not Channel.SENSOR:
            return
        row = self._presenter.row()
        self.sources.show_rows(row.get("sources", []), True)
        self.classes.show_rows([{"code": code, **each} for code, each in row.get("classes", {}).items()], True)
        self._show_state()

    def _show_state(self) -> None:
        presenter = self._presenter
        self.save_button.setEnabled(presenter.is_changed and not presenter.is_saving and not presenter.is_overtaken)
        errors = {name.replace("settings.", "", 1): text for name, text in presenter.errors.items()}
        self.sources.show_errors(errors_by_row(errors, "sources"))
        self.problem.setText(presenter.problem)
        self.problem.setVisible(bool(presenter.problem))


class SensorsView(QWidget):
    """Where each sensor is, and whose its alarms are."""

    def __init__(self, presenter: ChannelsPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter

        def names() -> Names:
            return presenter.names

        def place() -> CodeField:
            return place_field(names)

        self.rows = RowsEditor(
            translate("Settings", "Sensors"),
            "settings.sensors",
            [
                Column("id", translate("Settings", "Id"), value=lambda r: r[1]["id"], width=130),
                Column("name", translate("Settings", "Its name"), value=lambda r: r[1].get("name", ""), width=140),
                Column(
                    "place",
                    translate("Settings", "Place"),
                    value=lambda r: names().place(r[1].get("village") or r[1].get("town") or "").text,
                    stretch=True,
                ),
                Column(
                    "unit",
                    translate("Settings", "Unit"),
                    value=lambda r: names().unit(r[1].get("unit", "")).text,
                    width=140,
                ),
            ],
            [
                FieldSpec("id", translate("Settings", "Id"), lambda: TextField(100), required=True),
                FieldSpec("name", translate("Settings", "Its name"), lambda: TextField(60)),
                FieldSpec("town", translate("Settings", "Town"), place),
                FieldSpec("village", translate("Settings", "Village"), place),
                FieldSpec("grid", translate("Settings", "Grid"), TextField),
                FieldSpec("detail", translate("Settings", "Where exactly"), lambda: TextField(200)),
                FieldSpec("unit", translate("Settings", "Unit"), lambda: unit_field(names)),
                FieldSpec("handler_id", translate("Settings", "Inspector (account)"), lambda: TextField(64)),
            ],
            lambda: dict.fromkeys(("id", "name", "town", "village", "grid", "detail", "unit", "handler_id"), ""),
            context,
            translate("Settings", "No sensor is registered."),
            form_columns=3,
        )
        self.save_button = QPushButton(
            icons.icon("save", "on_accent"), with_key(translate("Settings", "Save the register"), SAVE_KEY)
        )
        self.save_button.setProperty("look", "primary")
        self.save_button.setObjectName("settings.sensors.save")
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        row = QHBoxLayout()
        row.addWidget(self.problem, 1)
        row.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.current().space.s, 0, 0)
        column.addWidget(self.rows, 1)
        column.addLayout(row)
        self.rows.show_rows([], True)
        self.rows.edited.connect(presenter.sensors.edit)
        self.save_button.clicked.connect(self.save)
        presenter.sensors.changed.connect(self._show)
        presenter.names_changed.connect(self._show)
        presenter.sensors.refused.connect(self._on_presenter_sensors_refused)
        self._show()

    def save(self) -> None:
        """Keeps the sensors that are new or were changed."""
        self._presenter.sensors.save(self.rows.rows)

    def _show(self) -> None:
        rows = self._presenter.sensors.rows
        if rows != self.rows.rows:
            self.rows.show_rows(rows, True)
        # What a sensor once was, its tickets still say: none is taken out here.
        self.rows.remove_button.setVisible(False)
        self.problem.hide()

    def _on_presenter_sensors_refused(self, sentence: str, fields: dict[str, str]) -> None:
        self.rows.show_errors(errors_by_row(fields, "sensors"))
        self.problem.setText(sentence)
        self.problem.show()


def _by_code(rows: list[Row]) -> dict[str, Row]:
    return {row["code"]: {name: value for name, value in row.items() if name != "code"} for row in rows}
