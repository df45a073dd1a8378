"""What the section of alarms does: the rules in force, what is typed about them, and who is told."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from uuid_utils import uuid7

from services.administration.service import AdministrationService
from services.contracts.accounts import Permission
from services.contracts.alarms import AlarmRules, AlarmRulesHistory, AlarmTargets
from services.contracts.common import Typed
from services.errors import StaleVersion
from ui.container import Container
from ui.language import translate
from ui.presenter import Presenter
from ui.problems import field_words, problem_words
from ui.settings.names import Names
from widgets.theme import Tone

Row = dict[str, Any]
Errors = dict[int, dict[str, str]]


class AlarmsPresenter(Presenter):
    """Lives as long as the page's presenter. A save is one new version; what was in force before stays known."""

    names_changed = Signal()
    changed = Signal()
    """Rules, targets, what is typed about them, or what is wrong with it."""

    def __init__(self, container: Container, _names: Callable[[], Names]) -> None:
        super().__init__(container.tasks)
        self.service: AdministrationService = container.administration
        self.may_edit_targets = container.session.may(Permission.CATALOGUE_MANAGE)
        self.rules: AlarmRules | None = None
        self.rows: list[Row] = []
        self.targets: AlarmTargets | None = None
        self.addresses: list[str] = []
        self.hooks: list[Row] = []
        self.rule_errors: Errors = {}
        self.hook_errors: Errors = {}
        self.address_error = ""
        self.problem = ""
        self.is_saving = False
        self._open_saves = 0

    def close(self) -> None:
        """Nothing runs on."""

    @property
    def rules_changed(self) -> bool:
        """Whether something is typed about the rules."""
        return self.rules is not None and self.rows != _rule_rows(self.rules)

    @property
    def targets_changed(self) -> bool:
        """Whether something is typed about who is told."""
        known = self.targets
        return known is not None and (self.addresses != known.addresses or self.hooks != _hook_rows(known))

    @property
    def is_changed(self) -> bool:
        """Whether anything is typed."""
        return self.rules_changed or self.targets_changed

    def load(self) -> None:
        """Reads what is in force; what is typed stays."""
        self.work(lambda _progress: self.service.alarms.rules(), self._on_rules_loaded, self._on_failed)
        if self.may_edit_targets:
            self.work(lambda _progress: self.service.alarms.targets(), self._on_targets_loaded, self._on_failed)

    def give_up(self) -> None:
        """Throws away what is typed."""
        if self.rules is not None:
            self.rows = _rule_rows(self.rules)
        if self.targets is not None:
            self.addresses, self.hooks = list(self.targets.addresses), _hook_rows(self.targets)
        self.rule_errors, self.hook_errors, self.address_error, self.problem = {}, {}, "", ""
        self.changed.emit()

    def edit_rules(self, rows: list[Row]) -> None:
        """Takes what is typed about the rules."""
        self.rows, self.rule_errors = rows, {}
        self.changed.emit()

    def edit_targets(self, addresses: list[str] | None = None, hooks: list[Row] | None = None) -> None:
        """Takes what is typed about who is told; what is ``None`` stays."""
        self.addresses = self.addresses if addresses is None else addresses
        self.hooks = self.hooks if hooks is None else hooks
        self.hook_errors, self.address_error = {}, ""
        self.changed.emit()

    def save(self) -> None:
        """Saves what is typed: the rules as a new version, in force at once."""
        if self.is_saving or not self.is_changed:
            return
        self.problem, key = "", str(uuid7())
        if self.rules_changed and self.rules is not None:
            self._open_saves += 1
            body, version = Typed({"rules": self.rows}), self.rules.version
            self.work(
                lambda _progress: self.service.alarms.set_rules(body, version, key),
                self._on_rules_saved,
                self._on_rules_refused,
            )
        if self.targets_changed and self.targets is not None:
            self._open_saves += 1
            hooks = [{name: value for name, value in hook.items() if value} for hook in self.hooks]
            told, of = Typed({"addresses": self.addresses, "hooks": hooks}), self.targets.version
            self.work(
                lambda _progress: self.service.alarms.set_targets(told, of, f"{key}-targets"),
                self._on_targets_saved,
                self._on_targets_refused,
            )
        self.is_saving = self._open_saves > 0
        self.changed.emit()

    def _on_rules_loaded(self, history: AlarmRulesHistory) -> None:
        typed = self.rules_changed
        self.rules = history.items[0]
        if not typed:
            self.rows = _rule_rows(self.rules)
        self.changed.emit()

    def _on_targets_loaded(self, targets: AlarmTargets) -> None:
        typed = self.targets_changed
        self.targets = targets
        if not typed:
            self.addresses, self.hooks = list(targets.addresses), _hook_rows(targets)
        self.changed.emit()

    def _on_rules_saved(self, rules: AlarmRules) -> None:
        self.rules, self.rows, self.rule_errors = rules, _rule_rows(rules), {}
        self._end_save()
        self.notice_stated.emit(translate("Settings", "The levels of alarms are in force now."), Tone.GOOD)

    def _on_targets_saved(self, targets: AlarmTargets) -> None:
        self.targets, self.hook_errors, self.address_error = targets, {}, ""
        self.addresses, self.hooks = list(targets.addresses), _hook_rows(targets)
        self._end_save()
        self.notice_stated.emit(translate("Settings", "Who is told of alarms is saved."), Tone.GOOD)

    def _on_rules_refused(self, error: Exception) -> None:
        self.rule_errors = _by_row(error, "rules")
        self._refused(rules_title(), error)

    def _on_targets_refused(self, error: Exception) -> None:
        self.hook_errors = _by_row(error, "hooks")
        words = (words for field, words in field_words(error).items() if field.split(".")[0] == "addresses")
        self.address_error = " ".join(dict.fromkeys(words))
        self._refused(targets_title(), error)

    def _refused(self, where: str, error: Exception) -> None:
        # Both are saved at once and stand on tabs of their own: each says what is wrong there.
        words = translate("Settings", "{what}: {limit}").format(what=where, limit=problem_words(error))
        self.problem = " ".join(part for part in (self.problem, words) if part)
        if isinstance(error, StaleVersion):
            # What is typed stays; saved again, it counts on top of the other's.
            self.load()
        self._end_save()

    def _on_failed(self, error: Exception) -> None:
        self.problem = problem_words(error)
        self.changed.emit()

    def _end_save(self) -> None:
        self._open_saves = max(0, self._open_saves - 1)
        self.is_saving = self._open_saves > 0
        self.changed.emit()


def rules_title() -> str:
    """Returns what the levels are called."""
    return translate("Settings", "When an alarm is raised")


def targets_title() -> str:
    """Returns what the addresses and programs are called."""
    return translate("Settings", "Who else is told")


def _rule_rows(rules: AlarmRules) -> list[Row]:
    # Levels are whole seconds, percent or callers.
    whole = ("raise_at", "clear_at")
    return [
        {key: round(value) if key in whole else value for key, value in rule.model_dump(mode="json").items()}
        for rule in rules.rules
    ]


def _hook_rows(targets: AlarmTargets) -> list[Row]:
    return [{"id": hook.id, "url": hook.url, "secret": ""} for hook in targets.hooks]


def _by_row(error: Exception, name: str) -> Errors:
    """Returns sentences by row and field out of fields like ``rules.2.raise_at``; a row's own stands under ``""``."""
    found: Errors = {}
    for field, words in field_words(error).items():
        parts = field.split(".")
        if len(parts) > 1 and parts[0] == name and parts[1].isdecimal():
            found.setdefault(int(parts[1]), {})[parts[2] if len(parts) > 2 else ""] = words
    return found
