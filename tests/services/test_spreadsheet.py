import csv
import gc
from pathlib import Path

import pytest
from openpyxl import load_workbook

from services.errors import AppError
from services.spreadsheet import guarded, write_table
from services.tasks import CancelledError, Progress

ROWS = [["陈先生", 3, None, "=HYPERLINK(1)"], ['a,b\n"c"', 2.5, True, "@x"], ["😀𠮷", -1, False, "\x00\x07ok"]]


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_formulas_are_escaped_and_words_kept(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    assert write_table(file, ["姓名", "n", "b", "=x"], ROWS, Progress(), "名单/一:班") == 3
    if file.suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as stream:
            read = list(csv.reader(stream))
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    else:
        page = load_workbook(file).active
        read = [list(row) for row in page.iter_rows(values_only=True)]
    assert read[0] == ["姓名", "n", "b", "'=x"]
    assert read[1][0] == "陈先生"
    assert read[1][3] == "'=HYPERLINK(1)"
    assert read[2][0].replace("\r\n", "\n") == 'a,b\n"c"'
    assert read[2][3] == "'@x"
    assert read[3][0] == "😀𠮷"
    assert read[3][3] == "ok"
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_a_workbook_is_wide_enough_for_its_words_and_breaks_the_long_ones(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    long = "请镇街会同部门尽快解决，并于期限前书面报告。" * 4
    write_table(file, ["序号", "批示内容", "承办单位"], [[1, long, "区住房城乡建设局"]], Progress())
    page = load_workbook(file).active
    assert page.column_dimensions["C"].width >= 2 * len("区住房城乡建设局")
    assert page.column_dimensions["B"].width <= 60
    assert page["B2"].alignment.wrap_text
    assert not page["C2"].alignment.wrap_text
    assert page.print_title_rows == "$1:$1"
    assert page.page_setup.fitToHeight == 0


def test_numbers_stay_numbers() -> None:
    assert guarded(-5) == -5
    assert guarded("-5") == "'-5"
    assert guarded(None) is None
    assert len(str(guarded("x" * 100_000))) < 32_767


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_cancel_leaves_the_old_file(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text("old")
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        write_table(file, ["a"], [["x"]] * 10, progress)
    assert file.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write_table(
        tmp_path / "t.csv", ["a"], [["x"]] * 1200, Progress(lambda done, total, _note: told.append((done, total)))
    )
    assert told == [(0, 1200), (500, 1200), (1000, 1200)]


def test_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        write_table(tmp_path / "missing" / "t.csv", ["a"], [["x"]], Progress())
    assert caught.value.code == "conflict"


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_full_disk_says_so(tmp_path: Path, name: str) -> None:
    file = Path("/dev/full")
    if not file.exists():
        pytest.skip("no /dev/full on this system")
    link = tmp_path / f".{name}.part"
    link.symlink_to(file)
    with pytest.raises(AppError) as caught:
        write_table(tmp_path / name, ["a"], [["x" * 100]] * 20_000, Progress())
    gc.collect()
    assert caught.value.code == "storage_full"
