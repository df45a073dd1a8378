"""What the window calls of the Settings page."""

from collections.abc import Sequence
from typing import cast

from ui.commands import Command
from ui.container import Container
from ui.language import translate
from ui.page import Page, PageContext
from ui.presenter import Presenter
from ui.settings.keys import NEW_KEY, SAVE_KEY


def commands() -> Sequence[Command]:
    """Declares the page's commands."""
    return [
        Command("next_tab", translate("Settings", "Next tab"), "Ctrl+PgDown", in_palette=False),
        Command("new", translate("Settings", "New: an account, an entry, the next version"), NEW_KEY, "add"),
        Command("save", translate("Settings", "Save what is in front"), SAVE_KEY, "save"),
        Command("refresh", translate("Settings", "Read again"), "F5", "refresh"),
    ]


def make_presenter(container: Container) -> Presenter:
    """Makes the presenter."""
    from ui.settings.presenter import SettingsPresenter

    return SettingsPresenter(container)


def make_page(presenter: Presenter, context: PageContext) -> Page:
    """Makes the page."""
    from ui.settings.page import SettingsPage
    from ui.settings.presenter import SettingsPresenter

    return SettingsPage(cast(SettingsPresenter, presenter), context)
