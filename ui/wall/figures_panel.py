"""All figures of the wall: what is true now above, today's figures below. The page and the display both show it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from services.contracts.calls import AgentState
from services.contracts.figures import Figures
from services.wall.judging import concern_of, concern_of_wait
from ui.language import translate
from ui.wall.figure_words import figure_text, figure_words, outside_words
from ui.wall.presenter import WallPresenter
from ui.wall.tiles import CountsTile, Tile
from ui.wall.words import NOTHING, TONES, state_words, states_on_duty
from widgets import theme
from widgets.durations import clock_text
from widgets.theme import Tone

_SIGNED_IN = "signed_in"


class FiguresPanel(QWidget):
    """Tiles that follow the presenter. One Tab goes in and out, arrows walk through them."""

    def __init__(self, presenter: WallPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.waiting = Tile(translate("Wall", "Waiting"), "now")
        self.longest = Tile(translate("Wall", "Longest wait"), "now")
        self.in_call = Tile(translate("Wall", "In call"), "now")
        counted = [(_SIGNED_IN, translate("Wall", "On duty")), *((s.value, state_words(s)) for s in states_on_duty())]
        self.agents = CountsTile(translate("Wall", "Agents"), counted)
        outside = outside_words()
        self.outside = CountsTile(
            translate("Wall", "Not in the queues today"), [(each.key, each.title) for each in outside]
        )
        self.figures = {said.key: Tile(said.title) for said in figure_words(presenter.choices.threshold)}
        self._tiles: list[Tile] = [
            self.waiting,
            self.longest,
            self.in_call,
            self.agents,
            self.outside,
            *self.figures.values(),
        ]
        self._lay_out()
        self._set_meanings()
        for tile in self._tiles:
            tile.neighbour_requested.connect(self._on_tile_neighbour_requested)
        self._tiles[0].setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        presenter.wall_changed.connect(self.refresh)
        presenter.agent_changed.connect(self._show_agents)
        presenter.freshness_changed.connect(self.refresh)
        self.refresh()

    def stops(self) -> list[QWidget]:
        """Returns the tiles in their order; Tab stops at one of them."""
        return list(self._tiles)

    def set_close(self, close: bool) -> None:
        """Puts the words of each figure closer to its edges, where there is little height."""
        for tile in self._tiles:
            tile.set_close(close)

    def focus_current(self) -> None:
        """Puts the focus on the figure where it was last."""
        current = next(tile for tile in self._tiles if tile.focusPolicy() == Qt.FocusPolicy.StrongFocus)
        current.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Shows the presenter's present figures."""
        wall = self._presenter.wall
        if wall is None:
            return
        stale = self._presenter.is_stale
        self.waiting.show_value(str(wall.live.waiting), self._tone(Tone.NEUTRAL))
        self.in_call.show_value(str(wall.live.in_call), self._tone(Tone.NEUTRAL))
        self.tick()
        self._show_agents()
        for said in figure_words(wall.today.threshold):
            tile = self.figures[said.key]
            tile.set_name(said.title)
            tile.set_meaning(said.meaning)
            concern = concern_of(said.key, wall.today)
            last = translate("Wall", "Last hour {value}").format(value=figure_text(said.key, wall.last_hour))
            tile.show_value(figure_text(said.key, wall.today), Tone.QUIET if stale else TONES[concern], last)
        self._show_counts(wall.today)

    def tick(self) -> None:
        """Counts the longest wait on; call it every second."""
        if self._presenter.wall is None:
            return
        seconds = self._presenter.longest_wait()
        concern = concern_of_wait(seconds, self._presenter.wall.today.threshold)
        self.longest.show_value(clock_text(seconds) if seconds > 0 else "0:00", self._tone(TONES[concern]))

    def _show_agents(self) -> None:
        counts = self._presenter.counts()
        if self._presenter.wall is None:
            return
        on_duty = counts.total() - counts[AgentState.OFFLINE]
        self.agents.show_count(_SIGNED_IN, str(on_duty), self._tone(Tone.NEUTRAL))
        for state in states_on_duty():
            loud = state is AgentState.PAUSED and counts[state] > 0
            faint = Tone.QUIET if not counts[state] else Tone.NEUTRAL
            self.agents.show_count(state.value, str(counts[state]), self._tone(Tone.WARN if loud else faint))
        self.agents.say()

    def _show_counts(self, today: Figures) -> None:
        """Says in the tool tips of the shares how many calls they stand for."""
        counts = translate("Wall", "Today: offered {offered}, answered {answered}, abandoned {abandoned}.").format(
            offered=today.offered, answered=today.answered, abandoned=today.abandoned
        )
        for said in figure_words(today.threshold):
            self.figures[said.key].set_meaning(f"{said.meaning}\n{counts}")
        for said in outside_words():
            count = getattr(today, said.key)
            self.outside.show_count(said.key, str(count), self._tone(Tone.NEUTRAL if count else Tone.QUIET))
        self.outside.say()

    def _tone(self, tone: Tone) -> Tone:
        return Tone.QUIET if self._presenter.is_stale else tone

    def _set_meanings(self) -> None:
        self.waiting.set_meaning(translate("Wall", "Callers who wait in the queue now."))
        self.longest.set_meaning(
            translate(
                "Wall", "How long the caller has waited who has waited longest. Amber past T, red past four times T."
            )
        )
        self.in_call.set_meaning(translate("Wall", "Calls that an agent has answered and that go on, held ones too."))
        self.agents.set_meaning(translate("Wall", "Agents by what they do now. Off duty is not counted."))
        self.outside.set_meaning("\n".join(f"{each.title}: {each.meaning}" for each in outside_words()))
        for tile in self._tiles:
            tile.show_value(NOTHING) if not isinstance(tile, CountsTile) else None

    def _lay_out(self) -> None:
        space = theme.current().space
        now = QHBoxLayout()
        now.setSpacing(space.s)
        shares = ((self.waiting, 5), (self.longest, 7), (self.in_call, 5), (self.agents, 25), (self.outside, 12))
        for tile, share in shares:
            now.addWidget(tile, share)
        today = QGridLayout()
        today.setSpacing(space.s)
        for place, tile in enumerate(self.figures.values()):
            today.addWidget(tile, 0, place)
            today.setColumnStretch(place, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.s)
        column.addLayout(now)
        column.addLayout(today)

    def _on_tile_neighbour_requested(self, step: int) -> None:
        sender = self.sender()
        place = next((place for place, tile in enumerate(self._tiles) if tile is sender), 0)
        before, after = self._tiles[place], self._tiles[max(0, min(len(self._tiles) - 1, place + step))]
        before.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        after.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        after.setFocus(Qt.FocusReason.OtherFocusReason)
