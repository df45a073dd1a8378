import random
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from widgets.table import Column, RowsModel
from widgets.table.columns import Words
from widgets.theme import Tone


@dataclass(frozen=True)
class Caller:
    key: str
    name: str
    wait: int | None


COLUMNS = [
    Column[Caller]("name", "Name", value=lambda c: c.name),
    Column[Caller](
        "wait",
        "Waits",
        value=lambda c: c.wait,
        text=lambda c: f"{c.wait} s",
        tone=lambda c: Tone.BAD if (c.wait or 0) > 30 else None,
    ),
]


def made(*callers: Caller) -> RowsModel[Caller]:
    model = RowsModel(COLUMNS, key=lambda c: c.key)
    model.set_rows(callers)
    return model


def shown(model: RowsModel[Caller]) -> list[str]:
    return [model.row_at(position).key for position in range(model.rowCount())]


def test_qt_agrees_with_the_model(qapp: QApplication) -> None:
    model = made(*(Caller(str(i), f"n{i}", i % 7) for i in range(20)))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_sort("wait", True)
    model.put(Caller("3", "n3", 99), Caller("new", "x", 1))
    model.drop("4", "unknown")
    model.flush()
    model.set_filter("n1")
    assert tester.model() is model
    assert shown(model)


def test_sorts_by_value_and_empty_comes_last(qapp: QApplication) -> None:
    model = made(Caller("a", "x", 20), Caller("b", "x", None), Caller("c", "x", 3))
    model.set_sort("wait")
    assert shown(model) == ["c", "a", "b"]
    model.set_sort("wait", descending=True)
    assert shown(model) == ["b", "a", "c"]
    model.set_sort(None)
    assert shown(model) == ["a", "b", "c"]


def test_sorts_chinese_by_sound(qapp: QApplication) -> None:
    model = made(*(Caller(name, name, 1) for name in ("张", "王", "阿", "李")))
    model.set_sort("name")
    assert shown(model) == ["阿", "李", "王", "张"]


def test_words_are_a_total_order() -> None:
    assert Words("王") == Words("王")
    assert Words("ａ") < Words("a") or Words("a") < Words("ａ")
    assert sorted([Words("b"), Words("a"), Words("a")])[2] == Words("b")


def test_heading_shows_the_sort(qapp: QApplication) -> None:
    model = made(Caller("a", "x", 1))
    model.set_sort("wait", True)
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Waits ↓"
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Name"


def test_filter_wants_every_word_in_any_column(qapp: QApplication) -> None:
    model = made(Caller("a", "Lee Ann", 20), Caller("b", "Lee", 30))
    model.set_filter("LEE 20")
    assert shown(model) == ["a"]
    model.put(Caller("b", "Lee", 20), Caller("c", "Kim", 20))
    model.flush()
    assert shown(model) == ["a", "b"]
    model.put(Caller("a", "Mo", 20))
    model.flush()
    assert shown(model) == ["b"]
    model.set_filter("")
    assert model.total == len(shown(model)) == 3


def test_condition_and_filter_work_together(qapp: QApplication) -> None:
    model = made(Caller("a", "x", 20), Caller("b", "x", 3), Caller("c", "y", 3))
    model.set_condition(lambda c: c.wait == 3)
    model.set_filter("x")
    assert shown(model) == ["b"]


def test_put_waits_for_the_tick_and_says_once(qapp: QApplication, qtbot: object) -> None:
    model = made(Caller("a", "x", 1))
    told: list[None] = []
    model.rows_changed.connect(lambda: told.append(None))
    for number in range(5):
        model.put(Caller(f"n{number}", "x", number))
    assert model.rowCount() == 1
    qtbot.waitUntil(lambda: model.rowCount() == 6, timeout=1000)  # type: ignore[attr-defined]
    assert len(told) == 1


def test_change_in_place_repaints_only_its_row(qapp: QApplication) -> None:
    model = made(Caller("a", "x", 1), Caller("b", "x", 2), Caller("c", "x", 3))
    changed: list[tuple[int, int]] = []
    layouts: list[None] = []
    model.dataChanged.connect(lambda top, bottom: changed.append((top.row(), bottom.row())))
    model.layoutChanged.connect(lambda: layouts.append(None))
    model.put(Caller("b", "y", 2))
    model.flush()
    assert changed == [(1, 1)]
    assert not layouts
    assert model.data(model.index(1, 0)) == "y"


def test_selection_stays_on_its_row(qapp: QApplication) -> None:
    from PySide6.QtCore import QPersistentModelIndex

    model = made(*(Caller(str(i), "x", i) for i in range(10)))
    model.set_sort("wait")
    kept = QPersistentModelIndex(model.index(4, 0))
    gone = QPersistentModelIndex(model.index(5, 0))
    model.put(Caller("0", "x", 50))
    model.drop("5")
    model.flush()
    assert model.key_at(kept.row()) == "4"
    assert not gone.isValid()


def test_newest_state_of_a_row_wins(qapp: QApplication) -> None:
    model = made(Caller("a", "x", 1))
    model.put(Caller("a", "x", 2))
    model.drop("a")
    model.put(Caller("a", "x", 3))
    model.flush()
    assert model.row_at(0).wait == 3


def test_equal_keys_in_one_load_count_once(qapp: QApplication) -> None:
    assert shown(made(Caller("a", "x", 1), Caller("a", "y", 2))) == ["a"]


CHANGES = st.lists(
    st.tuples(st.sampled_from(["put", "drop"]), st.integers(0, 15), st.one_of(st.none(), st.integers(0, 5))),
    max_size=40,
)


@settings(max_examples=80, deadline=None)
@given(CHANGES, st.sampled_from([None, "wait", "name"]), st.booleans(), st.sampled_from(["", "n1", "2 s"]))
def test_batches_end_where_a_fresh_load_ends(
    qapp: QApplication,
    changes: list[tuple[str, int, int | None]],
    column: str | None,
    descending: bool,
    words: str,
) -> None:
    start = [Caller(str(i), f"n{i}", i % 4) for i in range(10)]
    model = made(*start)
    model.set_sort(column, descending)
    model.set_filter(words)
    wanted = {caller.key: caller for caller in start}
    for place, (what, number, wait) in enumerate(changes):
        if what == "put":
            caller = Caller(str(number), f"n{number}", wait)
            model.put(caller)
            wanted[caller.key] = caller
        else:
            model.drop(str(number))
            wanted.pop(str(number), None)
        if place % 3 == 0:
            model.flush()
    model.flush()
    fresh = made(*wanted.values())
    fresh.set_filter(words)
    assert sorted(shown(model)) == sorted(shown(fresh))
    assert model.total == len(wanted)
    if column:
        order = [model.columns[("name", "wait").index(column)].sort_key(row) for row in model.shown_rows()]
        assert order == sorted(order, reverse=descending)
    assert [model.position_of(key) for key in shown(model)] == list(range(model.rowCount()))


def test_many_changes_at_once_are_sorted_anew(qapp: QApplication) -> None:
    random.seed(7)
    model = made(*(Caller(str(i), "x", random.randrange(100)) for i in range(2000)))
    model.set_sort("wait")
    model.put(*(replace(model.row_at(i), wait=random.randrange(100)) for i in range(1500)))
    model.flush()
    waits = [row.wait for row in model.shown_rows()]
    assert waits == sorted(waits)


@pytest.mark.parametrize("role", list(Qt.ItemDataRole))
def test_no_role_raises(qapp: QApplication, role: Qt.ItemDataRole) -> None:
    model = made(Caller("a", "x", 40))
    for column in range(2):
        model.data(model.index(0, column), role)
