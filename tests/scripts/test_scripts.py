"""The two commands: what they do on a machine that has everything, or lacks something; played with stand-ins, without a network."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent.parent.parent / "scripts"
TOOLS = ("bash", "dirname", "sha256sum", "cut", "cat", "env", "uname", "mkdir", "chmod")
LOCK = "a==1 --hash=sha256:0\n"

_COMPILES = ["python -m compileall -q console ui widgets services resources", "python scripts/translate --compile"]
"""What each call does: modules and translations that changed."""


class Machine:
    """A checkout in which every program that could install or open something only says that it was called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = folder / "bin"
        self.scripts = folder / "checkout" / "scripts"
        self.calls = folder / "calls"
        self.calls.touch()
        self.bin.mkdir()
        self.scripts.mkdir(parents=True)
        for tool in TOOLS:
            (self.bin / tool).symlink_to(str(shutil.which(tool)))
        for name in ("setup", "run"):
            shutil.copy(SCRIPTS / name, self.scripts / name)
        (self.scripts / "requirements.lock").write_text(LOCK)
        self.stand_in(self.bin / "dpkg-query", "printf installed")
        self.stand_in(self.bin / "apt-get")
        self.stand_in(self.bin / "id", "echo 0")
        self.stand_in(self.venv / "bin" / "python")
        (self.venv / "tongfu-lock").write_text(hashlib.sha256(LOCK.encode()).hexdigest())

    @property
    def venv(self) -> Path:
        return self.scripts.parent / ".venv"

    def stand_in(self, file: Path, does: str = "true") -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'#!/usr/bin/env bash\nprintf "%s\\n" "{file.name} $*" >>"{self.calls}"\n{does}\n')
        file.chmod(0o755)

    def run(self, name: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.scripts / name, *arguments],
            env={"PATH": str(self.bin), "HOME": str(self.folder), **environment},
            capture_output=True,
            text=True,
            timeout=30,
        )

    def called(self, *programs: str) -> list[str]:
        lines = self.calls.read_text().splitlines()
        return [line for line in lines if line.split()[0] in programs]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize("want", ["window", "screen", "tests"])
def test_a_second_start_installs_nothing(machine: Machine, want: str) -> None:
    done = machine.run("setup", want)
    assert (done.returncode, done.stderr) == (0, "")
    assert machine.called("apt-get") == []
    assert machine.called("python") == _COMPILES


def test_a_package_under_its_newer_name_counts(machine: Machine) -> None:
    machine.stand_in(machine.bin / "dpkg-query", 'case "${!#}" in libglib2.0-0) exit 1 ;; esac; printf installed')
    assert machine.run("setup").returncode == 0
    assert machine.called("apt-get") == []


def test_missing_packages_are_installed_as_root(machine: Machine) -> None:
    machine.stand_in(machine.bin / "dpkg-query", 'case "${!#}" in libegl1*) exit 1 ;; esac; printf installed')
    assert machine.run("setup").returncode == 0
    assert machine.called("apt-get")[1].endswith(" libegl1")


def test_who_may_not_install_is_told_the_exact_line(machine: Machine) -> None:
    machine.stand_in(machine.bin / "dpkg-query", 'case "${!#}" in libegl1*) exit 1 ;; esac; printf installed')
    machine.stand_in(machine.bin / "id", "echo 1000")
    done = machine.run("setup")
    assert done.returncode == 1
    assert "apt-get install -y --no-install-recommends libegl1\n" in done.stderr
    assert machine.called("apt-get") == []


def test_a_changed_lock_is_installed_with_its_hashes_and_remembered(machine: Machine) -> None:
    machine.stand_in(machine.bin / "python3.11")
    (machine.scripts / "requirements.lock").write_text(LOCK + "b==2 --hash=sha256:1\n")
    assert machine.run("setup").returncode == 0
    assert "--require-hashes -r scripts/requirements.lock" in machine.called("python")[0]
    before = len(machine.called("python"))
    assert machine.run("setup").returncode == 0
    assert machine.called("python")[before:] == _COMPILES


def test_an_installation_that_failed_is_tried_again(machine: Machine) -> None:
    machine.stand_in(machine.bin / "python3.11")
    (machine.scripts / "requirements.lock").write_text("")
    machine.stand_in(machine.venv / "bin" / "python", "exit 1")
    assert machine.run("setup").returncode != 0
    assert machine.run("setup").returncode != 0
    assert len([line for line in machine.called("python") if "--require-hashes" in line]) == 2


def test_another_python_is_refused_with_a_sentence(machine: Machine) -> None:
    (machine.venv / "tongfu-lock").unlink()
    machine.stand_in(machine.bin / "python3", "exit 1")
    done = machine.run("setup")
    assert done.returncode == 1
    assert "Python 3.11, 3.12 or 3.13" in done.stderr


@pytest.mark.parametrize(
    "arguments", [["--help"], ["-h"], ["serve", "--port", "0"], ["--version"], ["import", "--help"]]
)
def test_what_needs_no_window_goes_to_the_program(machine: Machine, arguments: list[str]) -> None:
    done = machine.run("run", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert machine.called("python")[-1] == " ".join(["python", "-m", "console", *arguments])


def test_without_a_display_it_says_so_and_runs_the_tour(machine: Machine) -> None:
    machine.stand_in(machine.scripts / "tour")
    done = machine.run("run")
    assert done.returncode == 0
    assert "no display" in done.stderr
    assert machine.called("tour") == ["tour "]
    assert machine.called("python") == []


def test_with_a_display_the_window_opens(machine: Machine) -> None:
    assert machine.run("run", "--language", "en", DISPLAY=":7").returncode == 0
    assert machine.called("python")[-1] == "python -m console --language en"
