"""Settings survive crashes, older versions and nonsense."""

import json
from pathlib import Path

import pytest

from console.settings import STEPS, Settings, SettingsFile, load, save


def test_what_was_chosen_is_there_after_a_restart(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    file.change(language="en", theme="dark", large_text=True)
    file.put("desk.queue", "widths")
    again = SettingsFile(tmp_path / "settings.json")
    assert (again.language, again.theme, again.large_text, again.get("desk.queue")) == ("en", "dark", True, "widths")


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"text"', "\x00"])
def test_nonsense_gives_defaults(tmp_path: Path, body: str) -> None:
    file = tmp_path / "settings.json"
    file.write_text(body)
    assert load(file) == Settings()


def test_a_broken_value_falls_back_alone(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"version": len(STEPS), "language": "klingon", "theme": "dark", "invented": 1}))
    assert load(file) == Settings(theme="dark")


def test_an_older_file_is_brought_up_step_by_step(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"dark": True, "language": "en"}))
    assert load(file) == Settings(theme="dark", language="en")


def test_what_the_command_line_says_is_not_written(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    file.override(theme="dark")
    assert file.theme == "dark"
    assert load(tmp_path / "settings.json").theme == "light"


def test_a_value_of_another_kind_is_refused(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    with pytest.raises(ValueError, match="server"):
        file.change(server="ftp://somewhere")
    assert file.server == ""


def test_a_folder_that_cannot_be_written_costs_the_setting_only(tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    file = SettingsFile(blocked / "settings.json")
    file.change(theme="dark")
    assert file.theme == "dark"


def test_writing_leaves_no_half_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    save(file, Settings(theme="dark"))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["settings.json"]
    assert json.loads(file.read_text())["version"] == len(STEPS)
