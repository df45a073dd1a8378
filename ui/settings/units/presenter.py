"""What the section of units does: the tree, one unit and what is typed about it, its plan of duty."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from uuid_utils import uuid7

from services.administration.service import AdministrationService
from services.contracts.accounts import Permission
from services.contracts.common import Typed
from services.contracts.dispatching import Removal, Removed, UnitSaved
from services.contracts.duty import Duty
from services.contracts.events import Topic
from services.contracts.tickets import Unit
from services.errors import StaleVersion
from services.live import LiveChange
from ui.container import Container
from ui.language import translate
from ui.presenter import Presenter
from ui.problems import field_words, problem_words
from ui.settings.names import Names
from ui.settings.units.leaders_presenter import LeadersPresenter
from ui.settings.units.plan import body_of, errors_of, rows_of
from widgets.theme import Tone

Row = dict[str, Any]
_NEW = "new"


class UnitsPresenter(Presenter):
    """Lives as long as the page's presenter."""

    names_changed = Signal()
    catalogue_touched = Signal()
    """A unit was added, changed or dissolved: names have to be read again."""
    chosen_changed = Signal()
    unit_refused = Signal(str, dict)
    duty_changed = Signal()
    """The plan, what is typed, or what is wrong with it."""

    def __init__(self, container: Container, names: Callable[[], Names]) -> None:
        super().__init__(container.tasks)
        self._container = container
        self._names = names
        self.service: AdministrationService = container.administration
        self.may_edit = container.session.may(Permission.CATALOGUE_MANAGE)
        account = container.session.account
        self.chosen = account.unit if account is not None and account.unit else ""
        self.typed: Row | None = None
        """What is typed about the unit; ``code`` empty for a new one."""
        self.duty: Duty | None = None
        self.draft: Row | None = None
        """``version``, ``hours``, ``absences`` as typed."""
        self.errors: dict[int, dict[str, str]] = {}
        self.absence_errors: dict[str, str] = {}
        self.problem = ""
        self.is_saving = False
        self.is_overtaken = False
        self.leaders = LeadersPresenter(container, self)
        self.leaders.notice_stated.connect(self.notice_stated)
        if self.may_edit:
            self.chosen_changed.connect(lambda: self.leaders.look_at(self.chosen))
        self._stop = container.live.listen(self._on_live_changed)

    @property
    def names(self) -> Names:
        """Names of units and places."""
        return self._names()

    @property
    def units(self) -> list[Unit]:
        """All units in the order of the tree, each after the one above it."""
        catalogue = self.names.catalogue
        if catalogue is None:
            return []
        below: dict[str, list[Unit]] = {}
        for unit in catalogue.units:
            below.setdefault(unit.parent, []).append(unit)
        found: list[Unit] = []
        known = {unit.code for unit in catalogue.units}

        def walk(unit: Unit) -> None:
            found.append(unit)
            for each in below.get(unit.code, ()):
                walk(each)

        for unit in catalogue.units:
            if unit.parent not in known:
                walk(unit)
        return found

    @property
    def unit(self) -> Unit | None:
        """The unit that is looked at."""
        return next((unit for unit in self.units if unit.code == self.chosen), None)

    def depth(self, unit: Unit) -> int:
        """Returns how deep a unit lies in the tree."""
        path = self.names.unit(unit.code).path
        return path.count("›") + 1 if path else 0

    def close(self) -> None:
        """Stops following."""
        self._stop()

    def choose(self, code: str) -> None:
        """Looks at a unit; what was typed about the one before stays in the journal."""
        if code == self.chosen and self.duty is not None and self.duty.unit == code:
            return
        self.chosen, self.typed, self.duty, self.draft = code, None, None, None
        self.errors, self.absence_errors, self.problem, self.is_overtaken = {}, {}, "", False
        self.typed = self._kept(f"settings.unit.{code}")
        self.chosen_changed.emit()
        self.load_duty()

    # -- the unit

    def begin_new(self) -> None:
        """Begins a new unit, below the one that is looked at."""
        unit = self.unit
        kept = self._kept(f"settings.unit.{_NEW}")
        self.typed = kept or {
            **{"is_new": True, "code": "", "name": "", "english": "", "place": ""},
            **{"level": "department", "parent": unit.code if unit is not None else ""},
        }
        self.chosen_changed.emit()

    def row(self) -> Row:
        """Returns what the form of the unit shows."""
        unit = self.unit
        if self.typed is not None:
            return self.typed
        return unit.model_dump(mode="json") if unit is not None else {}

    def type_unit(self, row: Row) -> None:
        """Keeps what is typed about a unit."""
        self.typed = row
        draft = f"settings.unit.{_NEW if row.get('is_new') else self.chosen}"
        self._container.drafts.write(draft, draft, dict(row))

    def give_up_unit(self) -> None:
        """Throws it away."""
        self._forget_unit()
        self.chosen_changed.emit()

    def save_unit(self) -> None:
        """Adds or changes the unit."""
        row = self.typed
        if row is None or self.is_saving:
            return
        self.is_saving = True
        key = f"unit-{uuid7()}"
        if row.get("is_new"):
            new = Typed({name: row[name] for name in ("code", "name", "english", "level", "parent", "place")})
            self.work(
                lambda _progress: self.service.units.add(new, key), done=self._on_unit_saved, failed=self._on_refused
            )
            return
        unit = self.unit
        before = unit.model_dump(mode="json") if unit is not None else {}
        changed = {name: row[name] for name in ("name", "english", "parent", "place") if row[name] != before.get(name)}
        version = self.names.catalogue.version if self.names.catalogue is not None else 0
        code = self.chosen
        self.work(
            lambda _progress: self.service.units.change(code, Typed(changed), version, key),
            done=self._on_unit_saved,
            failed=self._on_refused,
        )

    def dissolve(self, successor: str, reason: str) -> None:
        """Takes the unit out; what hangs on it goes to the successor, and it is told how much that was."""
        code = self.chosen
        if not code or self.is_saving:
            return
        self.is_saving = True
        key = f"dissolve-{uuid7()}"
        self.work(
            lambda _progress: self.service.units.dissolve(code, Removal(successor=successor, reason=reason), key),
            done=lambda removed: self._on_dissolved(removed, successor),
            failed=self._on_refused,
        )

    # -- duty

    def load_duty(self) -> None:
        """Asks for the plan of the unit."""
        code = self.chosen
        if not code:
            return
        if self.draft is None:
            self.draft = self._kept(f"settings.duty.{code}")
        self.work(lambda _progress: self.service.units.duty(code), done=self._on_duty_read)

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

    def type_plan(self, **rows: list[Row]) -> None:
        """Keeps what is typed about the plan."""
        if self.duty is None or self.is_saving:
            return
        version = self.draft["version"] if self.draft is not None else self.duty.version
        self.draft = {"version": version, **self.plan(), **rows}
        draft = f"settings.duty.{self.chosen}"
        self._container.drafts.write(draft, draft, self.draft)
        self.duty_changed.emit()

    def give_up_plan(self) -> None:
        """Throws what is typed away."""
        self._container.drafts.close(f"settings.duty.{self.chosen}")
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
        code, version, key = self.chosen, int(draft["version"]), f"duty-{uuid7()}"
        self.duty_changed.emit()
        self.work(
            lambda _progress: self.service.units.put_duty(code, Typed(body), version, key),
            done=self._on_plan_kept,
            failed=lambda error: self._on_plan_refused(error, places),
        )

    def _kept(self, draft: str) -> Row | None:
        kept = self._container.drafts.open_drafts(draft)
        return dict(kept[0].fields) if kept else None

    def _forget_unit(self) -> None:
        row = self.typed or {}
        self._container.drafts.close(f"settings.unit.{_NEW if row.get('is_new') else self.chosen}")
        self.typed = None

    def _on_unit_saved(self, saved: UnitSaved) -> None:
        self.is_saving = False
        self._forget_unit()
        self.chosen = saved.unit.code
        words = translate("Settings", "{unit} is kept.").format(unit=saved.unit.name)
        self.notice_stated.emit(words, str(Tone.GOOD))
        self.catalogue_touched.emit()
        self.chosen_changed.emit()
        self.load_duty()

    def _on_dissolved(self, removed: Removed, successor: str) -> None:
        self.is_saving = False
        name = self.names.unit(removed.code).text
        words = translate("Settings", "{unit} is dissolved; nothing hung on it.").format(unit=name)
        if successor:
            words = translate(
                "Settings",
                "{unit} is dissolved. Gone to {successor}: open tickets {tickets}, people {people}, lines of the"
                " dispatch catalogue {rules}.",
            ).format(
                unit=name,
                successor=self.names.unit(successor).text,
                tickets=removed.tickets,
                people=removed.accounts,
                rules=removed.rules,
            )
        self.notice_stated.emit(words, str(Tone.GOOD))
        self.chosen, self.typed, self.duty, self.draft = successor, None, None, None
        self.catalogue_touched.emit()
        self.chosen_changed.emit()
        self.load_duty()

    def _on_refused(self, error: Exception) -> None:
        self.is_saving = False
        if isinstance(error, StaleVersion):
            # The tree has changed; what is typed stays, and the next try is over the tree as it is now.
            self.catalogue_touched.emit()
        self.unit_refused.emit(problem_words(error), field_words(error))

    def _on_duty_read(self, duty: Duty) -> None:
        if duty.unit != self.chosen:
            return
        self.duty = duty
        self.is_overtaken = self.draft is not None and self.draft["version"] != duty.version
        self.duty_changed.emit()

    def _on_plan_kept(self, duty: Duty) -> None:
        self.is_saving = False
        self.duty = duty
        self.give_up_plan()
        self.notice_stated.emit(translate("Settings", "The plan of duty is kept."), str(Tone.GOOD))

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
