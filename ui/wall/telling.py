"""Says at the wall what became of the lead's acts."""

from PySide6.QtCore import QObject, Signal

from services.contracts.accounts import Account
from services.contracts.alarms import Alarm
from services.contracts.calls import AgentStatus, SupervisionMode
from ui.alarm_words import alarm_title
from ui.language import translate
from ui.problems import problem_words
from ui.wall.presenter import WallPresenter
from ui.wall.words import choice_words
from widgets.theme import Tone


class ActTelling(QObject):
    """Turns the facts of the acts and of the alarms into sentences."""

    said = Signal(str, object)
    """Words and their tone."""

    def __init__(self, presenter: WallPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        presenter.acts.put_right_done.connect(self._on_acts_put_right_done)
        presenter.acts.skills_set.connect(self._on_acts_skills_set)
        presenter.acts.supervised.connect(self._on_acts_supervised)
        presenter.alarms.acknowledged.connect(self._on_alarms_acknowledged)
        presenter.alarms.failed.connect(self._on_alarms_failed)

    def _on_acts_put_right_done(self, agent: AgentStatus) -> None:
        words = translate("Wall", "{name} is now: {state}. The reason is recorded.")
        self.said.emit(words.format(name=agent.name, state=choice_words(agent.state)), Tone.GOOD)

    def _on_acts_skills_set(self, account: Account) -> None:
        words = translate("Wall", "{name} has other skills now: {skills}")
        named = "、".join(self._presenter.queue_name(skill.key) for skill in account.skills)
        self.said.emit(words.format(name=account.name, skills=named or "–"), Tone.GOOD)

    def _on_acts_supervised(self, mode: SupervisionMode | None, name: str) -> None:
        words = {
            SupervisionMode.LISTEN: translate("Wall", "Listening to {name}'s call. Nobody hears you."),
            SupervisionMode.WHISPER: translate("Wall", "Only {name} hears you; the caller does not."),
            SupervisionMode.JOIN: translate("Wall", "You have joined {name}'s call: all three hear each other."),
            None: translate("Wall", "You have left {name}'s call."),
        }[mode]
        self.said.emit(words.format(name=name), Tone.GOOD)

    def _on_alarms_acknowledged(self, alarm: Alarm) -> None:
        words = translate("Wall", "{alarm}: {name} takes care of it.")
        self.said.emit(words.format(alarm=alarm_title(alarm.kind), name=alarm.acknowledged_by), Tone.GOOD)

    def _on_alarms_failed(self, error: Exception) -> None:
        self.said.emit(problem_words(error), Tone.BAD)
