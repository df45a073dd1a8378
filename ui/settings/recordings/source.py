"""How long recordings are kept, as a versioned setting."""

from typing import Any

from services.administration.service import AdministrationService
from services.contracts.recordings import DEFAULT_MONTHS, RecordingKind
from ui.language import translate
from ui.lifecycle_words import kind_words
from ui.settings.versioned.differences import of_values
from ui.settings.versioned.presenter import Body
from ui.settings.versioned.whole import WholeSource


class RetentionSource(WholeSource):
    """Months by kind; a body is ``{kind: months}``."""

    key = "retention_rules"

    def __init__(self, service: AdministrationService) -> None:
        super().__init__(service.recordings.rules, service.recordings.set_rules)

    def body_of(self, version: Any) -> Body:
        """Returns the months of a version."""
        return {kind.value: months for kind, months in version.months.items()}

    def sent(self, body: Body) -> Body:
        """Returns them as the server takes them."""
        return {"months": body}

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
