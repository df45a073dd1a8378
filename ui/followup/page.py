"""The page of Follow-up."""

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from services.contracts.followups import FollowUp, Try
from services.contracts.lifecycle import Step
from services.contracts.tickets import Ticket
from ui.followup.citizens_view import CitizensView
from ui.followup.presenter import FollowUpPresenter
from ui.language import translate
from ui.lifecycle_words import listed
from ui.page import PageContext
from ui.work.acts import Act, Shown
from ui.work.asked_words import short_words
from ui.work.calling import call, numbers_of
from ui.work.outcome_field import try_words
from ui.work.page import WorkPage
from ui.work.words import moment_words
from widgets import theme
from widgets.fields.type_ahead import TypeAheadField
from widgets.looks import label
from widgets.theme import Tone

_TRIES = 4
"""So many are shown; where many asked, the ticket's story has the others."""
_COLUMNS = ("urgency", "left", "title", "unit")


class FollowUpPage(WorkPage):
    """Call, ask, write down the answer; what is not solved goes back by itself."""

    def __init__(self, presenter: FollowUpPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        self.asking = presenter
        super().__init__(presenter, context, translate("FollowUp", "Citizens to ask"), _COLUMNS, True, parent)

    def make_panel(self) -> QWidget:
        """Returns who is asked, and who tried when."""
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space.s)
        self.citizens = CitizensView(self.asking)
        for part in (self.citizens, TriesPanel(self.asking)):
            column.addWidget(part)
        return panel

    def acts(self) -> Sequence[Act]:
        """Returns what can be done: call, send a link to answer by, or have it redone at once."""
        return (
            Act("main", (Step.FOLLOW_UP,)),
            Act("message", (Step.ASK, Step.ASK_BY_PHONE)),
            Act("redo", (Step.REDO,)),
        )

    def bulk_steps(self) -> Sequence[Step]:
        """Messages go out to many at once; nobody is called in bulk."""
        return (Step.ASK, Step.ASK_BY_PHONE, Step.REDO)

    def bind_own(self) -> None:
        """Binds what is the page's alone."""
        self.bind("copy_number", lambda: self.asking.ask_number("copy"))
        self.bind("call", self._call)
        self.bind("next_citizen", lambda: self.asking.choose_next(1))
        self.bind("previous_citizen", lambda: self.asking.choose_next(-1))
        self.asking.numbered.connect(self._on_asking_numbered)
        self.asking.chosen_changed.connect(self._on_asking_chosen_changed)

    def shown_acts(self) -> list[Shown]:
        """Returns what can be done; calling stands beside writing down what was said."""
        steps = super().shown_acts()
        return [*steps[:1], *self.call_button(), *steps[1:]]

    def _call(self) -> None:
        if not self.asking.may_call:
            return
        if self.asking.asks_another:
            self.asking.ask_number("call")
        else:
            self.call_citizen()

    def _on_asking_numbered(self, purpose: str, ticket: Ticket) -> None:
        if purpose == "call":
            # The talk is on Desk, beside what they said themselves; this page is as it was when one comes back to it.
            number = next(iter(numbers_of(ticket)), "")
            if number:
                call(ticket, number, self.open_requested.emit)
            else:
                self.context.notices.say(translate("FollowUp", "There is no number to call."), Tone.WARN)
            return
        QGuiApplication.clipboard().setText(ticket.contact_number or ticket.caller_number)
        words = translate("FollowUp", "Copied. The number is on the clipboard.")
        self.context.notices.say(words, Tone.NEUTRAL)

    def _on_asking_chosen_changed(self) -> None:
        field = self.form.editor("voice_id")
        if isinstance(field, TypeAheadField):
            field.set_choice(next((c for c in field.matcher("") if c.key == self.asking.chosen), field.choice))


class TriesPanel(QFrame):
    """The tries made so far, the newest last; hidden while there were none."""

    def __init__(self, presenter: FollowUpPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        space = theme.current().space
        self.setProperty("look", "warn")
        self.words = label("", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.m, space.s, space.m, space.s)
        column.addWidget(self.words)
        presenter.tries_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Shows the presenter's tries."""
        found = self._presenter.follow_up
        lines = self._lines(found) if found is not None else []
        self.words.setText("\n".join(lines))
        self.setVisible(bool(lines))

    def _lines(self, found: FollowUp) -> list[str]:
        now = self._presenter.now()
        lines = [
            listed((moment_words(each.at, now), each.by, self._whom(found, each), try_words(each)))
            for each in found.tries[-_TRIES:]
        ]
        if len(found.tries) > _TRIES:
            words = translate("FollowUp", "{count} earlier ones are in the ticket's story.")
            lines.insert(0, words.format(count=len(found.tries) - _TRIES))
        # Where several are asked, each of them has a next try.
        if len(found.citizens) < 2 and found.next_at is not None and found.next_at > now:
            words = translate("FollowUp", "The next try counts from {moment}; try {number} of {all}.")
            lines.append(words.format(moment=moment_words(found.next_at, now), number=found.number, all=found.most))
        return lines

    def _whom(self, found: FollowUp, made: Try) -> str:
        """Returns who was asked, where there are several; of who is asked no more, the number of their ticket."""
        if len(found.citizens) < 2 and not made.voice:
            return ""
        number = made.voice or (found.citizens[0].number if found.citizens else "")
        return next((short_words(each) for each in found.citizens if each.number == number), number)
