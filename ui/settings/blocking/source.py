"""When a block is proposed and what it is, as a versioned setting."""

from typing import Any

from services.administration.service import AdministrationService
from services.contracts.blocking import BlockRules, Treatment
from ui.block_words import treatment_words
from ui.language import translate
from ui.settings.versioned.differences import of_values
from ui.settings.versioned.presenter import Body
from ui.settings.versioned.whole import WholeSource


class BlockRulesSource(WholeSource):
    """Reports that propose a block, its length, what the caller gets, and who is never blocked."""

    key = "block_rules"
    fields = frozenset({"agents", "days", "block_days", "kept_days", "treatment", "never"})
    preset = BlockRules

    def __init__(self, service: AdministrationService) -> None:
        super().__init__(service.blocking.rules, service.blocking.set_rules)

    def differences(self, before: Body, after: Body) -> list[str]:
        """Returns what has changed."""
        return of_values(before, after, names(), _words)


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
