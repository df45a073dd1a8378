"""The inspector's place of work: sample, listening, scorecard."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from services.contracts.quality import SampledCall, SampleRequest
from services.quality.draft import ScoreDraft
from ui.language import translate
from ui.page import PageContext
from ui.quality.calibration_dialog import CalibrationDialog
from ui.quality.listen_panel import ListenPanel
from ui.quality.presenter import QualityPresenter
from ui.quality.room import scrolled
from ui.quality.sample_panel import SamplePanel
from ui.quality.score_panel import ScorePanel
from ui.quality.words import when
from widgets import theme
from widgets.key_button import KeyButton
from widgets.split import SplitPane


class InspectView(QWidget):
    """Three panels beside each other."""

    def __init__(self, presenter: QualityPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        sampling, scoring = presenter.sampling, presenter.scoring
        self._focused_for = ""
        self.sample = SamplePanel(context, presenter.me)
        self.listen = ListenPanel(presenter.listening, context)
        self.score = ScorePanel(scoring)
        self.calibrate_button = KeyButton(translate("Quality", "Calibrate …"), "K")
        self.calibrate_button.setToolTip(
            translate("Quality", "Have colleagues score this call too, each blind to the others (K)")
        )
        self.calibrate_button.clicked.connect(self.calibrate)
        self.listen.head.addWidget(self.calibrate_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.current().space.s, 0, 0)
        panels = [self.sample, self.listen, self.score]
        self._area = scrolled(SplitPane(panels, [31, 33, 36], context.remember, "quality.inspect"))
        column.addWidget(self._area)
        self.sample.draw_requested.connect(self._on_sample_draw_requested)
        self.sample.call_requested.connect(self._on_sample_call_requested)
        self.listen.pin_requested.connect(scoring.add_pin)
        self.score.seek_requested.connect(presenter.listening.seek)
        self.score.next_requested.connect(self.open_next)
        sampling.sample_changed.connect(self._on_sampling_sample_changed)
        sampling.drawing_changed.connect(self.sample.show_drawing)
        sampling.agents_changed.connect(self.sample.show_agents)
        scoring.draft_changed.connect(self._on_scoring_draft_changed)
        presenter.call_changed.connect(self._on_presenter_call_changed)
        self.sample.show_agents(sampling.agents)
        asked = self.sample.asked() if sampling.sample is None else None
        self.sample.show_request(*(asked or (sampling.request, sampling.period)))
        self.sample.show_sample(sampling.sample)
        self._on_presenter_call_changed(presenter.call)
        self._on_scoring_draft_changed(scoring.draft)

    def enter(self) -> None:
        """Puts the focus where work goes on: on the scorecard, the sample, or the rule."""
        if self._presenter.scoring.draft is not None:
            self.score.sheet.focus_question()
        elif self._presenter.sampling.sample is not None:
            self.sample.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.sample.focus_rule()

    def open_next(self) -> None:
        """Opens the next call of the sample."""
        self._presenter.open_next()

    def go_to_open(self) -> None:
        """Goes to the next question without an answer."""
        self.score.go_to_unanswered()

    def comment_current(self) -> None:
        """Opens the comment on the present question."""
        self.score.sheet.comment_current()

    def calibrate(self) -> None:
        """Asks who scores the open call too."""
        sampled = self._presenter.call
        if sampled is None or not self._presenter.may_calibrate:
            return
        about = f"{sampled.call.agent_name}  ·  {when(sampled.call.offered_at)}"
        self._presenter.pause()
        dialog = CalibrationDialog(self._presenter.calibrations, sampled.call.id, about, self._presenter.now(), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_sample_draw_requested(self, request: SampleRequest, period: str) -> None:
        self._presenter.sampling.draw(request, period, self._presenter.now())
        self.sample.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_sample_call_requested(self, sampled: SampledCall | None) -> None:
        if sampled is not None:
            self._presenter.open_call(sampled)

    def _on_sampling_sample_changed(self, sample: object) -> None:
        self.sample.show_sample(self._presenter.sampling.sample if sample is not None else None)
        self._show_next()

    def _on_presenter_call_changed(self, sampled: SampledCall | None) -> None:
        self.listen.show_call(sampled)
        self.calibrate_button.setEnabled(self._presenter.may_calibrate)
        self.sample.show_open(sampled)
        self._show_next()

    def _on_scoring_draft_changed(self, draft: ScoreDraft | None) -> None:
        self.listen.show_pins(draft.pins if draft is not None else [])
        if draft is not None and draft.base.id != self._focused_for:
            self._focused_for = draft.base.id
            self.score.sheet.focus_question()
            self._area.ensureWidgetVisible(self.score, 0, 0)
        elif draft is None:
            self._focused_for = ""

    def _show_next(self) -> None:
        self.score.next_button.setEnabled(self._presenter.has_next)
