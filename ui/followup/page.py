"""The page of Follow-up."""

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from services.contracts.followups import FollowUp
from services.contracts.lifecycle import Step
from ui.followup.presenter import FollowUpPresenter
from ui.language import translate
from ui.page import PageContext
from ui.work.acts import Act, Shown
from ui.work.outcome_field import try_words
from ui.work.page import WorkPage
from ui.work.words import moment_words
from widgets import theme
from widgets.looks import label
from widgets.theme import Tone

_COLUMNS = ("urgency", "left", "title", "unit")


class FollowUpPage(WorkPage):
    """Call, ask, write down the answer; what is not solved goes back by itself."""

    def __init__(self, presenter: FollowUpPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        self.asking = presenter
        super().__init__(presenter, context, translate("FollowUp", "Citizens to ask"), _COLUMNS, True, parent)

    def make_panel(self) -> QWidget:
        """Returns who tried when."""
        return TriesPanel(self.asking)

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
        self.bind("copy_number", self._copy_number)
        self.bind("call", self.call_citizen)

    def shown_acts(self) -> list[Shown]:
        """Returns what can be done; calling stands beside writing down what was said."""
        steps = super().shown_acts()
        return [*steps[:1], *self.call_button(), *steps[1:]]

    def _copy_number(self) -> None:
        number = self.asking.number()
        if number:
            QGuiApplication.clipboard().setText(number)
            words = translate("FollowUp", "Copied. The number is on the clipboard.")
            self.context.notices.say(words, Tone.NEUTRAL)


class TriesPanel(QFrame):
    """The tries made so far, the newest last; hidden while there were none."""

    def __init__(self, presenter: FollowUpPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        space = theme.current().space
        self.setProperty("look", "warn")
        self._words = label("", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.m, space.s, space.m, space.s)
        column.addWidget(self._words)
        presenter.tries_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Shows the presenter's tries."""
        found = self._presenter.follow_up
        lines = self._lines(found) if found is not None else []
        self._words.setText("\n".join(lines))
        self.setVisible(bool(lines))

    def _lines(self, found: FollowUp) -> list[str]:
        now = self._presenter.now()
        lines = [f"{moment_words(each.at, now)} · {each.by} · {try_words(each)}" for each in found.tries]
        if found.next_at is not None and found.next_at > now:
            words = translate("FollowUp", "The next try counts from {moment}; try {number} of {all}.")
            lines.append(words.format(moment=moment_words(found.next_at, now), number=found.number, all=found.most))
        return lines
