"""Templates, phrases and notices to citizens as a versioned setting."""

from datetime import datetime
from typing import Any

from services.administration.service import AdministrationService
from services.contracts.channels import CitizenNotice
from services.contracts.common import Typed
from services.contracts.texts import Texts, TextsHistory
from ui.language import translate
from ui.settings.channels.outgoing_view import notice_words
from ui.settings.versioned.differences import of_rows
from ui.settings.versioned.presenter import Body, History, Version, VersionDraft

_BODY = {"templates", "phrases", "notices"}


class TextsSource:
    """What agents and handlers are offered to say, and what citizens are told."""

    key = "texts"
    has_note = False
    by_day = False

    def __init__(self, service: AdministrationService) -> None:
        self._service = service
        self._carried: Body = {name: [] for name in _BODY}

    def history(self) -> History:
        """Asks for the versions, all of them with what they say."""
        return self._read(self._service.texts.history())

    def body(self, number: int) -> Body:
        """Asks for one version."""
        return self.history().bodies[number]

    def save(self, draft: VersionDraft, effective_from: datetime) -> History:
        """Keeps the next version; one for at once takes effect at the server's own moment."""
        at = effective_from.isoformat() if draft.effective_from else None
        self._service.texts.set_texts(Typed({**draft.body, "effective_from": at}), draft.base, draft.key)
        return self.history()

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

    def _read(self, found: TextsHistory) -> History:
        bodies = {each.version: _body(each) for each in found.items}
        self._carried = bodies.pop(0, self._carried)
        kept = [each for each in found.items if each.effective_from is not None]
        return History(
            [Version(each.version, each.effective_from, each.created_by) for each in kept if each.effective_from],
            bodies,
        )


def _body(texts: Texts) -> Body:
    return texts.model_dump(mode="json", include=_BODY)


def _template(row: dict[str, Any]) -> str:
    return translate("Settings", "template “{name}”").format(name=row.get("name", ""))


def _phrase(row: dict[str, Any]) -> str:
    return translate("Settings", "phrase “{name}”").format(name=row.get("name", ""))


def _notice(row: dict[str, Any]) -> str:
    return translate("Settings", "notice “{name}”").format(name=notice_words(CitizenNotice(row["notice"])))
