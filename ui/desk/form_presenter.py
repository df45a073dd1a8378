"""The ticket form: takes in what is typed, proposes, checks, files."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from services.contracts.knowledge import Article
from services.contracts.tickets import Finish, Phrase, Template
from services.desk.checks import Problems, check, first_of
from services.desk.choices import Choices
from services.desk.draft import Draft
from services.desk.suggest import suggest
from services.errors import AppError, InvalidFields
from services.outbox import OutboxItem
from services.tasks import Progress, Task, Tasks
from ui.desk.drafts_presenter import DraftsPresenter
from ui.problems import field_words, problem_words

_TYPE_AHEADS = ("category", "town", "unit")


class Filing(Protocol):
    """What the presenter needs of :class:`services.desk.service.DeskService`."""

    def choices(self) -> Choices:
        """Returns what the form offers."""
        ...

    def file(self, draft: Draft, finish: Finish, into: str = "") -> OutboxItem:
        """Puts a ticket into the outbox and closes its draft."""
        ...

    def add_note(
        self, ticket_id: str, text: str, title: str, draft_key: str = "", said_in: Draft | None = None
    ) -> OutboxItem:
        """Puts a remark into the outbox."""
        ...


class FormPresenter(QObject):
    """Works on the draft that is on the desk. Typing costs microseconds here; everything slow runs elsewhere."""

    choices_changed = Signal()
    """The catalogue came, or came anew."""
    fields_set = Signal(object)
    """Fields (a list of names) that the form's own proposals or a template have filled; their editors follow."""
    problems_changed = Signal()
    field_wanted = Signal(str)
    """The focus should go to this field."""
    text_changed = Signal()
    """Something was typed that knowledge and duplicates should follow."""
    filing_changed = Signal()
    filed = Signal(object)
    """An :class:`OutboxItem`: the ticket is safe here and will reach the server."""
    template_applied = Signal(str, object)
    """A template's name, and the fields (a list of names) whose words it replaced; ``undo_template`` brings all back."""
    nothing_to_fill = Signal(str)
    """A template's name: everything it offers was typed already."""
    failed = Signal(str)

    def __init__(self, drafts: DraftsPresenter, desk: Filing, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drafts = drafts
        self._desk = desk
        self._tasks = tasks
        self._before_template: tuple[str, Draft] | None = None
        self._filing: set[str] = set()
        self.before_filing: Callable[[], None] = lambda: None
        """Run before a ticket is put into the outbox: what it refers to goes first."""
        self.choices: Choices | None = None
        self.problems: Problems = {}
        drafts.shown.connect(self._on_drafts_shown)

    @property
    def draft(self) -> Draft | None:
        """The draft on the desk."""
        return self._drafts.current

    @property
    def is_filing(self) -> bool:
        """Whether the draft on the desk is being put into the outbox now."""
        return self.draft is not None and self.draft.key in self._filing

    @property
    def sentences(self) -> dict[str, str]:
        """What is wrong, as sentences by field."""
        return field_words(InvalidFields(self.problems))

    def load_choices(self) -> None:
        """Fetches the catalogue, off the GUI thread."""

        def read(_progress: Progress) -> Choices:
            return self._desk.choices()

        self._tasks.start(read, done=self._on_choices_read, failed=lambda error: self.failed.emit(problem_words(error)))

    # -- typing

    def set(self, **values: Any) -> None:
        """Takes in what a person typed or chose."""
        draft = self._on_desk()
        form = draft.form.typed(**values)
        if form is draft.form:
            return
        categories = self.choices.categories if self.choices is not None else {}
        proposed = suggest(form, categories)
        loose = {name: "" for name in values if name in _TYPE_AHEADS}
        self._drafts.put(draft.with_form(proposed).with_loose(**loose))
        filled = [name for name in proposed.differs(form) if name not in values]
        if filled:
            self.fields_set.emit(filled)
        self._clear_problems([*values, *filled])
        self.text_changed.emit()

    def set_place(self, code: str) -> None:
        """Takes in a place: a village with its town, or a town."""
        town, village = self.choices.place_codes(code) if self.choices is not None else ("", "")
        self.set(town=town, village=village)

    def set_loose(self, **texts: str) -> None:
        """Takes in what is typed beside the form: see :class:`services.desk.draft.Draft`."""
        draft = self._on_desk()
        self._drafts.put(draft.with_loose(**texts))
        self._clear_problems(list(texts))

    def link_person(self, person_id: str, name: str) -> None:
        """Says which citizen the ticket is of."""
        draft = self.draft
        if draft is not None and (draft.person_id, draft.caller_name) != (person_id, name):
            self._drafts.put(replace(draft, person_id=person_id, caller_name=name))
            self.text_changed.emit()

    def cite(self, article: Article) -> None:
        """Cites an article, and offers its words to the answer without touching what stands there."""
        draft = self._on_desk()
        cited = draft.form["cited_articles"]
        if article.id not in cited:
            self._drafts.put(draft.with_loose(**{f"cite.{article.id}": article.title}))
            self.set(cited_articles=(*cited, article.id))
        standing, said_words = self._on_desk().form["answer"].rstrip(), article.answer.strip()
        if said_words and said_words not in standing:
            self.set(answer=f"{standing}\n{said_words}" if standing else said_words)
        self.fields_set.emit(["cited_articles", "answer"])

    def drop_citation(self, article_id: str) -> None:
        """Takes a citation back; the words in the answer stay."""
        draft = self._on_desk()
        self._drafts.put(draft.with_loose(**{f"cite.{article_id}": ""}))
        self.set(cited_articles=tuple(a for a in draft.form["cited_articles"] if a != article_id))
        self.fields_set.emit(["cited_articles"])

    # -- templates and phrases

    def templates(self) -> list[Template]:
        """Returns templates; those of the category that is chosen come first, then those of the kind."""
        found = list(self.choices.catalogue.templates) if self.choices is not None else []
        category, kind = (self.draft.form["category"], self.draft.form["kind"]) if self.draft is not None else ("", "")

        def is_far(template: Template) -> tuple[bool, bool]:
            about = bool(category and template.category and category.startswith(template.category))
            return not about, not (kind and template.kind == kind)

        return sorted(found, key=is_far)

    def phrases(self) -> list[Phrase]:
        """Returns canned texts."""
        return list(self.choices.catalogue.phrases) if self.choices is not None else []

    def apply_template(self, key: str) -> None:
        """Fills in a template where nobody has typed."""
        template = next((t for t in self.templates() if t.key == key), None)
        if template is None:
            return
        draft = self._on_desk()
        filled = draft.form.with_template(template)
        names = filled.differs(draft.form)
        if not names:
            self.nothing_to_fill.emit(template.name)
            return
        categories = self.choices.categories if self.choices is not None else {}
        form = suggest(filled, categories)
        self._before_template = (draft.key, draft)
        self._drafts.put(draft.with_form(form))
        self.fields_set.emit(form.differs(draft.form))
        self._clear_problems(names)
        self.template_applied.emit(template.name, [n for n in form.differs(draft.form) if draft.form[n]])
        self.text_changed.emit()

    def undo_template(self) -> None:
        """Takes the last template back, where its draft is still on the desk; what was typed since stays."""
        if self._before_template is None or self.draft is None or self._before_template[0] != self.draft.key:
            return
        before = self._before_template[1].form
        self._before_template = None
        categories = self.choices.categories if self.choices is not None else {}
        # A title that came from the content is that of what was typed since, where something was.
        form = suggest(self.draft.form.taken_back(before), categories)
        untouched = form.differs(self.draft.form)
        self._drafts.put(self.draft.with_form(form))
        self.fields_set.emit(untouched)
        self.text_changed.emit()

    # -- finishing

    def file(self, finish: Finish, into: str = "") -> bool:
        """Checks the form and puts it into the outbox; returns whether that has begun. A second press does nothing.

        Args:
            finish: what is to become of it.
            into: the ticket that it is attached to, for ``Finish.ATTACH``.
        """
        draft = self.draft
        if draft is None or draft.key in self._filing:
            return False
        loose = {name: text for name, text in draft.loose.items() if name in _TYPE_AHEADS}
        problems = check(draft.form, finish, loose)
        self._set_problems(problems)
        if problems:
            self.field_wanted.emit(first_of(problems))
            return False
        self.before_filing()
        draft = self._on_desk()
        self._put_away(draft, lambda: self._desk.file(draft, finish, into))
        return True

    def give_along(self, call_id: str, then: Callable[[str], None], unit: str = "") -> None:
        """Lets what was typed for a call go along with the caller, and goes on with the ticket's id; empty for nothing typed.

        It is kept at the server as a draft, so that it is lost neither here nor on the way. To a unit it is dispatched
        where nothing is missing in it; what is not complete yet stays the agent's own draft, for that unit.
        """
        found = sorted((d for d in self._drafts.all if d.call_id == call_id), key=lambda d: d is not self.draft)
        draft = found[0] if found else None
        if draft is None or draft.is_empty:
            then(draft.id if draft is not None and draft.is_change else "")
            return
        loose = {name: text for name, text in draft.loose.items() if name in _TYPE_AHEADS}
        finish = Finish.DRAFT
        if unit and draft is self.draft and not draft.is_change:
            self.set(unit=unit)
            draft = self._on_desk()
            if not check(draft.form, Finish.DISPATCH, loose):
                finish = Finish.DISPATCH
        problems = check(draft.form, finish, loose)
        if problems or draft.key in self._filing:
            self._set_problems(problems)
            return
        self.before_filing()
        kept = self._drafts.current if draft is self.draft and self._drafts.current is not None else draft
        self._put_away(kept, lambda: self._desk.file(kept, finish), lambda: then(kept.id))

    def file_as_note(self, ticket_id: str, title: str) -> bool:
        """Adds what is typed as a remark to another ticket instead of filing a new one."""
        draft = self.draft
        if draft is None or draft.key in self._filing:
            return False
        parts = [draft.form["title"], draft.form["content"], draft.form["answer"]]
        text = "\n".join(part.strip() for part in parts if part.strip())
        if not text:
            self._set_problems({"content": ("required", {})})
            self.field_wanted.emit("content")
            return False
        self._put_away(draft, lambda: self._desk.add_note(ticket_id, text, title, draft.key, draft))
        return True

    def show_problems(self, problems: Mapping[str, tuple[str, dict[str, Any]]]) -> None:
        """Shows what somebody else found wrong: a field that refused a text, or the server."""
        self._set_problems({**self.problems, **problems})

    # -- inside

    def _put_away(self, draft: Draft, put: Callable[[], OutboxItem], then: Callable[[], None] | None = None) -> Task:
        self._filing.add(draft.key)
        self.filing_changed.emit()

        def work(_progress: Progress) -> OutboxItem:
            return put()

        def done(item: OutboxItem) -> None:
            # Only now is the form cleared: the text is in the outbox, on disk.
            self._filing.discard(draft.key)
            self._drafts.drop(draft.key)
            self.filing_changed.emit()
            if then is not None:
                then()
            else:
                self.filed.emit(item)

        def failed(error: Exception) -> None:
            self._filing.discard(draft.key)
            # The outbox has stopped the journal for this draft; it goes on.
            self._drafts.put(draft)
            self.filing_changed.emit()
            if isinstance(error, AppError) and error.fields:
                self._set_problems(dict(error.fields))
            self.failed.emit(problem_words(error))

        return self._tasks.start(work, done=done, failed=failed)

    def _on_desk(self) -> Draft:
        """The draft on the desk; typing into an empty desk begins one."""
        return self._drafts.current or self._drafts.begin()

    def _on_choices_read(self, choices: Choices) -> None:
        self.choices = choices
        self.choices_changed.emit()

    def _on_drafts_shown(self) -> None:
        self._set_problems({})
        self.filing_changed.emit()
        self.text_changed.emit()

    def _set_problems(self, problems: Problems) -> None:
        if problems != self.problems:
            self.problems = problems
            self.problems_changed.emit()

    def _clear_problems(self, names: list[str]) -> None:
        left = {name: problem for name, problem in self.problems.items() if name not in names}
        if "village" in names:
            left.pop("town", None)
        self._set_problems(left)
