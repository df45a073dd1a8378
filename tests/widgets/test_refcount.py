"""A trap: PySide6 6.12.0 on Python 3.11 loses references of ``True``, ``False`` and ``None`` through signals and aborts."""

import sys

import pytest
from PySide6.QtCore import QObject, Signal

_TIMES = 200_000
_SLACK = 2_000
"""What other threads may do to the counts meanwhile; the trap moves them by one a signal."""


class _Sender(QObject):
    told = Signal(object)
    switched = Signal(bool)


@pytest.mark.parametrize("value", [True, False, None], ids=str)
def test_signals_keep_reference_counts(qapp: object, value: bool | None) -> None:
    sender, heard = _Sender(), [0]

    def hear(_value: object) -> None:
        heard[0] += 1

    signal = sender.told if value is None else sender.switched
    signal.connect(hear)
    before = sys.getrefcount(value)
    for _ in range(_TIMES):
        signal.emit(value)
    assert heard[0] == _TIMES
    assert abs(sys.getrefcount(value) - before) < _SLACK
