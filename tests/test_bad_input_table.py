"""docs/bad-input.md names tests: each of them must be there."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
TABLE = (ROOT / "docs" / "bad-input.md").read_text(encoding="utf-8")
ROWS = [line.split(" | ") for line in TABLE.splitlines() if line.startswith("| ") and "`tests/" in line]


def test_each_kind_of_bad_input_has_a_test_and_each_test_exists() -> None:
    assert len(ROWS) >= 25
    missing = []
    for row in ROWS:
        named = re.findall(r"`(tests/\S+\.py)::(\w+)`", row[2])
        assert named, row[0]
        for file, name in named:
            text = (ROOT / file).read_text(encoding="utf-8") if (ROOT / file).exists() else ""
            if not re.search(rf"^def {name}\(", text, re.MULTILINE):
                missing.append(f"{file}::{name}")
    assert missing == []
