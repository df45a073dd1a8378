"""Picking calls: the rule at the top, the sample below."""

import json
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from services.contracts.accounts import Account
from services.contracts.quality import EvaluationStatus, Sample, SampledCall, SampleRequest, SampleRule
from ui.language import translate
from ui.page import PageContext
from ui.quality.room import wide
from ui.quality.sampling import PERIODS
from ui.quality.words import day, kind_words, period_words, reason_words, rule_words, status_words, when
from widgets import theme
from widgets.durations import clock_text
from widgets.fields.number import NumberField
from widgets.looks import label
from widgets.table.columns import Align, Column
from widgets.table.data_table import DataTable
from widgets.theme import Tone

_ASKED = "quality.asked"


class SamplePanel(QFrame):
    """Asks for samples and says which call the inspector wants."""

    draw_requested = Signal(object, str)
    """A :class:`SampleRequest` without its period, and the period."""
    call_requested = Signal(object)
    """The :class:`SampledCall` to open."""

    def __init__(self, context: PageContext, me: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._me = me
        space = theme.current().space
        self.setProperty("look", "card")
        self._rule = self._choice("quality.rule", translate("Quality", "Rule"), rule_words())
        self._kind = self._choice("quality.kind", translate("Quality", "Kind of ticket"), kind_words())
        self._kind.setCurrentIndex(2)
        self._minutes = self._number("quality.minutes", translate("Quality", "Minutes at least"), 1, 240, 5)
        self._minutes.setSuffix(translate("Quality", " min"))
        self._minutes.setPrefix("≥ ")
        self._silent = self._number("quality.silent", translate("Quality", "Silent share at least"), 5, 100, 40)
        self._silent.setSuffix(" %")
        self._silent.setPrefix("≥ ")
        self._count = self._number("quality.count", translate("Quality", "How many"), 1, 200, 10)
        units = {"calls": translate("Quality", "calls"), "share": translate("Quality", "% of calls")}
        self._unit = self._choice("quality.unit", translate("Quality", "Count or share"), units)
        self._period = self._choice("quality.period", translate("Quality", "Period"), period_words())
        self._period.setCurrentIndex(PERIODS.index("week"))
        self._agent = self._choice(
            "quality.agent", translate("Quality", "Agent"), {"": translate("Quality", "All agents")}
        )
        self._seed = self._number("quality.seed", translate("Quality", "Seed"), 0, 999_999, 1)
        self._seed.setPrefix(translate("Quality", "Seed "))
        self._seed.setToolTip(translate("Quality", "The same rule, period and seed always pick the same calls."))
        self.draw_button = QPushButton(translate("Quality", "Pick calls"))
        self.draw_button.setProperty("look", "primary")
        self.draw_button.clicked.connect(self.draw)
        self._summary = label("", "caption", wrap=True)
        self._remember = context.remember
        self._wanted_agent = ""
        self.table = self._make_table(context)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.m, space.m, space.m, space.m)
        column.setSpacing(space.s)
        column.addLayout(self._form())
        column.addWidget(self._summary)
        column.addWidget(self.table, 1)
        self._rule.currentIndexChanged.connect(lambda _place: self._show_fields())
        self._unit.currentIndexChanged.connect(lambda _place: self._on_unit_changed())
        self._show_fields()
        self.show_sample(None)

    # -- asking

    def draw(self) -> None:
        """Asks for the sample that the form describes."""
        rule = SampleRule(self._rule.currentData())
        share = self._unit.currentData() == "share"
        request = SampleRequest(
            rule=rule,
            seed=self._seed.value(),
            count=10 if share else self._count.value(),
            share=self._count.value() / 100 if share else None,
            agent_id=self._agent.currentData() or None,
            kind=self._kind.currentData() if rule is SampleRule.KIND else "",
            long_seconds=self._minutes.value() * 60.0,
            silent_share=self._silent.value() / 100,
        )
        period = str(self._period.currentData())
        self._remember.put(_ASKED, json.dumps({"period": period, "request": request.model_dump(mode="json")}))
        self.draw_requested.emit(request, period)

    def asked(self) -> tuple[SampleRequest, str] | None:
        """Returns what was asked for last at this machine: the same seed picks the same calls, also on the next day."""
        try:
            kept = json.loads(self._remember.get(_ASKED) or "null")
            return SampleRequest.model_validate(kept["request"]), str(kept["period"])
        except (ValueError, TypeError, KeyError):
            return None

    def focus_rule(self) -> None:
        """Puts the focus on the first field."""
        self._rule.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- showing

    def show_request(self, request: SampleRequest, period: str) -> None:
        """Fills the form with what was asked last."""
        for box, value in (
            (self._rule, request.rule.value),
            (self._kind, request.kind or "complaint"),
            (self._period, period),
        ):
            box.setCurrentIndex(max(0, box.findData(value)))
        self._minutes.setValue(round(request.long_seconds / 60))
        self._silent.setValue(round(request.silent_share * 100))
        self._seed.setValue(request.seed)
        self._unit.setCurrentIndex(0 if request.share is None else 1)
        self._count.setValue(request.count if request.share is None else round(request.share * 100))
        self._wanted_agent = request.agent_id or ""
        self._agent.setCurrentIndex(max(0, self._agent.findData(self._wanted_agent)))

    def show_agents(self, agents: list[Account]) -> None:
        """Offers these agents."""
        chosen = self._agent.currentData() or self._wanted_agent
        self._agent.clear()
        self._agent.addItem(translate("Quality", "All agents"), "")
        for agent in agents:
            self._agent.addItem(f"{agent.name} · {agent.team}" if agent.team else agent.name, agent.id)
        self._agent.setCurrentIndex(max(0, self._agent.findData(chosen)))

    def show_drawing(self, drawing: bool) -> None:
        """Says that a sample is on its way."""
        self.draw_button.setEnabled(not drawing)

    def show_sample(self, sample: Sample | None) -> None:
        """Shows a sample; the row under the cursor stays."""
        if sample is None:
            self._summary.setText("")
            self.table.set_empty(
                translate("Quality", "Choose a rule and press Pick calls. The same seed picks the same calls again.")
            )
            self.table.model.set_rows([])
            return
        self._summary.setText(
            translate("Quality", "Scored {scored} of {count} · {population} calls fit · {since} to {until}").format(
                scored=sum(_is_scored(call) for call in sample.calls),
                count=len(sample.calls),
                population=sample.population,
                since=day(sample.since),
                until=day(sample.until),
            )
        )
        self.table.set_empty(translate("Quality", "No call fits the rule. Choose a longer period or another rule."))
        self.table.model.set_rows(sample.calls)

    def show_open(self, sampled: SampledCall | None) -> None:
        """Brings the cursor to the call that is open."""
        if sampled is not None:
            self.table.go_to(sampled.call.id)

    # -- making

    def _form(self) -> QGridLayout:
        space = theme.current().space
        first = QHBoxLayout()
        first.setSpacing(space.s)
        first.addWidget(label(translate("Quality", "Sample"), "title"))
        first.addSpacing(space.s)
        first.addWidget(self._rule, 3)
        for extra in (self._kind, self._minutes, self._silent):
            first.addWidget(extra, 2)
        grid = QGridLayout()
        grid.setSpacing(space.s)
        grid.addLayout(first, 0, 0, 1, 6)
        placed: tuple[tuple[QWidget, int, int, int], ...] = (
            (self._period, 1, 0, 3),
            (self._agent, 1, 3, 3),
            (self._count, 2, 0, 1),
            (self._unit, 2, 1, 1),
            (self._seed, 2, 2, 2),
            (self.draw_button, 2, 4, 2),
        )
        for widget, row, at, width in placed:
            grid.addWidget(widget, row, at, 1, width)
        for at in range(6):
            grid.setColumnStretch(at, 1)
        return grid

    def _choice(self, name: str, words: str, choices: dict[str, str]) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.setToolTip(words)
        box.setMinimumContentsLength(4)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for key, text in choices.items():
            box.addItem(text, key)
        return box

    def _number(self, name: str, words: str, least: int, most: int, value: int) -> NumberField:
        box = NumberField()
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.setToolTip(words)
        box.setRange(least, most)
        box.setValue(value)
        box.setMinimumWidth(wide(64))
        return box

    def _show_fields(self) -> None:
        rule = self._rule.currentData()
        self._kind.setVisible(rule == "kind")
        self._minutes.setVisible(rule == "long")
        self._silent.setVisible(rule == "silent")

    def _on_unit_changed(self) -> None:
        self._count.setMaximum(100 if self._unit.currentData() == "share" else 200)

    def _make_table(self, context: PageContext) -> DataTable[SampledCall]:
        table: DataTable[SampledCall] = DataTable(
            translate("Quality", "Sampled calls"),
            [
                Column(
                    "state",
                    translate("Quality", "State"),
                    value=lambda c: self._state(c)[0],
                    tone=lambda c: self._state(c)[1],
                    badge=True,
                    width=70,
                ),
                Column(
                    "time",
                    translate("Quality", "Call"),
                    value=lambda c: _local(c.call.offered_at),
                    text=lambda c: when(c.call.offered_at),
                    width=102,
                ),
                Column("agent", translate("Quality", "Agent"), value=lambda c: c.call.agent_name, width=80),
                Column(
                    "reason",
                    translate("Quality", "Why"),
                    value=_why,
                    tip=_why,
                    width=120,
                    stretch=True,
                ),
                Column(
                    "length",
                    translate("Quality", "Length"),
                    value=lambda c: _seconds(c),
                    text=lambda c: clock_text(_seconds(c)),
                    align=Align.RIGHT,
                    width=64,
                    shown=False,
                ),
                Column(
                    "satisfaction",
                    translate("Quality", "Rating"),
                    value=lambda c: c.call.satisfaction,
                    align=Align.RIGHT,
                    width=64,
                    shown=False,
                ),
                Column(
                    "title",
                    translate("Quality", "Ticket"),
                    value=lambda c: c.ticket_title,
                    width=160,
                    shown=False,
                ),
            ],
            key=lambda c: c.call.id,
            remember=context.remember,
            remember_as="quality.sample",
            empty="",
        )
        # Beside a narrow table the filter takes the room that is left.
        table.tools.setStretch(1, 0)
        table.row_activated.connect(self.call_requested)
        table.export_requested.connect(context.export)
        return table

    def _state(self, sampled: SampledCall) -> tuple[str, Tone]:
        if sampled.own:
            return translate("Quality", "Own call"), Tone.QUIET
        if sampled.evaluation_id is None:
            return translate("Quality", "Free"), Tone.QUIET
        if sampled.evaluation_status == EvaluationStatus.CLAIMED:
            mine = sampled.claimed_by_id == self._me
            return (translate("Quality", "Mine") if mine else sampled.claimed_by), Tone.ACCENT if mine else Tone.WARN
        if sampled.evaluation_status == EvaluationStatus.APPEALED:
            return status_words(sampled.evaluation_status)
        return translate("Quality", "Done"), Tone.GOOD


def _is_scored(sampled: SampledCall) -> bool:
    return sampled.evaluation_id is not None and sampled.evaluation_status != EvaluationStatus.CLAIMED


def _seconds(sampled: SampledCall) -> float:
    call = sampled.call
    return (call.ended_at - call.answered_at).total_seconds() if call.ended_at and call.answered_at else 0.0


def _why(sampled: SampledCall) -> str:
    # Chance is worth a word only where nothing else is remarkable.
    told = [reason for reason in sampled.reasons if reason not in ("random", "per_agent")] or sampled.reasons
    return " · ".join(reason_words(reason, sampled.ticket_kind) for reason in told)


def _local(moment: datetime) -> str:
    return moment.isoformat()
