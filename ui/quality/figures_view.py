"""Figures of quality: means by agent, team and question, each with a small bar."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from services.contracts.quality import QualityFigure, QualityFigures
from ui.language import translate
from ui.page import PageContext
from ui.quality.means import MeansPresenter
from ui.quality.sampling import PERIODS
from ui.quality.words import figure_words, period_words, score_tone, score_words, when
from widgets import theme
from widgets.looks import label, set_look
from widgets.split import SplitPane
from widgets.table.columns import Align, Column
from widgets.table.data_table import DataTable
from widgets.theme import Tone


class FiguresView(QWidget):
    """Three tables of one period; the lowest mean stands first."""

    def __init__(
        self, means: MeansPresenter, now: Callable[[], datetime], context: PageContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._means = means
        self._now = now
        space = theme.current().space
        self._period = QComboBox()
        self._period.setObjectName("quality.figures.period")
        self._period.setAccessibleName(translate("Quality", "Period"))
        for key, words in period_words().items():
            self._period.addItem(words, key)
        self._period.setCurrentIndex(PERIODS.index(means.period))
        self._period.activated.connect(lambda _place: self.load())
        self._mean = label("–", "figure")
        self._about = label("", "caption")
        self._agents = self._table(context, "agents", translate("Quality", "Agents"), translate("Quality", "Agent"))
        self._teams = self._table(context, "teams", translate("Quality", "Teams"), translate("Quality", "Team"))
        self._questions = self._table(
            context, "questions", translate("Quality", "Questions"), translate("Quality", "Question")
        )
        top = QHBoxLayout()
        top.setSpacing(space.m)
        top.addWidget(self._period)
        top.addWidget(self._mean)
        top.addWidget(self._about)
        top.addStretch(1)
        people = SplitPane(
            [self._card(self._agents), self._card(self._teams)],
            [3, 2],
            context.remember,
            "quality.people",
            vertical=True,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, space.s, 0, 0)
        column.setSpacing(space.s)
        column.addLayout(top)
        column.addWidget(
            SplitPane([people, self._card(self._questions)], [1, 1], context.remember, "quality.figures"), 1
        )
        means.figures_changed.connect(self._on_means_figures_changed)
        if means.figures is not None:
            self._on_means_figures_changed(means.figures)

    def load(self) -> None:
        """Asks for the period that is chosen."""
        self._means.load(self._period.currentData(), self._now())

    def enter(self) -> None:
        """Puts the focus on the period."""
        self._period.setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, table: DataTable[QualityFigure]) -> QFrame:
        frame = QFrame()
        frame.setProperty("look", "card")
        space = theme.current().space
        column = QVBoxLayout(frame)
        column.setContentsMargins(space.m, space.m, space.m, space.m)
        column.setSpacing(space.s)
        column.addWidget(label(table.view.accessibleName(), "title"))
        column.addWidget(table)
        return frame

    def _table(self, context: PageContext, key: str, name: str, heading: str) -> DataTable[QualityFigure]:
        columns: list[Column[QualityFigure]] = [
            Column("name", heading, value=figure_words, width=120, stretch=True),
            Column(
                "mean",
                translate("Quality", "Mean"),
                value=lambda f: f.mean,
                text=lambda f: score_words(f.mean),
                width=130,
            ),
            Column(
                "lowest",
                translate("Quality", "Lowest"),
                value=lambda f: f.lowest,
                text=lambda f: score_words(f.lowest),
                align=Align.RIGHT,
                width=76,
            ),
            Column("count", translate("Quality", "Evaluations"), value=lambda f: f.count, align=Align.RIGHT, width=84),
        ]
        if key != "questions":
            columns.append(
                Column("fatal", translate("Quality", "Fatal"), value=lambda f: f.fatal, align=Align.RIGHT, width=64)
            )
        table: DataTable[QualityFigure] = DataTable(
            name,
            columns,
            key=lambda f: f.key,
            remember=context.remember,
            remember_as=f"quality.figures.{key}",
            empty=translate("Quality", "No published evaluation in this period. Choose a longer one."),
        )
        table.view.setItemDelegateForColumn(1, _BarDelegate(table))
        table.export_requested.connect(context.export)
        return table

    def _on_means_figures_changed(self, figures: QualityFigures) -> None:
        self._mean.setText(score_words(figures.mean))
        set_look(self._mean, "words", str(score_tone(figures.mean)))
        self._about.setText(
            translate("Quality", "Mean of {count} published evaluations · calls {since} to {until}").format(
                count=figures.count, since=when(figures.since), until=when(figures.until)
            )
        )
        self._agents.model.set_rows(figures.agents)
        self._teams.model.set_rows(figures.teams)
        self._questions.model.set_rows(figures.questions)


class _BarDelegate(QStyledItemDelegate):
    """Paints a mean as a number and a bar of 100."""

    def __init__(self, table: DataTable[QualityFigure]) -> None:
        super().__init__(table)
        self._model = table.model
        self._look = theme.current()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paints one cell."""
        figure, cell, space = self._model.row_at(index.row()), option.rect, self._look.space
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(cell, self._look.colour("selection"))
        painter.fillRect(cell.left(), cell.bottom(), cell.width(), 1, self._look.colour("sunken"))
        ink, _soft = self._look.tone(score_tone(figure.mean))
        painter.setFont(self._look.font(digits=True))
        words = cell.adjusted(space.s + 3, 0, 0, 0)
        painter.setPen(ink)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, score_words(figure.mean))
        left = words.left() + painter.fontMetrics().horizontalAdvance("100.0") + space.s
        room = QRectF(left, cell.center().y() - 3, max(0, cell.right() - space.s - left), 6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("sunken"))
        painter.drawRoundedRect(room, 3, 3)
        neutral = score_tone(figure.mean) is Tone.NEUTRAL
        painter.setBrush(self._look.colour("accent") if neutral else ink)
        painter.drawRoundedRect(QRectF(room.left(), room.top(), room.width() * figure.mean / 100, room.height()), 3, 3)
