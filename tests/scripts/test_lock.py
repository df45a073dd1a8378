"""The lock: every package pinned and hashed, no address of an index, and everything that the project asks for."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
LOCK = (ROOT / "scripts" / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def entries() -> list[tuple[str, str]]:
    """Returns names and blocks; a package has several where versions of Python differ."""
    blocks = [block for block in re.split(r"\n(?=\S)", LOCK) if not block.startswith("#")]
    return [(normal(re.split(r"[\[=]", block)[0]), block) for block in blocks]


def asked_for() -> list[str]:
    return [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_package_has_one_version_and_hashes() -> None:
    blocks = [block for _name, block in entries()]
    assert len(blocks) > 60
    for block in blocks:
        first = block.splitlines()[0]
        assert re.match(r"[A-Za-z0-9._\[\]-]+==[0-9][^ ;]*", first), first
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), first


def test_no_index_address_is_in_it() -> None:
    assert "://" not in LOCK
    assert not re.search(r"--(extra-)?index-url|--find-links|-i |--trusted-host| @ ", LOCK)


def test_everything_that_is_asked_for_is_locked() -> None:
    locked = {name for name, _block in entries()}
    wanted = {normal(re.split(r"[\[<>=!~ ;]", line)[0]) for line in asked_for()}
    assert wanted - locked == set()


def test_python_versions_and_the_command() -> None:
    assert PROJECT["requires-python"] == ">=3.11,<3.14"
    assert PROJECT["scripts"] == {"tongfu": "console.__main__:main"}


def test_the_window_library_is_one_that_works_on_python_3_11() -> None:
    """6.12 leaks references there until the interpreter aborts."""
    for part in ("Essentials", "Addons"):
        assert f"pyside6-{part.lower()}==6.11.3" in LOCK.lower()
