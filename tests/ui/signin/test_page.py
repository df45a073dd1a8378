from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from services.contracts.accounts import Account
from services.errors import AppError
from tests.showing import show_active
from tests.ui.house import PASSWORD, House
from ui.language import Language
from ui.signin.demo import DEMO_SIGN_INS
from ui.signin.page import SignInPage
from ui.signin.presenter import SignInPresenter


@pytest.fixture
def page(house: House, qtbot: QtBot) -> Iterator[SignInPage]:
    Language("en")
    presenter = SignInPresenter(house)  # type: ignore[arg-type]
    made = SignInPage(presenter)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    show_active(qtbot, made)
    made.focus_first()
    yield made
    made.hide()


def presenter_of(page: SignInPage) -> SignInPresenter:
    return page._presenter


def test_waits_for_the_server(page: SignInPage) -> None:
    assert not page.button.isEnabled()
    assert "Starting" in page._server_words.text()
    presenter_of(page).open_connection()
    assert page.button.isEnabled()


def test_server_that_fails_can_be_tried_again(page: SignInPage, house: House) -> None:
    house.connection.trouble = AppError("bad_certificate", status=495)
    presenter_of(page).open_connection()
    assert "certificate" in page._server_words.text()
    assert not page.button.isEnabled()
    house.connection.trouble = None
    page._server_again.click()
    assert page.button.isEnabled()
    assert not page._server_again.isVisible()


def test_signs_in_by_keyboard_alone(page: SignInPage, house: House, qtbot: QtBot) -> None:
    presenter_of(page).open_connection()
    assert page.username.hasFocus()
    qtbot.keyClicks(page.username, " lead01 ")
    qtbot.keyClick(page.username, Qt.Key.Key_Return)
    assert page.password.hasFocus()
    qtbot.keyClicks(page.password, PASSWORD)
    with qtbot.waitSignal(presenter_of(page).signed_in) as told:
        qtbot.keyClick(page.password, Qt.Key.Key_Return)
    assert isinstance(told.args[0], Account)
    assert house.session.is_signed_in
    assert presenter_of(page).last_username == "lead01"


def test_wrong_password_says_so_and_is_selected(page: SignInPage, qtbot: QtBot) -> None:
    presenter_of(page).open_connection()
    page.username.setText("lead01")
    qtbot.keyClicks(page.password, "nope")
    qtbot.keyClick(page.password, Qt.Key.Key_Return)
    assert page._problem_box.isVisible()
    assert "wrong" in page.problem.text()
    assert page.password.hasSelectedText()
    qtbot.keyClicks(page.password, "n")
    assert not page._problem_box.isVisible()


def test_locked_account_says_for_how_long(page: SignInPage, house: House) -> None:
    presenter_of(page).open_connection()
    house.staff.trouble = AppError("account_locked", status=403, details={"minutes": 14})
    page.username.setText("lead01")
    page.password.setText("x")
    page.button.click()
    assert "14" in page.problem.text()


@pytest.mark.parametrize(
    ("username", "password", "word"), [("", "x", "user name"), ("  ", "x", "user name"), ("x", "", "password")]
)
def test_missing_words_are_asked_for(page: SignInPage, username: str, password: str, word: str) -> None:
    presenter_of(page).open_connection()
    page.username.setText(username)
    page.password.setText(password)
    page.button.click()
    assert word in page.problem.text()


def test_double_click_signs_in_once(page: SignInPage, house: House) -> None:
    presenter_of(page).open_connection()
    house.tasks.hold()
    page.username.setText("lead01")
    page.password.setText(PASSWORD)
    page.button.click()
    assert not page.button.isEnabled()
    presenter_of(page).sign_in("lead01", PASSWORD)
    assert len(house.tasks.held or []) == 1
    house.tasks.release()
    assert house.session.is_signed_in


@pytest.mark.parametrize("person", DEMO_SIGN_INS, ids=lambda person: person.username)
def test_demo_people_fill_the_form(page: SignInPage, person: object) -> None:
    button = page.findChild(QPushButton, f"signin.demo.{person.username}")  # type: ignore[attr-defined]
    button.click()
    assert page.username.text() == person.username  # type: ignore[attr-defined]
    assert page.password.text()
    assert page.button.hasFocus() or not page.button.isEnabled()


def test_demo_people_are_those_of_the_readme_and_no_others() -> None:
    from pathlib import Path

    readme = (Path(__file__).parents[3] / "README.md").read_text("utf-8")
    for person in DEMO_SIGN_INS:
        assert f"`{person.username}`" in readme


def test_real_server_shows_no_demo_people(house: House, qtbot: QtBot) -> None:
    house.connection.is_embedded = False  # type: ignore[misc]
    house.connection.name = "https://hotline.example"  # type: ignore[misc]
    page = SignInPage(SignInPresenter(house))  # type: ignore[arg-type]
    qtbot.addWidget(page)
    assert not [b for b in page.findChildren(QPushButton) if b.objectName().startswith("signin.demo")]
    assert "hotline.example" in page._server_words.text()


def test_caps_lock_is_noticed(page: SignInPage, qtbot: QtBot) -> None:
    page.password.setFocus()
    qtbot.keyClick(page.password, "A")
    assert page._caps.isVisible()
    qtbot.keyClick(page.password, "a")
    assert not page._caps.isVisible()
    qtbot.keyClick(page.password, "A", Qt.KeyboardModifier.ShiftModifier)
    assert not page._caps.isVisible()


def test_look_can_be_chosen_before_sign_in(page: SignInPage, qtbot: QtBot) -> None:
    for name, wanted in (("language", "zh_CN"), ("theme", "dark"), ("large_text", True)):
        with qtbot.waitSignal(page.look_requested) as told:
            page.findChild(QPushButton, f"look.{name}").click()
        assert list(told.args[0].values()) == [wanted]


def test_everything_is_named(page: SignInPage) -> None:
    from PySide6.QtWidgets import QLineEdit

    assert all(field.accessibleName() for field in page.findChildren(QLineEdit))
    assert all(button.accessibleName() or button.text() for button in page.findChildren(QPushButton))
