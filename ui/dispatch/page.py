"""The page of Dispatch."""

from collections.abc import Sequence
from functools import partial
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from services.contracts.lifecycle import Step
from ui.dispatch.panel import DispatchPanel
from ui.dispatch.presenter import DispatchPresenter
from ui.language import translate
from ui.page import Link, PageContext
from ui.work.acts import Act
from ui.work.page import WorkPage
from widgets.fields.type_ahead import TypeAheadField

_COLUMNS = ("urgency", "left", "title", "place")


class DispatchPage(WorkPage):
    """One key sends a ticket where the suggestion says; the next one is there already."""

    def __init__(self, presenter: DispatchPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        self.dispatching = presenter
        super().__init__(presenter, context, translate("Dispatch", "Tickets to dispatch"), _COLUMNS, False, parent)
        panel = cast(DispatchPanel, self.panel)
        panel.accept_requested.connect(presenter.accept)
        panel.merge_requested.connect(lambda: self.run_step(Step.MERGE))
        panel.unit.returnPressed.connect(lambda: self._on_return_pressed(panel.unit))
        for name, field in panel.lacking.items():
            field.returnPressed.connect(partial(self._on_lacking_return_pressed, name, field))
        presenter.unit_wanted.connect(self._go_to_unit)
        presenter.field_wanted.connect(self._on_field_wanted)

    def _on_field_wanted(self, name: str) -> None:
        self._go_to(cast(DispatchPanel, self.panel).lacking[name])

    def make_panel(self) -> QWidget:
        """Returns the panel with the suggestion."""
        return DispatchPanel(self.dispatching)

    def acts(self) -> Sequence[Act]:
        """Returns what a dispatcher does, the decision that is waited for first."""
        return (
            Act(
                "main",
                (
                    Step.UPHOLD_RETURN,
                    Step.GRANT_EXTENSION,
                    Step.DISPATCH,
                    Step.MEET,
                    Step.APPROVE,
                    Step.ACKNOWLEDGE,
                    Step.NOTED,
                    Step.URGE,
                ),
            ),
            Act("refuse", (Step.REFUSE_RETURN, Step.REFUSE_EXTENSION, Step.SEND_BACK, Step.RECALL, Step.REOPEN)),
            Act("urge", (Step.URGE,), self._urges_beside),
            Act("recall", (Step.RECALL,), lambda: False),
            Act("merge", (Step.MERGE,)),
            Act("answer", (Step.ANSWER,)),
            Act("emergency", (Step.EMERGENCY,)),
            Act("split", (Step.SPLIT,)),
            Act("ask_assist", (Step.ASSIST,)),
            Act("resume", (Step.RESUME,)),
            Act("withdraw", (Step.WITHDRAW,)),
        )

    def bulk_steps(self) -> Sequence[Step]:
        """Returns what makes sense for many tickets."""
        return (
            Step.DISPATCH,
            Step.APPROVE,
            Step.GRANT_EXTENSION,
            Step.REFUSE_EXTENSION,
            Step.UPHOLD_RETURN,
            Step.REFUSE_RETURN,
            Step.URGE,
            Step.RECALL,
            Step.ACKNOWLEDGE,
        )

    def bind_own(self) -> None:
        """Binds the fields of the panel and the other suggestions."""
        self.bind("unit", self._go_to_unit)
        self.bind("category", lambda: self._go_to(cast(DispatchPanel, self.panel).category))
        self.bind("assisting", lambda: self._go_to(cast(DispatchPanel, self.panel).assisting))
        self.bind("known_matter", self._make_known_matter)
        self.bind("second", lambda: self._accept(1))
        self.bind("third", lambda: self._accept(2))

    def _make_known_matter(self) -> None:
        ticket = self.presenter.ticket
        if ticket is not None:
            self.open_requested.emit(Link("matters", "ticket_number", ticket.number))

    def run_step(self, step: Step) -> None:
        """A dispatch takes the plan with it; what else goes to a unit begins with the plan's."""
        if step is Step.DISPATCH:
            self._accept()
        elif step in (Step.EMERGENCY, Step.MEET):
            unit = self.dispatching.plan.unit
            found = self.dispatching.suggestion
            if step is Step.EMERGENCY and found is not None and found.danger is not None:
                unit = found.danger.unit
            if self.presenter.open_form(step, unit=unit):
                self.form.focus_first("text" if step is Step.MEET and unit else "")
        elif step is Step.MERGE:
            if self.dispatching.open_merge_form():
                self.presenter.look_for_candidates()
                # Marked whole, so that another number is typed over it.
                self._go_to(cast(TypeAheadField, self.form.editor("into")))
        else:
            super().run_step(step)

    def _accept(self, place: int | None = None) -> None:
        if self.dispatching.accept(place):
            self.table.setFocus()

    def _urges_beside(self) -> bool:
        """Urging has a button of its own only where it is not the main one."""
        return self.presenter.may(Step.APPROVE) or self.presenter.may(Step.ACKNOWLEDGE)

    def _go_to_unit(self) -> None:
        self._go_to(cast(DispatchPanel, self.panel).unit)

    def _go_to(self, field: TypeAheadField) -> None:
        if field.isVisible():
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            field.selectAll()

    def _on_return_pressed(self, field: TypeAheadField) -> None:
        """Enter on what is chosen dispatches, or goes on to what is missing: the list is closed, so nothing else can be meant."""
        if field.choice is not None:
            self._accept()

    def _on_lacking_return_pressed(self, name: str, field: TypeAheadField) -> None:
        if name in self.dispatching.lacks:
            self._on_return_pressed(field)
