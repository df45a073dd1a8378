"""What sign-in does: makes the server ready, signs in, says clearly why not."""

import logging
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from services.contracts.accounts import Account
from services.errors import AppError
from ui.container import Container
from ui.problems import problem_words
from ui.signin.demo import DEMO_SIGN_INS, DemoSignIn

_LAST_USERNAME = "signin.username"

log = logging.getLogger(__name__)


class ServerState(StrEnum):
    """How the way to the server stands."""

    STARTING = "starting"
    READY = "ready"
    FAILED = "failed"


class SignInPresenter(QObject):
    """One sign-in at a time; the password is never kept, nor named in a log."""

    signed_in = Signal(object)
    """The :class:`Account`."""
    server_changed = Signal()
    """``server_state`` or ``server_problem`` changed."""
    busy_changed = Signal(bool)
    sign_in_failed = Signal(str)
    """A sentence."""

    def __init__(self, container: Container) -> None:
        super().__init__()
        self._container = container
        self.server_state = ServerState.STARTING
        self.server_problem = ""
        self.busy = False

    @property
    def server_name(self) -> str:
        """The server's address, or an empty text for the embedded one."""
        return "" if self._container.connection.is_embedded else self._container.connection.name

    @property
    def last_username(self) -> str:
        """Who signed in last on this machine."""
        return self._container.remember.get(_LAST_USERNAME) or ""

    @property
    def demo_sign_ins(self) -> tuple[DemoSignIn, ...]:
        """People of the training district; nobody where a real server is used."""
        return DEMO_SIGN_INS if self._container.connection.is_embedded else ()

    def open_connection(self) -> None:
        """Makes the server ready. Also the "try again" of the page."""
        self._set_server(ServerState.STARTING)
        self._container.tasks.start(self._container.connection.open, done=self._on_opened, failed=self._on_open_failed)

    def sign_in(self, username: str, password: str) -> None:
        """Signs in; the answer comes as ``signed_in`` or ``sign_in_failed``."""
        username = username.strip()
        if self.busy:
            return
        if not username or not password:
            self.sign_in_failed.emit(problem_words(AppError("wrong_password")))
            return
        self._set_busy(True)
        self._container.tasks.start(
            lambda _progress: self._container.session.sign_in(username, password),
            done=self._on_signed_in,
            failed=self._on_sign_in_failed,
        )

    def _on_opened(self, _nothing: None) -> None:
        log.info("ready for sign-in")
        self._set_server(ServerState.READY)

    def _on_open_failed(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            log.error("the server could not be opened", exc_info=error)
        self._set_server(ServerState.FAILED, problem_words(error))

    def _on_signed_in(self, account: Account) -> None:
        self._set_busy(False)
        if self.server_state != ServerState.READY:
            self._set_server(ServerState.READY)
        self._container.remember.put(_LAST_USERNAME, account.username)
        self.signed_in.emit(account)

    def _on_sign_in_failed(self, error: Exception) -> None:
        self._set_busy(False)
        self.sign_in_failed.emit(problem_words(error))

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit(busy)

    def _set_server(self, state: ServerState, problem: str = "") -> None:
        self.server_state, self.server_problem = state, problem
        self.server_changed.emit()
