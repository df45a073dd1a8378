"""The button of saved views: choose one, save how the list is looked at, rename, delete."""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from services.contracts.views import SavedView
from ui.language import translate
from ui.problems import problem_words
from ui.work.commands import VIEWS_KEY
from ui.work.views import Arranged, Views
from widgets import icons, theme
from widgets.badges import key_text
from widgets.looks import label

_LONGEST_NAME = 60


class ViewsButton(QPushButton):
    """Says how many views there are; a key opens its menu, arrows choose.

    Args:
        views: of the page.
        arranged: tells how the list is looked at now.
        show_view: looks at it as a view says.
    """

    def __init__(
        self, views: Views, arranged: Callable[[], Arranged], show_view: Callable[[SavedView], None], page: str
    ) -> None:
        super().__init__(icons.icon("views"), "")
        self._views = views
        self._arranged = arranged
        self._show_view = show_view
        self.prompt: NamePrompt | None = None
        self.menu_shown: QMenu | None = None
        self.setObjectName(f"{page}.views")
        self.setProperty("look", "quiet")
        self.clicked.connect(self.open_menu)
        views.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Shows how many there are."""
        count = len(self._views.views)
        words = translate("Work", "Views")
        self.setText(f"{words} {count}" if count else words)
        self.setAccessibleName(translate("Work", "Saved views: {count}").format(count=count))
        self.setToolTip(f"{translate('Work', 'Saved views')}  {key_text(VIEWS_KEY)}")

    def open_menu(self) -> None:
        """Opens the menu below the button."""
        menu = self.menu_shown = QMenu(self)
        self._fill(menu)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        first = next((action for action in menu.actions() if action.isEnabled() and not action.isSeparator()), None)
        if first is not None:
            menu.setActiveAction(first)

    def ask_to_save(self) -> None:
        """Asks for a name, and saves how the list is looked at."""
        self._ask(translate("Work", "Save this view as"), "", lambda name: self._views.save(name, self._arranged()))

    def ask_to_rename(self, view: SavedView) -> None:
        """Asks for another name."""
        self._ask(translate("Work", "Rename the view"), view.name, lambda name: self._views.rename(view, name))

    def _fill(self, menu: QMenu) -> None:
        views = self._views
        for view in views.views:
            menu.addAction(_plain(view.name), lambda view=view: self._show_view(view))  # type: ignore[misc]
        if not views.views:
            nothing = translate("Work", "No views yet: set list, filter and order, then save them here.")
            menu.addAction(nothing if views.problem is None else problem_words(views.problem)).setEnabled(False)
        menu.addSeparator()
        menu.addAction(icons.icon("save"), translate("Work", "Save this view …"), self.ask_to_save)
        if views.views:
            rename = menu.addMenu(icons.icon("edit"), translate("Work", "Rename"))
            delete = menu.addMenu(icons.icon("remove"), translate("Work", "Delete"))
            for view in views.views:
                rename.addAction(_plain(view.name), lambda view=view: self.ask_to_rename(view))  # type: ignore[misc]
                delete.addAction(_plain(view.name), lambda view=view: views.delete(view))  # type: ignore[misc]

    def _ask(self, title: str, name: str, named: Callable[[str], None]) -> None:
        self.prompt = NamePrompt(title, name, named, self.window())
        self.prompt.open()


class NamePrompt(QDialog):
    """Asks for the name of a view."""

    def __init__(self, title: str, name: str, named: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent)
        space = theme.current().space
        self._named = named
        self.setWindowTitle(title)
        self.field = QLineEdit(name)
        self.field.setObjectName("views.name")
        self.field.setAccessibleName(translate("Work", "Name of the view"))
        self.field.setPlaceholderText(translate("Work", "Name of the view"))
        self.field.setMaxLength(_LONGEST_NAME)
        self.field.setMinimumWidth(space.xl * 16)
        self.field.selectAll()
        self.field.textChanged.connect(self._on_text_changed)
        buttons = QDialogButtonBox()
        self._save = buttons.addButton(translate("Work", "Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(translate("Work", "Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self._save.setProperty("look", "primary")
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.l, space.l, space.l, space.l)
        column.setSpacing(space.m)
        column.addWidget(label(title, "strong"))
        column.addWidget(self.field)
        column.addWidget(buttons)
        self._on_text_changed(name)

    def _on_text_changed(self, name: str) -> None:
        self._save.setEnabled(bool(name.strip()))

    def _on_accepted(self) -> None:
        name = self.field.text().strip()
        if name:
            self.accept()
            self._named(name)


def _plain(name: str) -> str:
    """Returns a name as a menu shows it: ``&`` would mark a key."""
    return name.replace("&", "&&")
