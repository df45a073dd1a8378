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
import pathlib, sys, tempfile
import numpy as np
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
    from PySide6.QtMultimedia import QAudioBufferOutput, QAudioFormat, QMediaPlayer
    from services.server.recordings.sound import encode
    # As the server keeps it: FLAC, the agent left, the caller right; each a tone of its own.
    seconds = np.arange(8000 * 3) / 8000
    tones = np.stack([np.sin(2 * np.pi * pitch * seconds) for pitch in (440, 1000)], axis=1)
    flac = encode((tones * 12000).astype(np.int16), 8000)
    assert flac.startswith(b"fLaC")
    real = player.SoundPlayer(application)
    (media,) = real.findChildren(QMediaPlayer)
    statuses, heard = [], []
    media.mediaStatusChanged.connect(statuses.append)
    asked = QAudioFormat()
    asked.setSampleRate(8000); asked.setChannelCount(2); asked.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    ear = QAudioBufferOutput(asked, application)
    ear.audioBufferReceived.connect(lambda buffer: heard.append(bytes(buffer.constData())))
    media.setAudioBufferOutput(ear)
    failures = []
    real.failed.connect(failures.append)
    real.load(flac, 3.0)
    real.set_rate(2.0)
    positions = []
    wait = QEventLoop()
    media.mediaStatusChanged.connect(lambda status: wait.quit() if status == media.MediaStatus.LoadedMedia else None)
    QTimer.singleShot(20_000, wait.quit)
    if media.mediaStatus() != media.MediaStatus.LoadedMedia:
        wait.exec()
    assert media.MediaStatus.LoadedMedia in statuses, statuses
    assert media.hasAudio() and abs(media.duration() - 3000) < 60, media.duration()
    assert not list(pathlib.Path(tempfile.gettempdir()).glob("tongfu-*")), "the recording stays on the disk"
    real.position_changed.connect(positions.append)
    real.play()
    loop = QEventLoop()
    QTimer.singleShot(20_000, loop.quit)
    real.position_changed.connect(lambda second: loop.quit() if second > 0.4 and len(b"".join(heard)) > 12_800 else None)
    loop.exec()
    real.pause()
    assert not failures, failures
    assert max(positions) > 0.4, positions
    played = np.frombuffer(b"".join(heard), np.int16).reshape(-1, 2)
    for channel, pitch in ((0, 440), (1, 1000)):
        spectrum = np.abs(np.fft.rfft(played[800:3_200, channel]))
        assert abs(np.argmax(spectrum) * 8000 / 2_400 - pitch) < 10, "what is heard is not what was kept"
    real.seek(2.0)
    real.load(flac, 3.0)
    real.close()
    assert not list(pathlib.Path(tempfile.gettempdir()).glob("tongfu-*"))
print("done")
"""


def test_the_real_player_plays_the_kept_sound_on_a_machine_without_a_sound_device(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(tmp_path)}
    run = subprocess.run([sys.executable, "-c", REAL], capture_output=True, text=True, timeout=60, env=environment)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "done" in run.stdout
