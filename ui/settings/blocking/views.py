"""The section of harassing calls: numbers to decide about with their reports, and the rule in versions."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from services.contracts.blocking import BlockCase, CaseState, Report, Treatment
from ui.block_words import TONES, case_words, entry_words, report_words, treatment_words
from ui.language import translate
from ui.page import Link, PageContext
from ui.settings.blocking.presenter import BlocksPresenter
from ui.settings.blocking.rules_editor import BlockRulesEditor, treatments
from ui.settings.forms.fields import ChoiceField, MomentField, TextField
from ui.settings.mine_view import Segments
from ui.settings.versioned.view import VersionedView
from ui.work.words import moment_words
from widgets import icons, theme
from widgets.fields.frame import FieldFrame
from widgets.looks import label
from widgets.split import SplitPane
from widgets.table import Align, Column, DataTable

_LINES = 8
"""So much of a story is shown: the newest of it."""


class BlocksView(QWidget):
    """What has to be decided comes first."""

    link_requested = Signal(object)

    def __init__(self, presenter: BlocksPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        self.numbers = NumbersView(presenter, context)
        self.editor = BlockRulesEditor()
        self.versions = VersionedView(
            translate("Settings", "Rule"), presenter.rules, self.editor, context, presenter.may_edit
        )
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setObjectName("settings.blocks.tabs")
        self.tabs.addTab(self.numbers, translate("Settings", "Reported numbers"))
        self.tabs.addTab(self.versions, translate("Settings", "Rule"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        self.numbers.link_requested.connect(self.link_requested)

    def enter(self) -> None:
        """Reads the list and the rule."""
        self._presenter.load()
        self.versions.enter()

    def is_unsaved(self) -> bool:
        """Whether the draft says anything."""
        return self._presenter.rules.is_changed

    def discard(self) -> None:
        """Throws the draft away."""
        self._presenter.rules.give_up()


class NumbersView(QWidget):
    """Cases at the left; at the right the one that is looked at, its reports, and what can be decided."""

    link_requested = Signal(object)

    def __init__(self, presenter: BlocksPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        self._selecting = False
        look = theme.current()
        self.which = Segments(
            translate("Settings", "Reported numbers"),
            [(False, translate("Settings", "Open")), (True, translate("Settings", "Over"))],
            presenter.shows_over,
        )
        for button in self.which.buttons.values():
            button.setObjectName("settings.blocks.which")
        self.table: DataTable[BlockCase] = DataTable(
            translate("Settings", "Reported and blocked numbers"),
            self._columns(),
            key=lambda case: case.id,
            remember=context.remember,
            remember_as="settings.blocks",
            empty=translate("Settings", "Loading …"),
        )
        self.table.tools.insertWidget(0, self.which)
        self.panel = self._panel(context)
        pane = SplitPane([self.table, self.panel], [13, 10], context.remember, "settings.blocks.main")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.space.s, 0, 0)
        column.addWidget(pane)
        self._connect(context)
        self._show_cases()
        self._show_case()

    # -- making

    def _columns(self) -> list[Column[BlockCase]]:
        now = self._presenter.now
        return [
            Column(
                "state",
                translate("Settings", "State"),
                value=case_words,
                tone=lambda case: TONES[case.state],
                badge=True,
                width=92,
            ),
            Column("number", translate("Settings", "Number"), value=lambda case: case.number_masked, width=116),
            Column("reports", translate("Settings", "Reports"), lambda case: case.reports, align=Align.RIGHT, width=66),
            Column("agents", translate("Settings", "By agents"), lambda case: case.agents, align=Align.RIGHT, width=78),
            Column(
                "attempts", translate("Settings", "Attempts"), lambda case: case.attempts, align=Align.RIGHT, width=78
            ),
            Column(
                "last",
                translate("Settings", "Last report"),
                value=lambda case: moment_words(case.last_at, now()),
                sort=lambda case: case.last_at,
                width=92,
            ),
            Column(
                "until",
                translate("Settings", "Until"),
                value=lambda case: moment_words(case.until, now()) if case.until else "",
                stretch=True,
            ),
        ]

    def _panel(self, context: PageContext) -> QWidget:
        space = theme.current().space
        self.number = label("", "title")
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.look_button = QPushButton(icons.icon("person"), translate("Settings", "Show the number"))
        self.look_button.setObjectName("settings.blocks.look")
        self.look_button.setToolTip(translate("Settings", "The look is recorded."))
        head = QHBoxLayout()
        head.addWidget(self.number, 1)
        head.addWidget(self.look_button)
        self.about = label("", "muted", wrap=True)
        self.reports: DataTable[Report] = DataTable(
            translate("Settings", "Reports"),
            self._report_columns(),
            key=lambda report: f"{report.call_id}.{report.agent_id}",
            remember=context.remember,
            remember_as="settings.blocks.reports",
            empty=translate("Settings", "Loading …"),
        )
        self.listen_button = QPushButton(icons.icon("play"), translate("Settings", "Listen to the call"))
        self.listen_button.setObjectName("settings.blocks.listen")
        self.listen_button.setVisible(self._presenter.may_listen)
        self.reports.tools.insertWidget(0, self.listen_button)
        self.note = label("", wrap=True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.until = MomentField()
        self.until.setObjectName("settings.blocks.until")
        self.treatment = ChoiceField(treatments)
        self.treatment.setObjectName("settings.blocks.treatment")
        self.treatment.set_value(Treatment.ANNOUNCE.value)
        self.approve_button = QPushButton(icons.icon("check", "on_accent"), translate("Settings", "Block"))
        self.approve_button.setProperty("look", "primary")
        self.approve_button.setObjectName("settings.blocks.approve")
        self.approval = QWidget()
        row = QHBoxLayout(self.approval)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space.s)
        row.addWidget(FieldFrame(translate("Settings", "Blocked until"), self.until), 2)
        row.addWidget(FieldFrame(translate("Settings", "The caller gets"), self.treatment), 3)
        row.addWidget(self.approve_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.reason = TextField(200)
        self.reason.setObjectName("settings.blocks.reason")
        self.reason_frame = FieldFrame(translate("Settings", "Reason"), self.reason)
        self.reject_button = QPushButton(icons.icon("undo"), translate("Settings", "Do not block"))
        self.reject_button.setObjectName("settings.blocks.reject")
        self.lift_button = QPushButton(icons.icon("undo"), translate("Settings", "Lift the block"))
        self.lift_button.setObjectName("settings.blocks.lift")
        self.refusal = QWidget()
        other = QHBoxLayout(self.refusal)
        other.setContentsMargins(0, 0, 0, 0)
        other.setSpacing(space.s)
        other.addWidget(self.reason_frame, 1)
        other.addWidget(self.reject_button, 0, Qt.AlignmentFlag.AlignBottom)
        other.addWidget(self.lift_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.problem = label("", "error", wrap=True)
        self.story = label("", "muted", wrap=True)
        panel = QFrame()
        panel.setProperty("look", "card")
        column = QVBoxLayout(panel)
        column.setContentsMargins(space.m, space.m, space.m, space.m)
        column.setSpacing(space.s)
        column.addLayout(head)
        column.addWidget(self.about)
        column.addWidget(self.reports, 1)
        column.addWidget(self.note)
        column.addWidget(self.approval)
        column.addWidget(self.refusal)
        column.addWidget(self.problem)
        column.addWidget(label(translate("Settings", "What happened"), "caption"))
        column.addWidget(self.story)
        return panel

    def _report_columns(self) -> list[Column[Report]]:
        return [
            Column("at", translate("Settings", "When"), lambda r: moment_words(r.at, self._presenter.now()), width=88),
            Column("agent", translate("Settings", "Agent"), lambda r: r.agent, width=78),
            Column("reason", translate("Settings", "What they did"), lambda r: report_words(r.reason), width=96),
            Column("note", translate("Settings", "Note"), lambda r: r.note, stretch=True),
        ]

    def _connect(self, context: PageContext) -> None:
        p = self._presenter
        self.which.chosen.connect(p.show_over)
        self.table.row_selected.connect(self._on_table_row_selected)
        self.table.export_requested.connect(context.export)
        self.reports.export_requested.connect(context.export)
        self.reports.row_selected.connect(lambda _row: self._show_report())
        self.look_button.clicked.connect(p.look)
        self.listen_button.clicked.connect(self._listen)
        self.approve_button.clicked.connect(self._approve)
        self.reject_button.clicked.connect(lambda: self._refuse(p.reject))
        self.lift_button.clicked.connect(lambda: self._refuse(p.lift))
        p.cases_changed.connect(self._show_cases)
        p.case_changed.connect(self._show_case)
        p.decided.connect(self._on_decided)
        p.rules.history_changed.connect(self._preset)

    # -- doing

    def _on_decided(self) -> None:
        self.reason.set_value("")

    def _on_table_row_selected(self, case: BlockCase | None) -> None:
        if case is not None and not self._selecting:
            self.reason.set_value("")
            self._presenter.choose(case.id)
            self._preset()

    def _listen(self) -> None:
        report = self.reports.current_row()
        if report is not None:
            self.link_requested.emit(Link("quality", "recording", report.call_id))

    def _approve(self) -> None:
        until = MomentField.local(self.until.value())
        self._presenter.approve(until, Treatment(self.treatment.value()))

    def _refuse(self, decide: Any) -> None:
        if not self.reason.value():
            self.reason_frame.set_error(translate("Settings", "Say why, for those who look at it later."))
            self.reason.setFocus()
            return
        decide(self.reason.value())

    def _preset(self) -> None:
        """Offers what the rule says."""
        self.until.set_value(self._presenter.usual_end().isoformat())
        self.treatment.set_value(self._presenter.rule.treatment.value)

    # -- what the presenter states

    def _show_cases(self) -> None:
        p = self._presenter
        self.which.show_current(p.shows_over)
        if not p.is_read:
            self.table.set_empty(translate("Settings", "Loading …"))
        elif p.shows_over:
            self.table.set_empty(translate("Settings", "Nothing was decided yet."))
        else:
            self.table.set_empty(translate("Settings", "No number is reported. Agents report a call from the desk."))
        self._selecting = True
        try:
            self.table.model.set_rows(p.cases.items if p.is_read else [])
            if p.chosen:
                self.table.go_to(p.chosen)
        finally:
            self._selecting = False

    def _show_case(self) -> None:
        p = self._presenter
        case = p.case
        self.panel.setVisible(case is not None)
        if case is None:
            return
        self.number.setText(p.number or case.number_masked)
        self.look_button.setEnabled(not p.number)
        self.about.setText(self._about(case))
        self.reports.set_empty(translate("Settings", "No report."))
        self.reports.model.set_rows(p.story.reports)
        self._show_report()
        self.approval.setVisible(case.state is CaseState.PROPOSED)
        self.approve_button.setEnabled(not p.is_busy)
        self.refusal.setVisible(case.state in (CaseState.PROPOSED, CaseState.BLOCKED))
        self.reject_button.setVisible(case.state is CaseState.PROPOSED)
        self.lift_button.setVisible(case.state is CaseState.BLOCKED)
        for button in (self.reject_button, self.lift_button):
            button.setEnabled(not p.is_busy)
        self.reason_frame.set_error("")
        self.problem.setText(p.problem)
        self.problem.setVisible(bool(p.problem))
        now = p.now()
        lines = [f"{moment_words(entry.at, now)}  {entry_words(entry)}" for entry in reversed(p.story.entries)]
        self.story.setText("\n".join(lines[:_LINES]))

    def _show_report(self) -> None:
        """Shows the whole note of the report that is chosen, or of the first one: who decides has to read it."""
        report = self.reports.current_row()
        self.listen_button.setEnabled(report is not None)
        told = report or next(iter(self._presenter.story.reports), None)
        self.note.setText(told.note if told is not None else "")
        self.note.setVisible(bool(self.note.text()))

    def _about(self, case: BlockCase) -> str:
        now = self._presenter.now()
        words = [translate("Settings", "{reports} reports by {agents} agents").format(**case.model_dump())]
        if case.state is CaseState.BLOCKED and case.until is not None:
            until = translate("Settings", "blocked until {moment}").format(moment=moment_words(case.until, now))
            words += [until, treatment_words(case.treatment)]
        if case.attempts and case.last_attempt_at is not None:
            tried = translate("Settings", "called {count} times since, last {moment}")
            words.append(tried.format(count=case.attempts, moment=moment_words(case.last_attempt_at, now)))
        if case.reason:
            words.append(case.reason)
        return " · ".join(words)
