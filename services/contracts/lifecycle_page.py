"""Draws the table of steps: ``docs/lifecycle.md`` is this module's output (``scripts/lifecycle``)."""

import sys
from collections.abc import Iterator

from services.contracts.lifecycle import RULES, Rule
from services.contracts.tickets import TicketStatus

_HEAD = """# The life cycle of a ticket

Written by `scripts/lifecycle` from the table in `services/contracts/lifecycle.py`; a test compares them. The picture shows the
steps that lead from one status to another; the table below it has all of them.

- Not every channel says the kind, the category and the place. `dispatch` and `meet` take `kind`, `category`, `town` and `village` with
  them, `answer` the kind and the category; what is missing still is refused by the name of its field. A question needs no place, an
  emergency none of them.
- A link, and its end, stand in the stories of both tickets; why, not where it was said about a confidential one.
- When a return makes a joint meeting due, the people of the units that it is between (who returned it, who is suggested) get the notice
  `meeting_due`, and may read the ticket until the meeting was held.
"""
_NAMES = {
    TicketStatus.DRAFT: "draft 已登记",
    TicketStatus.ACCEPTED: "accepted 待派单",
    TicketStatus.DISPATCHED: "dispatched 待签收",
    TicketStatus.HANDLING: "handling 办理中",
    TicketStatus.SUSPENDED: "suspended 挂起",
    TicketStatus.REVIEW: "review 待审核",
    TicketStatus.FOLLOW_UP: "follow-up 待回访",
    TicketStatus.CLOSED: "closed 办结",
    TicketStatus.WITHDRAWN: "withdrawn 撤单",
    TicketStatus.MERGED: "merged 并单",
}
_UNDOES = {
    "undo_close": "the status before the close",
    "unmerge": "the status before the merge",
}


def page() -> str:
    """Returns the page as Markdown with a Mermaid state diagram."""
    return "\n".join([_HEAD, "```mermaid", *_diagram(), "```", "", *_table(), ""])


def _diagram() -> Iterator[str]:
    yield "stateDiagram-v2"
    for status, name in _NAMES.items():
        yield f'    state "{name}" as {status.value}'
    yield f"    [*] --> {TicketStatus.DRAFT.value}"
    arrows: dict[tuple[str, str], list[str]] = {}
    for rule in RULES.values():
        for source in rule.sources:
            if rule.target is not None and rule.target is not source:
                arrows.setdefault((source.value, rule.target.value), []).append(rule.step.value)
    for (start, end), steps in arrows.items():
        yield f"    {start} --> {end}: {', '.join(steps)}"
    yield f"    {TicketStatus.CLOSED.value} --> [*]"


def _table() -> Iterator[str]:
    yield "| step | from | to | who | must be given | clocks | the citizen is told |"
    yield "|---|---|---|---|---|---|---|"
    for rule in RULES.values():
        yield "| " + " | ".join(_cells(rule)) + " |"


def _cells(rule: Rule) -> list[str]:
    asked = f", while {'an' if rule.pending[0] in 'ae' else 'a'} {rule.pending} is asked for" if rule.pending else ""
    clocks = ", ".join(f"{what.value} {kind.value}" for what, kind in rule.clocks)
    return [
        rule.step.value,
        ", ".join(source.value for source in rule.sources) + asked,
        rule.target.value if rule.target else _UNDOES.get(rule.step.value, "stays"),
        ", ".join(sorted(role.value for role in rule.who)),
        ", ".join(rule.needs),
        clocks,
        rule.tells.value if rule.tells else "",
    ]


if __name__ == "__main__":
    sys.stdout.write(page())
