import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.quality.player import SilentPlayer


@pytest.fixture
def player(qtbot: QtBot) -> SilentPlayer:
    player = SilentPlayer()
    player.load(b"", 10.0)
    return player


def test_the_clock_runs_at_its_speed_and_stops(qtbot: QtBot, player: SilentPlayer) -> None:
    player.set_rate(2.0)
    player.play()
    qtbot.waitUntil(lambda: player.position > 0.3, timeout=2000)
    player.pause()
    at = player.position
    assert at < 5
    qtbot.wait(60)
    assert player.position == at
    assert not player.is_playing


def test_seeking_stays_in_the_recording_and_playing_at_the_end_begins_anew(qtbot: QtBot, player: SilentPlayer) -> None:
    player.seek(99)
    assert player.position == 10
    player.play()
    assert player.position < 1
    player.seek(-3)
    assert player.position < 1
    player.close()


def test_it_stops_at_the_end(qtbot: QtBot, player: SilentPlayer) -> None:
    player.seek(9.9)
    with qtbot.waitSignal(player.playing_changed, timeout=2000):
        player.play()
    qtbot.waitUntil(lambda: not player.is_playing, timeout=2000)
    assert player.position == 10


def test_without_a_recording_nothing_plays(qtbot: QtBot) -> None:
    player = SilentPlayer()
    player.play()
    assert not player.is_playing


REAL = """
import io, pathlib, sys, tempfile, wave
from PySide6.QtCore import QEventLoop, QTimer, qInstallMessageHandler
from PySide6.QtWidgets import QApplication
warnings = []
qInstallMessageHandler(lambda kind, context, words: warnings.append(words))
application = QApplication([])
assert "PySide6.QtMultimedia" not in sys.modules
from ui.quality import player
assert "PySide6.QtMultimedia" not in sys.modules, "importing the page must not load the sound libraries"
made = player.make_player(application)
print("made", type(made).__name__, warnings)
assert not warnings, warnings
with player._quietly():
    real = player.SoundPlayer(application)
    sound = io.BytesIO()
    with wave.open(sound, "wb") as output:
        output.setnchannels(2); output.setsampwidth(2); output.setframerate(8000)
        output.writeframes(bytes(8000 * 4 * 3))
    real.load(sound.getvalue(), 3.0)
    real.set_rate(2.0)
    positions = []
    wait = QEventLoop(); QTimer.singleShot(300, wait.quit); wait.exec()
    assert not list(pathlib.Path(tempfile.gettempdir()).glob("tongfu-*.wav")), "the recording stays on the disk"
    real.position_changed.connect(positions.append)
    real.play()
    loop = QEventLoop()
    QTimer.singleShot(1500, loop.quit)
    real.position_changed.connect(lambda second: loop.quit() if second > 0.4 else None)
    loop.exec()
    real.pause()
    assert max(positions) > 0.4, positions
    real.seek(2.0)
    real.load(sound.getvalue(), 3.0)
    real.close()
    assert not list(pathlib.Path(tempfile.gettempdir()).glob("tongfu-*.wav"))
print("done")
"""


def test_the_real_player_plays_from_memory_on_a_machine_without_sound(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(tmp_path)}
    run = subprocess.run([sys.executable, "-c", REAL], capture_output=True, text=True, timeout=60, env=environment)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "done" in run.stdout
