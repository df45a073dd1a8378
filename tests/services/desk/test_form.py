"""The form as data: strong origins win, drafts survive the journal, suggestions never overwrite."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.calls import Call, CallState
from services.contracts.tickets import Category, Finish, Template, Ticket, TicketKind, TicketStatus, Urgency
from services.desk.draft import Draft
from services.desk.form import FIELDS, Form, Origin
from services.desk.suggest import suggest, title_of

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TEMPLATE = Template(
    key="t", name="噪音", category="030101", kind=TicketKind.COMPLAINT, title="施工噪音", content="\n【时间】\n"
)


def test_typed_fields_are_never_overwritten() -> None:
    form = Form().typed(title="我写的标题").with_template(TEMPLATE)
    assert form["title"] == "我写的标题"
    assert form["content"] == "【时间】"
    assert form["kind"] == "complaint"


def test_a_template_replaces_another_template_but_not_what_was_typed_into_it() -> None:
    form = Form().with_template(TEMPLATE).typed(content="【时间】昨晚十一点")
    other = Template(key="o", name="水", title="停水", content="【范围】", kind=TicketKind.HELP)
    changed = form.with_template(other)
    assert changed["title"] == "停水"
    assert changed["content"] == "【时间】昨晚十一点"


def test_a_suggestion_fills_only_what_is_empty_or_suggested() -> None:
    form = Form().suggested(title="甲", unit="D01").suggested(title="乙")
    assert form["title"] == "乙"
    form = form.typed(unit="D07").suggested(unit="D02")
    assert form["unit"] == "D07"


def test_a_field_emptied_by_hand_is_free_again() -> None:
    form = Form().typed(title="甲").typed(title="")
    assert form.origin("title") is Origin.EMPTY
    assert form.suggested(title="乙")["title"] == "乙"


def test_taking_over_a_suggestion_by_typing_the_same_makes_it_ones_own() -> None:
    form = Form().suggested(unit="D01").typed(unit="D01").suggested(unit="D02")
    assert form["unit"] == "D01"


texts = st.text(max_size=40)


@given(
    title=texts,
    content=texts,
    answer=texts,
    unit=st.sampled_from(["", "D01"]),
    confidential=st.booleans(),
    cited=st.lists(st.sampled_from(["a", "b"]), max_size=2),
    kind=st.sampled_from(["", *TicketKind]),
)
def test_a_draft_comes_back_from_the_journal_as_it_was(
    title: str, content: str, answer: str, unit: str, confidential: bool, cited: list[str], kind: str
) -> None:
    form = Form().typed(
        title=title,
        content=content,
        answer=answer,
        unit=unit,
        confidential=confidential,
        cited_articles=tuple(cited),
        kind=str(kind),
    )
    call = Call(id="c1", state=CallState.TALKING, number="13800000042", offered_at=NOW)
    draft = Draft.begun(NOW, call).with_form(form)
    back = Draft.from_json(draft.key, draft.as_json())
    assert back.form.values == draft.form.values
    assert {n: back.form.origin(n) for n in FIELDS} == {n: form.origin(n) for n in FIELDS}
    assert (back.id, back.call_id, back.caller_number, back.opened_at) == (draft.id, "c1", "13800000042", NOW)


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"form": {"values": {"kind": "nonsense", "urgency": 7, "title": 5, "future": "x"}, "origins": {"title": 99}}},
        {"opened_at": "yesterday", "version": "x", "form": {"values": None, "origins": None}},
    ],
)
def test_an_odd_draft_is_read_without_losing_the_rest(kept: dict[str, object]) -> None:
    draft = Draft.from_json("d1", kept)
    assert draft.form["kind"] == ""
    assert draft.form["urgency"] == Urgency.NORMAL


def test_a_draft_becomes_a_ticket_with_its_own_id() -> None:
    form = Form().typed(kind="complaint", category="030101", title=" 夜间 施工\u200b ", content="晚上\r\n还在打桩")
    draft = Draft.begun(NOW).with_form(form)
    new = draft.to_new(Finish.ACCEPT)
    assert (new.id, new.title, new.content) == (draft.id, "夜间 施工", "晚上\n还在打桩")
    assert "answer" not in new.model_fields_set
    assert draft.to_new(Finish.ACCEPT) == new


def test_a_change_sends_only_what_differs() -> None:
    ticket = Ticket(
        id="t1",
        number="20261124-000001",
        status=TicketStatus.ACCEPTED,
        version=3,
        kind=TicketKind.HELP,
        title="路灯不亮",
        content="三天了",
        unit="D05",
        created_at=NOW,
        updated_at=NOW,
    )
    draft = Draft.of_ticket(ticket, NOW)
    assert draft.is_change
    assert draft.is_empty
    changed = draft.with_form(draft.form.typed(unit="", urgency="urgent"))
    change = changed.to_change(None)
    assert change.model_dump(exclude_unset=True) == {"unit": "", "urgency": Urgency.URGENT}
    assert Draft.of_ticket(ticket, NOW).key != draft.key


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("市民反映，夏北社区夜间施工噪音扰民，希望尽快处理。", "夏北社区夜间施工噪音扰民，希望尽快处理"),
        ("你好，我想咨询一下小孩今年上小学需要什么材料？", "小孩今年上小学需要什么材料"),
        ("【时间】\n【地点】桂城\n【经过】小区电梯坏了三天没人修", "小区电梯坏了三天没人修"),
        ("停水", ""),
        ("", ""),
        ("Street lamp near the school gate is broken. Please fix it.", "Street lamp near the"),
    ],
)
def test_titles_are_taken_from_what_was_said(content: str, title: str) -> None:
    assert title_of(content).startswith(title[:25])
    assert len(title_of(content)) <= 30


@given(st.text(max_size=300))
def test_any_content_gives_a_title_that_fits(content: str) -> None:
    title = title_of(content)
    assert len(title) <= 30
    assert "\n" not in title


def test_the_department_follows_the_category_until_somebody_chooses_one() -> None:
    categories = {"01": Category(code="01", name="教育", unit="D03"), "02": Category(code="02", name="水", unit="D09")}
    form = suggest(Form().typed(category="01"), categories)
    assert form["unit"] == "D03"
    form = suggest(form.typed(category="02"), categories)
    assert form["unit"] == "D09"
    form = suggest(form.typed(unit="D01").typed(category="01"), categories)
    assert form["unit"] == "D01"
