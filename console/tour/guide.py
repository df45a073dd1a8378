"""Starts the real program on a fresh folder and walks through the story."""

import shutil
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QLoggingCategory, QTimer

from console import logs
from console.container import build
from console.paths import find_paths
from console.settings import SettingsFile
from console.tour.hand import Hand, LostError
from console.tour.showcase import Showcase, make_small
from console.tour.story import Story
from console.tour.witness import Witness
from ui.shell.app import Gui

README_PICTURES = Path("docs/pictures")


def run(
    pictures: Path,
    size: tuple[int, int],
    looks: dict[str, str | bool],
    keep: Path | None = None,
    for_readme: bool = False,
) -> int:
    """Runs the tour; returns 0 where every step did what it should.

    Args:
        pictures: where they go.
        size: of the window.
        looks: theme, language and size of the text, as the settings name them.
        keep: a folder to work in and to leave there.
        for_readme: takes the pictures of the README instead.
    """
    # A private display has no sound, and which libraries for it are missing is nobody's concern here.
    QLoggingCategory.setFilterRules("qt.multimedia.*=false")
    home = keep or Path(tempfile.mkdtemp(prefix="tongfu-tour-"))
    shutil.rmtree(pictures, ignore_errors=True)
    failures: list[BaseException] = []
    try:
        paths = find_paths(home)
        logs.set_up(paths.logs)
        preferences = SettingsFile(paths.settings)
        preferences.override(sounds=False, **looks)
        gui = Gui(sys.argv[:1])
        gui.loop.set_exception_handler(
            lambda _loop, context: failures.append(context.get("exception", Exception(context)))
        )
        container = build(paths, preferences, gui.deliver, gui.on_error)

        async def walk() -> None:
            window = gui.window
            if window is None:
                raise LostError("there is no window")
            window.showNormal()
            window.resize(*size)
            # A private display has no window manager that would give the window the keyboard.
            window.activateWindow()
            try:
                tale = Showcase if for_readme else Story
                await tale(Hand(window, pictures), Witness(container.connection)).tell()
            except Exception as error:
                failures.append(error)
            finally:
                window.close_now()

        QTimer.singleShot(0, lambda: gui.loop.create_task(walk()))
        gui.run(container)
    finally:
        if keep is None:
            shutil.rmtree(home, ignore_errors=True)
    if for_readme and not failures:
        make_small(pictures, README_PICTURES)
    for failure in failures:
        print(f"tour: {type(failure).__name__}: {failure}", file=sys.stderr)  # noqa: T201
    print(f"tour: {'failed' if failures else 'done'}; pictures in {pictures}")  # noqa: T201
    return 1 if failures else 0
