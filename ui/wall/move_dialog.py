"""Where a caller goes: a queue or a ready agent, found by name or sound, with a reason that the agents read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from services.contracts.calls import AgentState, AgentStatus
from services.contracts.tickets import SkillEntry
from services.desk.choices import sounds_of
from ui.language import translate
from ui.problems import is_chinese, problem_words
from ui.wall.moves_presenter import Moved, MovesPresenter, Subject
from ui.wall.queue_load import QueueLoad
from widgets import icons, theme
from widgets.fields.frame import FieldFrame
from widgets.looks import label

_WIDTH, _ROWS = 500, 7
_LONGEST_REASON = 120


@dataclass(frozen=True)
class Place:
    """A row: a queue (``skill``) or an agent (``agent_id``), what it says and what finds it."""

    words: str
    sounds: str
    icon: str
    agent_id: str | None = None
    skill: str | None = None

    def fits(self, words: Sequence[str]) -> bool:
        """Tells whether all words are part of it."""
        whole = f"{self.words} {self.sounds}".casefold()
        return all(word in whole for word in words)


class MoveDialog(QDialog):
    """Stays open with what was chosen and typed until the server has agreed.

    Args:
        subject: the caller.
        places: where they may go.
        presenter: sends them.
    """

    move_requested = Signal(object, object, object, str)
    """The subject, an agent or ``None``, a queue or ``None``, the reason."""

    def __init__(
        self,
        subject: Subject,
        places: Sequence[Place],
        presenter: MovesPresenter,
        who: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._subject, self._places = subject, list(places)
        space = theme.current().space
        self.setWindowTitle(translate("Wall", "Move the caller"))
        self.setMinimumWidth(_WIDTH)
        self.search = QLineEdit()
        self.search.setObjectName("move.find")
        self.search.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setPlaceholderText(translate("Wall", "Name or pinyin of a queue or a ready agent"))
        self.search.setAccessibleName(translate("Wall", "Whereto"))
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(translate("Wall", "Whereto"))
        self.list.setFixedHeight(space.row * _ROWS)
        self.why = QLineEdit()
        self.why.setObjectName("move.why")
        self.why.setMaxLength(_LONGEST_REASON)
        self.why.setPlaceholderText(translate("Wall", "The agents concerned read it; it is recorded"))
        self._why_frame = FieldFrame(translate("Wall", "Reason"), self.why, required=True)
        self._problem = label("", "error", wrap=True)
        self._problem.hide()
        self.confirm = QPushButton(translate("Wall", "Move"))
        self.confirm.setProperty("look", "primary")
        self.confirm.setDefault(True)
        cancel = QPushButton(translate("Wall", "Cancel"))
        cancel.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.setSpacing(space.s)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.xl, space.l, space.xl, space.l)
        column.setSpacing(space.m)
        title = label(who, "strong", wrap=True)
        title.setTextFormat(Qt.TextFormat.PlainText)
        for part in (title, label(consequence(subject), "caption", wrap=True), self.search, self.list, self._why_frame):
            column.addWidget(part)
        column.addWidget(self._problem)
        column.addLayout(foot)
        self._presenter = presenter
        cancel.clicked.connect(self.reject)
        self.search.textChanged.connect(self._fill)
        self.why.textEdited.connect(lambda _text: self._why_frame.set_error(""))
        self.list.itemDoubleClicked.connect(lambda _item: self.why.setFocus())
        self.confirm.clicked.connect(self._on_confirm_clicked)
        presenter.moved.connect(self._on_presenter_moved)
        presenter.failed.connect(self._on_presenter_failed)
        self._fill("")
        self.search.setFocus()

    def rows(self) -> list[str]:
        """Returns the places that are shown."""
        return [self.list.item(row).text() for row in range(self.list.count())]

    def error(self) -> str:
        """Returns what the dialog complains of, or an empty text."""
        return self._why_frame.error() or self._problem.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down in the field move in the list, Enter goes on to the reason."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.why.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _fill(self, typed: str) -> None:
        words = typed.casefold().split()
        self.list.clear()
        for place in self._places:
            if place.fits(words):
                item = QListWidgetItem(icons.icon(place.icon), place.words)
                item.setData(Qt.ItemDataRole.UserRole, place)
                self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _on_confirm_clicked(self) -> None:
        item, why = self.list.currentItem(), " ".join(self.why.text().split())
        if item is None:
            self._complain(translate("Wall", "Nobody and no queue is found by what is typed."))
            self.search.setFocus()
        elif not why:
            self._why_frame.set_error(translate("Wall", "Say why: the agents concerned read it."))
            self.why.setFocus()
        else:
            self.confirm.setEnabled(False)
            self._problem.hide()
            self._problem.setText("")
            place: Place = item.data(Qt.ItemDataRole.UserRole)
            self.move_requested.emit(self._subject, place.agent_id, place.skill, why)

    def _complain(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.show()

    def _on_presenter_moved(self, moved: Moved) -> None:
        if moved.subject is self._subject:
            self.accept()

    def _on_presenter_failed(self, error: Exception) -> None:
        self.confirm.setEnabled(True)
        self._complain(problem_words(error))


def places_for(
    subject: Subject,
    skills: Sequence[SkillEntry],
    agents: Sequence[AgentStatus],
    named: dict[str, str],
    loads: Mapping[str, QueueLoad],
) -> list[Place]:
    """Returns where a caller may go: who is ready, those who know the queue first, then the other queues and how full they are.

    Args:
        subject: the caller.
        skills: all queues.
        agents: all agents.
        named: the queues' names by key.
        loads: the queues in which somebody waits.
    """
    found = []
    ready = [agent for agent in agents if agent.state is AgentState.READY]
    for agent in sorted(ready, key=lambda agent: (subject.skill not in agent.skills, agent.since)):
        knows = "、".join(named.get(key, key) for key in agent.skills)
        words = f"{agent.name} · {knows}" if knows else agent.name
        found.append(Place(words, sounds_of(agent.name), "person", agent_id=agent.account_id))
    for skill in skills:
        if skill.key != subject.skill or subject.talks:
            name = skill.name if is_chinese() or not skill.english else skill.english
            waiting = loads[skill.key].waiting if skill.key in loads else 0
            words = translate("Wall", "Queue: {queue} · waiting {waiting} · ready agents {ready}").format(
                queue=name, waiting=waiting, ready=sum(skill.key in agent.skills for agent in ready)
            )
            found.append(Place(words, sounds_of(skill.name), "team", skill=skill.key))
    return found


def consequence(subject: Subject) -> str:
    """Returns what will happen, in a sentence or two."""
    if subject.talks:
        return translate(
            "Wall", "The call is taken from the agent, who writes it up. The caller hears music and is served first."
        )
    if subject.agent is not None:
        return translate(
            "Wall", "It stops ringing there, and the agent is ready again. The wait counts from when they called."
        )
    return translate("Wall", "They keep their place: the wait counts from when they called.")
