"""The section of recordings."""

from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from services.contracts.recordings import Deletion, RecordingKind, Trouble, TroubleCause
from ui import moments
from ui.language import translate
from ui.page import PageContext
from ui.settings.forms.fields import TextField, WholeNumberField
from ui.settings.forms.form import FieldSpec, Form
from ui.settings.recordings.held_view import CopiesTable, HeldView
from ui.settings.recordings.presenter import RecordingsPresenter
from ui.settings.recordings.source import recording_words
from ui.settings.versioned.form_editor import FormEditor
from ui.settings.versioned.view import VersionedView
from widgets import icons, theme
from widgets.durations import clock_text
from widgets.fields.frame import FieldFrame
from widgets.table import Align, Column, DataTable
from widgets.theme import Tone


class RecordingsView(QWidget):
    """What is missing comes first: nobody should have to look for it."""

    def __init__(self, presenter: RecordingsPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        self.troubles = TroublesView(presenter, context)
        self.editor = RetentionEditor()
        self.versions = VersionedView(
            translate("Settings", "How long they are kept"), presenter.rules, self.editor, context, presenter.may_edit
        )
        self.deletions: DataTable[Deletion] = DataTable(
            translate("Settings", "Deleted"),
            _deleted(),
            key=lambda deletion: deletion.call_id,
            remember=context.remember,
            remember_as="settings.recordings.deleted",
            empty=translate("Settings", "Nothing was deleted yet: no recording is old enough."),
        )
        self.held = HeldView(presenter, context)
        self.copies = CopiesTable(presenter, context)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setObjectName("settings.recordings.tabs")
        self.tabs.addTab(self.troubles, translate("Settings", "Missing or cut"))
        self.tabs.addTab(self.versions, translate("Settings", "How long they are kept"))
        self.tabs.addTab(self.held, translate("Settings", "Held"))
        self.tabs.addTab(self.copies, translate("Settings", "Copies taken out"))
        self.tabs.addTab(self.deletions, translate("Settings", "Deleted"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        self.deletions.export_requested.connect(context.export)
        presenter.lists_changed.connect(self._on_lists_changed)

    def _on_lists_changed(self) -> None:
        self.deletions.model.set_rows(self._presenter.deletions)

    def enter(self) -> None:
        """Reads what is missing, and the versions."""
        self._presenter.load()
        self.versions.enter()

    def is_unsaved(self) -> bool:
        """Whether the draft says anything."""
        return self._presenter.rules.is_changed

    def discard(self) -> None:
        """Throws the draft away."""
        self._presenter.rules.give_up()


class TroublesView(QWidget):
    """Answered calls whose recording is not whole, and the remark of who has looked into it."""

    def __init__(self, presenter: RecordingsPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        look = theme.current()
        self.table: DataTable[Trouble] = DataTable(
            translate("Settings", "Recordings that are missing or cut"),
            _troubles(),
            key=lambda trouble: trouble.call_id,
            remember=context.remember,
            remember_as="settings.recordings.troubles",
            empty=translate("Settings", "Every answered call has its whole recording."),
        )
        self.all_box = QCheckBox(translate("Settings", "Also those looked into"))
        self.all_box.setObjectName("settings.recordings.all")
        self.table.tools.insertWidget(0, self.all_box)
        self.remark = TextField(200, translate("Settings", "such as: disk was full, exchange restarted"))
        self.remark.setObjectName("settings.recordings.remark")
        self.frame = FieldFrame(translate("Settings", "What was found"), self.remark)
        self.settle_button = QPushButton(icons.icon("check", "on_accent"), translate("Settings", "Looked into"))
        self.settle_button.setProperty("look", "primary")
        self.settle_button.setObjectName("settings.recordings.settle")
        row = QHBoxLayout()
        row.setSpacing(look.space.s)
        row.addWidget(self.frame, 1)
        row.addWidget(self.settle_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.space.s, 0, 0)
        column.setSpacing(look.space.s)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        self.all_box.clicked.connect(presenter.show_settled)
        self.table.export_requested.connect(context.export)
        self.table.row_selected.connect(lambda _row: self._show_button())
        self.table.row_activated.connect(lambda _row: self.remark.setFocus())
        self.remark.returnPressed.connect(self._on_settle_button_clicked)
        self.settle_button.clicked.connect(self._on_settle_button_clicked)
        presenter.lists_changed.connect(self._show)
        presenter.settled.connect(self._on_settled)
        presenter.refused.connect(self.frame.set_error)
        self._show()

    def _on_settled(self) -> None:
        self.remark.set_value("")

    def _show(self) -> None:
        self.table.model.set_rows(self._presenter.troubles)
        self._show_button()

    def _show_button(self) -> None:
        trouble = self.table.current_row()
        self.frame.set_error("")
        self.settle_button.setEnabled(trouble is not None and trouble.settled_at is None)

    def _on_settle_button_clicked(self) -> None:
        trouble = self.table.current_row()
        if trouble is None or trouble.settled_at is not None:
            return
        if not self.remark.value():
            self.frame.set_error(translate("Settings", "Say what was found, so that nobody has to look again."))
            self.remark.setFocus()
            return
        self._presenter.settle(trouble, self.remark.value())


class RetentionEditor(FormEditor):
    """Months by kind."""

    def __init__(self) -> None:
        super().__init__(
            translate(
                "Settings",
                "Counted from the day of the call. A call with several tickets is kept as long as the one that is kept"
                " longest; what somebody holds, and what belongs to an open ticket, is not deleted.",
            ),
            Form(
                [
                    FieldSpec(
                        kind.value,
                        recording_words(kind),
                        lambda: WholeNumberField(1, 240, translate("Settings", " months")),
                    )
                    for kind in RecordingKind
                ],
                "settings.retention_rules",
            ),
            "months.",
        )


def cause_words(cause: TroubleCause) -> str:
    """Returns what is wrong with a recording."""
    return {
        TroubleCause.MISSING: translate("Settings", "there is none"),
        TroubleCause.SHORT: translate("Settings", "shorter than the talk"),
        TroubleCause.SILENT_AGENT: translate("Settings", "the agent cannot be heard"),
        TroubleCause.SILENT_CITIZEN: translate("Settings", "the citizen cannot be heard"),
        TroubleCause.SILENT: translate("Settings", "nobody can be heard"),
        TroubleCause.UNREADABLE: translate("Settings", "cannot be read"),
        TroubleCause.DISK_FULL: translate("Settings", "the exchange's disk was full"),
        TroubleCause.STORE_FULL: translate("Settings", "waits: the store's disk is full"),
    }[cause]


def _moment(moment: Any) -> str:
    return f"{moments.local(moment):%Y-%m-%d %H:%M}" if moment is not None else ""


def _troubles() -> list[Column[Trouble]]:
    return [
        Column("call", translate("Settings", "Call"), value=lambda t: _moment(t.call_at), width=130),
        Column("agent", translate("Settings", "Agent"), value=lambda t: t.agent_name, width=100),
        Column(
            "cause",
            translate("Settings", "What is wrong"),
            value=lambda t: cause_words(t.cause),
            tone=lambda t: Tone.QUIET if t.settled_at is not None else Tone.BAD,
            stretch=True,
        ),
        Column(
            "talk",
            translate("Settings", "Talk"),
            value=lambda t: t.talk_seconds,
            text=lambda t: clock_text(t.talk_seconds),
            align=Align.RIGHT,
            width=70,
        ),
        Column(
            "seconds",
            translate("Settings", "Recorded"),
            value=lambda t: t.seconds,
            text=lambda t: clock_text(t.seconds),
            align=Align.RIGHT,
            width=80,
        ),
        Column(
            "remark",
            translate("Settings", "What was found"),
            value=lambda t: t.remark,
            tip=lambda t: f"{t.settled_by} {_moment(t.settled_at)}".strip(),
            width=200,
        ),
    ]


def _deleted() -> list[Column[Deletion]]:
    return [
        Column("call", translate("Settings", "Call"), value=lambda d: _moment(d.call_at), width=130),
        Column("kind", translate("Settings", "Kind"), value=lambda d: recording_words(d.kind), stretch=True),
        Column("months", translate("Settings", "Months"), value=lambda d: d.months, align=Align.RIGHT, width=80),
        Column("rules", translate("Settings", "By version"), value=lambda d: d.rules, align=Align.RIGHT, width=90),
        Column("at", translate("Settings", "Deleted"), value=lambda d: _moment(d.at), width=130),
    ]
