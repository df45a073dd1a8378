"""The main window: the sign-in page or the workspace, and what floats above them."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox, QStackedWidget, QWidget

from ui.commands import Command
from ui.container import Container
from ui.language import CHINESE, ENGLISH, translate
from ui.page import Link, PageContext
from ui.problems import problem_words
from ui.shell.controller import ShellController
from ui.shell.exports import Exporter, file_chooser
from ui.shell.focus import go_to_next_area, put_focus_back, where_is_focus
from ui.shell.needs_you.panel import NeedsYouDialog
from ui.shell.needs_you.presenter import NeedsYouPresenter
from ui.shell.notices_centre import NoticesCentre
from ui.shell.palette import CommandPalette
from ui.shell.palette_making import make_providers
from ui.shell.shortcut_sheet import ShortcutSheet
from ui.shell.shortcuts import UNDO_KEY, page_commands, window_commands
from ui.shell.workspace import Workspace
from ui.signin.page import SignInPage
from widgets import theme
from widgets.theme import Tone
from widgets.toast import NoticeArea

_GEOMETRY = "window.geometry"


class MainWindow(QMainWindow):
    """Follows the controller; rebuilds everything on a change of language or look, and puts the focus back."""

    closed = Signal()

    def __init__(self, container: Container, controller: ShellController) -> None:
        super().__init__()
        self._container = container
        self._controller = controller
        self._closing = False
        self.signin: SignInPage | None = None
        self.workspace: Workspace | None = None
        self.palette_box: CommandPalette | None = None
        self.centre: NoticesCentre | None = None
        self._actions: dict[str, QAction] = {}
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self.setMinimumSize(960, 600)
        self.notices = NoticeArea(self, UNDO_KEY)
        controller.signed_in.connect(self._on_controller_signed_in)
        controller.signed_out.connect(self._show_signin)
        controller.leaving.connect(self._on_controller_leaving)
        controller.session_lost.connect(self._on_controller_session_lost)
        controller.session_found.connect(self._on_controller_session_found)
        controller.attention_requested.connect(self._on_controller_attention_requested)
        controller.notice_stated.connect(self._say)
        controller.undo_offered.connect(self._say)
        controller.status.problem_happened.connect(self.tell_problem)
        self._show_signin()

    def _say(self, text: str, tone: str, undo: Callable[[], None] | None = None) -> None:
        self.notices.say(text, Tone(tone), undo)

    def show_at_start(self) -> None:
        """Shows the window where it was last, and begins to connect."""
        kept = self._container.remember.get(_GEOMETRY)
        if not kept or not self.restoreGeometry(QByteArray.fromBase64(QByteArray(kept.encode()))):
            self.resize(1280, 800)
        self.show()
        if self.signin is not None:
            self.signin.focus_first()
        self._controller.start()

    def tell_problem(self, error: BaseException) -> None:
        """Tells of an error that nobody else handled."""
        self.notices.say(problem_words(error), Tone.BAD)

    def open_link(self, link: Link) -> None:
        """Goes to a link, where the person may."""
        if link.page == "needs_you":
            self._open_needs_you()
        elif self.workspace is not None and not self.workspace.open_link(link):
            self.notices.say(translate("Shell", "You may not use the page that this leads to."), Tone.WARN)

    def change_look(self, values: dict[str, str | bool]) -> None:
        """Changes language, theme or text size, and builds everything anew with it."""
        self._container.preferences.change(**values)
        preferences = self._container.preferences
        application = QApplication.instance()
        if isinstance(application, QApplication) and not {"theme", "large_text"}.isdisjoint(values):
            theme.apply(application, theme.make_theme(preferences.theme, large=preferences.large_text))
        self._controller.language.switch(preferences.language)
        self.rebuild()

    def rebuild(self) -> None:
        """Builds pages anew; what is typed comes back from presenters and drafts, the focus to where it was."""
        place = where_is_focus(self)
        page = self.workspace.current_key if self.workspace else ""
        self.notices.deleteLater()
        self.notices = NoticeArea(self, UNDO_KEY)
        if self.workspace is not None:
            self._build_workspace()
            if self.workspace.show_page(page) is None:
                self.workspace.show_first()
        if self.signin is not None:
            typed = (self.signin.username.text(), self.signin.password.text())
            self._build_signin(again=self.workspace is not None)
            self.signin.username.setText(typed[0])
            self.signin.password.setText(typed[1])
        # Not the whole window: what was thrown away is still in it until the event loop goes on.
        put_focus_back(self.signin or self.workspace or self, place)

    def close_now(self) -> None:
        """Closes without asking."""
        self._closing = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Asks during a call; keeps everything typed otherwise."""
        if not self._closing and self._container.live.state.call is not None and not self._is_sure():
            event.ignore()
            return
        self._closing = True
        if self.workspace is not None:
            self.workspace.leave()
        self._container.remember.put(_GEOMETRY, bytes(self.saveGeometry().toBase64().data()).decode())
        self._controller.close()
        event.accept()
        self.closed.emit()

    # Building

    def _show_signin(self) -> None:
        # What was said to one person, and its undo, is nothing for the next.
        self.notices.deleteLater()
        self.notices = NoticeArea(self, UNDO_KEY)
        self._drop_workspace()
        self._build_signin(again=False)
        if self.signin is not None:
            self.signin.focus_first()

    def _build_signin(self, again: bool) -> None:
        self._drop_signin()
        account = self._controller.account
        self.signin = SignInPage(
            self._controller.signin,
            account.username if again and account else "",
            self._container.preferences.large_text,
        )
        self.signin.look_requested.connect(self.change_look)
        self._stack.addWidget(self.signin)
        self._stack.setCurrentWidget(self.signin)
        self._set_commands([])
        self.setWindowTitle(translate("Shell", "Tongfu"))

    def _build_workspace(self) -> None:
        self._drop_workspace()
        account = self._controller.account
        if account is None:
            return
        export = Exporter(self._container.tasks, self.notices, file_chooser(self, self._container.remember))
        remember, notices = self._container.remember, self.notices

        def make_context(commands: list[Command]) -> PageContext:
            return PageContext(commands, remember, notices, export, self.change_look)

        workspace = self.workspace = Workspace(self._controller, account, make_context)
        workspace.top.palette_requested.connect(self._open_palette)
        workspace.top.sheet_requested.connect(self._open_sheet)
        workspace.top.sign_out_requested.connect(self._controller.sign_out)
        workspace.top.look_requested.connect(self.change_look)
        workspace.status.needs_you_requested.connect(self._open_needs_you)
        self._stack.addWidget(workspace)
        self._stack.setCurrentWidget(workspace)
        self._set_commands(window_commands() + page_commands(self._controller.allowed))
        providers = make_providers(self._controller, lambda: self._runnable(workspace), self.open_link)
        self.palette_box = CommandPalette(providers, workspace)
        self.centre = NoticesCentre(self._controller, workspace, self.notices, self.open_link)
        program = translate("Shell", "Tongfu")
        self.setWindowTitle(f"{program} · {account.name}")

    def _runnable(self, workspace: Workspace) -> list[tuple[Command, str, Callable[[], None]]]:
        title = translate("Shell", "Everywhere")
        pages = page_commands(self._controller.allowed)
        own = [(command, title, self._actions[command.key].trigger) for command in [*pages, *window_commands()]]
        return own[: len(pages)] + workspace.runnable() + own[len(pages) :]

    def _set_commands(self, commands: list[Command]) -> None:
        for action in self._actions.values():
            self.removeAction(action)
            action.deleteLater()
        self._actions = {}
        for command in commands:
            action = QAction(command.title, self)
            action.setShortcuts([QKeySequence(key) for key in command.key_list])
            action.triggered.connect(lambda _on=False, name=command.key: self._run(name))
            self.addAction(action)
            self._actions[command.key] = action

    def _run(self, name: str) -> None:
        preferences = self._container.preferences
        acts: dict[str, Callable[[], object]] = {
            "palette": self._open_palette,
            "sheet": self._open_sheet,
            "next_area": self._go_to_next_area,
            "needs_you": self._open_needs_you,
            "notices": lambda: self.centre.pane.open_pane() if self.centre else None,
            "alerts": lambda: self.workspace.go_to_alerts() if self.workspace else None,
            "undo": self.notices.undo_latest,
            "full_screen": lambda: self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen),
            "language": lambda: self.change_look({"language": ENGLISH if preferences.language == CHINESE else CHINESE}),
            "dark": lambda: self.change_look({"theme": "light" if preferences.theme == "dark" else "dark"}),
            "large": lambda: self.change_look({"large_text": not preferences.large_text}),
            "sign_out": self._controller.sign_out,
        }
        if name in acts:
            acts[name]()
        elif self.workspace is not None:
            self.workspace.show_page(name.removeprefix("page."))

    def _open_palette(self) -> None:
        if self.palette_box is not None:
            self.palette_box.open_palette()

    def _open_sheet(self) -> None:
        if self.workspace is not None:
            sheet = ShortcutSheet(self.workspace.command_groups(), self)
            sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            sheet.open()

    def _open_needs_you(self) -> None:
        if self.workspace is not None:
            dialog = NeedsYouDialog(NeedsYouPresenter(self._container), self.notices, self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def _go_to_next_area(self) -> None:
        if self.workspace is not None:
            page = self.workspace.current
            areas: list[QWidget] = [self.workspace.rail, *([page] if page else []), self.workspace.status]
            go_to_next_area(areas, self.focusWidget())

    def _is_sure(self) -> bool:
        asked = QMessageBox.question(
            self,
            translate("Shell", "Close during a call?"),
            translate("Shell", "You are in a call. Closing hands the caller back to the queue. Close anyway?"),
        )
        return asked == QMessageBox.StandardButton.Yes

    def _drop_workspace(self) -> None:
        if self.workspace is not None:
            self.workspace.leave()
            self._stack.removeWidget(self.workspace)
            self.workspace.deleteLater()
        self.workspace = self.palette_box = self.centre = None

    def _drop_signin(self) -> None:
        if self.signin is not None:
            self._stack.removeWidget(self.signin)
            self.signin.deleteLater()
        self.signin = None

    def _on_controller_signed_in(self) -> None:
        self._drop_signin()
        self._build_workspace()
        if self.workspace is not None:
            self.workspace.show_first()

    def _on_controller_leaving(self) -> None:
        if self.workspace is not None:
            self.workspace.leave()

    def _on_controller_session_lost(self) -> None:
        self._build_signin(again=True)
        if self.signin is not None:
            self.signin.focus_first()

    def _on_controller_session_found(self) -> None:
        self._drop_signin()
        if self.workspace is not None:
            self._stack.setCurrentWidget(self.workspace)
            self._set_commands(window_commands() + page_commands(self._controller.allowed))

    def _on_controller_attention_requested(self, page: str) -> None:
        if self.workspace is not None and self.signin is None:
            self.workspace.show_page(page)
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
            self.raise_()
            self.activateWindow()
            QApplication.alert(self)
