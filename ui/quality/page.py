"""The quality page: what a person may do here stands on tabs beside each other."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QTabWidget, QVBoxLayout, QWidget

from ui.language import translate
from ui.page import Link, Page, PageContext
from ui.quality.calibration_view import CalibrationView
from ui.quality.figures_view import FiguresView
from ui.quality.inspect_view import InspectView
from ui.quality.listening import SKIP_SECONDS, ListeningPresenter
from ui.quality.outcome_view import OutcomeView
from ui.quality.presenter import QualityPresenter
from widgets import theme

View = InspectView | OutcomeView | CalibrationView | FiguresView


class QualityPage(Page):
    """Inspect, appeals, calibration, my evaluations, figures: those that the person's roles allow."""

    def __init__(self, presenter: QualityPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._presenter = presenter
        self._tabs = QTabWidget()
        self._tabs.setObjectName("quality.tabs")
        self._tabs.setAccessibleName(translate("Quality", "Quality"))
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setDrawBase(False)
        self._views: dict[str, View] = {}
        self.inspect: InspectView | None = None
        if presenter.inspects:
            self.inspect = InspectView(presenter, context)
            self._add("inspect", self.inspect, translate("Quality", "Score calls"))
            appeals = OutcomeView(presenter.appeals, context, presenter.review)
            self._add("appeals", appeals, translate("Quality", "Appeals"))
            self._add(
                "calibrations",
                CalibrationView(presenter.calibrations, presenter.now, context),
                translate("Quality", "Calibration"),
            )
        if presenter.is_agent:
            self._add("mine", OutcomeView(presenter.mine, context), translate("Quality", "My evaluations"))
        if presenter.sees_figures:
            self._add("figures", FiguresView(presenter.means, presenter.now, context), translate("Quality", "Figures"))
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space.m, space.s, space.m, space.m)
        column.addWidget(self._tabs)
        if presenter.view in self._views:
            self._tabs.setCurrentWidget(self._views[presenter.view])
        self._tabs.currentChanged.connect(lambda _place: self._on_tabs_current_changed())
        presenter.appeals.rows_changed.connect(self._show_counts)
        presenter.mine.rows_changed.connect(self._show_counts)
        presenter.calibrations.rows_changed.connect(self._show_counts)
        presenter.calibrations.begun.connect(self._on_calibrations_begun)
        self._show_counts()
        self._bind_all()

    # -- the window's calls

    def entered(self) -> None:
        """Shows what is new and puts the focus where work goes on."""
        self._on_tabs_current_changed()

    def left(self) -> None:
        """Stops the sound: nobody listens on another page."""
        self._presenter.pause()

    def open_link(self, link: Link) -> None:
        """Opens an evaluation of one's own or an appeal, or a call that somebody wants to listen to."""
        if link.what == "recording" and "appeals" in self._views:
            self._tabs.setCurrentWidget(self._views["appeals"])
            self._presenter.review.open(link.value, None, "")
        if link.what == "calibration" and "calibrations" in self._views:
            self._tabs.setCurrentWidget(self._views["calibrations"])
            self._presenter.calibrations.open(link.value)
        if link.what == "evaluation":
            name = "mine" if "mine" in self._views and not self._presenter.inspects else "appeals"
            if name in self._views:
                self._tabs.setCurrentWidget(self._views[name])
                (self._presenter.mine if name == "mine" else self._presenter.appeals).open(link.value)

    def event(self, event: QEvent) -> bool:
        """Space belongs to a button that has the focus; everywhere else it plays."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            on = QApplication.focusWidget()
            if event.key() == Qt.Key.Key_Space and isinstance(on, (QAbstractButton, QComboBox)):
                event.accept()
                return True
        return super().event(event)

    # -- keys

    def _bind_all(self) -> None:
        scoring = self._presenter.scoring
        self.bind("play", lambda: self._listening().toggle())
        self.bind("back", lambda: self._listening().skip(-SKIP_SECONDS))
        self.bind("forward", lambda: self._listening().skip(SKIP_SECONDS))
        self.bind("slower", lambda: self._listening().change_rate(-1))
        self.bind("faster", lambda: self._listening().change_rate(1))
        self.bind("loop", lambda: self._listening().mark_loop())
        self.bind("silence", self._toggle_silence)
        for name, act in {
            "draw": lambda v: v.sample.draw(),
            "calibrate": lambda v: v.calibrate(),
            "publish": lambda _v: scoring.publish() if scoring.draft else None,
            "release": lambda _v: scoring.release(),
            "next": lambda v: v.open_next(),
        }.items():
            self._bind_inspecting(name, act)
        self._bind_scoring("pin", lambda v: v.listen.write_pin() if v.score.isVisible() else None)
        self._bind_scoring("fatal", lambda v: v.score.sheet.focus_fatal() if v.score.isVisible() else None)
        self._bind_scoring("remark", lambda v: v.score.focus_remark() if v.score.isVisible() else None)
        self._bind_scoring("unanswered", lambda v: v.go_to_open())
        self._bind_scoring("comment", lambda v: v.comment_current())
        self._bind_calibrating("compare", CalibrationView.compare)
        self._bind_calibrating("call_off", CalibrationView.call_off)
        for name, key in (("full", "1"), ("partly", "2"), ("none", "3"), ("not_applicable", "0")):
            self.bind(name, lambda key=key: self._answer(key))  # type: ignore[misc]
        self.bind("submit", self._confirm)
        self.bind("next_view", lambda: self._tabs.setCurrentIndex((self._tabs.currentIndex() + 1) % self._tabs.count()))

    def _bind_inspecting(self, name: str, act: Callable[[InspectView], None]) -> None:
        def run() -> None:
            view = self._tabs.currentWidget()
            if isinstance(view, InspectView):
                act(view)

        self.bind(name, run)

    def _bind_scoring(self, name: str, act: Callable[[InspectView | CalibrationView], None]) -> None:
        def run() -> None:
            view = self._tabs.currentWidget()
            if isinstance(view, (InspectView, CalibrationView)):
                act(view)

        self.bind(name, run)

    def _bind_calibrating(self, name: str, act: Callable[[CalibrationView], None]) -> None:
        def run() -> None:
            view = self._tabs.currentWidget()
            if isinstance(view, CalibrationView):
                act(view)

        self.bind(name, run)

    def _listening(self) -> ListeningPresenter:
        view = self._tabs.currentWidget()
        if isinstance(view, CalibrationView):
            return self._presenter.blind
        return self._presenter.review if view is self._views.get("appeals") else self._presenter.listening

    def _toggle_silence(self) -> None:
        view = self._tabs.currentWidget()
        if isinstance(view, (InspectView, CalibrationView)):
            view.listen.toggle_silence()
        elif isinstance(view, OutcomeView):
            view.toggle_silence()

    def _answer(self, key: str) -> None:
        view = self._tabs.currentWidget()
        if isinstance(view, InspectView):
            view.score.sheet.answer_current(key)
        elif isinstance(view, (OutcomeView, CalibrationView)):
            view.answer_current(key)

    def _confirm(self) -> None:
        view = self._tabs.currentWidget()
        if isinstance(view, InspectView):
            view.score.submit_or_publish()
        elif isinstance(view, (OutcomeView, CalibrationView)):
            view.confirm()

    # -- tabs

    def _on_calibrations_begun(self, _calibration: object) -> None:
        self._tabs.setCurrentWidget(self._views["calibrations"])

    def _add(self, name: str, view: View, words: str) -> None:
        self._views[name] = view
        self._tabs.addTab(view, words)

    def _on_tabs_current_changed(self) -> None:
        view = self._tabs.currentWidget()
        self._presenter.pause()
        self._presenter.view = next((name for name, other in self._views.items() if other is view), "")
        if isinstance(view, FiguresView):
            view.load()
        if isinstance(view, View):
            view.enter()

    def _show_counts(self) -> None:
        for name, words, waiting in (
            ("appeals", translate("Quality", "Appeals"), self._presenter.appeals.waiting),
            ("mine", translate("Quality", "My evaluations"), self._presenter.mine.waiting),
            ("calibrations", translate("Quality", "Calibration"), self._presenter.calibrations.waiting),
        ):
            view = self._views.get(name)
            if view is not None:
                self._tabs.setTabText(self._tabs.indexOf(view), f"{words} ({waiting})" if waiting else words)
