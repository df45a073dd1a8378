"""What the form says before the server has to."""

import pytest

from services.contracts.tickets import Finish
from services.desk.checks import check, cleaned, first_of, too_long
from services.desk.form import Form
from services.desk.limits import person_limits, ticket_limits

FULL = Form().typed(kind="complaint", category="030101", town="T1", title="噪音", content="夜里施工")


def test_limits_are_those_of_the_contract() -> None:
    assert ticket_limits()["content"] == 8_000
    assert ticket_limits()["title"] == 120
    assert person_limits()["name"] == 60


def test_an_empty_form_names_each_field_that_is_needed() -> None:
    assert set(check(Form(), Finish.ACCEPT)) == {"kind", "category", "title", "content"}
    assert set(check(Form(), Finish.ANSWER)) == {"kind", "category", "title", "content", "answer"}
    assert check(Form(), Finish.DRAFT) == {}


def test_a_dispatch_needs_a_department_and_a_place() -> None:
    form = FULL.typed(town="")
    assert set(check(form, Finish.DISPATCH)) == {"unit", "town"}
    assert set(check(form.typed(kind="consult"), Finish.DISPATCH)) == {"unit"}


@pytest.mark.parametrize("finish", list(Finish))
def test_a_text_over_its_limit_is_named(finish: Finish) -> None:
    problems = check(FULL.typed(content="长" * 8_001), finish)
    assert problems["content"] == ("too_long", {"limit": 8_000})
    assert "content" not in check(FULL.typed(content="长" * 8_000 + "\u200b \n"), finish)


def test_what_only_looks_filled_in_is_empty() -> None:
    assert "title" in check(FULL.typed(title="\u200b\u202e  "), Finish.ACCEPT)


def test_text_that_is_no_choice_is_said() -> None:
    assert check(FULL, Finish.ACCEPT, {"category": "没有这个"}) == {"category": ("not_a_choice", {})}


def test_a_number_without_digits_is_refused_and_full_width_digits_are_taken() -> None:
    assert "contact_number" in check(FULL.typed(contact_number="同上"), Finish.DRAFT)
    assert check(FULL.typed(contact_number="１３８ ００００ ００４２"), Finish.ACCEPT) == {}
    assert cleaned("contact_number", "１３８ ００００ ００４２") == "13800000042"


def test_the_focus_goes_to_the_first_wrong_field_of_the_form() -> None:
    assert first_of({"content": 1, "category": 1}) == "category"
    assert first_of({"village": 1, "unit": 1}) == "town"
    assert first_of({}) == ""


def test_rare_characters_count_as_one() -> None:
    assert too_long("title", "𠮷" * 120) == 0
    assert too_long("title", "👨‍👩‍👧" * 30) == 30
