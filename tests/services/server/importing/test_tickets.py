import csv
import io
import itertools
import os
import re
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.contracts.tickets import TicketSort
from services.server.clocks.tables import ticket_clocks
from services.server.importing import engine
from services.server.importing.tickets import TicketImporter
from services.server.kernel import Kernel
from services.server.tickets import listing, search
from services.server.tickets.tables import ticket_steps, tickets
from tests.services.server.district import OTHER_TOWN, TOWN, VILLAGE
from tests.services.server.importing.conftest import Run, stored, write_csv, write_xlsx

HEADINGS = [
    "工单编号", "受理时间", "诉求类型", "诉求分类", "标题", "诉求内容", "所属镇街", "所属村居",
    "来电人", "来电号码", "承办单位", "工单状态", "办结时间", "答复内容", "紧急程度", "备注",
]  # fmt: skip
ROW = [
    "GD-1", "2026/2/28 11:25:05", "投诉", "施工噪音", "夜间打桩", "工地凌晨打桩", "桂城街道", "桂一社区居委会",
    "陈女士", "161 0000 0042", "区公安分局", "已办结", "2026-03-01 09:00", "已责令停工", "紧急", "x",
]  # fmt: skip


def rejected(file: Path) -> list[list[str]]:
    with file.with_name(file.name + ".rejected.csv").open(encoding="utf-8-sig", newline="") as report:
        return list(csv.reader(report))


@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "tab", "semicolon", "xlsx"])
def test_a_row_becomes_a_ticket_whatever_the_file(run: Run, kernel: Kernel, tmp_path: Path, form: str) -> None:
    if form == "xlsx":
        file = write_xlsx(tmp_path / "t.xlsx", [["二月工单统计表"], HEADINGS, ROW])
    elif form in ("tab", "semicolon"):
        file = write_csv(tmp_path / "t.csv", [HEADINGS, ROW], delimiter="\t" if form == "tab" else ";")
    else:
        file = write_csv(tmp_path / "t.csv", [HEADINGS, ROW], form)
    assert run("tickets", file) == 0
    (row,) = stored(kernel)
    assert row.number == "20260228-000001"
    assert row.created_at == datetime(2026, 2, 28, 3, 25, 5, tzinfo=UTC)
    assert row.closed_at == datetime(2026, 3, 1, 1, 0, tzinfo=UTC)
    assert (row.kind, row.category, row.unit, row.status, row.urgency) == ("complaint", "060101", "D04", "closed", 1)
    assert (row.town, row.village) == (TOWN, VILLAGE)
    assert (row.caller_name, row.caller_number) == ("陈女士", "16100000042")
    assert (row.title, row.content, row.answer) == ("夜间打桩", "工地凌晨打桩", "已责令停工")


def test_twice_imports_nothing_twice(
    run: Run, kernel: Kernel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [[*ROW[:0], f"GD-{n}", *ROW[1:]] for n in range(30)]
    file = write_csv(tmp_path / "t.csv", [HEADINGS, *rows])
    assert run("tickets", file) == 0
    # The same in another form, with one row more.
    again = write_xlsx(tmp_path / "t.xlsx", [HEADINGS, *rows, ["GD-99", *ROW[1:]]])
    assert run("tickets", again) == 0
    assert len(stored(kernel)) == 31
    assert "31 rows read: 1 imported, 30 known already, 0 rejected" in capsys.readouterr().out
    assert not (tmp_path / "t.csv.rejected.csv").exists()


def test_without_numbers_the_whole_row_is_its_key(run: Run, kernel: Kernel, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "t.csv", [["标题", "内容"], ["路灯", "不亮"], ["路灯", "又不亮"], ["路灯", "不亮"]])
    assert run("tickets", file) == 0
    assert run("tickets", file) == 0
    assert [row.content for row in stored(kernel)] == ["不亮", "又不亮"]


def test_a_number_that_comes_with_other_content_is_told(run: Run, kernel: Kernel, tmp_path: Path) -> None:
    run("tickets", write_csv(tmp_path / "t.csv", [HEADINGS, ROW]))
    changed = [*ROW]
    changed[5] = "别的内容"
    file = write_csv(tmp_path / "u.csv", [HEADINGS, changed])
    run("tickets", file)
    assert [row.content for row in stored(kernel)] == ["工地凌晨打桩"]
    assert rejected(file)[1][:2] == ["2", "This number was imported before with other content; nothing was changed."]


def test_bad_rows_are_reported_and_good_ones_imported(run: Run, kernel: Kernel, tmp_path: Path) -> None:
    def row(number: str, **cells: str) -> list[str]:
        return [cells.get(heading, cell) for heading, cell in zip(HEADINGS, [number, *ROW[1:]], strict=True)]

    file = write_csv(
        tmp_path / "t.csv",
        [
            HEADINGS,
            row("1"),
            row("2", 受理时间="昨天"),
            row("3", 受理时间="2031-01-01"),
            row("4", 标题="", 诉求内容=""),
            [],
            row("5", 诉求内容="长" * 8001),
            row("6", 来电号码="1" * 40),
            row("=1+1", 受理时间="", 来电人="@SUM(A1)", 备注="-2+3"),
            row("8", 来电人="名" * 61),
            row("9"),
            ["10", "2026/2/28 11:25:05"],
        ],
    )
    assert run("tickets", file) == 0
    assert [row.content for row in stored(kernel)] == ["工地凌晨打桩"] * 2
    heading, *reasons = rejected(file)
    assert heading == ["行号 row", "原因 reason", *HEADINGS]
    assert [(r[0], r[1].split(":")[0]) for r in reasons] == [
        ("3", "受理时间"), ("4", "受理时间"), ("5", "诉求内容"), ("7", "诉求内容"), ("8", "来电号码"), ("9", "受理时间"),
        ("10", "来电人"), ("12", "诉求内容"),
    ]  # fmt: skip
    assert "8000" in reasons[3][1]
    # No spreadsheet may compute what a citizen wrote.
    assert (reasons[5][2], reasons[5][10], reasons[5][17]) == ("'=1+1", "'@SUM(A1)", "'-2+3")


def test_what_the_catalogue_does_not_know_stays_readable(run: Run, kernel: Kernel, tmp_path: Path) -> None:
    file = write_csv(
        tmp_path / "nyc.csv",
        [
            ["unique_key", "created_date", "agency_name", "complaint_type", "descriptor", "borough", "status"],
            [
                "1",
                "2024-05-27T02:08:51.000",
                "Department of Transportation",
                "Street Condition",
                "Pothole",
                "QUEENS",
                "Open",
            ],
            ["2", "05/27/2024 02:08:51 PM", "", "Praise", "", "", "Closed"],
        ],
    )
    assert run("tickets", file) == 0
    first, second = stored(kernel)
    assert first.title == "Street Condition"
    assert first.content == "Pothole\n来源单位：Department of Transportation\n来源区域：QUEENS"
    assert (first.status, first.kind) == ("accepted", "help")
    assert (second.status, second.kind, second.content) == ("closed", "praise", "Praise")
    assert second.created_at == datetime(2024, 5, 27, 6, 8, 51, tzinfo=UTC)


def test_a_long_title_is_kept_whole_in_the_content(run: Run, kernel: Kernel, tmp_path: Path) -> None:
    run("tickets", write_csv(tmp_path / "t.csv", [["标题", "内容"], ["长" * 130, "正文"], ["", "只有内容"]]))
    short, long = sorted(stored(kernel), key=lambda row: len(row.title))
    assert long.title == "长" * 119 + "…"
    assert long.content == "长" * 130 + "\n正文"
    assert short.title == "只有内容"


def test_invisible_signs_go_and_rare_characters_stay(run: Run, kernel: Kernel, tmp_path: Path) -> None:
    file = write_csv(
        tmp_path / "t.csv", [["标题", "来电号码"], ["\u202e𠮷野\u200b家😀<b>", "０１６１－００００ ００４２"]]
    )
    assert run("tickets", file) == 0
    (row,) = stored(kernel)
    assert (row.title, row.caller_number) == ("𠮷野家😀<b>", "016100000042")


def test_a_mapping_can_be_corrected(
    run: Run, kernel: Kernel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_csv(tmp_path / "t.csv", [["甲", "标题", "丙"], ["工地噪音", "编号1", "x"]])
    assert run("tickets", file, "--map", "甲=title", "--map", "标题=source_id", "--map", "丙=") == 0
    assert [row.title for row in stored(kernel)] == ["工地噪音"]
    shown = capsys.readouterr().out
    assert "甲  → title" in shown
    assert "Columns not used: 丙" in shown
    for wish in ("丁=title", "甲=colour", "甲"):
        assert run("tickets", file, "--map", wish) == 1
        assert "There is no such column or field" in capsys.readouterr().err


def test_nothing_is_written_without_a_yes(
    run: Run, kernel: Kernel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_csv(tmp_path / "t.csv", [HEADINGS, ROW])
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    import argparse

    from services.server.importing.commands import add_commands

    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers(), kernel.database.engine.url.render_as_string(hide_password=False))
    arguments = parser.parse_args(["import", "tickets", str(file)])
    assert arguments.handler(arguments) == 1
    assert "工单编号 → source_id" in capsys.readouterr().out
    assert stored(kernel) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.pdf", b"x"),
        ("t.xlsx", b"not a zip"),
        ("t.csv", b"\xff\xff\xff\xff,\x80"),
        ("t.csv", b""),
        ("t.csv", b"\n\n\n"),
    ],
)
def test_a_file_that_is_no_table_is_refused(
    run: Run, tmp_path: Path, name: str, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert run("tickets", file) == 1
    assert "This table cannot be read" in capsys.readouterr().err


def test_a_database_that_is_nowhere_is_told_in_a_sentence(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_csv(tmp_path / "t.csv", [HEADINGS, ROW])
    assert run("tickets", file, "--database-url", f"sqlite:///{tmp_path}/nowhere/tongfu.db") == 1
    assert capsys.readouterr().err.startswith("There is no database here yet.")


def test_a_missing_file_is_refused(run: Run, tmp_path: Path) -> None:
    assert run("tickets", tmp_path / "none.csv") == 1


def test_ctrl_c_keeps_what_is_committed_and_a_second_run_goes_on(
    run: Run, kernel: Kernel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(engine, "BATCH", 50)
    file = write_csv(tmp_path / "t.csv", [["编号", "标题"], *[[n, f"第{n}件"] for n in range(400)]])
    add_many = engine.run.__globals__["Kernel"].write
    calls = 0

    def interrupted(self: Kernel, *arguments: object, **named: object) -> object:
        nonlocal calls
        result = add_many(self, *arguments, **named)
        calls += 1
        if calls == 3:
            os.kill(os.getpid(), signal.SIGINT)
        return result

    monkeypatch.setattr(Kernel, "write", interrupted)
    assert run("tickets", file) == 130
    said = capsys.readouterr().out
    assert "Cancelled" in said
    assert "150 rows read: 150 imported" in said
    kept = len(stored(kernel))
    assert kept == 150
    monkeypatch.setattr(Kernel, "write", add_many)
    assert run("tickets", file) == 0
    assert len(stored(kernel)) == 400


def test_imported_tickets_are_found_like_others(run: Run, kernel: Kernel, tmp_path: Path) -> None:
    run("tickets", write_csv(tmp_path / "t.csv", [HEADINGS, ROW]))
    words = search.query("凌晨打桩")
    with kernel.database.read() as connection:
        found = listing.page(connection, listing.Filter(words=words), TicketSort.CREATED, None, 10)
    assert [row.title for row in found] == ["夜间打桩"]
    assert OTHER_TOWN not in {row.town for row in found}
    assert tickets.c.key is not None


def _history() -> list[list[object]]:
    """Rows of many days in no order; some have the number of another, and say the same or something else under it."""
    rows: list[list[object]] = [["编号", "受理时间", "标题", "诉求内容", "诉求类型", "承办单位", "工单状态"]]
    for n in range(90):
        day, number = n * 37 % 100, n % 70
        state = "已办结" if number % 3 else "办理中"
        word = ("噪音", "路灯", "井盖")[(number if n % 4 else n) % 3]
        at = f"2025-{1 + day // 28:02}-{1 + day % 28:02} {number % 24:02}:30"
        rows.append([f"H{number}", at, f"第{number}件{word}", f"工地凌晨{word}", "投诉", "区公安分局", state])
    rows += rows[20:30]
    return rows


def _written(kernel: Kernel) -> dict[str, list[Any]]:
    """Returns all that was written of each ticket, but for keys and numbers of the day, and which search finds it."""
    tables = (ticket_steps, ticket_clocks)
    with kernel.database.read() as connection:
        kept = connection.execute(tickets.select()).mappings().all()
        more = [connection.execute(table.select().order_by(table.c.id)).mappings().all() for table in tables]
        hits = {
            words: {
                row.id for row in listing.page(connection, listing.Filter(words=typed), TicketSort.CREATED, None, 200)
            }
            for words in ("噪音", "路灯", "井盖", "凌晨噪音")
            if (typed := search.query(words)) is not None
        }
    ids = {row["key"]: row["id"] for row in kept}
    found: dict[str, list[Any]] = {
        row["id"]: [
            {name: value for name, value in row.items() if name not in ("key", "number")},
            [words for words, of in hits.items() if row["id"] in of],
        ]
        for row in kept
    }
    for row in itertools.chain(*more):
        found[ids[row["ticket_key"]]].append({n: v for n, v in row.items() if n not in ("id", "ticket_key")})
    return found


def test_rows_read_ahead_are_written_as_one_after_the_other(
    run: Run, kernel: Kernel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_csv(tmp_path / "t.csv", _history())
    monkeypatch.setattr(engine, "BATCH", 7)
    assert run("tickets", file) == 0
    said, ahead, refused = capsys.readouterr().out, _written(kernel), rejected(file)
    keys = [row.key for row in stored(kernel)]
    with kernel.database.read() as connection:
        written = connection.execute(ticket_steps.select().order_by(ticket_steps.c.id)).all()
    assert [row.ticket_key for row in written] == keys, "written by age: that is what makes it fast"
    assert len(ahead) == 70
    assert all(parts[1] for parts in ahead.values()), "each is found by its words"
    with kernel.database.write() as connection:
        for table in (ticket_steps, ticket_clocks, tickets):
            connection.execute(table.delete())
    monkeypatch.setattr(TicketImporter, "order", lambda _self, items: range(len(items)))
    monkeypatch.setattr(engine, "BATCH", 1)
    assert run("tickets", file) == 0
    one_by_one = _written(kernel)
    assert one_by_one.keys() == ahead.keys()
    assert one_by_one == ahead
    assert sorted(rejected(file)) == sorted(refused)
    assert len(refused) > 1
    counted = re.compile(r"\d+ rows read: \d+ imported, \d+ known already, \d+ rejected")
    assert counted.findall(capsys.readouterr().out) == counted.findall(said)
