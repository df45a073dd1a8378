"""What the section of units does: the tree, one unit and what is typed about it, its plan of duty."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from uuid_utils import uuid7

from services.administration.service import AdministrationService
from services.contracts.accounts import Permission
from services.contracts.common import Typed
from services.contracts.dispatching import Removal, Removed
from services.contracts.duty import Duty, DutyVersion
from services.contracts.events import Topic
from services.contracts.tickets import Unit
from services.errors import StaleVersion
from services.live import LiveChange
from ui.container import Container
from ui.language import translate
from ui.problems import field_words, problem_words
from ui.settings.forms.entry_presenter import EntryPresenter, in_tree_order
from ui.settings.names import Names
from ui.settings.units.leaders_presenter import LeadersPresenter
from ui.settings.units.plan import body_of, errors_of, rows_of
from widgets.theme import Tone

Row = dict[str, Any]
_CHANGED = ("name", "english", "parent", "place", "telephone")


class UnitsPresenter(EntryPresenter):
    """Lives as long as the page's presenter."""

    duty_changed = Signal()
    """The plan, what is typed, or what is wrong with it."""

    kind = "unit"

    def __init__(self, container: Container, names: Callable[[], Names]) -> None:
        super().__init__(container, names)
        self.service: AdministrationService = container.administration
        self.may_edit = container.session.may(Permission.CATALOGUE_MANAGE)
        account = container.session.account
        self.chosen = account.unit if account is not None and account.unit else ""
        self.duty: Duty | None = None
        self.plans: list[DutyVersion] = []
        """The unit's versions, the newest first."""
        self.draft: Row | None = None
        """``version``, ``hours``, ``absences``, ``effective_from`` (empty for at once) as typed."""
        self.errors: dict[int, dict[str, str]] = {}
        self.absence_errors: dict[str, str] = {}
        self.problem = ""
        self.is_overtaken = False
        self.leaders = LeadersPresenter(container, self)
        self.leaders.notice_stated.connect(self.notice_stated)
        if self.may_edit:
            self.chosen_changed.connect(lambda: self.leaders.look_at(self.chosen))
        self._stop = container.live.listen(self._on_live_changed)

    @property
    def units(self) -> list[Unit]:
        """All units in the order of the tree, each after the one above it."""
        catalogue = self.names.catalogue
        return in_tree_order(catalogue.units) if catalogue is not None else []

    @property
    def entry(self) -> Unit | None:
        """The unit that is looked at."""
        return next((unit for unit in self.units if unit.code == self.chosen), None)

    def depth(self, unit: Unit) -> int:
        """Returns how deep a unit lies in the tree."""
        path = self.names.unit(unit.code).path
        return path.count("›") + 1 if path else 0

    def close(self) -> None:
        """Stops following."""
        self._stop()

    def look_at(self, code: str) -> None:
        """Looks at a unit and its plan; what was typed about the one before stays in the journal."""
        self.duty, self.draft, self.plans = None, None, []
        self.errors, self.absence_errors, self.problem, self.is_overtaken = {}, {}, "", False
        super().look_at(code)
        self.load_duty()

    # -- the unit

    def blank(self) -> Row:
        """Returns the fields of a new unit."""
        entry = self.entry
        return {
            **{"code": "", "name": "", "english": "", "place": "", "telephone": ""},
            **{"level": "department", "parent": entry.code if entry is not None else ""},
        }

    def changeable(self) -> Sequence[str]:
        """Returns the fields that can be changed later."""
        return _CHANGED

    def add(self, row: Row, key: str) -> Unit:
        """Adds a unit."""
        new = Typed(
            {name: row.get(name, "") for name in ("code", "level", *_CHANGED)}
            | {"effective_from": row.get("effective_from")}
        )
        return self.service.units.add(new, key).unit

    def change(self, code: str, changed: Row, version: int, key: str) -> Unit:
        """Changes a unit."""
        return self.service.units.change(code, Typed(changed), version, key).unit

    def take_out(self, code: str, removal: Removal, key: str) -> Removed:
        """Dissolves a unit."""
        return self.service.units.dissolve(code, removal, key)

    def kept_words(self, name: str) -> str:
        """Says that a unit is kept."""
        return translate("Settings", "{unit} is kept.").format(unit=name)

    def removed_words(self, removed: Removed, successor: str) -> str:
        """Says what was dissolved, and what went where."""
        name = self.names.unit(removed.code).text
        if not successor:
            return translate("Settings", "{unit} is dissolved; nothing hung on it.").format(unit=name)
        words = translate(
            "Settings",
            "{unit} is dissolved. Gone to {successor}: open tickets {tickets}, people {people}, lines of the"
            " dispatch catalogue {rules}.",
        )
        return words.format(
            unit=name,
            successor=self.names.unit(successor).text,
            tickets=removed.tickets,
            people=removed.accounts,
            rules=removed.rules,
        )

    # -- duty

    def load_duty(self) -> None:
        """Asks for the plan of the unit."""
        code = self.chosen
        if not code:
            return
        if self.draft is None:
            self.draft = self.kept(f"settings.duty.{code}")
        units = self.service.units
        self.work(lambda _progress: (units.duty(code), units.duty_versions(code).items), done=self._on_duty_read)

    def plan(self) -> dict[str, list[Row]]:
        """Returns the rows that are shown."""
        if self.draft is not None:
            return {"hours": self.draft["hours"], "absences": self.draft["absences"]}
        return rows_of(self.duty) if self.duty is not None else {"hours": [], "absences": []}

    @property
    def may_plan(self) -> bool:
        """Whether the person may change the plan."""
        return self.duty is not None and self.duty.editable

    def person_name(self, account_id: str | None) -> str:
        """Returns a name of the unit's staff."""
        staff = self.duty.staff if self.duty is not None else []
        return next((each.name for each in staff if each.account_id == account_id), account_id or "")

    def people(self) -> list[tuple[str, str]]:
        """Returns the unit's staff to choose from."""
        return [(each.account_id, each.name) for each in (self.duty.staff if self.duty is not None else [])]

    @property
    def plan_from(self) -> str:
        """From when on the hours are to count, as typed; empty for at once."""
        return str(self.draft.get("effective_from", "")) if self.draft is not None else ""

    def type_plan(self, **rows: list[Row] | str) -> None:
        """Keeps what is typed about the plan."""
        if self.duty is None or self.is_saving:
            return
        version = self.draft["version"] if self.draft is not None else self.duty.version
        self.draft = {"version": version, "effective_from": self.plan_from, **self.plan(), **rows}
        draft = f"settings.duty.{self.chosen}"
        self.container.drafts.write(draft, draft, self.draft)
        self.duty_changed.emit()

    def give_up_plan(self) -> None:
        """Throws what is typed away."""
        self.container.drafts.close(f"settings.duty.{self.chosen}")
        self.draft, self.errors, self.absence_errors, self.problem, self.is_overtaken = None, {}, {}, "", False
        self.duty_changed.emit()

    def put_over(self) -> None:
        """Goes on over what somebody else has kept meanwhile."""
        if self.draft is not None and self.duty is not None:
            self.draft = {**self.draft, "version": self.duty.version}
            self.is_overtaken, self.problem = False, ""
            self.duty_changed.emit()

    def save_plan(self) -> None:
        """Keeps the plan."""
        draft = self.draft
        if draft is None or self.is_saving or self.is_overtaken:
            return
        self.is_saving, self.problem, self.errors, self.absence_errors = True, "", {}, {}
        body, places = body_of(self.plan())
        body["effective_from"] = self.plan_from or None
        code, version, key = self.chosen, int(draft["version"]), f"duty-{uuid7()}"
        self.duty_changed.emit()
        self.work(
            lambda _progress: self.service.units.put_duty(code, Typed(body), version, key),
            done=self._on_plan_kept,
            failed=lambda error: self._on_plan_refused(error, places),
        )

    def _on_duty_read(self, found: tuple[Duty, list[DutyVersion]]) -> None:
        duty, plans = found
        if duty.unit != self.chosen:
            return
        self.duty, self.plans = duty, plans
        self.is_overtaken = self.draft is not None and self.draft["version"] != duty.version
        self.duty_changed.emit()

    def _on_plan_kept(self, duty: Duty) -> None:
        self.is_saving = False
        self.duty = duty
        words = translate("Settings", "The plan of duty is kept.")
        if self.plan_from:
            words = translate("Settings", "The plan of duty is kept and waits for its date.")
        self.give_up_plan()
        self.load_duty()
        self.notice_stated.emit(words, str(Tone.GOOD))

    def _on_plan_refused(self, error: Exception, places: dict[str, int]) -> None:
        self.is_saving = False
        if isinstance(error, StaleVersion):
            # What they have kept is read first: only then can anything be put over it.
            self.load_duty()
        fields = field_words(error)
        self.problem, self.errors = problem_words(error), errors_of(fields, places)
        self.absence_errors = {name: text for name, text in fields.items() if name.startswith("absences.")}
        self.duty_changed.emit()

    def _on_live_changed(self, change: LiveChange) -> None:
        event = change.event
        if event is not None and event.topic == Topic.DUTY and event.subject == self.chosen and not self.is_saving:
            self.load_duty()
