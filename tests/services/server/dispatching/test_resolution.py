"""The most specific rule wins, whichever order the rules stand in."""

import random

from hypothesis import given
from hypothesis import strategies as st

from services.contracts.dispatching import Rule
from services.contracts.tickets import TicketKind, UnitLevel
from services.server.dispatching.resolution import Matter, fits, level_wanted, resolve

_CATEGORIES = st.sampled_from(["", "06", "0601", "060101", "0602", "07"])
_PLACES = st.sampled_from(["", "town", "village", "elsewhere"])
_KINDS = st.sampled_from([None, TicketKind.REPORT, TicketKind.HELP])
_RULES = st.lists(
    st.builds(Rule, category=_CATEGORIES, place=_PLACES, kind=_KINDS, unit=st.just("D01")),
    unique_by=lambda rule: (rule.category, rule.place, rule.kind),
    max_size=40,
)
_MATTERS = st.builds(
    Matter,
    category=st.sampled_from(["", "06", "0601", "060101", "070101"]),
    town=st.just("town"),
    village=st.sampled_from(["", "village"]),
    kind=st.sampled_from(["", "report", "complaint"]),
)


def slow(rules: list[Rule], matter: Matter) -> Rule | None:
    """The same by counting: a named category outweighs any place, a named place outweighs any kind."""
    best: tuple[int, Rule] | None = None
    for rule in rules:
        if not matter.category.startswith(rule.category):
            continue
        if rule.place and rule.place not in (matter.town, matter.village):
            continue
        if rule.kind and rule.kind != matter.kind:
            continue
        place = 0 if not rule.place else 2 if rule.place == matter.village else 1
        weight = len(rule.category) * 100 + place * 10 + (1 if rule.kind else 0)
        if best is None or weight > best[0]:
            best = (weight, rule)
    return best[1] if best else None


@given(_RULES, _MATTERS)
def test_the_most_specific_wins(rules: list[Rule], matter: Matter) -> None:
    assert resolve(rules, matter) == slow(rules, matter)


@given(_RULES, _MATTERS, st.integers())
def test_the_order_of_the_rules_does_not_matter(rules: list[Rule], matter: Matter, seed: int) -> None:
    shuffled = list(rules)
    random.Random(seed).shuffle(shuffled)
    assert resolve(shuffled, matter) == resolve(rules, matter)


@given(_RULES, _MATTERS)
def test_what_is_said_for_all_is_found_for_everything(rules: list[Rule], matter: Matter) -> None:
    for_all = Rule(unit="D99")
    found = resolve([*(rule for rule in rules if rule.category or rule.place or rule.kind), for_all], matter)
    assert found is not None
    assert fits(found, matter)
    assert (found == for_all) == (
        not any(fits(rule, matter) for rule in rules if rule.category or rule.place or rule.kind)
    )


def test_a_level_needs_a_place() -> None:
    village = Rule(level=UnitLevel.VILLAGE)
    assert level_wanted(village, Matter(town="t", village="v")) is UnitLevel.VILLAGE
    assert level_wanted(village, Matter(town="t")) is UnitLevel.TOWN
    assert level_wanted(village, Matter()) is None
    assert level_wanted(Rule(unit="D01"), Matter(town="t", village="v")) is None
