"""Settings whose versions come from the server all at once, each with what it says."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from pydantic import BaseModel

from services.contracts.common import Typed
from ui.settings.versioned.order import Version
from ui.settings.versioned.presenter import Body, History, VersionDraft


class WholeSource:
    """A source of versions; a setting's own class says what a body is, what holds without any, and what has changed.

    Args:
        ask: asks for the versions; blocks.
        keep: keeps the next version: what was typed, the newest one it was begun from, and the key of the submission.
    """

    key: str
    has_note = False
    by_day = False
    fields: ClassVar[frozenset[str]]
    """What of a version the body has."""
    preset: ClassVar[type[BaseModel]]
    """Its defaults hold without any version."""

    def __init__(self, ask: Callable[[], Any], keep: Callable[[Typed, int, str], Any]) -> None:
        self._ask = ask
        self._keep = keep

    def history(self) -> History:
        """Asks for the versions, all of them with what they say."""
        found = self._ask().items
        return History(
            [Version(each.version, each.effective_from, each.created_by) for each in found if each.effective_from],
            {each.version: self.body_of(each) for each in found},
        )

    def body(self, number: int) -> Body:
        """Asks for one version."""
        return self.history().bodies[number]

    def save(self, draft: VersionDraft, effective_from: datetime) -> History:
        """Keeps the next version; one for at once takes effect at the server's own moment."""
        at = effective_from.isoformat() if draft.effective_from else None
        self._keep(Typed({**self.sent(draft.body), "effective_from": at}), draft.base, draft.key)
        return self.history()

    def empty(self) -> Body:
        """Returns what holds without any version."""
        return self.body_of(self.preset())

    def body_of(self, version: Any) -> Body:
        """Returns what a version says."""
        found: Body = version.model_dump(mode="json", include=set(self.fields))
        return found

    def sent(self, body: Body) -> Body:
        """Returns a body as the server takes it."""
        return body

    def differences(self, before: Body, after: Body) -> list[str]:
        """Returns what has changed, a short sentence each."""
        raise NotImplementedError
