"""baresip as an agent's telephone: signalling by TLS, voices by SRTP and by nothing else."""

import contextlib
import math
import shutil
import subprocess
import wave
from pathlib import Path

import numpy as np

_RATE = 8000
_SECONDS = 60
_CONFIG = """\
module_path /usr/lib/baresip/modules
module g711.so
module aufile.so
module sndfile.so
module srtp.so
module_tmp account.so
module_app menu.so
sip_listen 127.0.0.1:0
sip_cafile {authority}
audio_source aufile,{voice}
snd_path {heard}
ring_aufile none
net_interface 127.0.0.1
"""
_ACCOUNT = (
    "<sip:{name}@127.0.0.1:{port};transport=tls>;auth_user={name};auth_pass={secret};mediaenc=srtp-mand;answermode=auto;"
    "audio_codecs=PCMA/8000/1;regint=600\n"
)


class Softphone:
    """A baresip that is registered, answers by itself, and plays a tone.

    Args:
        folder: for its files.
        name: of the account.
        secret: its password.
        port: where Asterisk takes TLS.
        authority: the certificate that Asterisk's is trusted by.
        tone: what it says, in Hz.
    """

    def __init__(self, folder: Path, name: str, secret: str, port: int, authority: Path, tone: int) -> None:
        program = shutil.which("baresip")
        assert program is not None, "scripts/setup tests installs baresip"
        folder.mkdir()
        self._heard = folder / "heard"
        self._heard.mkdir()
        voice = folder / "voice.wav"
        _write_tone(voice, tone)
        paths = {"authority": authority, "voice": voice, "heard": self._heard}
        (folder / "config").write_text(_CONFIG.format(**paths))
        (folder / "accounts").write_text(_ACCOUNT.format(name=name, secret=secret, port=port))
        (folder / "contacts").touch()
        self._log = (folder / "log").open("wb")
        self._process = subprocess.Popen(
            [program, "-4", "-f", str(folder)], stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT
        )

    def hears(self) -> bool:
        """Tells whether it has heard half a second or more."""
        return any(file.stat().st_size > _RATE for file in self._heard.glob("*-dec.wav"))

    def heard(self) -> "np.ndarray":
        """Returns what it has heard in its only call, as samples; once it has ended."""
        (newest,) = self._heard.glob("*-dec.wav")
        with wave.open(str(newest)) as file:
            return np.frombuffer(file.readframes(file.getnframes()), np.int16)

    def log(self) -> str:
        """Returns what it has said of itself."""
        return Path(self._log.name).read_text(errors="replace")

    def close(self) -> None:
        """Ends it."""
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._log.close()


def _write_tone(file: Path, tone: int) -> None:
    samples = (8000 * np.sin(2 * math.pi * tone * np.arange(_RATE * _SECONDS) / _RATE)).astype(np.int16)
    with wave.open(str(file), "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(_RATE)
        made.writeframes(samples.tobytes())
