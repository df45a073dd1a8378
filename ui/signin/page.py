"""The sign-in page."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.language import translate
from ui.roles import role_words
from ui.signin.caps_lock import caps_lock_is_on
from ui.signin.demo import PASSWORD, DemoSignIn
from ui.signin.look_choice import LookChoice
from ui.signin.presenter import ServerState, SignInPresenter
from widgets import icons, theme
from widgets.fields.frame import FieldFrame
from widgets.looks import label, set_look

_CARD_WIDTH = 380


class SignInPage(QWidget):
    """User name, password, the state of the server; in training mode the people one can be."""

    look_requested = Signal(dict)
    """The person wants another language, theme or text size: preferences by name."""

    def __init__(
        self, presenter: SignInPresenter, again_for: str = "", large: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._again_for = again_for
        look = theme.current()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.username = QLineEdit(again_for or presenter.last_username)
        self.username.setObjectName("signin.username")
        self.username.setMaxLength(64)
        self.password = QLineEdit()
        self.password.setObjectName("signin.password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(200)
        self.password.installEventFilter(self)
        self.button = QPushButton()
        self.button.setObjectName("signin.button")
        self.button.setProperty("look", "primary")
        self.button.setDefault(True)
        self.problem = label("", "", wrap=True)
        self.problem.setObjectName("signin.problem")
        self._problem_box = self._boxed(self.problem)
        self._caps = label(translate("SignIn", "Caps Lock is on."), "caption")
        self._caps.setProperty("words", "warn")
        self._caps.hide()
        self._server_words = label("", "caption", wrap=True)
        self._server_again = QPushButton(translate("SignIn", "Try again"))
        self._server_again.setProperty("look", "link")
        self.look_choice = LookChoice(large)
        self.look_choice.look_requested.connect(self.look_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space.xl, look.space.xl, look.space.xl, look.space.xl)
        row.setSpacing(look.space.l)
        row.addStretch(1)
        cards = QHBoxLayout()
        cards.setSpacing(look.space.l)
        cards.addWidget(self._card())
        if presenter.demo_sign_ins and not again_for:
            cards.addWidget(self._people())
        middle = QVBoxLayout()
        middle.addStretch(1)
        middle.addLayout(cards)
        middle.addStretch(1)
        row.addLayout(middle)
        row.addStretch(1)
        self._connect()
        self._on_presenter_server_changed()

    def focus_first(self) -> None:
        """Puts the cursor where typing starts."""
        (self.password if self.username.text() else self.username).setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        """Looks at Caps Lock while the password has the focus."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self._caps.setVisible(caps_lock_is_on(event if isinstance(event, QKeyEvent) else None))
        elif event.type() == QEvent.Type.FocusOut:
            self._caps.hide()
        return super().eventFilter(watched, event)

    def _card(self) -> QFrame:
        look = theme.current()
        card = QFrame()
        card.setProperty("look", "card")
        card.setFixedWidth(_CARD_WIDTH if not look.large else _CARD_WIDTH + 100)
        column = QVBoxLayout(card)
        column.setContentsMargins(look.space.xl, look.space.xl, look.space.xl, look.space.l)
        column.setSpacing(look.space.m)
        column.addLayout(self._heading())
        column.addSpacing(look.space.s)
        column.addWidget(FieldFrame(translate("SignIn", "User name"), self.username))
        column.addWidget(FieldFrame(translate("SignIn", "Password"), self.password))
        column.addWidget(self._caps)
        column.addWidget(self._problem_box)
        column.addWidget(self.button)
        server = QHBoxLayout()
        server.addWidget(self._server_words, 1)
        server.addWidget(self._server_again)
        column.addLayout(server)
        line = QFrame()
        line.setProperty("look", "line")
        column.addWidget(line)
        column.addWidget(self.look_choice)
        return card

    def _heading(self) -> QHBoxLayout:
        look = theme.current()
        picture = QLabel()
        picture.setPixmap(QApplication.windowIcon().pixmap(40, 40))
        words = QVBoxLayout()
        words.setSpacing(look.space.xs)
        words.addWidget(label(translate("SignIn", "Tongfu"), "title"))
        text = (
            translate("SignIn", "Your sign-in has run out. Everything typed is still here.")
            if self._again_for
            else translate("SignIn", "The district hotline's console")
        )
        words.addWidget(label(text, "muted", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(look.space.m)
        row.addWidget(picture)
        row.addLayout(words, 1)
        return row

    def _boxed(self, words: QLabel) -> QFrame:
        look = theme.current()
        box = QFrame()
        box.setProperty("look", "bad")
        row = QHBoxLayout(box)
        row.setContentsMargins(look.space.m, look.space.s, look.space.m, look.space.s)
        row.setSpacing(look.space.s)
        picture = QLabel()
        picture.setPixmap(icons.icon("bad", "bad").pixmap(18, 18))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        box.hide()
        return box

    def _people(self) -> QFrame:
        look = theme.current()
        panel = QFrame()
        panel.setProperty("look", "sunken")
        column = QVBoxLayout(panel)
        column.setContentsMargins(look.space.l, look.space.l, look.space.l, look.space.l)
        column.setSpacing(look.space.hair)
        column.addWidget(label(translate("SignIn", "Training district"), "strong"))
        column.addWidget(label(translate("SignIn", "Choose who to be; the form fills itself."), "caption", wrap=True))
        column.addSpacing(look.space.s)
        for person in self._presenter.demo_sign_ins:
            column.addWidget(self._person_button(person))
        column.addStretch(1)
        panel.setFixedWidth(280 if not look.large else 380)
        return panel

    def _person_button(self, person: DemoSignIn) -> QPushButton:
        look = theme.current()
        button = QPushButton()
        button.setObjectName(f"signin.demo.{person.username}")
        button.setProperty("look", "choice")
        button.setMinimumHeight(look.space.control)
        inside = QHBoxLayout(button)
        inside.setContentsMargins(look.space.s, 0, look.space.s, 0)
        role = label(role_words(person.role))
        username = label(person.username, "muted")
        for words in (role, username):
            words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside.addWidget(role)
        inside.addStretch(1)
        inside.addWidget(username)
        button.setAccessibleName(
            translate("SignIn", "Fill in {username}, {role}").format(
                username=person.username, role=role_words(person.role)
            )
        )
        button.clicked.connect(lambda: self._fill_in(person))
        return button

    def _fill_in(self, person: DemoSignIn) -> None:
        self.username.setText(person.username)
        self.password.setText(PASSWORD)
        self._show_problem("")
        self.button.setFocus()

    def _connect(self) -> None:
        self.username.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self._submit)
        self.button.clicked.connect(self._submit)
        self._server_again.clicked.connect(self._presenter.open_connection)
        for editor in (self.username, self.password):
            editor.textEdited.connect(lambda _text: self._show_problem(""))
        self._presenter.busy_changed.connect(self._on_presenter_busy_changed)
        self._presenter.sign_in_failed.connect(self._on_presenter_sign_in_failed)
        self._presenter.server_changed.connect(self._on_presenter_server_changed)

    def _submit(self) -> None:
        if not self.username.text().strip():
            self._show_problem(translate("SignIn", "Please type your user name."))
            self.username.setFocus()
        elif not self.password.text():
            self._show_problem(translate("SignIn", "Please type your password."))
            self.password.setFocus()
        else:
            self._show_problem("")
            self._presenter.sign_in(self.username.text(), self.password.text())

    def _show_problem(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self._problem_box.setVisible(bool(sentence))

    def _on_presenter_sign_in_failed(self, sentence: str) -> None:
        self._show_problem(sentence)
        self.password.setFocus()
        self.password.selectAll()

    def _on_presenter_busy_changed(self, busy: bool) -> None:
        self._show_button(busy)

    def _on_presenter_server_changed(self) -> None:
        state = self._presenter.server_state
        name = self._presenter.server_name
        words = {
            ServerState.STARTING: translate("SignIn", "Starting the server …")
            if not name
            else translate("SignIn", "Connecting to {server} …").format(server=name),
            ServerState.READY: translate("SignIn", "Server ready: training district on this machine")
            if not name
            else translate("SignIn", "Server: {server}").format(server=name),
            ServerState.FAILED: self._presenter.server_problem,
        }[state]
        self._server_words.setText(words)
        set_look(self._server_words, "words", "bad" if state == ServerState.FAILED else "quiet")
        self._server_again.setVisible(state == ServerState.FAILED)
        self._show_button(self._presenter.busy)

    def _show_button(self, busy: bool) -> None:
        self.button.setEnabled(not busy and self._presenter.server_state == ServerState.READY)
        self.button.setText(translate("SignIn", "Signing in …") if busy else translate("SignIn", "Sign in"))
