"""Putting an agent right who is stuck: choose a state, say why, and see what will happen before it does."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from services.contracts.calls import AgentState, AgentStatus, RawCallEvent
from ui.language import translate
from ui.problems import problem_words
from ui.wall.presenter import WallPresenter
from ui.wall.words import (
    choice_words,
    evidence_lines,
    is_silence,
    state_text,
    state_tone,
    stuck_sentence,
    telephone_sentence,
)
from widgets import theme
from widgets.badges import AgeLabel, StateBadge
from widgets.fields.frame import FieldFrame
from widgets.looks import label

CHOICES = (AgentState.READY, AgentState.BREAK, AgentState.TRAINING, AgentState.OFFLINE)
"""The states that the server lets a lead set."""
_WHY_LIMIT = 120
_WIDTH = 480


class PutRightDialog(QDialog):
    """Asks for state and reason, says what follows, and stays open with what was typed until the server has agreed."""

    put_right_requested = Signal(str, object, str)
    """Account, state, reason."""

    def __init__(self, agent: AgentStatus, presenter: WallPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._account_id = agent.account_id
        self._agent = agent
        self.setWindowTitle(translate("Wall", "Put right: {name}").format(name=agent.name))
        self.setMinimumWidth(_WIDTH)
        self._badge = StateBadge()
        self._age = AgeLabel(presenter.shown_now)
        self._mark = label("", "error", wrap=True)
        self._choices = QButtonGroup(self)
        self._buttons: dict[AgentState, QRadioButton] = {}
        self.why = QLineEdit()
        self.why.setObjectName("put_right.why")
        self.why.setMaxLength(_WHY_LIMIT)
        self.why.setPlaceholderText(translate("Wall", "For example: console frozen, told by phone"))
        self._why_frame = FieldFrame(translate("Wall", "Reason (it is recorded)"), self.why, required=True)
        self.evidence = label("", "caption", wrap=True)
        self.evidence.setTextFormat(Qt.TextFormat.PlainText)
        self.evidence.hide()
        self._consequence = label("", wrap=True)
        self._consequence.setTextFormat(Qt.TextFormat.PlainText)
        self._problem = label("", "error", wrap=True)
        self._problem.hide()
        self.confirm = QPushButton()
        self.confirm.setProperty("look", "primary")
        self.confirm.setDefault(True)
        self._cancel = QPushButton(translate("Wall", "Cancel"))
        self._cancel.setAutoDefault(False)
        self._lay_out()
        self._connect()
        self._choose_first()
        self._show_agent()
        presenter.acts.look_for_evidence(agent.account_id)

    @property
    def state(self) -> AgentState:
        """The state that is chosen."""
        return next((state for state, button in self._buttons.items() if button.isChecked()), AgentState.READY)

    def consequence(self) -> str:
        """Returns the sentences on what will happen."""
        return self._consequence.text()

    def error(self) -> str:
        """Returns what the dialog complains of, or an empty text."""
        return self._why_frame.error() or self._problem.text()

    def _lay_out(self) -> None:
        space = theme.current().space
        who = QHBoxLayout()
        who.setSpacing(space.s)
        for part in (label(self._agent.name, "title"), self._badge, self._age):
            who.addWidget(part)
        who.addStretch(1)
        choices = QHBoxLayout()
        choices.setSpacing(space.l)
        for number, state in enumerate(CHOICES, 1):
            button = QRadioButton(f"{choice_words(state)} (&{number})")
            button.setAccessibleName(choice_words(state))
            self._choices.addButton(button)
            self._buttons[state] = button
            choices.addWidget(button)
        choices.addStretch(1)
        follows = QFrame()
        follows.setProperty("look", "accent")
        inside = QVBoxLayout(follows)
        inside.setContentsMargins(space.m, space.s, space.m, space.s)
        inside.addWidget(label(translate("Wall", "What will happen"), "strong"))
        inside.addWidget(self._consequence)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.xl, space.l, space.xl, space.l)
        column.setSpacing(space.m)
        column.addLayout(who)
        column.addWidget(self._mark)
        column.addWidget(self.evidence)
        column.addWidget(label(translate("Wall", "Set the state to"), "muted"))
        column.addLayout(choices)
        column.addWidget(self._why_frame)
        column.addWidget(follows)
        column.addWidget(self._problem)
        column.addLayout(row)

    def _connect(self) -> None:
        self._choices.buttonToggled.connect(lambda *_: self._show_consequence())
        self.why.textEdited.connect(lambda _text: self._why_frame.set_error(""))
        self.confirm.clicked.connect(self._on_confirm_clicked)
        self._cancel.clicked.connect(self.reject)
        self._presenter.agent_changed.connect(self._on_presenter_agent_changed)
        self._presenter.agents_changed.connect(self._on_presenter_agents_changed)
        self._presenter.acts.evidence_found.connect(self._on_acts_evidence_found)
        self._presenter.acts.put_right_done.connect(self._on_acts_put_right_done)
        self._presenter.acts.put_right_failed.connect(self._on_acts_put_right_failed)

    def _choose_first(self) -> None:
        first = AgentState.OFFLINE if self._agent.stuck == "no_console" else AgentState.READY
        if first is self._agent.state:
            first = next(state for state in reversed(CHOICES) if state is not self._agent.state)
        self._buttons[first].setChecked(True)
        self._buttons[first].setFocus()

    def _show_agent(self) -> None:
        agent = self._agent
        self._badge.set_state(state_text(agent), state_tone(agent.state))
        self._age.set_since(agent.since)
        marks = [said for said in (stuck_sentence(agent.stuck), telephone_sentence(agent.telephone)) if said]
        self._mark.setText("\n".join(marks))
        self._mark.setVisible(bool(marks))
        for state, button in self._buttons.items():
            button.setEnabled(state is not agent.state)
        self._show_consequence()

    def _show_consequence(self) -> None:
        self._consequence.setText("\n".join(consequences(self._agent, self.state)))
        words = translate("Wall", "Set to “{state}”").format(state=choice_words(self.state))
        self.confirm.setText(words)
        self.confirm.setAccessibleDescription(self._consequence.text())

    def _on_confirm_clicked(self) -> None:
        why = self.why.text().strip()
        if not why:
            self._why_frame.set_error(translate("Wall", "Say why: the reason is kept with the change."))
            self.why.setFocus()
            return
        self.confirm.setEnabled(False)
        self._problem.hide()
        self.put_right_requested.emit(self._account_id, self.state, why)

    def _on_presenter_agent_changed(self, agent: AgentStatus) -> None:
        if agent.account_id == self._account_id and agent != self._agent:
            self._agent = agent
            self._show_agent()

    def _on_acts_evidence_found(self, account_id: str, events: list[RawCallEvent]) -> None:
        lines = evidence_lines(events)
        if account_id == self._account_id and lines:
            self.evidence.setText("\n".join(lines))
            self.evidence.show()

    def _on_presenter_agents_changed(self) -> None:
        agent = self._presenter.agent(self._account_id)
        if agent is not None:
            self._on_presenter_agent_changed(agent)

    def _on_acts_put_right_done(self, agent: AgentStatus) -> None:
        if agent.account_id == self._account_id:
            self.accept()

    def _on_acts_put_right_failed(self, error: Exception) -> None:
        self.confirm.setEnabled(True)
        self._problem.setText(_sentence(error))
        self._problem.show()


def consequences(agent: AgentStatus, state: AgentState) -> list[str]:
    """Returns in sentences what setting a state does to an agent and to the caller they have."""
    said = []
    has_call = agent.state in (AgentState.TALKING, AgentState.HELD)
    if has_call and agent.helping:
        said.append(translate("Wall", "They leave the colleague's call; the citizen stays with the colleague."))
    elif has_call and agent.dialling:
        said.append(translate("Wall", "Whoever they are calling has not answered yet: the call ends."))
    elif has_call and agent.outgoing:
        said.append(
            translate(
                "Wall", "Their call is taken from them; the citizen who was called goes to the head of the queue."
            )
        )
    elif has_call:
        said.append(translate("Wall", "Their call is taken from them; the caller goes back to the head of the queue."))
    elif agent.state is AgentState.RINGING:
        said.append(translate("Wall", "It stops ringing at them; the caller goes back to the head of the queue."))
    elif agent.state is AgentState.WRAP_UP:
        said.append(translate("Wall", "Their wrap-up ends now. What they have typed stays on their desk."))
    said.append(
        {
            AgentState.READY: translate("Wall", "The next call may ring at them at once."),
            AgentState.BREAK: translate("Wall", "They get no calls until they end the break."),
            AgentState.TRAINING: translate("Wall", "They get no calls until they end the training."),
            AgentState.OFFLINE: translate("Wall", "They go off duty and get no calls until they go on duty again."),
        }[state]
    )
    said.append(translate("Wall", "Your name, the reason and the time are recorded."))
    return said


def _sentence(error: Exception) -> str:
    if is_silence(error):
        return translate("Wall", "The server was not reached, so nothing may have changed. Try again; it counts once.")
    return problem_words(error)
