import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from widgets.waveform import Pin, Waveform


@pytest.fixture
def wave(qtbot: QtBot) -> Waveform:
    made = Waveform("Recording")
    qtbot.addWidget(made)
    made.resize(500, 80)
    made.set_recording([0.1, 0.9, 0.4, 0.0] * 50, 100.0)
    made.set_pins([Pin("p2", 60, "two"), Pin("p1", 20, "one")])
    with qtbot.waitExposed(made):
        made.show()
    return made


def seeks(wave: Waveform) -> list[float]:
    told: list[float] = []
    wave.seek_requested.connect(told.append)
    return told


def test_click_seeks(wave: Waveform, qtbot: QtBot) -> None:
    told = seeks(wave)
    qtbot.mouseClick(wave, Qt.MouseButton.LeftButton, pos=QPoint(250, 60))
    assert told == [50.0]
    assert wave.position == 50.0


def test_a_scale_says_the_minutes_where_there_is_room(wave: Waveform, qtbot: QtBot) -> None:
    assert wave.scale() == [15, 30, 45, 60, 75, 90]
    wave.set_recording([0.5] * 50, 3_900.0)
    assert wave.scale() == [600, 1_200, 1_800, 2_400, 3_000, 3_600]
    wave.resize(500, 60)
    assert wave.scale() == []


def test_arrows_and_ends(wave: Waveform, qtbot: QtBot) -> None:
    told = seeks(wave)
    qtbot.keyClick(wave, Qt.Key.Key_Right)
    qtbot.keyClick(wave, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(wave, Qt.Key.Key_Left)
    qtbot.keyClick(wave, Qt.Key.Key_Left)
    qtbot.keyClick(wave, Qt.Key.Key_End)
    qtbot.keyClick(wave, Qt.Key.Key_Home)
    assert told == [5, 6, 1, 0, 100, 0]


def test_brackets_go_from_pin_to_pin(wave: Waveform, qtbot: QtBot) -> None:
    told = seeks(wave)
    for _ in range(3):
        qtbot.keyClick(wave, Qt.Key.Key_BracketRight)
    qtbot.keyClick(wave, Qt.Key.Key_BracketLeft)
    assert told == [20, 60, 20]


def test_pin_opens_by_click_and_by_enter(wave: Waveform, qtbot: QtBot) -> None:
    told: list[str] = []
    wave.pin_activated.connect(told.append)
    qtbot.mouseClick(wave, Qt.MouseButton.LeftButton, pos=QPoint(302, 5))
    wave.set_position(20)
    qtbot.keyClick(wave, Qt.Key.Key_Return)
    assert told == ["p2", "p1"]


def test_position_stays_inside(wave: Waveform) -> None:
    wave.set_position(1e9)
    assert wave.position == 100
    wave.set_position(-3)
    assert wave.position == 0


def test_says_where_it_is(wave: Waveform) -> None:
    wave.set_position(61)
    assert wave.accessibleDescription() == "1:01 / 1:40" or "1:01" in wave.accessibleDescription()


def test_no_recording_paints_and_does_not_seek(qtbot: QtBot) -> None:
    wave = Waveform("Recording")
    qtbot.addWidget(wave)
    wave.resize(100, 60)
    told = seeks(wave)
    qtbot.keyClick(wave, Qt.Key.Key_Right)
    qtbot.mouseClick(wave, Qt.MouseButton.LeftButton, pos=QPoint(50, 30))
    wave.grab()
    assert told == []


def test_more_peaks_than_pixels_keep_the_loudest(qtbot: QtBot) -> None:
    wave = Waveform("Recording")
    qtbot.addWidget(wave)
    wave.resize(100, 60)
    peaks = [0.0] * 10_000
    peaks[5_005] = 1.0
    wave.set_recording(peaks, 10)
    picture = wave.grab().toImage()
    ground = picture.pixelColor(20, 8)
    assert any(picture.pixelColor(x, 8) != ground for x in range(48, 54))
