"""The two sections of the dispatch catalogue."""

from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from services.contracts.dispatching import ProposalStatus, RuleProposal
from ui import moments
from ui.language import translate
from ui.page import PageContext
from ui.settings.dispatching.editor import DispatchRulesEditor
from ui.settings.dispatching.presenter import DispatchingPresenter
from ui.settings.dispatching.words import about, rule_fields, settled, whom
from ui.settings.forms.fields import WordsField
from ui.settings.forms.form import Form
from ui.settings.forms.scrolled import scrolled
from ui.settings.mine_view import Segments
from ui.settings.versioned.section import VersionedSection
from widgets import icons, theme
from widgets.fields.frame import FieldFrame
from widgets.looks import label
from widgets.split import SplitPane
from widgets.table import Column, DataTable


class DispatchRulesView(VersionedSection["DispatchRulesEditor"]):
    """The catalogue in versions."""

    def __init__(self, presenter: DispatchingPresenter, context: PageContext) -> None:
        super().__init__(
            translate("Settings", "Dispatch catalogue"),
            presenter.rules,
            DispatchRulesEditor(presenter, context),
            context,
        )


class ProposalsView(QWidget):
    """What joint meetings want: each line with its meeting's decision, taken in or refused with a reason."""

    def __init__(self, presenter: DispatchingPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        self._shown: RuleProposal | None = None
        look = theme.current()
        self.which = Segments(translate("Settings", "Proposals"), _states(), presenter.status)
        for button in self.which.buttons.values():
            button.setObjectName("settings.proposals.which")
        self.table: DataTable[RuleProposal] = DataTable(
            translate("Settings", "Proposals"),
            self._columns(),
            key=lambda proposal: proposal.id,
            remember=context.remember,
            remember_as="settings.proposals",
            empty=translate("Settings", "No joint meeting wants the catalogue changed."),
        )
        self.table.tools.insertWidget(0, self.which)
        pane = SplitPane([self.table, self._form()], [5, 6], context.remember, "settings.proposals")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space.s)
        column.addWidget(pane)
        self.which.chosen.connect(presenter.show_status)
        self.table.export_requested.connect(context.export)
        self.table.row_selected.connect(self._show)
        self.table.row_activated.connect(lambda _row: self.form.focus_first())
        self.accept_button.clicked.connect(lambda: self._decide(accept=True))
        self.refuse_button.clicked.connect(lambda: self._decide(accept=False))
        presenter.proposals_changed.connect(self._on_presenter_proposals_changed)
        presenter.names_changed.connect(self._on_presenter_proposals_changed)
        presenter.decision_refused.connect(self._on_presenter_decision_refused)
        self._on_presenter_proposals_changed()

    def enter(self) -> None:
        """Reads what may have changed."""
        self._presenter.load_proposals()

    def _columns(self) -> list[Column[RuleProposal]]:
        def names() -> Any:
            return self._presenter.names

        return [
            Column("number", translate("Settings", "Ticket"), value=lambda p: p.number, width=130),
            Column(
                "about",
                translate("Settings", "About"),
                value=lambda p: about(p.rule.model_dump(mode="json"), names()),
                width=150,
            ),
            Column(
                "unit",
                translate("Settings", "Handled by"),
                value=lambda p: whom(p.rule.model_dump(mode="json"), names()),
                stretch=True,
            ),
        ]

    def _form(self) -> QFrame:
        card = QFrame()
        card.setProperty("look", "card")
        self.title = label("", "strong", wrap=True)
        self.decision = label("", wrap=True)
        self.form = Form(rule_fields(lambda: self._presenter.names), "settings.proposals.rule")
        self.form.edited.connect(lambda row: self.form.show_row(settled(row), True))
        self.reason = WordsField()
        self.reason.setObjectName("settings.proposals.reason")
        self.reason_frame = FieldFrame(
            translate("Settings", "Reason"), self.reason, hint=translate("Settings", "needed to refuse")
        )
        self.problem = label("", "error", wrap=True)
        self.accept_button = QPushButton(
            icons.icon("check", "on_accent"), translate("Settings", "Take into a new version")
        )
        self.accept_button.setProperty("look", "primary")
        self.accept_button.setObjectName("settings.proposals.accept")
        self.refuse_button = QPushButton(translate("Settings", "Refuse"))
        self.refuse_button.setObjectName("settings.proposals.refuse")
        buttons = QHBoxLayout()
        buttons.addWidget(self.accept_button)
        buttons.addWidget(self.refuse_button)
        buttons.addStretch(1)
        column = QVBoxLayout(card)
        column.addWidget(scrolled(self.title, self.decision, self.form, self.reason_frame), 1)
        column.addWidget(self.problem)
        column.addLayout(buttons)
        self._card = card
        return card

    def _show(self, proposal: RuleProposal | None) -> None:
        self._shown = proposal
        self._card.setVisible(proposal is not None)
        if proposal is None:
            return
        is_open = proposal.status is ProposalStatus.PROPOSED
        at = moments.local(proposal.created_at)
        words = translate("Settings", "Joint meeting on {number}, {at}, led by {who}")
        self.title.setText(words.format(number=proposal.number, at=f"{at:%Y-%m-%d %H:%M}", who=proposal.created_by))
        self.decision.setText(proposal.decision)
        self.form.show_row(proposal.rule.model_dump(mode="json"), is_open)
        self.reason.set_value(proposal.reason)
        self.reason.set_editable(is_open)
        self.accept_button.setVisible(is_open)
        self.refuse_button.setVisible(is_open)
        self._on_presenter_decision_refused("", {})

    def _decide(self, accept: bool) -> None:
        if self._shown is not None:
            self._presenter.decide(self._shown, accept, settled(self.form.row()), self.reason.value())

    def _on_presenter_proposals_changed(self) -> None:
        self.table.model.set_rows(self._presenter.proposals)
        kept = self._shown.id if self._shown else ""
        if not self.table.go_to(kept) and self._presenter.proposals:
            self.table.go_to(self._presenter.proposals[0].id)
        if not self._presenter.proposals:
            self._show(None)

    def _on_presenter_decision_refused(self, sentence: str, fields: dict[str, str]) -> None:
        self.form.show_errors({name.removeprefix("rule."): text for name, text in fields.items()})
        self.reason_frame.set_error(fields.get("reason", ""))
        rest = fields.get("rule", "")
        self.problem.setText(" ".join(part for part in (sentence, rest) if part))
        self.problem.setVisible(bool(self.problem.text()))


def _states() -> list[tuple[object, str]]:
    return [
        (ProposalStatus.PROPOSED, translate("Settings", "To decide")),
        (ProposalStatus.ACCEPTED, translate("Settings", "Taken in")),
        (ProposalStatus.REFUSED, translate("Settings", "Refused")),
    ]
