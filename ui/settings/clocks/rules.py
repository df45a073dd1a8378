"""Clock rules as a versioned setting."""

from datetime import datetime
from typing import Any

from services.administration.service import AdministrationService
from services.contracts.clocks import ClockRulesBody, ClockRulesHistory
from services.contracts.common import Typed
from ui.language import translate
from ui.settings.clocks.words import Row, rule_words, rung_line
from ui.settings.versioned.differences import of_rows, of_values
from ui.settings.versioned.order import Version
from ui.settings.versioned.presenter import Body, History, VersionDraft


class ClockRulesSource:
    """Limits, ladders, and which calendar counts for whom."""

    key = "clock_rules"
    has_note = False
    by_day = False

    def __init__(self, service: AdministrationService) -> None:
        self._service = service

    def history(self) -> History:
        """Asks for all versions; their bodies come with them."""
        return _history(self._service.clocks.rules())

    def body(self, number: int) -> Body:
        """Asks for one version."""
        return self.history().bodies[number]

    def save(self, draft: VersionDraft, effective_from: datetime) -> History:
        """Keeps the next version."""
        new = Typed({**draft.body, "effective_from": effective_from.isoformat()})
        return _history(self._service.clocks.change_rules(new, draft.base, draft.key))

    def differences(self, before: Body, after: Body) -> list[str]:
        """Returns what has changed."""
        found = of_rows(before.get("limits", []), after.get("limits", []), _about, rule_words)
        for name, words in (
            ("ladder", translate("Settings", "ladder for days")),
            ("short_ladder", translate("Settings", "ladder for hours")),
        ):
            lines = of_rows(before.get(name, []), after.get(name, []), _rung, rung_line)
            found += [f"{words}: {line}" for line in lines]
        names = {
            "pause_while_return_is_reviewed": translate("Settings", "pause while a return is reviewed"),
            "calendar": translate("Settings", "calendar for all"),
            "returns_until_meeting": translate("Settings", "upheld returns until a joint meeting"),
            "undo_minutes": translate("Settings", "minutes in which a close can be taken back"),
            "silent_minutes": translate(
                "Settings", "minutes of work without a sign of the console until its work goes to the pool"
            ),
        }
        found += of_values(before, after, names, _value_words)
        if before.get("calendars_of_units") != after.get("calendars_of_units"):
            found.append(translate("Settings", "calendars of units are others"))
        return found

    def empty(self) -> Body:
        """There are always rules."""
        return {}


def _about(row: Row) -> tuple[Any, ...]:
    return row.get("clock"), row.get("kind"), row.get("urgency")


def _rung(row: Row) -> tuple[Any, ...]:
    return row.get("level"), row.get("when")


def _value_words(_name: str, value: Any) -> str:
    if isinstance(value, bool):
        return translate("Settings", "yes") if value else translate("Settings", "no")
    return str(value)


def _history(given: ClockRulesHistory) -> History:
    names = set(ClockRulesBody.model_fields)
    return History(
        [Version(each.version, each.effective_from, each.author) for each in given.versions],
        {each.version: each.model_dump(mode="json", include=names) for each in given.versions},
    )
