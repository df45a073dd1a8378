"""When a block is proposed and what it is, as a versioned setting."""

from datetime import datetime
from typing import Any

from services.administration.service import AdministrationService
from services.contracts.blocking import BlockRules, BlockRulesHistory, Treatment
from services.contracts.common import Typed
from ui.block_words import treatment_words
from ui.language import translate
from ui.settings.versioned.differences import of_values
from ui.settings.versioned.presenter import Body, History, Version, VersionDraft

_BODY = {"agents", "days", "block_days", "kept_days", "treatment", "never"}


class BlockRulesSource:
    """Reports that propose a block, its length, what the caller gets, and who is never blocked."""

    key = "block_rules"
    has_note = False
    by_day = False

    def __init__(self, service: AdministrationService) -> None:
        self._service = service

    def history(self) -> History:
        """Asks for the versions, all of them with what they say."""
        return _history(self._service.blocking.rules())

    def body(self, number: int) -> Body:
        """Asks for one version."""
        return self.history().bodies[number]

    def save(self, draft: VersionDraft, effective_from: datetime) -> History:
        """Keeps the next version; one for at once takes effect at the server's own moment."""
        at = effective_from.isoformat() if draft.effective_from else None
        self._service.blocking.set_rules(Typed({**draft.body, "effective_from": at}), draft.base, draft.key)
        return self.history()

    def differences(self, before: Body, after: Body) -> list[str]:
        """Returns what has changed."""
        return of_values(before, after, names(), _words)

    def empty(self) -> Body:
        """Returns the rule that holds without any version."""
        return BlockRules().model_dump(mode="json", include=_BODY)


def names() -> dict[str, str]:
    """Returns what each value is called."""
    return {
        "agents": translate("Settings", "Agents who report a number"),
        "days": translate("Settings", "Within (days)"),
        "block_days": translate("Settings", "A block lasts (days)"),
        "kept_days": translate("Settings", "Number kept after the end (days)"),
        "treatment": translate("Settings", "What a blocked caller gets"),
        "never": translate("Settings", "Never blocked, one number a line"),
    }


def _words(key: str, value: Any) -> str:
    if key == "treatment":
        return treatment_words(Treatment(value))
    if key == "never":
        return ", ".join(value or []) or "–"
    return str(value)


def _history(found: BlockRulesHistory) -> History:
    return History(
        [Version(each.version, each.effective_from, each.created_by) for each in found.items if each.effective_from],
        {each.version: each.model_dump(mode="json", include=_BODY) for each in found.items},
    )
