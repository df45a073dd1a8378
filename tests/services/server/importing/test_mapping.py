from datetime import UTC, date, datetime

import pytest

from services.server.importing.mapping import KNOWLEDGE_FIELDS, TICKET_FIELDS, guess
from services.server.importing.moments import moment
from services.server.importing.reader import delimiter_of
from services.server.importing.report import escaped
from tests.zone import ZONE


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (
            "留言编号 留言用户 留言主题 留言时间 留言详情 反对数 点赞数",
            {"source_id": 0, "caller_name": 1, "title": 2, "created_at": 3, "content": 4},
        ),
        (
            "unique_key created_date agency agency_name complaint_type descriptor incident_zip city status"
            " resolution_description community_board borough incident_address closed_date due_date",
            {
                "source_id": 0, "created_at": 1, "unit": 3, "title": 4, "content": 5, "status": 8, "answer": 9,
                "town": 11, "detail": 12, "closed_at": 13,
            },
        ),
        ("市民来电号码 群众联系电话 具体诉求内容 最终办理结果", {"caller_number": 0, "contact_number": 1, "content": 2, "answer": 3}),
        ("标题* 内容（必填） 受理\u3000时间", {"title": 0, "content": 1, "created_at": 2}),
        ("甲 乙 丙", {}),
    ],
)  # fmt: skip
def test_headings_are_recognised(headings: str, expected: dict[str, int]) -> None:
    assert guess(headings.split(" "), TICKET_FIELDS).columns == expected


def test_a_column_serves_one_field_and_a_field_takes_one_column() -> None:
    mapping = guess(["标题", "标题", "问题", "答案"], KNOWLEDGE_FIELDS)
    assert mapping.columns == {"title": 0, "answer": 3}
    assert mapping.unused() == ["标题", "问题"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2019/2/28 11:25:05", datetime(2019, 2, 28, 3, 25, 5, tzinfo=UTC)),
        ("2019年2月28日 11时25分", datetime(2019, 2, 28, 3, 25, tzinfo=UTC)),
        ("2019年2月28日", datetime(2019, 2, 27, 16, tzinfo=UTC)),
        ("2019-02-28T11:25:05+00:00", datetime(2019, 2, 28, 11, 25, 5, tzinfo=UTC)),
        ("2019.2.28 11:25", datetime(2019, 2, 28, 3, 25, tzinfo=UTC)),
        ("20190228112505", datetime(2019, 2, 28, 3, 25, 5, tzinfo=UTC)),
        ("05/27/2024 02:08:51 PM", datetime(2024, 5, 27, 6, 8, 51, tzinfo=UTC)),
        (datetime(2019, 2, 28, 11), datetime(2019, 2, 28, 3, tzinfo=UTC)),  # noqa: DTZ001 - as a spreadsheet gives it
        (date(2019, 2, 28), datetime(2019, 2, 27, 16, tzinfo=UTC)),
        ("昨天", None),
        ("", None),
        ("2019/2/30", None),
        (45000, None),
    ],
)
def test_moments_in_the_forms_people_write(value: object, expected: datetime | None) -> None:
    assert moment(value, ZONE) == expected


@pytest.mark.parametrize(("line", "delimiter"), [("a,b,c", ","), ("a\tb,c\td", "\t"), ('"a;b";c;d', ";"), ("a", ",")])
def test_the_delimiter_is_guessed(line: str, delimiter: str) -> None:
    assert delimiter_of(line) == delimiter


@pytest.mark.parametrize(("cell", "shown"), [("=1", "'=1"), ("+86", "'+86"), ("a=1", "a=1"), (None, ""), (7, "7")])
def test_formulas_are_disarmed(cell: object, shown: str) -> None:
    assert escaped(cell) == shown
