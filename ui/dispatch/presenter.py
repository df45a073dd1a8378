"""Dispatch: which lists, where a ticket is to go, and what comes after it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Signal

from services.contracts.dispatching import Reason, ReasonCode, SuggestedUnit, Suggestion
from services.contracts.lifecycle import Step, WorkList
from services.contracts.tickets import Likeness, UnitLevel
from services.lifecycle.lacking import lacking
from services.tasks import Tasks
from ui.language import translate
from ui.lifecycle_words import list_words
from ui.work.presenter import WorkPresenter
from ui.work.source import WorkServices
from ui.work.tabs import Reading, Tab
from widgets.fields.matching import Choice
from widgets.theme import Tone

_STAYS = frozenset({Step.UPHOLD_RETURN, Step.ASSIST, Step.URGE, Step.SPLIT, Step.RESUME})
"""After these the same ticket stays: an upheld return is dispatched anew right away."""


@dataclass
class Plan:
    """Where the open ticket is to go. ``category`` is empty while it stays what it is."""

    unit: str = ""
    category: str = ""
    kind: str = ""
    """Where the channel gave none, as the place."""
    place: str = ""
    assisting: list[str] = field(default_factory=list)
    is_own: bool = False
    """Whether the person chose the unit, so that a suggestion that comes later does not change it."""


class DispatchPresenter(WorkPresenter):
    """The suggestion stands in the plan as soon as a ticket is open; one key sends it there."""

    plan_changed = Signal()
    alike_changed = Signal()
    unit_wanted = Signal()
    """No unit is known: the person has to choose one."""
    field_wanted = Signal(str)
    """The person has to say first what the channel did not: ``kind``, ``category`` or ``town``."""

    page = "dispatch"

    def __init__(self, tasks: Tasks, services: WorkServices) -> None:
        super().__init__(tasks, services)
        self.plan = Plan()
        self.alike: Likeness | None = None
        """The ticket that the open one most likely repeats."""
        self._compared = ""
        self._for_category: Suggestion | None = None
        self.opened.connect(self._on_self_opened)
        self.ticket_changed.connect(self._suggest)
        self.ticket_changed.connect(self._look_for_alike)
        self.choices_changed.connect(self._suggest)

    @property
    def tabs(self) -> list[Tab]:
        """The lists of a dispatcher."""
        return [
            Tab(
                WorkList.DISPATCH.value,
                lambda: list_words(WorkList.DISPATCH.value),
                lambda: translate("Dispatch", "Nothing waits for dispatch. New tickets appear here by themselves."),
            ),
            Tab(
                WorkList.RETURNS.value,
                lambda: list_words(WorkList.RETURNS.value),
                lambda: translate("Dispatch", "No unit objects to a dispatch. F2 upholds a return, F4 refuses it."),
            ),
            Tab(
                WorkList.EXTENSIONS.value,
                lambda: list_words(WorkList.EXTENSIONS.value),
                lambda: translate("Dispatch", "No unit asks for more time. F2 grants it, F4 refuses it."),
            ),
            Tab(
                WorkList.REVIEW.value,
                lambda: list_words(WorkList.REVIEW.value),
                lambda: translate("Dispatch", "No reply waits for review. F2 approves one, F4 sends it back."),
            ),
            Tab(
                WorkList.SIGN_IN.value,
                lambda: list_words(WorkList.SIGN_IN.value),
                lambda: translate("Dispatch", "Every unit has signed for what it was given."),
            ),
            Tab(
                WorkList.OVERDUE.value,
                lambda: list_words(WorkList.OVERDUE.value),
                lambda: translate("Dispatch", "Nothing is overdue or about to be."),
                urgent=True,
            ),
            Tab(
                WorkList.WROTE_AGAIN.value,
                lambda: list_words(WorkList.WROTE_AGAIN.value),
                lambda: translate(
                    "Dispatch", "Nobody has written about a ticket that is over. F2 files it, F4 reopens."
                ),
            ),
            Tab(
                WorkList.ALERTS.value,
                lambda: list_words(WorkList.ALERTS.value),
                lambda: translate("Dispatch", "Every emergency has been acknowledged."),
                urgent=True,
            ),
        ]

    def read_tab(self, tab: str) -> Reading:
        """Reads one list and the counts of all."""
        listed = self.service.work(WorkList(tab))
        counts = {which.value: count for which, count in self.service.counts().items()}
        return Reading(
            tab,
            listed.rows,
            counts,
            listed.more,
            listed.fresh,
            frozenset(self.service.unfinished()),
            frozenset(self.service.unsent()),
        )

    def goes_on(self, step: Step) -> bool:
        """Tells whether the next ticket comes after a step."""
        return step not in _STAYS

    def looks_ahead(self) -> bool:
        """The next ticket is always there before it is asked for."""
        return True

    def on_counted(self) -> None:
        """Shows how much waits for a dispatcher."""
        waiting = sum(self.counts.get(which.value, 0) for which in _DECIDED_HERE)
        self.badge_changed.emit(str(waiting) if waiting else "")

    # -- where it goes

    @property
    def is_dispatchable(self) -> bool:
        """Whether the open ticket waits for a unit."""
        return self.may(Step.DISPATCH) or self.may(Step.MEET)

    @property
    def suggestion(self) -> Suggestion | None:
        """What the server suggests, for the category that the person chose if they chose one."""
        opened = self.opened_ticket
        return self._for_category or (opened.suggestion if opened is not None else None)

    @property
    def suggested(self) -> Sequence[SuggestedUnit]:
        """Units for the open ticket, best first; without the server's, the one that the catalogue names."""
        opened = self.opened_ticket
        if opened is None:
            return ()
        found = self.suggestion
        if found is not None and found.units:
            return found.units
        code = self.plan.category or opened.ticket.category
        category = self.choices.categories.get(code) if self.choices is not None else None
        if self.choices is None or category is None or not category.unit:
            return ()
        unit = self.choices.units.get(category.unit)
        level = unit.level if unit is not None else UnitLevel.DEPARTMENT
        reason = Reason(code=ReasonCode.CATEGORY, values={"category": code})
        return (SuggestedUnit(unit=category.unit, level=level, confidence=0.0, reasons=[reason]),)

    def choose_unit(self, code: str) -> None:
        """Takes in the unit that the person chose."""
        self.plan.unit, self.plan.is_own = code, bool(code)
        if not code:
            self._suggest()
        else:
            self.plan_changed.emit()

    def choose_category(self, code: str) -> None:
        """Takes in another category; the suggestion follows where the person chose no unit."""
        ticket = self.ticket
        self.plan.category = code if ticket is not None and code != ticket.category else ""
        self._for_category = None
        self._suggest()
        if ticket is None or not self.plan.category:
            return

        def found(suggestion: Suggestion) -> None:
            if self.open_id == ticket.id and self.plan.category == code:
                self._for_category = suggestion
                self._suggest()

        self.work(lambda _progress: self.service.suggestion(ticket, code), done=found, failed=lambda _error: None)

    @property
    def lacks(self) -> tuple[str, ...]:
        """What the channel did not say, so that the dispatcher does: ``kind``, ``category``, ``town``."""
        ticket = self.ticket
        return lacking(ticket, Step.DISPATCH, self.plan.kind) if ticket is not None else ()

    def open_form(self, step: Step, **preset: Any) -> bool:
        """What was said already in the panel stands in a form that asks for it as well."""
        ticket, said = self.ticket, self._said()
        if ticket is not None and (asked := lacking(ticket, step)):
            names = (*asked, "village") if "town" in asked else asked
            preset = {name: said[name] for name in names if said.get(name)} | preset
        return super().open_form(step, **preset)

    def choose_kind(self, kind: str) -> None:
        """Takes in what kind of appeal it is."""
        self.plan.kind = kind
        self.plan_changed.emit()

    def choose_place(self, code: str) -> None:
        """Takes in where it is."""
        self.plan.place = code
        self.plan_changed.emit()

    def add_assisting(self, code: str) -> None:
        """Adds a unit that is to assist."""
        if code and code not in self.plan.assisting and code != self.plan.unit:
            self.plan.assisting.append(code)
            self.plan_changed.emit()

    def drop_assisting(self, code: str) -> None:
        """Takes it out again."""
        if code in self.plan.assisting:
            self.plan.assisting.remove(code)
            self.plan_changed.emit()

    def open_merge_form(self) -> bool:
        """Opens the form of a merge, into what the open ticket most likely repeats; returns whether it is offered."""
        if self.alike is None:
            return self.open_form(Step.MERGE)
        row = self.alike.ticket
        self.candidates = [Choice(row.id, row.number, row.title)]
        return self.open_form(Step.MERGE, into=row.id)

    def accept(self, place: int | None = None) -> bool:
        """Dispatches to the plan's unit, or to one of the suggestions; asks for a unit where there is none."""
        unit = self.plan.unit
        if place is not None:
            if place >= len(self.suggested):
                return False
            unit = self.suggested[place].unit
        given = self._said()
        missing = next((name for name in self.lacks if not given.get(name)), "")
        if missing:
            self.field_wanted.emit(missing)
            words = {
                "kind": translate("Dispatch", "Choose the kind first."),
                "category": translate("Dispatch", "Choose the category first."),
                "town": translate("Dispatch", "Choose the place first."),
            }
            self.said.emit(words[missing], Tone.WARN, None)
            return False
        # After what the channel did not say: of the category comes the unit.
        if not unit:
            self.unit_wanted.emit()
            self.said.emit(translate("Dispatch", "Choose a unit first."), Tone.WARN, None)
            return False
        given["unit"] = unit
        if self.plan.assisting:
            given["assisting"] = [code for code in self.plan.assisting if code != unit]
        return self.take(Step.DISPATCH, **given)

    # -- inside

    def _said(self) -> dict[str, object]:
        """Returns what the plan says of the ticket itself."""
        said: dict[str, object] = {"kind": self.plan.kind, "category": self.plan.category}
        if "town" in self.lacks and self.choices is not None:
            said["town"], said["village"] = self.choices.place_codes(self.plan.place)
        return {name: value for name, value in said.items() if value}

    def _on_self_opened(self) -> None:
        self.plan, self.candidates, self._for_category = Plan(), [], None
        self._compared, self.alike = "", None
        self.alike_changed.emit()
        self._suggest()

    def _look_for_alike(self) -> None:
        """Tickets from portals, e-mail and files were typed by citizens: nobody was shown yet what they repeat."""
        ticket = self.ticket
        if ticket is None or ticket.id == self._compared or not self.may(Step.MERGE):
            return
        self._compared = ticket.id

        def found(likes: list[Likeness]) -> None:
            if self.open_id == ticket.id and likes:
                self.alike = likes[0]
                self.alike_changed.emit()

        # Only a help: that it failed is told by the line to the server, not by this.
        self.work(lambda _progress: self.service.likenesses(ticket), done=found, failed=lambda _error: None)

    def _suggest(self) -> None:
        if not self.plan.is_own:
            # One key never sends a ticket back to who has just returned it: whoever means that chooses the unit.
            self.plan.unit = next((each.unit for each in self.suggested[:1] if not _has_returned(each)), "")
        self.plan_changed.emit()


def _has_returned(found: SuggestedUnit) -> bool:
    return any(reason.code is ReasonCode.RETURNED_THIS for reason in found.reasons)


_DECIDED_HERE = (WorkList.DISPATCH, WorkList.RETURNS, WorkList.EXTENSIONS, WorkList.REVIEW)
