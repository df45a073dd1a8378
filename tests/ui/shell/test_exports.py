from pathlib import Path

import pytest

from services.errors import AppError
from services.tasks import ImmediateTasks
from ui.shell.exports import Exporter
from widgets.table import TableSnapshot

TABLE = TableSnapshot("Waiting: callers/now", ["Number"], [["138****0042"]])


class Notices:
    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str, tone: object = None, undo: object = None) -> None:
        self.said.append(text)


def test_writes_where_the_person_says(tmp_path: Path, qapp: object) -> None:
    notices, asked = Notices(), []

    def choose(name: str) -> Path:
        asked.append(name)
        return tmp_path / "out.csv"

    Exporter(ImmediateTasks(), notices, choose)(TABLE)
    assert asked == ["Waiting  callers now.xlsx"]
    assert (tmp_path / "out.csv").read_text("utf-8-sig") == "Number\n138****0042\n"
    assert "out.csv" in notices.said[0]


def test_nothing_is_written_where_nothing_was_chosen(tmp_path: Path, qapp: object) -> None:
    notices = Notices()
    Exporter(ImmediateTasks(), notices, lambda _name: None)(TABLE)
    assert notices.said == []


def test_errors_go_the_one_route(tmp_path: Path, qapp: object) -> None:
    with pytest.raises(AppError):
        Exporter(ImmediateTasks(), Notices(), lambda _name: tmp_path / "no" / "x.xlsx")(TABLE)
