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
    player.load(None, 10.0)
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
from services.tasks import Progress
from ui.quality import player
assert "PySide6.QtMultimedia" not in sys.modules, "importing the page must not load the sound libraries"
made = player.make_player(application)
print("made", type(made).__name__, warnings)
assert not warnings, warnings
with player._quietly():
    from PySide6.QtMultimedia import QAudioBufferOutput, QAudioFormat, QMediaPlayer
    from services.server.recordings.sound import encode
    from tests.sounds import sound_of
    # As the server keeps it: FLAC, the agent left, the caller right; each a tone of its own.
    seconds = np.arange(8000 * 3) / 8000
    tones = np.stack([np.sin(2 * np.pi * pitch * seconds) for pitch in (440, 1000)], axis=1)
    flac = encode((tones * 12000).astype(np.int16), 8000)
    assert flac.startswith(b"fLaC")
    def whole():
        sound = sound_of(flac)
        sound.fetch(Progress())
        return sound
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
    real.load(whole(), 3.0)
    real.set_rate(2.0)
    positions = []
    wait = QEventLoop()
    media.mediaStatusChanged.connect(lambda status: wait.quit() if status == media.MediaStatus.LoadedMedia else None)
    QTimer.singleShot(20_000, wait.quit)
    if media.mediaStatus() != media.MediaStatus.LoadedMedia:
        wait.exec()
    assert media.MediaStatus.LoadedMedia in statuses, statuses
    assert media.hasAudio() and abs(media.duration() - 3000) < 60, media.duration()
    assert not list(pathlib.Path(tempfile.gettempdir()).iterdir()), "the recording stays on the disk"
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
    real.load(whole(), 3.0)
    real.close()
    assert not list(pathlib.Path(tempfile.gettempdir()).iterdir())
print("done")
"""


SLOW = """
import threading
import numpy as np
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication
from services.api.quality import QualityApi
from services.api.transport import Transport
from services.server.recordings.sound import encode
from services.tasks import ThreadTasks
from ui.quality import player
from ui.quality.playback import Playback

SECONDS = 240
noise = np.random.default_rng(1).normal(0, 3000, (8000 * SECONDS, 2)).astype(np.int16)
flac = encode(noise, 8000)
assert len(flac) > 5_000_000
FIRST = 200_000
sent, asked, gone = set(), [], threading.Event()

class Handler(BaseHTTPRequestHandler):
    "Sends the first part and the last two thirds; for the rest it waits, or breaks off."
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        start, end = (int(n) for n in self.headers["Range"].removeprefix("bytes=").split("-"))
        asked.append((start, self.path))
        self.send_response(206)
        self.send_header("Content-Length", str(end + 1 - start))
        self.send_header("Content-Range", f"bytes {start}-{end}/{len(flac)}")
        self.send_header("Tongfu-Play", "7")
        self.end_headers()
        for at in range(start, end + 1, 4096):
            while FIRST < at < len(flac) // 3 and not opened.wait(0.05):
                if gone.is_set():
                    self.close_connection = True
                    return
            try:
                self.wfile.write(flac[at:min(at + 4096, end + 1)])
            except OSError:
                return
            sent.add(at)
    def log_message(self, *words):
        pass

opened = threading.Event()
server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
application = QApplication([])

class Deliver(QObject):
    given = Signal(object)
deliver = Deliver()
deliver.given.connect(lambda callback: callback())
tasks = ThreadTasks(deliver.given.emit, print, workers=3)
api = QualityApi(Transport(f"http://127.0.0.1:{server.server_port}"))

def until(true, what, seconds=20):
    loop = QEventLoop()
    timer = QTimer(interval=20)
    timer.timeout.connect(lambda: loop.quit() if true() else None)
    timer.start()
    QTimer.singleShot(seconds * 1000, loop.quit)
    loop.exec()
    timer.stop()
    assert true(), (what, playback.position, told, asked)

with player._quietly():
    playback = Playback(tasks, player.SoundPlayer, application)
    told = []
    playback.failed.connect(told.append)
    playback.begin(lambda progress: api.recording("c", "why").begin(progress), SECONDS)
    until(lambda: playback.position > 0.5, "it plays before the rest has come")
    assert len(sent) * 4096 <= FIRST + 4096, len(sent)
    print("began")
    # Far ahead: what FFmpeg looks at to find the place, and what follows there, but not all that lies between.
    playback.seek(220)
    until(lambda: 220.3 < playback.position < 230, "it plays far ahead")
    assert playback._sound._here[0][1] <= FIRST + 40_000, "what lies between was fetched"
    print("far")
    # The connection is lost in the middle, and comes back.
    gone.set()
    playback.seek(40)
    until(lambda: "connection was lost" in (told or [""])[-1], "the loss is told")
    until(lambda: not playback.is_playing, "it waits for somebody")
    gone.clear()
    opened.set()
    playback.play()
    until(lambda: 40.3 < playback.position < 50, "it goes on where it was")
    assert told[-1] == "", told
    until(lambda: playback._sound.is_whole, "the rest comes")
    assert {path.partition("play=")[2] for _start, path in asked[1:]} == {"7"}, "all parts are one play"
    assert [path for _start, path in asked if "play=" not in path] == ["/v1/recordings/c?why=why"]
    playback.close()
tasks.shutdown()
print("done")
"""


@pytest.mark.parametrize("script", [REAL, SLOW], ids=["kept sound", "slow server"])
def test_the_real_player_plays_the_kept_sound_on_a_machine_without_a_sound_device(tmp_path: Path, script: str) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(tmp_path)}
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, env=environment)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "done" in run.stdout
