"""How long recordings are kept, as a versioned setting."""

from datetime import datetime
from typing import Any

from services.administration.service import AdministrationService
from services.contracts.common import Typed
from services.contracts.recordings import DEFAULT_MONTHS, RecordingKind, RetentionHistory
from ui.language import translate
from ui.lifecycle_words import kind_words
from ui.settings.versioned.differences import of_values
from ui.settings.versioned.presenter import Body, History, Version, VersionDraft


class RetentionSource:
    """Months by kind; a body is ``{kind: months}``."""

    key = "retention_rules"
    has_note = False
    by_day = False

    def __init__(self, service: AdministrationService) -> None:
        self._service = service

    def history(self) -> History:
        """Asks for the versions, all of them with what they say."""
        return _history(self._service.recordings.rules())

    def body(self, number: int) -> Body:
        """Asks for one version."""
        return self.history().bodies[number]

    def save(self, draft: VersionDraft, effective_from: datetime) -> History:
        """Keeps the next version; one for at once takes effect at the server's own moment."""
        at = effective_from.isoformat() if draft.effective_from else None
        self._service.recordings.set_rules(Typed({"months": draft.body, "effective_from": at}), draft.base, draft.key)
        return self.history()

    def differences(self, before: Body, after: Body) -> list[str]:
        """Returns what has changed."""
        return of_values(before, after, {kind.value: recording_words(kind) for kind in RecordingKind}, _months)

    def empty(self) -> Body:
        """Returns the periods that hold without any version."""
        return {kind.value: months for kind, months in DEFAULT_MONTHS.items()}


def recording_words(kind: RecordingKind) -> str:
    """Returns what decides how long a recording is kept."""
    return {
        RecordingKind.NO_TICKET: translate("Settings", "Calls without a ticket"),
        RecordingKind.OUTGOING: translate("Settings", "Calls to citizens"),
        RecordingKind.VOICE_MESSAGE: translate("Settings", "Voice messages without a ticket"),
    }.get(kind) or kind_words(kind.value)


def _months(_kind: str, months: Any) -> str:
    return translate("Settings", "{count} months").format(count=months)


def _history(found: RetentionHistory) -> History:
    return History(
        [Version(each.version, each.effective_from, each.created_by) for each in found.items if each.effective_from],
        {each.version: {kind.value: months for kind, months in each.months.items()} for each in found.items},
    )
