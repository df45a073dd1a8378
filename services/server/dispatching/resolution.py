"""Which line of the dispatch catalogue counts for a ticket: the most specific one that fits.

Pure rules and one query by key; nothing here grows with the number of tickets.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from services.contracts.dispatching import Rule
from services.contracts.tickets import UnitLevel


@dataclass(frozen=True)
class Matter:
    """What a rule looks at: category, place and kind; empty where it is not known."""

    category: str = ""
    town: str = ""
    village: str = ""
    kind: str = ""

    def categories(self) -> tuple[str, ...]:
        """Returns the category and the branches above it, the deepest first, and then all."""
        lengths = range(len(self.category), 0, -2)
        return (*(self.category[:length] for length in lengths), "")

    def places(self) -> tuple[str, ...]:
        """Returns the village, the town, and then the whole district."""
        return (*(place for place in (self.village, self.town) if place), "")

    def kinds(self) -> tuple[str, ...]:
        """Returns the kind, and then all."""
        return (self.kind, "") if self.kind else ("",)


def fits(rule: Rule, matter: Matter) -> bool:
    """Tells whether a rule says anything about a matter."""
    return (
        rule.category in matter.categories() and rule.place in matter.places() and (rule.kind or "") in matter.kinds()
    )


def resolve(rules: Iterable[Rule], matter: Matter) -> Rule | None:
    """Returns the most specific of the rules that fit: deeper category, then smaller place, then the kind named."""
    categories, places, kinds = matter.categories(), matter.places(), matter.kinds()
    fitting = [rule for rule in rules if fits(rule, matter)]
    return min(
        fitting,
        key=lambda rule: (
            categories.index(rule.category),
            places.index(rule.place),
            kinds.index(rule.kind or ""),
        ),
        default=None,
    )


def level_wanted(rule: Rule, matter: Matter) -> UnitLevel | None:
    """Returns at which level the centre of the matter's own place handles it; nothing where the rule names a unit."""
    if rule.unit or not matter.town:
        return None
    return UnitLevel.VILLAGE if rule.level is UnitLevel.VILLAGE and matter.village else UnitLevel.TOWN
