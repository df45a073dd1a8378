"""The dispatch catalogue as a table: what was written is read back; what is wrong is said by row and field."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.administration.rule_files import Codes, read_rules, write_rules
from services.contracts.clocks import LimitUnit
from services.contracts.dispatching import Rule
from services.contracts.tickets import TicketKind
from services.errors import AppError
from services.spreadsheet import read_table, write_table
from services.tasks import Progress

CODES = Codes({"06": "城市管理", "0601": "噪音"}, {"440605011": "桂城街道"}, {"D04": "区公安分局", "D06": "区城管局"})
_LIMITS = st.none() | st.fixed_dictionaries(
    {"amount": st.integers(1, 999), "unit": st.sampled_from([unit.value for unit in LimitUnit])}
)
_WHO = st.sampled_from([("D04", None), ("D06", None), ("", "town"), ("", "village")])


@st.composite
def lines(draw: st.DrawFn) -> dict[str, Any]:
    unit, level = draw(_WHO)
    return {
        "category": draw(st.sampled_from(["", "06", "0601"])),
        "place": draw(st.sampled_from(["", "440605011"])),
        "kind": draw(st.none() | st.sampled_from([kind.value for kind in TicketKind])),
        "unit": unit,
        "level": level,
        "basis": draw(st.sampled_from(["", "噪声污染防治法", "=SUM(A1)", 'a,b;"c"'])),
        "department_only": level != "village" and draw(st.booleans()),
        "sign_in": draw(_LIMITS),
        "finish": draw(_LIMITS),
    }


@settings(max_examples=40, deadline=None)
@given(rules=st.lists(lines(), max_size=6), english=st.booleans(), ending=st.sampled_from(["csv", "xlsx"]))
def test_what_was_written_is_read_back(
    rules: list[dict[str, Any]], english: bool, ending: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("files") / f"rules.{ending}"
    assert write_rules(file, rules, CODES, english, Progress()) == len(rules)
    found = read_rules(file, CODES) if rules else None
    if found is not None:
        assert (found.rules, found.problems) == (rules, {})
        assert all(Rule.model_validate(rule) for rule in found.rules)


def test_names_do_where_codes_are_missing(tmp_path: Path) -> None:
    file = tmp_path / "rules.csv"
    write_table(file, ["分类", "承办单位", "办结时限"], [["噪音", "区城管局", "5 个工作日"]], Progress())
    (rule,) = read_rules(file, CODES).rules
    assert (rule["category"], rule["unit"], rule["finish"]) == ("0601", "D06", {"amount": 5, "unit": "working_days"})


def test_each_row_says_what_is_wrong_in_it(tmp_path: Path) -> None:
    file = tmp_path / "rules.xlsx"
    titles = ["category", "unit", "level", "kind", "finish", "department_only"]
    rows = [
        ["0601", "D06", "", "complaint", "3 hours", "yes"],
        ["9999", "D06", "", "", "", ""],
        ["06", "", "", "", "", ""],
        ["06", "D06", "town", "", "", ""],
        ["06", "D06", "", "gossip", "soon", "perhaps"],
    ]
    write_table(file, titles, rows, Progress())
    found = read_rules(file, CODES)
    assert len(found.rules) == 5
    assert {number: set(problems) for number, problems in found.problems.items()} == {
        1: {"category"},
        2: {"unit"},
        3: {"unit"},
        4: {"kind", "finish", "department_only"},
    }
    assert found.problems[1]["category"] == ("unknown_code", {"value": "9999"})


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"\xff\xfe\x00\x01", "file_not_read"),
        ("a.xlsx", b"PK", "file_not_read"),
        ("a.csv", b"x,y\n1,2\n", "no_unit_column"),
    ],
)
def test_what_is_no_such_table_is_refused(name: str, content: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(AppError) as refused:
        read_rules(tmp_path / name, CODES)
    assert refused.value.code == code


def test_a_file_of_a_chinese_spreadsheet_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("承办单位,依据\n区城管局,条例\n".encode("gb18030"))
    assert read_table(tmp_path / "a.csv") == (["承办单位", "依据"], [["区城管局", "条例"]])
