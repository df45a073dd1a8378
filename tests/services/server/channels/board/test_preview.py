"""A file looked at before anything is said of its columns: masked, as it would be read, with what is wrong in words."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from services.contracts.accounts import Role
from services.contracts.channels import Channel, ChannelChange
from services.server.channels import settings
from services.server.channels.board import files, masking
from services.server.kernel import Kernel
from services.server.tables import access_log
from tests.services.server.channels.board.test_board import board, look_twice, table, xlsx
from tests.services.server.conftest import Api, SignIn

__all__ = ["board"]

HEADINGS = ["序", "说了什么", "谁", "怎么找", "身份证号", "何时"]
ROWS = [
    ["1", "请回电16100000042，谢谢", "陈小明", "13812340042", "440605199001011234", "2026/2/28 11:25"],
    ["2", "井盖坏了", "李四", "", "", "不是时间"],
    ["", "没有编号", "王五", "", "", "2026/2/28"],
]
COLUMNS = {
    "source_id": "序",
    "content": "说了什么",
    "caller_name": "谁",
    "caller_number": "怎么找",
    "created_at": "何时",
}


def sent(api: Api, file: Path) -> dict[str, str]:
    answer = api.post(f"/v1/boards/files?name={file.name}", content=file.read_bytes())
    assert answer.status_code == 201, answer.text
    return {"name": answer.json()["name"], "digest": answer.json()["digest"]}


def look(api: Api, file: dict[str, str], columns: dict[str, str] | None = None) -> Any:
    trial = {"file": file} | ({"columns": columns} if columns is not None else {})
    return api.post("/v1/boards/人民网/preview", json=trial, headers={"accept-language": "zh"})


@pytest.mark.parametrize("make", [xlsx, table])
def test_first_rows_and_first_tickets(administrator: Api, tmp_path: Path, kernel: Kernel, make: Any) -> None:
    file = sent(administrator, make(tmp_path / f"a.{'xlsx' if make is xlsx else 'csv'}", ROWS, HEADINGS))
    seen = look(administrator, file).json()
    assert (seen["headings"], seen["lacking"], seen["tickets"]) == (HEADINGS, ["source_id", "content"], [])
    seen = look(administrator, file, COLUMNS).json()
    assert seen["lacking"] == []
    assert seen["rows"][0] == [
        "1", "请回电161****0042，谢谢", "陈**", "138****0042", "4**", "2026/2/28 11:25",
    ]  # fmt: skip
    first, second, third = seen["tickets"]
    assert (first["row"], first["source_id"], first["title"]) == (2, "1", "请回电161****0042，谢谢")
    assert (first["caller_name"], first["caller_number"]) == ("陈**", "138****0042")
    assert first["received_at"].startswith("2026-02-28T03:25")
    assert (second["row"], second["problem"]) == (3, "何时: 格式不正确，请检查后重新填写。")
    assert (third["row"], third["problem"]) == (4, "序: 此项必须填写。")
    # Nothing was made, and the look is written down.
    looks = kernel.read(lambda tx: tx.connection.execute(select(access_log)).all())
    assert [(row.account_id, row.what) for row in looks] == [(administrator.account.id, "board_file")] * 2
    files.take(
        kernel, "人民网", xlsx(tmp_path / "b.xlsx", ROWS[:1], HEADINGS), [f"{v}={k}" for k, v in COLUMNS.items()]
    )
    seen = look(administrator, file).json()
    assert [each["known"] for each in seen["tickets"]] == [True, False, False]
    assert (seen["columns"], seen["mapping"]["columns"]) == (COLUMNS, COLUMNS)


def test_a_number_that_stands_twice_becomes_one_ticket_in_the_preview_as_in_truth(
    administrator: Api, tmp_path: Path, kernel: Kernel
) -> None:
    base = ["7", "路灯不亮", "陈先生", "", "", "2026/2/28 11:25"]
    other = [base[0], "另一件事", *base[2:]]
    rows = [base, base, other]
    wishes = [f"{heading}={field}" for field, heading in COLUMNS.items()]
    seen = look(administrator, sent(administrator, xlsx(tmp_path / "a.xlsx", rows, HEADINGS)), COLUMNS).json()
    shown = [(each["known"], bool(each["problem"])) for each in seen["tickets"]]
    assert shown == [(False, False), (True, False), (False, True)]
    assert "内容不同" in seen["tickets"][2]["problem"]
    outcome, _report = files.take(kernel, "人民网", xlsx(tmp_path / "b.xlsx", rows, HEADINGS), wishes)
    assert (outcome.imported, outcome.known, outcome.rejected) == (1, 1, 1)
    seen = look(administrator, sent(administrator, xlsx(tmp_path / "c.xlsx", [other], HEADINGS)), COLUMNS).json()
    assert "内容不同" in seen["tickets"][0]["problem"], "of a file before, too"


def test_a_kind_that_is_unknown_is_told_before(administrator: Api, tmp_path: Path) -> None:
    rows = [["1", "路灯不亮", "投诉"], ["2", "路灯不亮", "闲聊13812340042"]]
    file = sent(administrator, xlsx(tmp_path / "a.xlsx", rows, ["序", "说了什么", "是什么"]))
    columns = {"source_id": "序", "content": "说了什么", "kind": "是什么"}
    first, second = look(administrator, file, columns).json()["tickets"]
    assert (first["remark"], first["kind"], second["problem"], second["kind"]) == ("", "complaint", "", "help")
    assert second["remark"].startswith("是什么: “闲聊138****0042”")


def test_a_file_that_waits_is_looked_at_where_it_lies(administrator: Api, kernel: Kernel, board: Path) -> None:
    kernel.write(lambda tx: settings.change(tx, Channel.BOARD, ChannelChange(settings={"folder": str(board.parent)})))
    xlsx(board / "in" / "a.xlsx", ROWS, HEADINGS)
    xlsx(board.parent / "secret.xlsx", ROWS, HEADINGS)
    look_twice(kernel, board)
    files.look(kernel, board, {})
    seen = look(administrator, {"name": "a.xlsx"}, COLUMNS).json()
    assert [each["row"] for each in seen["tickets"]] == [2, 3, 4]
    for name in ("b.xlsx", "../../secret.xlsx", "../in/a.xlsx"):
        assert look(administrator, {"name": name}).status_code == 404


def test_what_cannot_be_looked_at(administrator: Api, tmp_path: Path, sign_in: SignIn) -> None:
    (tmp_path / "a.csv").write_bytes(b"\x00\x01\x02")
    (tmp_path / "b.xlsx").write_bytes(b"no workbook")
    for name in ("a.csv", "b.xlsx"):
        answer = administrator.post(f"/v1/boards/files?name={name}", content=(tmp_path / name).read_bytes())
        if answer.status_code == 201:
            file = {"name": answer.json()["name"], "digest": answer.json()["digest"]}
            assert look(administrator, file).json()["code"] == "bad_table"
        else:
            assert answer.status_code == 422
    wide = sent(administrator, table(tmp_path / "wide.csv", [], [f"列{n}" for n in range(400)]))
    assert look(administrator, wide).json()["code"] == "bad_table"
    assert look(administrator, {"name": "a.csv", "digest": "0" * 64}).status_code == 404
    assert look(administrator, {"name": "a.csv", "digest": "../../x"}).status_code == 422
    assert look(sign_in(Role.LEAD), wide).status_code == 403


def test_masking() -> None:
    assert masking.shown(13812340042.0, "caller_number") == "138****0042"
    assert masking.shown("陈小明", "", "留言人") == "陈**"
    assert masking.shown("13812340042", "", "备用电话") == "138****0042"
    assert masking.shown("zhang@example.test", "caller_email") == "z***@example.test"
    assert masking.shown("电0757-12345678或zhang@example.test", "content") == "电075******5678或z***@example.test"
    assert masking.shown("440605199001011234", "title") == "440***********1234"
    # What is no number to call stays readable, an id of the board above all.
    assert masking.shown("20260228000188006", "source_id") == "20260228000188006"
    assert len(masking.shown("长" * 500, "content")) == masking.LONGEST
