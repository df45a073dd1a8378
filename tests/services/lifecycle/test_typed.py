"""What is typed for a step: what it needs, how it goes out, how it comes back."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.clocks import LimitUnit
from services.contracts.lifecycle import RULES, Step
from services.errors import InvalidFields
from services.lifecycle.typed import Typed, from_request

WORDS = (
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=40).map(str.strip).filter(bool)
)


@pytest.mark.parametrize("step", [step for step in Step if RULES[step].needs and step is not Step.FOLLOW_UP])
def test_what_a_step_needs_is_asked_for(step: Step) -> None:
    with pytest.raises(InvalidFields) as caught:
        Typed("t1", step).to_request()
    assert set(caught.value.fields) == set(RULES[step].needs)


@pytest.mark.parametrize("step", [step for step in Step if not RULES[step].needs])
def test_a_step_that_needs_nothing_goes_as_it_is(step: Step) -> None:
    assert Typed("t1", step).to_request().step is step


@given(text=WORDS, basis=WORDS)
def test_a_refused_reply_comes_back_as_it_was_typed(text: str, basis: str) -> None:
    typed = Typed("t1", Step.REPLY, "Noise", {"text": text, "basis": basis})
    sent = typed.to_request().model_dump(mode="json", exclude_unset=True)
    again = from_request("t1", "Noise", sent)
    assert again.to_request() == typed.to_request()
    assert again.id != typed.id, "the outbox remembers which drafts were filed"


@given(amount=st.integers(1, 365), unit=st.sampled_from([LimitUnit.WORKING_DAYS, LimitUnit.HOURS]), reason=WORDS)
def test_an_extension_keeps_its_limit(amount: int, unit: LimitUnit, reason: str) -> None:
    fields = {"amount": str(amount), "limit_unit": unit.value, "reason": reason}
    request = Typed("t1", Step.REQUEST_EXTENSION, "", fields).to_request()
    assert request.limit is not None
    assert (request.limit.amount, request.limit.unit) == (amount, unit)
    again = from_request("t1", "", request.model_dump(mode="json", exclude_unset=True))
    assert again.to_request() == request


def test_who_took_part_in_a_meeting_is_a_list_and_comes_back_as_a_line() -> None:
    fields = {"unit": "D06", "text": "由城管局主办", "participants": "陈某（公安）、李某,  ，王某（城管）"}
    request = Typed("t1", Step.MEET, "", fields).to_request()
    assert request.participants == ["陈某（公安）", "李某", "王某（城管）"]
    again = from_request("t1", "", request.model_dump(mode="json", exclude_unset=True))
    assert again.fields["participants"] == "陈某（公安）、李某、王某（城管）"
    assert again.to_request() == request
    too_many = Typed("t1", Step.MEET, "", {**fields, "participants": "，".join(f"人{n}" for n in range(41))})
    with pytest.raises(InvalidFields) as caught:
        too_many.to_request()
    assert set(caught.value.fields) == {"participants"}


def test_a_date_and_parts() -> None:
    until = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
    request = Typed("t1", Step.SUSPEND, "", {"until": until.isoformat(), "reason": "x"}).to_request()
    assert request.until == until
    part = {"unit": "D04", "title": "一", "content": "二"}
    request = Typed("t1", Step.SPLIT, "", {"parts": [part, part]}).to_request()
    assert [p.unit for p in request.parts] == ["D04", "D04"]
    assert len({p.id for p in request.parts}) == 2


@pytest.mark.parametrize(
    ("step", "fields", "wrong"),
    [
        (Step.SUSPEND, {"until": "tomorrow", "reason": "x"}, "until"),
        (Step.REQUEST_EXTENSION, {"amount": "many", "reason": "x"}, "limit"),
        (Step.REQUEST_EXTENSION, {"amount": "0", "reason": "x"}, "limit"),
        (Step.SPLIT, {"parts": [{"unit": "", "title": "a", "content": "b"}]}, "parts"),
        (Step.SPLIT, {"parts": [{"unit": "D04"}]}, "parts"),
        (Step.RECORD, {"text": "x" * 8_001}, "text"),
    ],
)
def test_what_cannot_be_sent_says_which_field(step: Step, fields: dict[str, object], wrong: str) -> None:
    with pytest.raises(InvalidFields) as caught:
        Typed("t1", step, "", dict(fields)).to_request()
    assert set(caught.value.fields) == {wrong}


def test_words_are_worth_keeping_and_choices_are_not() -> None:
    assert Typed("t1", Step.REPLY, "", {"text": "a"}).holds_words
    assert not Typed("t1", Step.DELEGATE, "", {"unit": "V01"}).holds_words
