"""What callers are to hear, looked for on the machine with Asterisk: music, and the sounds that the configuration plays."""

import re
from pathlib import Path

_KINDS = frozenset({".wav", ".wav16", ".sln", ".sln16", ".gsm", ".ulaw", ".alaw", ".g722", ".mp3", ".ogg"})
_DATA = ("/usr/share/asterisk", "/var/lib/asterisk")
"""Where Asterisk's own files lie, as it is packaged and as it is built."""
_MUSIC = re.compile(r"^\s*directory\s*=>?\s*(\S+)", re.MULTILINE)
_OWN_DATA = re.compile(r"^\s*astdatadir\s*=>?\s*(\S+)", re.MULTILINE)
_SOUND = re.compile(r"\btongfu/([a-z0-9-]+)")


def without_music(folder: Path) -> str:
    """Returns the folder in which Asterisk looks for music and finds none; empty where there is some."""
    named = _MUSIC.search(_text(folder / "musiconhold.conf"))
    return named[1] if named is not None and not _holds_sound(Path(named[1])) else ""


def missing(folder: Path) -> list[str]:
    """Returns the sounds that the configuration plays and Asterisk does not have, as ``zh/tongfu/welcome``."""
    names = {name for file in ("extensions.conf", "queues.conf") for name in _SOUND.findall(_text(folder / file))}
    data = [*_OWN_DATA.findall(_text(folder / "asterisk.conf")), *_DATA]
    languages = ("zh", "en") if "language" in names else ("zh",)
    wanted = [f"{language}/tongfu/{name}" for language in languages for name in sorted(names)]
    return [each for each in wanted if not any(_is_there(Path(place) / "sounds" / each) for place in data)]


def _is_there(sound: Path) -> bool:
    return any(sound.with_name(sound.name + kind).is_file() for kind in _KINDS)


def _holds_sound(folder: Path) -> bool:
    return folder.is_dir() and any(file.suffix.lower() in _KINDS for file in folder.iterdir())


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8", errors="replace")
    except OSError:
        return ""
