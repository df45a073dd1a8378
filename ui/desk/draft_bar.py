"""The line above the form: which draft this is, how safe it is, and how many others are open."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from services.desk.draft import Draft
from ui.desk.drafts_presenter import DraftsPresenter, Saving
from ui.desk.texts import clock, minute, spaced
from ui.language import translate
from widgets import icons, theme
from widgets.badges import StateBadge, key_text
from widgets.looks import label, set_look
from widgets.theme import Tone


class DraftBar(QWidget):
    """Says "saved 10:03:12", or why it is not."""

    drafts_requested = Signal()
    new_requested = Signal()

    def __init__(self, presenter: DraftsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.current().space
        self._presenter = presenter
        self.title = label("", "strong")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self._badge = StateBadge()
        self.state = QLabel()
        self.state.setProperty("look", "caption")
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.others = QPushButton(icons.icon("history"), "")
        self.others.setObjectName("desk.drafts")
        self.others.setProperty("look", "quiet")
        self.others.clicked.connect(self.drafts_requested)
        words = translate("Desk", "New")
        new = QPushButton(icons.icon("add"), f"{words}  {key_text('Ctrl+N')}")
        new.setObjectName("desk.new")
        new.setProperty("look", "quiet")
        new.clicked.connect(self.new_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space.s)
        row.addWidget(self.title)
        row.addWidget(self._badge)
        row.addStretch(1)
        row.addWidget(self.state)
        row.addWidget(self.others)
        row.addWidget(new)
        presenter.shown.connect(self.refresh)
        presenter.list_changed.connect(self.refresh)
        presenter.saving_changed.connect(self._show_saving)
        self.refresh()

    def refresh(self) -> None:
        """Shows which draft is on the desk and how many others there are."""
        draft = self._presenter.current
        if draft is None:
            self.title.setText(translate("Desk", "Ticket"))
            self._badge.set_state("", Tone.QUIET)
        elif draft.is_change:
            self.title.setText(draft.number)
            self._badge.set_state(translate("Desk", "change"), Tone.WARN)
        else:
            self.title.setText(translate("Desk", "New ticket"))
            self._badge.set_state(minute(draft.opened_at), Tone.QUIET)
        others = [d for d in self._presenter.all if draft is None or d.key != draft.key]
        words = translate("Desk", "Other drafts: {count}").format(count=len(others))
        self.others.setText(f"{words}  {key_text('Ctrl+O')}")
        self.others.setVisible(bool(others))
        self._show_saving()

    def _show_saving(self) -> None:
        saving = self._presenter.saving
        words, tone = "", Tone.QUIET
        if saving.saving is Saving.UNDER_WAY:
            words = translate("Desk", "Saving …")
        elif saving.saving is Saving.DONE and saving.at is not None:
            words = translate("Desk", "Saved {time}").format(time=clock(saving.at))
        elif saving.saving is Saving.FAILED:
            words, tone = translate("Desk", "Not saved: kept on the screen"), Tone.BAD
        self.state.setText(words)
        self.state.setToolTip(saving.why)
        self.state.setAccessibleName(words)
        set_look(self.state, "words", str(tone))


def draft_words(draft: Draft) -> str:
    """Returns how a draft is called in a list: its title, else the beginning of what was said, else its caller."""
    said = draft.form["title"] or draft.form["content"].strip()[:30]
    who = draft.caller_name or spaced(draft.caller_number)
    return said or who or translate("Desk", "Empty draft")
