"""Who waits: a table whose ages tick and colour, with a word where it may be out of date; and who asked to be called instead."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGraphicsOpacityEffect, QHBoxLayout, QWidget

from services.contracts.calls import QueueEntry
from services.desk.phase import ON_CALL, Phase
from ui.closing_words import all_closed_words, why_words
from ui.desk.call_presenter import CallPresenter
from ui.desk.card import Card
from ui.desk.queue_presenter import QueuePresenter
from ui.desk.texts import clock, language_words, minute
from ui.desk.wishes_presenter import WishesPresenter
from ui.language import translate
from ui.page import PageContext
from widgets import icons, theme
from widgets.badges import StateBadge, key_text, tone_of_age
from widgets.durations import clock_text
from widgets.key_button import KeyButton
from widgets.looks import label, set_look
from widgets.table import Align, Column, DataTable
from widgets.theme import Tone

AGES = ((15.0, Tone.WARN), (45.0, Tone.BAD))
"""A call should be answered within 15 seconds (GB/T 33358); three times as long is too long."""
_STALE_OPACITY = 0.45


class QueuePanel(Card):
    """Enter, or a double click, picks the caller."""

    pick_requested = Signal(str)
    wish_requested = Signal()
    """Call who asked to be called and came first."""

    def __init__(
        self,
        presenter: QueuePresenter,
        calls: CallPresenter,
        wishes: WishesPresenter,
        context: PageContext,
        skill_words: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(translate("Desk", "Waiting callers"), parent)
        self._presenter = presenter
        self._calls = calls
        self._wishes = wishes
        self._skill_words = skill_words
        self._stale = StateBadge()
        self.head.addStretch(1)
        self.head.addWidget(self._stale)
        self.table: DataTable[QueueEntry] = DataTable(
            translate("Desk", "Waiting callers"),
            self._columns(),
            key=lambda entry: entry.call_id,
            remember=context.remember,
            remember_as="desk.queue",
            empty=translate("Desk", "Who waits appears here. Enter takes a caller out of turn."),
            ticking=True,
        )
        self.table.hide_tools()
        space = theme.current().space
        self.closings = label("", "caption", wrap=True)
        self.closings.setTextFormat(Qt.TextFormat.PlainText)
        self.closings.setContentsMargins(space.m, 0, space.m, space.xs)
        self.column.addWidget(self.closings)
        self.wish = KeyButton()
        self.wish.setObjectName("desk.wish")
        self.wish.clicked.connect(self.wish_requested)
        line = QHBoxLayout()
        line.setContentsMargins(space.s, 0, space.s, space.xs)
        line.addWidget(self.wish, 1)
        self.column.addLayout(line)
        self.add_table(self.table, self.table.view)
        self.table.row_activated.connect(lambda entry: self.pick_requested.emit(entry.call_id))
        self.table.export_requested.connect(context.export)
        presenter.reset.connect(self._on_presenter_reset)
        presenter.entry_put.connect(self.table.model.put)
        presenter.entry_left.connect(self.table.model.drop)
        presenter.freshness_changed.connect(self._show_freshness)
        presenter.closings_changed.connect(self._show_closings)
        self.table.model.rows_changed.connect(self._show_count)
        wishes.changed.connect(self._show_wish)
        calls.changed.connect(self._show_wish)
        self._show_wish()
        self._on_presenter_reset()
        self._show_freshness()

    def _columns(self) -> list[Column[QueueEntry]]:
        return [
            Column(
                "wait",
                translate("Desk", "Waits"),
                value=lambda e: round(self._age(e)),
                text=lambda e: clock_text(self._age(e)),
                sort=lambda e: -e.since.timestamp(),
                tone=lambda e: tone_of_age(self._age(e), AGES),
                align=Align.RIGHT,
                width=64,
            ),
            Column(
                "number",
                translate("Desk", "Number"),
                value=lambda e: e.number_masked or translate("Desk", "withheld"),
                icon=_marks,
                tip=_mark_words,
                width=140,
            ),
            Column(
                "skill", translate("Desk", "Queue"), value=lambda e: self._skill_words(e.skill), width=64, stretch=True
            ),
            Column(
                "estimate",
                translate("Desk", "Still"),
                value=lambda e: e.estimated_wait,
                text=_estimate,
                tip=lambda _e: translate("Desk", "Estimated time until somebody answers"),
                align=Align.RIGHT,
                width=48,
            ),
            Column("repeated", translate("Desk", "Earlier calls"), value=lambda e: e.repeated, width=70, shown=False),
            Column("priority", translate("Desk", "Priority"), value=lambda e: e.priority, width=70, shown=False),
            Column("position", translate("Desk", "Place"), value=lambda e: e.position, width=52, shown=False),
        ]

    def _age(self, entry: QueueEntry) -> float:
        return max(0.0, (self._calls.now() - entry.since).total_seconds())

    def _on_presenter_reset(self) -> None:
        self.table.model.set_rows(self._presenter.entries)
        self._show_closings()

    def _show_closings(self) -> None:
        closed, now = self._presenter.closed(), self._presenter.now()
        self.closings.setVisible(bool(closed))
        words = translate("Desk", "Closed for new callers: {queues}")
        self.closings.setText(words.format(queues=all_closed_words(closed, self._skill_words, now)))
        self.closings.setToolTip("\n".join(why_words(closing) for closing in closed))

    def _show_wish(self) -> None:
        """Says whose turn it is to be called, or how many wait before them; can be pressed where one could call now."""
        waiting = self._wishes.waiting
        self.wish.setVisible(bool(waiting))
        if not waiting:
            return
        first, before = waiting[0], self._wishes.before(waiting[0])
        words = translate("Desk", "To be called: {count}, {before} wait before them")
        if not before:
            words = translate("Desk", "Their turn to be called: {number} ({time})")
        said = words.format(count=len(waiting), before=before, number=first.number_masked, time=minute(first.since))
        self.wish.set_words(said, key_text("Alt+D"))
        skill = self._skill_words(first.skill)
        about = translate(
            "Desk",
            "{number} called at {time}, chose to be called back instead of waiting, and keeps that place ({skill}).",
        )
        told = about.format(number=first.number_masked, time=minute(first.since), skill=skill)
        self.wish.setToolTip(f"{told}  {key_text('Alt+D')}")
        phase = self._calls.phase
        self.wish.setEnabled(phase not in ON_CALL and phase not in (Phase.RINGING, Phase.OFF_DUTY))
        set_look(self.wish, "look", "" if before else "primary")
        self.wish.setIcon(icons.icon("call", "text_muted" if before else "on_accent"))

    def _show_count(self) -> None:
        count = self.table.model.total
        title = (
            translate("Desk", "Waiting: {count}").format(count=count) if count else translate("Desk", "Nobody waits")
        )
        self.set_title(title)

    def _show_freshness(self) -> None:
        stale, last = self._presenter.is_stale, self._calls.last_true_at
        if not stale:
            self._stale.set_state("", Tone.QUIET)
            self.table.setGraphicsEffect(None)  # type: ignore[arg-type]
            return
        words = translate("Desk", "as of {time}").format(time=clock(last)) if last else translate("Desk", "not known")
        self._stale.set_state(words, Tone.WARN)
        if self.table.graphicsEffect() is None:
            faded = QGraphicsOpacityEffect(self.table)
            faded.setOpacity(_STALE_OPACITY)
            self.table.setGraphicsEffect(faded)


def _marks(entry: QueueEntry) -> str:
    """Returns the two most telling marks: another language, elderly, called before, served earlier."""
    if entry.parked:
        return "hold"
    told = {
        "language": bool(entry.language),
        "elderly": entry.elderly,
        "repeated": entry.repeated,
        "priority": entry.priority > 0,
    }
    return " ".join([mark for mark, is_so in told.items() if is_so][:2])


def _mark_words(entry: QueueEntry) -> str:
    words = [translate("Desk", "Parked: Enter takes them back")] if entry.parked else []
    if entry.language:
        words.append(translate("Desk", "Asks for {language}").format(language=language_words(entry.language)))
    if entry.elderly:
        words.append(translate("Desk", "Elderly caller"))
    if entry.repeated:
        words.append(translate("Desk", "Called before within seven days: {count}").format(count=entry.repeated))
    if entry.priority < 0:
        words.append(translate("Desk", "Blocked number: served when nobody else waits"))
    elif entry.priority:
        words.append(translate("Desk", "Served earlier"))
    if entry.overflowed:
        words.append(translate("Desk", "Offered to other queues too"))
    return "\n".join(words)


def _estimate(entry: QueueEntry) -> str:
    if entry.parked:
        return translate("Desk", "parked")
    if entry.estimated_wait is None:
        return "—"
    return clock_text(entry.estimated_wait)
