"""A configuration says of which release, people and skills it is; nothing else that may differ counts."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.server.pbx.prompts import texts
from services.telephony.asterisk.configuration import mark as marks_
from services.telephony.asterisk.configuration import render
from services.telephony.asterisk.configuration.mark import differences, mark, on_disk
from services.telephony.asterisk.configuration.plan import Manager, Plan

EXTENSIONS, SKILLS = {"account-1": "1001"}, ["general", "city"]
NOW = mark(EXTENSIONS, SKILLS, texts())


@pytest.mark.parametrize("name", sorted(render(Plan([], [], Manager("s")))))
def test_a_release_that_writes_any_file_otherwise_has_another_mark(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def otherwise(plan: Plan) -> dict[str, str]:
        files = render(plan)
        return {**files, name: files[name] + "; more\n"}

    monkeypatch.setattr(marks_, "render", otherwise)
    other = mark(EXTENSIONS, SKILLS, texts())
    assert differences(other, NOW, None) == ["other_release"]


@pytest.mark.parametrize("part", ["english", "menu", "plain", "carrier", "sounds"])
def test_what_only_some_districts_have_is_in_the_mark_as_well(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    has = {
        "english": lambda plan: plan.english_skill,
        "menu": lambda plan: plan.menu,
        "plain": lambda plan: plan.security.plain,
        "carrier": lambda plan: plan.carrier.addresses,
        "sounds": lambda plan: set(plan.prompts) == set(texts()),
    }[part]

    def otherwise(plan: Plan) -> dict[str, str]:
        return {**render(plan), "more": "more" if has(plan) else ""}

    def as_now(plan: Plan) -> dict[str, str]:
        return {**render(plan), "more": ""}

    marks = []
    for way in (as_now, otherwise):
        monkeypatch.setattr(marks_, "render", way)
        marks.append(mark(EXTENSIONS, SKILLS, texts()))
    assert differences(*marks, None) == ["other_release"]


people = st.dictionaries(st.text(min_size=1), st.integers(100, 99_999).map(str))
keys = st.sets(st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True))


@given(people, people, keys, keys)
def test_people_and_skills_differ_where_they_do(
    before: Mapping[str, str], after: Mapping[str, str], had: set[str], has: set[str]
) -> None:
    told = differences(mark(after, has, ()), mark(before, had, ()), None)
    assert ("people_changed" in told, "skills_changed" in told) == (before != after, had != has)
    shuffled = dict(reversed(after.items()))
    assert mark(shuffled, sorted(has, reverse=True), ()) == mark(after, has, ()), "the order says nothing"


def test_what_lies_there_goes_before_what_runs_and_a_difference_of_the_two_is_told() -> None:
    newer = mark({**EXTENSIONS, "account-2": "1002"}, SKILLS, texts())
    assert differences(NOW, NOW, NOW) == differences(NOW, None, NOW) == differences(NOW, None, None) == []
    assert differences(newer, newer, NOW) == ["not_loaded"]
    assert differences(newer, NOW, NOW) == differences(newer, None, NOW) == ["people_changed"]
    assert differences(NOW, "", "") == differences(NOW, None, "") == ["other_release"], "from before there were marks"
    assert differences(NOW, NOW, "") == ["not_loaded"]
    assert differences(NOW, "unheard of", None) == ["other_release"]


def test_the_mark_is_read_from_the_files(tmp_path: Path) -> None:
    assert on_disk(tmp_path) is None
    file = tmp_path / "extensions.conf"
    file.write_text(render(Plan([], [("general", "")], Manager("s"), mark=NOW))["extensions.conf"])
    assert on_disk(tmp_path) == NOW
    file.write_bytes(b"[globals]\nHOTLINE = \xff\n")
    assert on_disk(tmp_path) == ""
