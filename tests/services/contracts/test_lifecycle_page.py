"""The page of the life cycle says what the table says."""

from pathlib import Path

from services.contracts.lifecycle_page import page

PAGE = Path(__file__).parent.parent.parent.parent / "docs" / "lifecycle.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "the table of steps has changed: run scripts/lifecycle"
