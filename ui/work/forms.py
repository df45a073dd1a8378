"""The form of a step: what is typed in it is in the journal at each key, and comes back with its ticket."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from services.contracts.attachments import Attachment
from services.contracts.followups import AskedCitizen
from services.contracts.lifecycle import Step
from services.errors import AppError
from services.lifecycle.typed import Typed
from services.tasks import Progress, Tasks
from ui.language import translate
from ui.problems import problem_words
from ui.work.asked_words import next_to_ask
from ui.work.files import Files
from ui.work.lists import ListsPresenter
from ui.work.source import WorkServices
from widgets.theme import Tone


class FormsPresenter(ListsPresenter):
    """One form at a time; closing it throws nothing away."""

    def __init__(self, tasks: Tasks, services: WorkServices) -> None:
        super().__init__(tasks, services)
        self.files = Files(tasks, services.lifecycle, lambda words, tone: self.said.emit(words, tone, None), self)
        self.opened.connect(self._show_files)
        self.ticket_changed.connect(self._show_files)

    @property
    def citizens(self) -> Sequence[AskedCitizen]:
        """Who is asked about the open ticket; nobody where the page does not know."""
        return ()

    @property
    def asked_next(self) -> str:
        """The ticket of the citizen whose answer is written down next; empty where only one is asked."""
        several = self.citizens if len(self.citizens) > 1 else ()
        return next_to_ask(several, self.now())

    def open_form(self, step: Step, **preset: Any) -> bool:
        """Opens the form of a step, with what was typed in it before; returns whether the step is offered."""
        opened = self.opened_ticket
        if opened is None or step not in opened.offers:
            self._say_not_offered()
            return False
        ticket = opened.ticket
        self.form = opened.typed.get(step) or Typed(ticket.id, step, ticket.title or ticket.number)
        if step is Step.FOLLOW_UP:
            preset = {"voice_id": self.asked_next, **preset}
        self.form.fields |= {name: value for name, value in preset.items() if not self.form.fields.get(name)}
        self.form_errors = {}
        self.form_changed.emit()
        return True

    def preset(self, **values: Any) -> None:
        """Fills fields of the form that are still empty with what stands there at first; nothing was typed by it."""
        if self.form is not None:
            self.form.fields |= {name: value for name, value in values.items() if not self.form.fields.get(name)}

    def type(self, name: str, value: Any) -> None:
        """Takes in a field of the form as it is typed; the journal keeps it."""
        if self.form is None or self.form.fields.get(name) == value:
            return
        self.form.fields[name] = value
        self.watch.type()
        self.service.drafts.write(Typed(**{**vars(self.form), "fields": dict(self.form.fields)}))
        self.form_errors.pop(name, None)
        self._remember_form(self.form)

    def close_form(self) -> None:
        """Closes the form; what is typed in it comes back with it."""
        if self.form is not None:
            form, self.form = self.form, None
            if not form.holds_words:
                self._forget(form)
            self.form_changed.emit()

    def discard_form(self) -> None:
        """Throws away what is typed in the form, with undo."""
        form = self.form
        if form is None:
            return
        self.form = None
        self._forget(form)
        self.form_changed.emit()
        if form.holds_words:

            def bring_back() -> None:
                self.service.drafts.write(form)
                self._remember_form(form)
                if self.open_id == form.ticket_id:
                    self.form = form
                    self.form_changed.emit()

            self.said.emit(translate("Work", "What was typed is thrown away."), Tone.WARN, bring_back)

    def attach(self, files: Sequence[Path]) -> None:
        """Puts photos and papers beside the open ticket; those that were chosen while a form is open go with its step."""
        ticket, form = self.ticket, self.form
        if ticket is None or not files:
            return

        added: list[Attachment] = []
        refused: list[str] = []

        def work(progress: Progress) -> None:
            for file in files:
                try:
                    added.append(self.service.attach(ticket.id, file, progress))
                except (OSError, AppError) as error:
                    why = error.strerror or "" if isinstance(error, OSError) else problem_words(error)
                    refused.append(translate("Work", "{file} was not attached: {why}").format(file=file.name, why=why))

        def done(_nothing: None) -> None:
            if form is not None and self.form is form:
                ids = [*(form.fields.get("attachments") or []), *(each.id for each in added)]
                self.type("attachments", list(dict.fromkeys(ids)))
            if added:
                names = "、".join(each.name for each in added)
                self.said.emit(translate("Work", "Attached: {names}").format(names=names), Tone.GOOD, None)
            if refused:
                self.said.emit("\n".join(refused), Tone.BAD, None)
            self.reload()

        self.work(work, done=done, title=translate("Work", "Attaching files"))

    # -- inside

    def _show_files(self) -> None:
        opened = self.opened_ticket
        self.files.show_ticket(self.open_id, opened.attachments if opened is not None else ())

    def _remember_form(self, form: Typed) -> None:
        opened = self.opened_ticket
        if opened is not None and opened.ticket.id == form.ticket_id and opened.typed.get(form.step) is not form:
            self.opened_ticket = replace(opened, typed={**opened.typed, form.step: form})
        self.unfinished |= {form.ticket_id}

    def _drop_typed(self, step: Step) -> None:
        opened = self.opened_ticket
        if opened is not None:
            typed = {other: form for other, form in opened.typed.items() if other is not step}
            self.opened_ticket = replace(opened, typed=typed)
            if not typed:
                self.unfinished -= {opened.ticket.id}

    def _forget(self, form: Typed) -> None:
        self._drop_typed(form.step)
        self.work(lambda _progress: self.service.drafts.forget(form))

    def _say_not_offered(self) -> None:
        if self.opened_ticket is not None:
            words = translate("Work", "This step is not possible for this ticket now.")
            self.said.emit(words, Tone.WARN, None)
