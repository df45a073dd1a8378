"""What a person has changed is never overwritten without being told."""

from pathlib import Path

from services.telephony.asterisk.configuration.writing import Outcome, changed_by_hand, write

FILES = {"one.conf": "one\n", "two.conf": "two\n"}
SECRET = frozenset({"two.conf"})


def outcomes(folder: Path, files: dict[str, str], replace: bool = False) -> dict[str, tuple[str, str]]:
    return {file.name: (file.outcome.value, file.beside) for file in write(folder, files, SECRET, replace)}


def test_what_is_written_is_as_it_was_the_second_time(tmp_path: Path) -> None:
    assert set(outcomes(tmp_path, FILES).values()) == {("written", "")}
    assert set(outcomes(tmp_path, FILES).values()) == {("unchanged", "")}
    assert oct((tmp_path / "two.conf").stat().st_mode)[-3:] == "640"


def test_a_changed_file_stays_and_the_new_text_lies_beside_it(tmp_path: Path) -> None:
    write(tmp_path, FILES, SECRET)
    (tmp_path / "one.conf").write_text("mine\n")
    assert changed_by_hand(tmp_path) == ["one.conf"]
    found = outcomes(tmp_path, {**FILES, "one.conf": "newer\n"})
    assert found["one.conf"] == (Outcome.KEPT, "one.conf.new")
    assert (tmp_path / "one.conf").read_text() == "mine\n"
    assert (tmp_path / "one.conf.new").read_text() == "newer\n"
    found = outcomes(tmp_path, {**FILES, "one.conf": "newer\n"}, replace=True)
    assert found["one.conf"] == (Outcome.REPLACED, "one.conf.before")
    assert (tmp_path / "one.conf.before").read_text() == "mine\n"
    assert (tmp_path / "one.conf").read_text() == "newer\n"
    assert changed_by_hand(tmp_path) == []


def test_files_that_were_there_before_are_kept(tmp_path: Path) -> None:
    (tmp_path / "one.conf").write_text("the package's\n")
    (tmp_path / "one.conf.before").write_text("older still\n")
    assert outcomes(tmp_path, FILES)["one.conf"] == (Outcome.TAKEN_OVER, "one.conf.before-2")
    assert (tmp_path / "one.conf.before-2").read_text() == "the package's\n"
    assert (tmp_path / "one.conf").read_text() == "one\n"
