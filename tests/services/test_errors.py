"""Sentences of problems, in both languages."""

import re
from pathlib import Path

import pytest

from services import errors
from services.contracts.tickets import Pending
from services.errors import Conflict, NotFound, sentence


def things() -> set[str]:
    """What the program says was not found."""
    found: set[str] = set()
    for file in Path(errors.__file__).parent.rglob("*.py"):
        found.update(re.findall(r'NotFound\("([a-z_]+)"\)', file.read_text(encoding="utf-8")))
    return found


@pytest.mark.parametrize("what", sorted(things()))
def test_what_is_not_found_is_named_in_the_language_of_the_sentence(what: str) -> None:
    chinese, english = (sentence("not_found", language, NotFound(what).details) for language in ("zh", "en"))
    assert not re.search("[a-zA-Z]", chinese), "a word of the program in a Chinese sentence"
    assert english.startswith("The "), "a word of the program in an English sentence"
    assert "_" not in english or what.startswith("service_"), "only Open311's clients know such names"


@pytest.mark.parametrize("code", ["decide_first", "nothing_pending"])
@pytest.mark.parametrize("what", [asked.value for asked in Pending if asked])
def test_what_is_to_be_decided_is_named_in_the_language_of_the_sentence(code: str, what: str) -> None:
    chinese, english = (sentence(code, language, Conflict(code, what=what).details) for language in ("zh", "en"))
    assert not re.search("[a-zA-Z]", chinese), "a word of the program in a Chinese sentence"
    assert english.startswith("The "), "a word of the program in an English sentence"


@pytest.mark.parametrize(
    ("code", "given"), [("wrong_state", {"state": "follow_up"}), ("step_not_allowed", {"step": "urge"})]
)
def test_why_a_step_is_refused_is_told_without_words_of_the_program(code: str, given: dict[str, str]) -> None:
    assert not re.search("[a-zA-Z]", sentence(code, "zh", given))
    assert next(iter(given.values())) not in sentence(code, "en", given)


def test_an_unknown_code_is_told_as_it_is() -> None:
    assert sentence("never_heard_of", "zh") == "never_heard_of"
