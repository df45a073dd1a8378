"""What holds for every page of the program, looked at in the real window: names for screen readers, keys instead of a mouse."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QTabWidget,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.e2e.program import CTRL, Program
from ui.page import Page
from ui.settings.page import SettingsPage
from ui.shell.workspace import Workspace

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)
STAFF = ("agent01", "inspector01", "lead01", "dispatcher01", "handler01", "supervisor01", "admin")
_MOST_STOPS = 250


@pytest.fixture
def program(qtbot: QtBot, qapp: QApplication, tmp_path: Path, trained: Path) -> Iterator[Program]:
    """The program before anybody has signed in."""
    started = Program(qtbot, tmp_path, trained)
    yield started
    started.close()


@pytest.mark.timeout(300)
def test_every_control_has_a_name_and_can_be_reached_by_key(program: Program) -> None:
    looked_at: set[str] = set()
    found: list[str] = []
    assert program.window.signin is not None
    program.wait(lambda: program.window.signin is not None and program.window.signin.button.isEnabled(), 60)
    found += [f"sign-in: {fault}" for fault in _faults(program, program.window.signin)]
    for username in STAFF:
        program.sign_in(username)
        workspace = program.window.workspace
        assert workspace is not None
        found += [f"{username}, window: {fault}" for fault in _nameless(workspace.rail) + _nameless(workspace.top)]
        for place, entry in enumerate(program.controller.allowed):
            program.press(Qt.Key(Qt.Key.Key_1 + place), CTRL)
            program.wait(partial(_is_shown, workspace, entry.key))
            program.qtbot.wait(250)
            page = workspace.current
            assert page is not None
            found += [f"{entry.key}: {name} does nothing" for name in page.unbound_commands()]
            for view in _views(program, page):
                looked_at.add(f"{entry.key}/{view}")
                found += [f"{username}, {entry.key}/{view}: {fault}" for fault in _faults(program, page)]
        program.sign_out()
    assert not program.errors
    assert len(looked_at) > 8, looked_at
    assert not found, "\n".join(sorted(set(found)))


def _is_shown(workspace: Workspace, key: str) -> bool:
    return workspace.current_key == key


def _views(program: Program, page: Page) -> Iterator[str]:
    """Shows each section and each tab of a page, one after the other."""
    if isinstance(page, SettingsPage):
        for _ in page.sections.keys:
            key = page.sections.current
            tabs = page.view(key).findChildren(QTabWidget)
            yield key
            for bar in tabs:
                for place in range(1, bar.count()):
                    bar.setCurrentIndex(place)
                    program.qtbot.wait(100)
                    yield f"{key}/{bar.tabText(place)}"
            page.sections.list.setFocus()
            program.press(Qt.Key.Key_PageDown, CTRL)
            program.qtbot.wait(250)
        return
    tabs = next((tabs for tabs in page.findChildren(QTabWidget) if tabs.isVisible()), None)
    if tabs is None:
        yield ""
        return
    for _ in range(tabs.count()):
        yield tabs.tabText(tabs.currentIndex())
        program.press(Qt.Key.Key_PageDown, CTRL)
        program.qtbot.wait(250)


def _faults(program: Program, part: QWidget) -> list[str]:
    return _nameless(part) + _never_reached(program, part)


def _nameless(part: QWidget) -> list[str]:
    return [f"{_describe(widget)} has no name" for widget in _controls(part) if not _spoken_name(widget)]


def _never_reached(program: Program, part: QWidget) -> list[str]:
    """Presses Tab until the window has been walked round, and says which controls were left out."""
    wanted = {widget for widget in _controls(part) if widget.isEnabled() and not _has_other_way(widget)}
    if not any(_covers(part, widget) for widget in [QApplication.focusWidget()] if widget):
        first = next((w for w in wanted if w.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
        if first is None:
            return []
        first.setFocus(Qt.FocusReason.TabFocusReason)
    reached: set[QWidget] = set()
    start = QApplication.focusWidget()
    for _ in range(_MOST_STOPS):
        here = QApplication.focusWidget()
        if here is None:
            break
        reached.add(here)
        program.press(Qt.Key.Key_Tab)
        if QApplication.focusWidget() is start:
            break
    return [f"{_describe(w)} is not reached by Tab" for w in wanted if not any(_covers(w, r) for r in reached)]


def _controls(part: QWidget) -> list[QWidget]:
    return [w for w in part.findChildren(QWidget) if isinstance(w, CONTROLS) and w.isVisible() and not _is_inner(w)]


def _is_inner(widget: QWidget) -> bool:
    """Parts of another control, which stands for them."""
    if isinstance(widget, QScrollBar | QHeaderView):
        return True
    parent = widget.parentWidget()
    if isinstance(parent, QAbstractSpinBox | QComboBox | QLineEdit | QTabBar | QAbstractItemView):
        return True
    return isinstance(parent, QAbstractScrollArea) and isinstance(widget, QAbstractButton)


def _has_other_way(widget: QWidget) -> bool:
    """Controls that another key stands for."""
    if isinstance(widget, QAbstractButton) and widget.group() is not None and widget.group().exclusive():
        return not widget.isChecked()  # arrows move within the group
    if isinstance(widget, QAbstractItemView) and widget.model() is not None and not widget.model().rowCount():
        return True  # nothing in it to go to
    action = getattr(widget, "defaultAction", lambda: None)()
    has_key = isinstance(widget, QAbstractButton) and not widget.shortcut().isEmpty()
    return has_key or (action is not None and bool(action.shortcuts()))


def _covers(control: QWidget, reached: QWidget) -> bool:
    return control is reached or control.isAncestorOf(reached) or control.focusProxy() is reached


def _spoken_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface is not None else widget.accessibleName()


def _describe(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    parent = widget.parentWidget()
    inside = f" in {type(parent).__name__}" if parent is not None else ""
    return f"{type(widget).__name__} {widget.objectName() or text or widget.toolTip() or '?'}{inside}"
