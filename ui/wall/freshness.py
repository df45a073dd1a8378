"""What the wall says while its figures are not there yet, or may not be true any more."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.language import translate
from ui.problems import problem_words
from ui.wall.presenter import WallPresenter
from ui.wall.words import is_silence, time_text
from widgets import icons, theme
from widgets.looks import label


class StaleBanner(QFrame):
    """Takes room only while what is shown is old."""

    def __init__(self, presenter: WallPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        space = theme.current().space
        self.setProperty("look", "warn")
        picture = label()
        picture.setPixmap(icons.icon("stale", "warn").pixmap(18, 18))
        self.words = label("", wrap=True)
        self.words.setProperty("wall", "banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(space.m, space.s, space.m, space.s)
        row.setSpacing(space.s)
        row.addWidget(picture)
        row.addWidget(self.words, 1)
        self.hide()

    def refresh(self) -> None:
        """Shows since when what is below it is old, and why."""
        presenter = self._presenter
        since = presenter.last_true_at
        self.setVisible(presenter.is_stale and presenter.wall is not None and since is not None)
        if since is None:
            return
        words = translate("Wall", "Last true at {time}. The server is not heard; it is tried again by itself.")
        problem = presenter.problem
        if presenter.exchange_lost:
            words = translate(
                "Wall", "Calls: last true at {time}. The exchange is not heard; it is tried again by itself."
            )
        elif problem is not None and not is_silence(problem):
            words = translate("Wall", "Last true at {time}. {problem}")
        said = "" if problem is None else problem_words(problem)
        self.words.setText(words.format(time=time_text(since), problem=said))


def nothing_yet_words(problem: Exception | None) -> str:
    """Returns what is said before the first figures have come."""
    if problem is None:
        return translate("Wall", "The figures are being fetched …")
    if is_silence(problem):
        return translate("Wall", "The server is not heard. It is tried again by itself.")
    return problem_words(problem)
