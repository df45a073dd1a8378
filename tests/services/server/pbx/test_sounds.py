"""The check looks for what callers are to hear."""

from pathlib import Path

from services.server.pbx import sounds
from services.telephony.asterisk.configuration import queues, render
from services.telephony.asterisk.configuration.plan import Manager, Plan


def test_music_and_each_sound_are_looked_for(tmp_path: Path) -> None:
    plan = Plan([], [("general", "")], Manager("s"), prompts=["welcome", "language", "callback-offer", *queues.PLACE])
    music, data = tmp_path / "moh", tmp_path / "data"
    for name, text in render(plan).items():
        (tmp_path / name).write_text(text.replace("/var/lib/asterisk/moh", str(music)))
    with (tmp_path / "asterisk.conf").open("a") as conf:
        conf.write(f"[directories]\nastdatadir => {data}\n")
    assert sounds.without_music(tmp_path) == str(music)
    music.mkdir()
    (music / "README").touch()
    assert sounds.without_music(tmp_path) == str(music)
    (music / "music.wav").touch()
    assert sounds.without_music(tmp_path) == ""

    names = {"welcome", "language", "callback-offer", *queues.PLACE}
    assert set(sounds.missing(tmp_path)) == {f"{code}/tongfu/{name}" for code in ("zh", "en") for name in names}
    for code in ("zh", "en"):
        (data / "sounds" / code / "tongfu").mkdir(parents=True)
        for name in names:
            (data / "sounds" / code / "tongfu" / f"{name}.wav").touch()
    assert sounds.missing(tmp_path) == []
    (data / "sounds/en/tongfu/welcome.wav").rename(data / "sounds/en/tongfu/welcome.ulaw")
    (data / "sounds/zh/tongfu/language.wav").unlink()
    assert sounds.missing(tmp_path) == ["zh/tongfu/language"]


def test_nothing_is_missing_where_nothing_is_played(tmp_path: Path) -> None:
    assert (sounds.without_music(tmp_path), sounds.missing(tmp_path)) == ("", [])
