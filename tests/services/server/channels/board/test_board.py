import argparse
import csv
import zipfile
from pathlib import Path
from typing import Any

import orjson
import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from services.contracts.channels import CitizenNotice
from services.errors import AppError
from services.server.channels import outgoing, repository
from services.server.channels.board import commands, files, replies
from services.server.channels.tables import channel_messages
from services.server.kernel import Kernel
from services.server.tickets import service
from services.server.tickets.tables import tickets

# The shape of a real board's table, with words of our own.
HEADINGS = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "反对数", "点赞数"]
ROWS = [
    ["188006", "A0001", "路灯不亮", "2026/2/28 11:25:05", "\n\t\t\t桂一社区门口三盏路灯不亮\n\t\t", "0", "3"],
    ["188007", "A0002", "咨询入学时间", "2026/2/28 12:00:00", "请问今年入学报名何时开始？", "0", "0"],
]


def xlsx(file: Path, rows: list[list[Any]], headings: list[str] = HEADINGS) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in (headings, *rows):
        book.active.append(row)
    book.save(file)
    return file


def table(file: Path, rows: list[list[str]], headings: list[str] = HEADINGS) -> Path:
    with file.open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows([headings, *rows])
    return file


def found(kernel: Kernel) -> list[Any]:
    return list(kernel.read(lambda tx: tx.connection.execute(select(tickets).order_by(tickets.c.key)).all()))


@pytest.fixture
def board(tmp_path: Path) -> Path:
    folder = tmp_path / "boards" / "人民网"
    (folder / "in").mkdir(parents=True)
    return folder


def look_twice(kernel: Kernel, board: Path) -> None:
    files.look(kernel, board, files.look(kernel, board, {}))


def test_a_file_becomes_tickets_once(kernel: Kernel, board: Path) -> None:
    xlsx(board / "in" / "一月.xlsx", ROWS)
    look_twice(kernel, board)
    first, second = found(kernel)
    assert (first.title, first.content, first.channel) == ("路灯不亮", "桂一社区门口三盏路灯不亮", "board")
    assert (first.caller_name, second.kind) == ("A0001", "consult")
    kept = kernel.read(lambda tx: repository.opening(tx.connection, first.id))
    assert kept is not None
    whole = orjson.loads(repository.original_of(kept) or b"") | orjson.loads(kept.extra)["row"]
    assert [whole[heading] for heading in HEADINGS] == [str(cell).strip() for cell in ROWS[0]], "the row as it came"
    assert [file.name for file in (board / "done").iterdir()] == ["一月.xlsx"]
    assert not (board / "failed").exists()
    # The next export holds them again, with other counts of likes, and a new one.
    again = [[*row[:-1], "99"] for row in ROWS]
    table(board / "in" / "一月.csv", [*again, ["188008", "A0003", "x", "2026/3/1 08:00", "第三件事", "0", "0"]])
    look_twice(kernel, board)
    assert [row.title for row in found(kernel)] == ["路灯不亮", "咨询入学时间", "x"]
    assert sorted(file.name for file in (board / "done").iterdir()) == ["一月.csv", "一月.xlsx"]


def test_a_file_is_taken_when_it_is_complete(kernel: Kernel, board: Path) -> None:
    file = xlsx(board / "in" / "a.xlsx", ROWS)
    whole = file.read_bytes()
    file.write_bytes(whole[:500])
    seen = files.look(kernel, board, {})
    file.write_bytes(whole)
    seen = files.look(kernel, board, seen)
    assert found(kernel) == []
    files.look(kernel, board, seen)
    assert len(found(kernel)) == 2
    for name in ("~$a.xlsx", ".a.xlsx", "a.xlsx.part", "empty.csv"):
        (board / "in" / name).write_bytes(b"")
    look_twice(kernel, board)
    assert len(list((board / "in").iterdir())) == 4


def test_bad_rows_are_reported_and_the_others_taken(kernel: Kernel, board: Path) -> None:
    bad = [["", "A", "x", "2026/3/1", "没有编号", "0", "0"], ["9", "A", "x", "不是时间", "y", "0", "0"]]
    changed = ["188006", "A0001", "路灯不亮", "2026/2/28 11:25:05", "改了的内容", "0", "3"]
    xlsx(board / "in" / "a.xlsx", [ROWS[0], *bad, ROWS[1], changed])
    look_twice(kernel, board)
    assert len(found(kernel)) == 2
    with (board / "failed" / "a.xlsx.rejected.csv").open(encoding="utf-8-sig") as stream:
        rows = list(csv.reader(stream))
    assert [row[0] for row in rows[1:]] == ["3", "4", "6"]
    assert "留言编号" in rows[1][1]


def test_a_kind_that_is_unknown_is_taken_and_told(kernel: Kernel, board: Path) -> None:
    kinds = ["投诉", "闲聊", ""]
    rows = [[str(n), "A1", f"路灯不亮{n}", "2026/2/28 11:25", "请修", kind] for n, kind in enumerate(kinds, 1)]
    headings = [*HEADINGS[:5], "诉求类型"]
    for name in ("a.xlsx", "b.xlsx"):
        xlsx(board / "in" / name, rows, headings)
        look_twice(kernel, board)
    assert [row.kind for row in found(kernel)] == ["complaint", "help", "help"]
    # Once: of a row that is known nothing is said again.
    assert sorted(file.name for file in (board / "done").iterdir()) == ["a.xlsx", "a.xlsx.remarks.csv", "b.xlsx"]
    with (board / "done" / "a.xlsx.remarks.csv").open(encoding="utf-8-sig") as stream:
        _headings, (number, why, *cells) = csv.reader(stream)
    assert (number, why.startswith("诉求类型: “闲聊”"), cells[-1]) == ("3", True, "闲聊")
    assert not (board / "failed").exists()


def test_what_is_no_table_is_put_aside_with_the_reason(kernel: Kernel, board: Path) -> None:
    (board / "in" / "a.xlsx").write_bytes(b"no workbook")
    look_twice(kernel, board)
    assert found(kernel) == []
    assert sorted(file.name for file in (board / "failed").iterdir()) == ["a.xlsx", "a.xlsx.reason.txt"]


@pytest.mark.parametrize("part", ["sheet1", "styles", "workbook.xml"])
def test_a_damaged_workbook_keeps_no_other_file_back(kernel: Kernel, board: Path, tmp_path: Path, part: str) -> None:
    whole = zipfile.ZipFile(xlsx(tmp_path / "whole.xlsx", ROWS))
    with zipfile.ZipFile(board / "in" / "a.xlsx", "w") as damaged:
        for entry in whole.infolist():
            content = whole.read(entry)
            damaged.writestr(entry, content[: len(content) // 2] if part in entry.filename else content)
    xlsx(board / "in" / "b.xlsx", ROWS)
    look_twice(kernel, board)
    assert len(found(kernel)) == 2
    assert sorted(file.name for file in (board / "failed").iterdir()) == ["a.xlsx", "a.xlsx.reason.txt"]


def test_a_mapping_is_said_once(kernel: Kernel, board: Path, tmp_path: Path) -> None:
    headings = ["序", "说了什么", "谁"]
    first = xlsx(tmp_path / "first.xlsx", [["1", "路灯坏了", "甲"]], headings)
    with pytest.raises(AppError):
        files.take(kernel, "门户", first, [])
    files.take(kernel, "门户", first, ["序=source_id", "说了什么=content", "谁=caller_name"])
    # Columns move; another board has a mapping of its own.
    second = xlsx(tmp_path / "second.xlsx", [["乙", "x", "2", "井盖坏了"]], ["谁", "新列", "序", "说了什么"])
    files.take(kernel, "门户", second, [])
    assert [(row.content, row.caller_name) for row in found(kernel)] == [("路灯坏了", "甲"), ("井盖坏了", "乙")]
    with pytest.raises(AppError):
        files.take(kernel, "别处", second, [])


def test_the_same_id_at_two_boards_is_two_messages(kernel: Kernel, tmp_path: Path) -> None:
    file = xlsx(tmp_path / "a.xlsx", ROWS)
    files.take(kernel, "人民网", file, [])
    files.take(kernel, "门户", file, [])
    assert len(found(kernel)) == 4


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_replies_are_exported_once(kernel: Kernel, tmp_path: Path, kind: Any) -> None:
    files.take(kernel, "人民网", xlsx(tmp_path / "a.xlsx", ROWS), [])
    first, second = found(kernel)
    for row, words in ((first, "路灯已修复。"), (second, "=HYPERLINK(1)")):
        kernel.write(
            lambda tx, id_=row.id, said=words: outgoing.tell(tx, service.row_of(tx, id_), CitizenNotice.REPLIED, said)
        )
    assert replies.export(kernel, "门户", tmp_path / "out", kind) == (0, None)
    count, path = replies.export(kernel, "人民网", tmp_path / "out", kind)
    assert count == 2
    assert path is not None
    if kind == "xlsx":
        book = load_workbook(path, read_only=True)
        rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        book.close()
    else:
        with path.open(encoding="utf-8-sig") as stream:
            rows = list(csv.reader(stream))
    assert rows[0] == list(replies.HEADINGS)
    assert [row[:3] for row in rows[1:]] == [
        ["188006", first.number, "路灯已修复。"],
        ["188007", second.number, "'=HYPERLINK(1)"],
    ]
    assert replies.export(kernel, "人民网", tmp_path / "out", kind) == (0, None)
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_by_hand(
    kernel: Kernel, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    parser = argparse.ArgumentParser()
    commands.add_commands(parser.add_subparsers(required=True))
    url = kernel.database.url.render_as_string(hide_password=False)

    def run(*words: str) -> int:
        arguments = parser.parse_args(["board", *words, "--board", "人民网", "--database-url", url])
        return int(arguments.handler(arguments))

    assert run("import", str(xlsx(tmp_path / "a.xlsx", ROWS))) == 0
    assert "新留言 2" in capsys.readouterr().out
    assert run("import", str(tmp_path / "a.xlsx")) == 0
    assert "先前已收 2" in capsys.readouterr().out
    assert run("export", str(tmp_path / "out")) == 0
    assert "没有待导出的答复" in capsys.readouterr().out
    assert run("import", str(tmp_path / "none.xlsx")) == 1


def test_the_real_shape(kernel: Kernel, tmp_path: Path) -> None:
    """A table as a real board exports it, as long as a week's."""
    rows = [[str(n), f"A{n:09}", f"主题{n}", "2019/2/28 11:25:05", f"\n\t\t留言{n}\n", "0", "0"] for n in range(120)]
    outcome, report = files.take(kernel, "人民网", xlsx(tmp_path / "a.xlsx", rows), [])
    assert (outcome.imported, outcome.rejected, report) == (120, 0, None)
    query = select(func.count()).select_from(channel_messages)
    assert kernel.read(lambda tx: tx.connection.execute(query).scalar_one()) == 120
