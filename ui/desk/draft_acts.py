"""What can be done with the draft on the desk beside filing it, and what its notices say."""

from PySide6.QtCore import QObject

from services.contracts.tickets import Finish, TicketRow
from ui.desk.presenter import DeskPresenter
from ui.desk.ticket_form import TicketForm
from ui.language import translate
from ui.lifecycle_words import listed
from ui.page import PageContext
from widgets.theme import Tone


class DraftActs(QObject):
    """Putting aside, throwing away, templates, adding to another ticket; what can be taken back has its undo in the notice."""

    def __init__(self, presenter: DeskPresenter, form: TicketForm, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._form = form
        self._context = context

    def put_aside(self) -> None:
        """Leaves the draft for later: it is in the journal already."""
        draft = self._presenter.drafts.current
        if draft is None:
            return
        if draft.is_empty:
            self._presenter.drafts.forget(draft.key)
            return
        self._presenter.drafts.show("")
        key = draft.key
        self._context.notices.say(
            translate("Desk", "The draft is put aside. Ctrl+O brings it back."),
            Tone.NEUTRAL,
            undo=lambda: self._presenter.drafts.show(key),
        )

    def discard(self) -> None:
        """Throws the draft away; its notice brings it back."""
        draft = self._presenter.drafts.current
        if draft is None:
            return
        bring_back = self._presenter.drafts.forget(draft.key)
        if not draft.is_empty:
            self._context.notices.say(translate("Desk", "The draft is thrown away."), Tone.WARN, undo=bring_back)

    def say_template(self, name: str, replaced: list[str]) -> None:
        """Says what a template has done, with its undo."""
        words = translate("Desk", "Template applied: {name}").format(name=name)
        if replaced:
            fields = listed(self._form.name_of(field) for field in replaced)
            words = translate("Desk", "Template applied: {name}. Replaced: {fields}; undo brings all of it back.")
            words = words.format(name=name, fields=fields)
        self._context.notices.say(words, Tone.NEUTRAL, undo=self._presenter.form.undo_template)

    def say_nothing_filled(self, name: str) -> None:
        """Says why a template did nothing."""
        words = translate("Desk", "“{name}” changed nothing: all it fills in is typed already.").format(name=name)
        self._context.notices.say(words, Tone.NEUTRAL)

    def add_as_note(self, row: TicketRow) -> None:
        """Adds what is typed as a remark to a ticket that is there already."""
        if self._presenter.form.file_as_note(row.id, row.title or row.number):
            self._presenter.calls.choose_wrap_up_code("noted")

    def attach(self, row: TicketRow) -> None:
        """Attaches what is typed to a ticket that is still open."""
        if row.status.value in ("closed", "withdrawn", "merged"):
            words = translate("Desk", "This ticket is closed. Add a remark to it, or file a new one.")
            self._context.notices.say(words, Tone.WARN)
        else:
            self._presenter.form.file(Finish.ATTACH, row.id)
