"""Folders with an Asterisk in each, made once and kept in the user's cache; a missing or damaged one is made anew."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tongfu" / "asterisk"
_MARK = ".complete"


@dataclass(frozen=True)
class Suite:
    """A Debian suite that has an Asterisk."""

    name: str
    options: tuple[str, ...]
    packages: str = "asterisk"


SUITES = {
    "asterisk16": Suite("bullseye", ()),
    # A suite that moves: its lists may be older than they say, and it lacks the links that a merged /usr needs.
    "asterisk22": Suite("sid", ("--aptopt=Acquire::Check-Valid-Until false",), "asterisk,base-files"),
}


def root(name: str) -> Path:
    """Returns the folder of an Asterisk. Two test processes that ask at once make it once."""
    suite = SUITES[name]
    folder = _CACHE / suite.name
    _CACHE.mkdir(parents=True, exist_ok=True)
    with (_CACHE / f"{suite.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_whole(folder):
            shutil.rmtree(folder, ignore_errors=True)
            _make(suite, folder)
            (folder / _MARK).write_text(_digest(folder))
    return folder


def _is_whole(folder: Path) -> bool:
    mark = folder / _MARK
    return mark.is_file() and mark.read_text() == _digest(folder)


def _digest(folder: Path) -> str:
    """Returns what the program and its modules are, in one number."""
    found = hashlib.sha256()
    for file in [folder / "usr/sbin/asterisk", *sorted(modules(folder).glob("*.so"))]:
        found.update(f"{file.name}\n".encode())
        found.update(file.read_bytes() if file.is_file() else b"missing")
    return found.hexdigest()


def modules(folder: Path) -> Path:
    """Returns the folder with the modules; one that does not exist where there is none."""
    found = [*folder.glob("usr/lib/asterisk/modules"), *folder.glob("usr/lib/*/asterisk/modules")]
    return found[0] if found else folder / "usr/lib/asterisk/modules"


def _make(suite: Suite, folder: Path) -> None:
    # The address of the mirror is this machine's own affair: apt knows it.
    wanted = ["Created-By: Packages", "Component: main"]
    said = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)", *wanted], check=True, capture_output=True, text=True
    ).stdout.split()
    mirrors = [address for address in dict.fromkeys(said) if "security" not in address]
    if not mirrors:
        raise RuntimeError("apt knows no mirror; run apt-get update first")
    done = subprocess.run(
        [
            *("mmdebstrap", "--quiet", "--variant=extract", *suite.options, f"--include={suite.packages}"),
            *(suite.name, str(folder), mirrors[0]),
        ],
        capture_output=True,
        text=True,
        timeout=300,
    )
    if done.returncode:
        raise RuntimeError(f"no Asterisk could be made of {suite.name}: {done.stderr.strip()[-500:]}")
