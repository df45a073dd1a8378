"""Taking and moving callers by keys: the caller is the one chosen in the queue, or the one of the agent chosen on the board."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from services.contracts.calls import AgentStatus
from services.contracts.tickets import SkillEntry
from ui.language import translate
from ui.problems import problem_words
from ui.wall.board import AgentBoard
from ui.wall.move_dialog import MoveDialog, places_for
from ui.wall.moves_presenter import Moved, Subject, of_agent, of_entry
from ui.wall.presenter import WallPresenter
from ui.wall.queue_board import QueueBoard
from ui.wall.queue_load import loads_of
from ui.wall.words import number_text
from widgets.theme import Tone


class MovingActs(QObject):
    """What the page's two commands do."""

    said = Signal(str, object, object)
    """Words, their tone, and what undoes it (a callable) or ``None``."""

    def __init__(self, presenter: WallPresenter, queue: QueueBoard, board: AgentBoard, parent: QWidget) -> None:
        super().__init__(parent)
        self._wall, self._presenter = presenter, presenter.moves
        self._queue, self._board, self._page = queue, board, parent
        self._presenter.taken.connect(self._on_presenter_taken)
        self._presenter.moved.connect(self._on_presenter_moved)
        self._presenter.failed.connect(self._on_presenter_failed)

    def take(self) -> None:
        """Brings the caller to the lead's own telephone."""
        subject = self._subject()
        if subject is None:
            return
        if subject.talks:
            self.said.emit(
                translate("Wall", "Somebody talks with this caller. Join the call, or move it."), Tone.WARN, None
            )
        elif not self._presenter.may_take:
            words = translate(
                "Wall", "You have no desk to take callers at: an administrator gives you the agent's role too."
            )
            self.said.emit(words, Tone.WARN, None)
        else:
            self._presenter.take(subject)

    def move(self) -> None:
        """Asks where the caller is to go."""
        subject = self._subject()
        if subject is None or not self._presenter.may_move:
            return
        self._wall.names.with_all(partial(self._open, subject))

    def _open(self, subject: Subject, skills: list[SkillEntry]) -> None:
        named = {skill.key: self._wall.queue_name(skill.key) for skill in skills}
        places = places_for(subject, skills, self._wall.agents, named, loads_of(self._wall.queue))
        dialog = MoveDialog(subject, places, self._presenter, self._who(subject), self._page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.move_requested.connect(self._presenter.move)
        dialog.open()

    def _subject(self) -> Subject | None:
        """Returns the caller that is chosen where the keys go; in the queue the first one, where none is."""
        focus = QApplication.focusWidget()
        if focus is None or not self._queue.isAncestorOf(focus):
            row = self._board.table.current_row()
            # As they are now: a row is painted a moment later.
            agent = self._wall.agent(row.account_id) if row is not None else None
            found = self._of_agent(agent) if agent is not None else None
            if found is not None:
                return found
        entry = self._queue.table.current_row() or next(iter(self._wall.queue), None)
        if entry is None:
            self.said.emit(translate("Wall", "Nobody waits. Choose an agent who has a caller."), Tone.NEUTRAL, None)
            return None
        return of_entry(entry)

    def _of_agent(self, agent: AgentStatus) -> Subject | None:
        call = self._wall.call_of(agent)
        return of_agent(agent, call.number_masked if call else "", call.skill if call else "")

    def _who(self, subject: Subject) -> str:
        parts = [number_text(subject.number_masked)]
        if subject.skill:
            parts.append(self._wall.queue_name(subject.skill))
        if subject.agent is not None:
            words = translate("Wall", "with {name}") if subject.talks else translate("Wall", "rings at {name}")
            parts.append(words.format(name=subject.agent.name))
        return " · ".join(parts)

    def _on_presenter_taken(self, subject: Subject) -> None:
        words = translate("Wall", "The caller {number} comes to your telephone; the call is on your desk.")
        self.said.emit(words.format(number=number_text(subject.number_masked)), Tone.GOOD, None)

    def _on_presenter_moved(self, moved: Moved) -> None:
        agent = self._wall.agent(moved.asked.agent_id or "")
        where = agent.name if agent is not None else self._wall.queue_name(moved.asked.skill or "")
        undo: Callable[[], None] | None = None
        if moved.undo is not None:
            undo = partial(self._presenter.undo, moved, translate("Wall", "taken back"))
        words = translate("Wall", "The caller {number} goes to: {where}")
        self.said.emit(words.format(number=number_text(moved.subject.number_masked), where=where), Tone.GOOD, undo)

    def _on_presenter_failed(self, error: Exception) -> None:
        if not self._page.findChildren(MoveDialog):
            self.said.emit(problem_words(error), Tone.BAD, None)
