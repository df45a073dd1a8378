"""Compiles translation files (``.ts``) to what Qt loads (``.qm``) where that is missing or older than its source."""

import subprocess
import sys
from pathlib import Path

import PySide6


def compiled(sources: Path) -> list[Path]:
    """Returns the ``.qm`` files of a folder of ``.ts`` files, compiled as needed.

    A folder that cannot be written, or a ``.ts`` file that is broken, costs the translation of that area and nothing
    else: texts then show in English.
    """
    wanted = [(source, source.with_suffix(".qm")) for source in sorted(sources.glob("*.ts"))]
    stale = [pair for pair in wanted if not _is_fresh(*pair)]
    if stale:
        compile_files(stale)
    return [target for _source, target in wanted if target.exists()]


def compile_files(pairs: list[tuple[Path, Path]]) -> bool:
    """Compiles each source to its target with Qt's own ``lrelease``; returns whether all went well."""
    tool = Path(PySide6.__file__).parent / ("lrelease.exe" if sys.platform == "win32" else "lrelease")
    good = True
    for source, target in pairs:
        command = [str(tool), "-silent", str(source), "-qm", str(target)]
        try:
            good &= subprocess.run(command, check=False, capture_output=True, timeout=60).returncode == 0  # noqa: S603
        except (OSError, subprocess.TimeoutExpired):
            good = False
    return good


def _is_fresh(source: Path, target: Path) -> bool:
    return target.exists() and target.stat().st_mtime >= source.stat().st_mtime
