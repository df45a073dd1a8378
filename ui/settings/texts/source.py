"""Templates, phrases and notices to citizens as a versioned setting."""

from typing import Any

from services.administration.service import AdministrationService
from services.contracts.channels import CitizenNotice
from ui.language import translate
from ui.settings.channels.outgoing_view import notice_words
from ui.settings.versioned.differences import of_rows
from ui.settings.versioned.presenter import Body, History
from ui.settings.versioned.whole import WholeSource


class TextsSource(WholeSource):
    """What agents and handlers are offered to say, and what citizens are told."""

    key = "texts"
    fields = frozenset({"templates", "phrases", "notices"})

    def __init__(self, service: AdministrationService) -> None:
        super().__init__(service.texts.history, service.texts.set_texts)
        self._carried: Body = {name: [] for name in self.fields}

    def history(self) -> History:
        """Asks for the versions; version 0 is what the program carries, and nobody kept it."""
        history = super().history()
        self._carried = history.bodies.pop(0, self._carried)
        return history

    def differences(self, before: Body, after: Body) -> list[str]:
        """Returns new, changed and removed ones, by their names."""
        found = []
        for name, words in (("templates", _template), ("phrases", _phrase)):
            found += of_rows(before.get(name, []), after.get(name, []), lambda row: row.get("key"), words)
        found += of_rows(before.get("notices", []), after.get("notices", []), lambda row: row.get("notice"), _notice)
        return found

    def empty(self) -> Body:
        """Returns what holds without any version: what the program carries."""
        return self._carried


def _template(row: dict[str, Any]) -> str:
    return translate("Settings", "template “{name}”").format(name=row.get("name", ""))


def _phrase(row: dict[str, Any]) -> str:
    return translate("Settings", "phrase “{name}”").format(name=row.get("name", ""))


def _notice(row: dict[str, Any]) -> str:
    return translate("Settings", "notice “{name}”").format(name=notice_words(CitizenNotice(row["notice"])))
