"""The staff: a table, and the editor of the one that is chosen."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from services.contracts.accounts import Account, Permission
from ui.language import translate
from ui.page import PageContext
from ui.roles import roles_words
from ui.settings.account_form import AccountForm, skill_name
from ui.settings.keys import NEW_KEY, with_key
from ui.settings.presenter import SettingsPresenter
from widgets import icons, theme
from widgets.table import Column, DataTable
from widgets.theme import Tone


class PeopleView(QWidget):
    """Who may sign in and as what."""

    def __init__(self, presenter: SettingsPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        look = theme.current()
        self.table: DataTable[Account] = DataTable(
            translate("Settings", "People"),
            _columns(self._skill_words),
            key=lambda account: account.id,
            remember=context.remember,
            remember_as="settings.people",
            empty=translate("Settings", "No accounts yet. Press “New account” to open the first one."),
        )
        self.new_button = QPushButton(icons.icon("add"), with_key(translate("Settings", "New account"), NEW_KEY))
        self.new_button.setObjectName("settings.new_account")
        self.new_button.setVisible(presenter.may(Permission.ACCOUNT_MANAGE))
        self.table.tools.insertWidget(0, self.new_button)
        self.form = AccountForm(presenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, look.space.m, 0, 0)
        row.setSpacing(look.space.l)
        left = QVBoxLayout()
        left.addWidget(self.table)
        row.addLayout(left, 1)
        row.addWidget(self.form)
        self.table.export_requested.connect(context.export)
        self.table.row_activated.connect(self._on_table_row_activated)
        self.table.row_selected.connect(self._on_table_row_selected)
        self.new_button.clicked.connect(self.begin_new)
        presenter.people_changed.connect(self._on_presenter_people_changed)
        presenter.catalogue_changed.connect(self._on_presenter_catalogue_changed)
        presenter.account_saved.connect(self._on_presenter_account_saved)
        presenter.account_refused.connect(self.form.show_problems)
        self._on_presenter_catalogue_changed()
        self._on_presenter_people_changed()
        self.form.show_draft()

    def begin_new(self) -> None:
        """Opens the form for a new account."""
        if self._presenter.may(Permission.ACCOUNT_MANAGE):
            self._presenter.edit(None)
            self.form.show_draft()
            self.form.username.setFocus()

    def _on_table_row_selected(self, account: Account | None) -> None:
        if account is not None and self._presenter.may(Permission.ACCOUNT_MANAGE):
            self._presenter.edit(account)
            self.form.show_draft()

    def _on_table_row_activated(self, account: Account) -> None:
        self._on_table_row_selected(account)
        self.form.name.setFocus()

    def _skill_words(self, account: Account) -> str:
        names = (
            {skill.key: skill_name(skill) for skill in self._presenter.catalogue.skills}
            if self._presenter.catalogue
            else {}
        )
        return "  ".join(f"{names.get(skill.key, skill.key)} {skill.level}" for skill in account.skills)

    def _on_presenter_people_changed(self) -> None:
        self.table.model.set_rows(self._presenter.accounts)

    def _on_presenter_catalogue_changed(self) -> None:
        if self._presenter.catalogue is not None:
            self.form.show_skills(self._presenter.catalogue.skills)
            self._on_presenter_people_changed()

    def _on_presenter_account_saved(self, account: Account) -> None:
        self.form.show_draft()
        self.table.go_to(account.id)
        self.form.show_saved()


def _columns(skill_words: Callable[[Account], str]) -> list[Column[Account]]:
    return [
        Column("name", translate("Settings", "Name"), value=lambda a: a.name, width=130),
        Column("username", translate("Settings", "User name"), value=lambda a: a.username, width=130),
        Column("roles", translate("Settings", "Roles"), value=lambda a: roles_words(a.roles), width=160),
        Column("team", translate("Settings", "Team"), value=lambda a: a.team, width=80),
        Column("state", translate("Settings", "State"), value=_state_words, tone=_state_tone, badge=True, width=110),
        Column(
            "skills",
            translate("Settings", "Skills"),
            value=skill_words,
            stretch=True,
        ),
    ]


def _state_words(account: Account) -> str:
    if not account.active:
        return translate("Settings", "closed")
    if account.locked_until is not None:
        return translate("Settings", "locked")
    return translate("Settings", "simulated") if account.simulated else translate("Settings", "active")


def _state_tone(account: Account) -> Tone:
    if not account.active:
        return Tone.QUIET
    if account.locked_until is not None:
        return Tone.BAD
    return Tone.SPECIAL if account.simulated else Tone.GOOD
