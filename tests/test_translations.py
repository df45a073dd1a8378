"""Every text that people see is translated, and no translation is left over."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_translations_are_complete() -> None:
    checked = subprocess.run(
        [sys.executable, "scripts/translate", "--check"], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert checked.returncode == 0, (
        "Texts without a Chinese translation, or translations without a text. Run scripts/translate, then write the Chinese "
        f"into resources/translations:\n{checked.stdout}{checked.stderr}"
    )
