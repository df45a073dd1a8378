"""The dispatch catalogue as a versioned setting."""

from collections.abc import Callable
from datetime import datetime

from services.administration.service import AdministrationService
from services.contracts.common import Typed
from services.contracts.dispatching import Rules
from ui.language import translate
from ui.settings.dispatching.words import Row, danger_words, rule_words
from ui.settings.names import Names
from ui.settings.versioned.differences import of_rows
from ui.settings.versioned.order import Version
from ui.settings.versioned.presenter import Body, History, VersionDraft


class DispatchRulesSource:
    """Category, place and kind to unit, and who danger is passed on to."""

    key = "dispatch_rules"
    has_note = True
    by_day = False

    def __init__(self, service: AdministrationService, names: Callable[[], Names]) -> None:
        self._service = service
        self._names = names

    def history(self) -> History:
        """Asks for the versions without their lines."""
        found = self._service.dispatching.versions()
        return History([Version(v.version, v.effective_from, v.created_by, v.note) for v in found])

    def body(self, number: int) -> Body:
        """Asks for the lines of a version."""
        return _body(self._service.dispatching.rules(number))

    def save(self, draft: VersionDraft, effective_from: datetime) -> History:
        """Keeps the next version; one for at once takes effect at the server's own moment."""
        at = effective_from.isoformat() if draft.effective_from else None
        new = Typed({**draft.body, "effective_from": at, "note": draft.note})
        kept = self._service.dispatching.replace(new, draft.base, draft.key)
        history = self.history()
        history.bodies[kept.version] = _body(kept)
        return history

    def differences(self, before: Body, after: Body) -> list[str]:
        """Returns new, changed and removed lines."""
        names = self._names()
        found = of_rows(before.get("rules", []), after.get("rules", []), key_of, lambda row: rule_words(row, names))
        danger = translate("Settings", "danger")
        lines = of_rows(
            before.get("dangers", []),
            after.get("dangers", []),
            lambda row: row.get("unit"),
            lambda row: danger_words(row, names),
        )
        return found + [f"{danger}: {line}" for line in lines]

    def empty(self) -> Body:
        """Returns a catalogue without lines."""
        return {"rules": [], "dangers": []}


def key_of(row: Row) -> tuple[str, str, str]:
    """Returns what a line is about; a version has one line for it."""
    return row.get("category") or "", row.get("place") or "", row.get("kind") or ""


def _body(rules: Rules) -> Body:
    return rules.model_dump(mode="json", include={"rules", "dangers"})
