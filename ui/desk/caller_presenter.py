"""Who is calling: the card of a number, and the citizen's record as it is edited."""

from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from uuid_utils import uuid7

from services.contracts.calls import Call
from services.contracts.people import CallerCard, EarlierContact, Person, PersonFields, PersonRow
from services.desk.checks import Problems
from services.desk.draft import Draft
from services.desk.limits import person_limits
from services.desk.service import Known
from services.errors import InvalidFields
from services.outbox import OutboxItem
from services.tasks import Progress, Tasks
from ui.desk.drafts_presenter import DraftsPresenter
from ui.desk.form_presenter import FormPresenter
from ui.problems import field_words, problem_words

TEXTS: tuple[str, ...] = ("name", "title", "address", "remark")
"""Texts of a citizen's record that are edited on the desk."""
_PREFIX = "person."


class People(Protocol):
    """What the presenter needs of :class:`services.desk.service.DeskService`."""

    def caller(self, number: str) -> Known[CallerCard]:
        """Returns who calls from a number."""
        ...

    def person(self, person_id: str) -> Person:
        """Returns one citizen."""
        ...

    def save_person(self, person_id: str, fields: PersonFields, version: int, title: str) -> OutboxItem:
        """Puts a record into the outbox."""
        ...


class CallerPresenter(QObject):
    """Follows the draft on the desk: its number, its citizen. What is typed into the record is kept with the draft."""

    changed = Signal()
    """The card, its freshness, or whether it is being loaded."""
    editing_changed = Signal()
    """The record is opened for editing, or closed."""
    problems_changed = Signal()
    saved = Signal(str)
    """The name under which the record was put into the outbox."""
    failed = Signal(str)

    def __init__(
        self, drafts: DraftsPresenter, form: FormPresenter, people: People, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._drafts = drafts
        self._form = form
        self._people = people
        self._tasks = tasks
        self._asked = 0
        self._call: Call | None = None
        self._shown: tuple[str, bool] = ("", False)
        self._foreseen: tuple[str, Known[CallerCard]] | None = None
        self.card: CallerCard | None = None
        self.is_fresh = True
        self.is_loading = False
        self.is_editing = False
        self._begun: set[str] = set()
        self.problems: Problems = {}
        drafts.shown.connect(self._on_drafts_shown)

    # -- what is true

    @property
    def draft(self) -> Draft | None:
        """The draft on the desk."""
        return self._drafts.current

    @property
    def number(self) -> str:
        """The caller's number: of the draft, else of the call in hand; empty where it is withheld or nobody calls."""
        if self.draft is not None:
            return self.draft.caller_number
        return self._call.number if self._call is not None else ""

    @property
    def is_about_somebody(self) -> bool:
        """Whether there is a draft or a call that the panel is about."""
        return self.draft is not None or self._call is not None

    @property
    def person(self) -> Person | None:
        """The citizen, where the number is known."""
        return self.card.person if self.card is not None else None

    @property
    def contacts(self) -> list[EarlierContact]:
        """Earlier calls and tickets, newest first; without the call in hand."""
        own = {self.draft.call_id if self.draft is not None else "", self._call.id if self._call is not None else ""}
        return [c for c in self.card.contacts if c.id not in own] if self.card is not None else []

    @property
    def others(self) -> list[PersonRow]:
        """Further citizens under the same number."""
        return self.card.others if self.card is not None else []

    @property
    def sentences(self) -> dict[str, str]:
        """What is wrong with the record, by field."""
        return field_words(InvalidFields(self.problems))

    def edited(self, name: str) -> str:
        """Returns a text of the record as it is being edited, or as it stands."""
        typed = self.draft.loose.get(_PREFIX + name) if self.draft is not None else None
        if typed is not None:
            return typed.removeprefix("=")
        return str(getattr(self.person, name, "") or "")

    @property
    def edited_elderly(self) -> bool:
        """Whether the caller is marked as elderly, as it is being edited."""
        typed = self.draft.loose.get(f"{_PREFIX}elderly") if self.draft is not None else None
        return typed == "yes" if typed is not None else bool(self.person and self.person.elderly)

    # -- what the agent asks for

    def follow_call(self, call: Call | None) -> None:
        """Shows who rings or is on the line, as long as no draft of somebody else is on the desk."""
        self._call = call
        self._on_drafts_shown()

    def reload(self) -> None:
        """Fetches the card anew, after something was filed or the server is heard again."""
        self._load()

    def foresee(self, number: str) -> None:
        """Fetches the card of somebody who rings, so that it is there when they are answered."""

        def read(_progress: Progress) -> Known[CallerCard]:
            return self._people.caller(number)

        def keep(known: Known[CallerCard]) -> None:
            self._foreseen = (number, known)

        self._tasks.start(read, done=keep, failed=lambda _error: None)

    def edit(self) -> None:
        """Opens the record for editing."""
        if self.draft is not None and not self.is_editing:
            self.is_editing = True
            self.editing_changed.emit()

    def stop_editing(self) -> None:
        """Closes the record; what was typed and not saved is dropped."""
        draft = self.draft
        if draft is not None:
            self._form.set_loose(**{name: "" for name in draft.loose if name.startswith(_PREFIX)})
        self._set_problems({})
        self._stop_editing()

    def type_text(self, name: str, text: str) -> None:
        """Takes in what is typed into the record. An emptied text is kept as ``=``, else it would look untouched."""
        standing = str(getattr(self.person, name, "") or "")
        self._form.set_loose(**{_PREFIX + name: "" if text == standing else (text or "=")})
        left = {n: p for n, p in self.problems.items() if n != name}
        self._set_problems(left | ({name: _too_long(name)} if len(text) > person_limits()[name] else {}))

    def refuse(self, name: str, why: tuple[str, dict[str, Any]]) -> None:
        """Says that a text did not fit, by the code of a sentence and its values; the field stayed as it was."""
        self._set_problems({**self.problems, name: why})

    def type_elderly(self, elderly: bool) -> None:
        """Takes in the mark for elderly callers."""
        standing = bool(self.person and self.person.elderly)
        self._form.set_loose(**{f"{_PREFIX}elderly": "" if elderly == standing else ("yes" if elderly else "no")})

    def save(self) -> bool:
        """Puts what was typed into the outbox, a new citizen where the number is unknown. Returns whether there was any."""
        draft = self.draft
        typed = {n: t for n, t in draft.loose.items() if n.startswith(_PREFIX)} if draft is not None else {}
        if draft is None or not typed:
            self._stop_editing()
            return False
        # What was refused a moment ago is not in the record: the field stayed as it was.
        self._set_problems({n: _too_long(n) for n in TEXTS if len(self.edited(n)) > person_limits()[n]})
        if self.problems:
            return False
        person = self.person
        values: dict[str, object] = {n: self.edited(n) for n in TEXTS if _PREFIX + n in typed}
        if f"{_PREFIX}elderly" in typed:
            values["elderly"] = self.edited_elderly
        if person is None:
            values["numbers"] = [draft.caller_number] if draft.caller_number else []
        fields = PersonFields.model_validate(values)
        person_id = person.id if person is not None else str(uuid7())
        version = person.version if person is not None else 0
        shown = person or Person(id=person_id, numbers=[draft.caller_number] if draft.caller_number else [], version=0)
        shown = shown.model_copy(update=fields.model_dump(exclude_unset=True))

        def work(_progress: Progress) -> OutboxItem:
            return self._people.save_person(person_id, fields, version, shown.name or draft.caller_number)

        self._tasks.start(work, done=lambda _i: self.saved.emit(shown.name), failed=self._on_failed)
        self.card = (self.card or CallerCard(person=None)).model_copy(update={"person": shown})
        self._link(shown)
        self.stop_editing()
        self.changed.emit()
        return True

    def choose(self, person_id: str) -> None:
        """Says that another citizen of the same number is calling."""

        def read(_progress: Progress) -> Person:
            return self._people.person(person_id)

        self._tasks.start(read, done=self._on_person_read, failed=self._on_failed)

    def on_person_sent(self, person: Person) -> None:
        """Takes in the record as the server has it now."""
        if self.card is not None and self.person is not None and self.person.id == person.id:
            self.card = self.card.model_copy(update={"person": person})
            self.changed.emit()

    # -- inside

    def _on_drafts_shown(self) -> None:
        draft = self.draft
        shown = (self.number, self.is_about_somebody)
        if shown != self._shown or not self.number:
            self._shown = shown
            self.card = None
            self.is_fresh = True
            self._load()
        elif self.person is not None:
            self._link(self.person)
        self._set_problems({})
        was_editing, self.is_editing = (
            self.is_editing,
            bool(draft is not None and any(name.startswith(_PREFIX) for name in draft.loose)),
        )
        if was_editing or self.is_editing:
            self.editing_changed.emit()
        self._begin_new_person()
        self.changed.emit()

    def _begin_new_person(self) -> None:
        """Opens an empty record for a number that nobody is known under: once for each draft, so that Escape is heeded."""
        draft = self.draft
        if draft is None or draft.is_change or draft.key in self._begun or not draft.caller_number:
            return
        if self.card is not None and self.is_fresh and not self.is_loading and self.person is None:
            self._begun.add(draft.key)
            self.edit()

    def _load(self) -> None:
        self._asked += 1
        asked, number = self._asked, self.number
        self.is_loading = bool(number)
        foreseen, self._foreseen = self._foreseen, None
        if number and foreseen is not None and foreseen[0] == number:
            self._on_card_read(asked, foreseen[1])
            return
        self.changed.emit()
        if not number:
            return

        def read(_progress: Progress) -> Known[CallerCard]:
            return self._people.caller(number)

        self._tasks.start(
            read, done=lambda known: self._on_card_read(asked, known), failed=lambda e: self._on_card_failed(asked, e)
        )

    def _on_card_read(self, asked: int, known: Known[CallerCard]) -> None:
        if asked != self._asked:
            return  # another caller is on the desk by now
        standing = self.person
        self.card, self.is_fresh, self.is_loading = known.value, known.fresh, False
        if self.card.person is None and standing is not None:
            # A citizen who was taken down here and has not reached the server yet.
            self.card = self.card.model_copy(update={"person": standing})
        if self.person is not None:
            self._link(self.person)
        self._begin_new_person()
        self.changed.emit()

    def _on_card_failed(self, asked: int, error: Exception) -> None:
        if asked == self._asked:
            self.is_loading, self.is_fresh = False, False
            self.changed.emit()
            self.failed.emit(problem_words(error))

    def _on_person_read(self, person: Person) -> None:
        if self.card is not None:
            self.card = self.card.model_copy(update={"person": person})
            self._link(person)
            self.changed.emit()

    def _link(self, person: Person) -> None:
        """Makes the draft one of this citizen."""
        draft = self.draft
        if draft is not None and not draft.is_change:
            self._form.link_person(person.id, person.name)

    def _stop_editing(self) -> None:
        if self.is_editing:
            self.is_editing = False
            self.editing_changed.emit()

    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(problem_words(error))

    def _set_problems(self, problems: Problems) -> None:
        if problems != self.problems:
            self.problems = problems
            self.problems_changed.emit()


def _too_long(name: str) -> tuple[str, dict[str, Any]]:
    return "too_long", {"limit": person_limits()[name]}
