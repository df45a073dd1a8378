"""What the window does: opens the connection, signs people in and out, keeps their presenters."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from services.contracts.accounts import Account
from services.tasks import Progress
from ui import moments
from ui.container import Container
from ui.language import Language
from ui.presenter import Presenter
from ui.shell.alerts_presenter import AlertsPresenter
from ui.shell.entries import PageEntry
from ui.shell.notices_presenter import NoticesPresenter
from ui.shell.pages import page_entries
from ui.shell.status_presenter import StatusPresenter
from ui.signin.presenter import SignInPresenter

_TICK_MS = 500


class ShellController(QObject):
    """Who is here and what they may use. Presenters live from sign-in to sign-out; a session that is lost keeps them.

    When a token runs out in the middle of work the window asks for the password and everything typed stays; only when
    somebody else signs in is it closed (and kept on disk for its owner).
    """

    signed_in = Signal()
    """A person is here; presenters exist."""
    leaving = Signal()
    """The person goes; pages say so to their presenters before these close."""
    signed_out = Signal()
    """Nobody is here; presenters are gone."""
    session_lost = Signal()
    """The person is still here but has to sign in again."""
    session_found = Signal()
    """The same person has signed in again."""
    badge_changed = Signal(str, str)
    """Key of a page, and the text beside its icon."""
    attention_requested = Signal(str)
    """Key of a page that has something that cannot wait."""
    notice_stated = Signal(str, str)
    undo_offered = Signal(str, str, object)
    """A sentence and its tone."""
    _session_told = Signal()

    def __init__(self, container: Container, language: Language, entries: Sequence[PageEntry] | None = None) -> None:
        super().__init__()
        self.container = container
        self.language = language
        self.signin = SignInPresenter(container)
        self.status = StatusPresenter(container)
        self.alerts = AlertsPresenter(container)
        self.notices = NoticesPresenter(container)
        self.presenters: dict[str, Presenter] = {}
        self.badges: dict[str, str] = {}
        self.account: Account | None = None
        self._entries = list(page_entries() if entries is None else entries)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        # The session tells from whichever thread signed in; the signal brings it here.
        self._session_told.connect(self._on_session_changed)
        self._stop_listening = container.session.listen(self._session_told.emit)
        self.signin.signed_in.connect(self._on_signin_signed_in)

    def start(self) -> None:
        """Opens the connection; the sign-in page shows how that goes."""
        self.signin.open_connection()

    @property
    def allowed(self) -> list[PageEntry]:
        """The pages that the person may use and that this program has."""
        return [entry for entry in self._entries if entry.key in self.presenters]

    def sign_out(self) -> None:
        """Signs out here and at the server. What is unsent stays on this disk and is sent after the next sign-in."""
        if self.account is None:
            return
        self._close_person()
        self.container.tasks.start(self._sign_out_at_server)
        self.signed_out.emit()

    def close(self) -> None:
        """Ends presenters; the container closes the rest."""
        self._stop_listening()
        self._timer.stop()
        self._close_presenters()

    def _sign_out_at_server(self, _progress: Progress) -> None:
        self.container.session.sign_out()

    def _on_signin_signed_in(self, account: Account) -> None:
        if self.account is not None and self.account.id == account.id:
            self.account = account
            self.container.desktop.follow()
            self.session_found.emit()
            return
        if self.account is not None:
            self._close_person()
            self.signed_out.emit()
        self.account = account
        moments.show_in(self.container.session.zone)
        moments.follow(self.container.live.server_now)
        self.container.desktop.open(account.username)
        for entry in self._entries:
            if entry.is_allowed(self.container.session.may, account.roles) and entry.exists():
                self._add_presenter(entry.key, entry.parts().make_presenter(self.container))
        self.status.start()
        self.alerts.start()
        self.notices.start()
        for presenter in self.presenters.values():
            presenter.start()
        self._timer.start()
        self.signed_in.emit()

    def _on_session_changed(self) -> None:
        if self.account is not None and not self.container.session.is_signed_in:
            self.session_lost.emit()

    def _on_tick(self) -> None:
        self.container.live.tick()

    def _close_person(self) -> None:
        self.leaving.emit()
        self._timer.stop()
        self._close_presenters()
        self.account = None
        self.container.desktop.close()

    def _add_presenter(self, key: str, presenter: Presenter) -> None:
        self.presenters[key] = presenter
        presenter.badge_changed.connect(lambda text: self._set_badge(key, text))
        presenter.attention_requested.connect(lambda: self.attention_requested.emit(key))
        presenter.notice_stated.connect(self.notice_stated)
        presenter.undo_offered.connect(self.undo_offered)

    def _set_badge(self, key: str, text: str) -> None:
        self.badges[key] = text
        self.badge_changed.emit(key, text)

    def _close_presenters(self) -> None:
        self.status.close()
        self.alerts.close()
        self.notices.close()
        for presenter in self.presenters.values():
            presenter.close()
        # What they asked for may still be under way; nobody is there to be told.
        self.container.tasks.forget_who_asked()
        for presenter in self.presenters.values():
            presenter.deleteLater()
        self.presenters.clear()
        self.badges.clear()
