"""Raw events are only ever added to: no statement of the server changes one or takes one away."""

import re
from pathlib import Path

import services.server

_TOUCHES = re.compile(
    r"\b(update|delete|upsert)\(\s*call_events\b|\b(UPDATE|DELETE FROM)\s+call_events\b|call_events\.(update|delete)\("
)


def test_no_statement_changes_or_deletes_a_raw_event() -> None:
    sources = list(Path(services.server.__file__).parent.rglob("*.py"))
    assert len(sources) > 200
    assert [str(file) for file in sources if _TOUCHES.search(file.read_text("utf-8"))] == []
    for statement in (
        "delete(call_events)",
        "update( call_events )",
        "call_events.delete()",
        "DELETE FROM call_events",
    ):
        assert _TOUCHES.search(statement), statement
