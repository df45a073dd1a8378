"""The menu of a table: which columns, in which order, filter, copy, export. By the heading's right button or by key."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from widgets.language import translate
from widgets.table.arrangement import Arrangement
from widgets.table.model import RowsModel


def fill_menu(
    menu: QMenu,
    model: RowsModel[Any],
    arrangement: Arrangement,
    to_filter: Callable[[], None],
    copy: Callable[[], None],
    export: Callable[[], None],
) -> None:
    """Puts everything that can be done with a table into a menu; columns first, because a heading is where one looks for them."""
    for column in model.columns:
        menu.addAction(_shown_action(menu, column.key, column.title, arrangement))
    menu.addSeparator()
    menu.addMenu(_sort_menu(menu, model, arrangement))
    menu.addAction(translate("DataTable", "Filter (Ctrl+F)"), to_filter)
    menu.addAction(translate("DataTable", "Copy (Ctrl+C)"), copy)
    menu.addAction(translate("DataTable", "Export"), export)
    menu.addAction(translate("DataTable", "Back to the usual columns"), arrangement.reset)


def _shown_action(menu: QMenu, key: str, title: str, arrangement: Arrangement) -> QAction:
    action = QAction(title, menu, checkable=True)
    action.setChecked(arrangement.is_shown(key))
    action.toggled.connect(lambda shown: arrangement.show_column(key, shown))
    return action


def _sort_menu(menu: QMenu, model: RowsModel[Any], arrangement: Arrangement) -> QMenu:
    """Returns the choice of what to sort by; the same column once more turns the order round."""
    sub = QMenu(translate("DataTable", "Sort by"), menu)
    now, descending = model.sorted_by
    for column in model.columns:
        if not (arrangement.is_shown(column.key) and column.sortable):
            continue
        is_now = column.key == now
        arrow = f"  {'↓' if descending else '↑'}" if is_now else ""
        action = sub.addAction(
            f"{column.title}{arrow}", partial(arrangement.sort, column.key, is_now and not descending)
        )
        action.setCheckable(True)
        action.setChecked(is_now)
    sub.addSeparator()
    sub.addAction(translate("DataTable", "As they came"), partial(arrangement.sort, None))
    return sub
