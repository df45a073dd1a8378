"""What the form of each step asks for, and in which words."""

from collections.abc import Mapping

from services.contracts.lifecycle import Step
from ui.language import translate

FIELDS: dict[Step, tuple[str, ...]] = {
    Step.ANSWER: ("text", "basis"),
    Step.DISPATCH: ("unit",),
    Step.EMERGENCY: ("unit",),
    Step.MEET: ("unit", "participants", "text", "basis"),
    Step.ASSIGN: ("handler_id",),
    Step.CONTACT: ("text",),
    Step.RECORD: ("text",),
    Step.ASSIST: ("unit", "reason"),
    Step.ASSIST_REPLY: ("text", "basis"),
    Step.SPLIT: ("parts",),
    Step.DELEGATE: ("unit", "reason"),
    Step.ESCALATE: ("reason",),
    Step.REPLY: ("text", "basis"),
    Step.SEND_BACK: ("reason",),
    Step.REQUEST_RETURN: ("reason", "basis"),
    Step.UPHOLD_RETURN: ("reason",),
    Step.REFUSE_RETURN: ("reason",),
    Step.REQUEST_EXTENSION: ("limit", "reason"),
    Step.GRANT_EXTENSION: ("reason",),
    Step.REFUSE_EXTENSION: ("reason",),
    Step.SUSPEND: ("until", "reason"),
    Step.URGE: ("reason",),
    Step.WITHDRAW: ("reason",),
    Step.MERGE: ("into",),
    Step.LINK: ("into", "reason"),
    Step.UNLINK: ("into",),
    Step.FOLLOW_UP: ("voice_id", "outcome", "reason"),
    Step.REDO: ("reason",),
    Step.REOPEN: ("reason",),
    Step.SUPERVISE: ("reason",),
    Step.END_SUPERVISION: ("reason",),
}
"""Steps that have a form, with its fields from the top; a step that is not here needs nothing typed."""


def field_title(name: str, step: Step) -> str:
    """Returns what stands over a field."""
    of_step = {
        ("text", Step.REPLY): translate("Work", "Reply: what was done, and what the citizen is told"),
        ("text", Step.ASSIST_REPLY): translate(
            "Work", "What your unit did for it; the main handler replies to the citizen"
        ),
        ("text", Step.CONTACT): translate("Work", "What was said with the citizen"),
        ("text", Step.RECORD): translate("Work", "What was done so far"),
        ("text", Step.ANSWER): translate("Work", "Answer to the citizen; closes the ticket"),
        ("text", Step.MEET): translate("Work", "What the joint meeting decided"),
        ("reason", Step.REQUEST_RETURN): translate("Work", "Why it is not your unit's, and whose it is"),
        ("reason", Step.REQUEST_EXTENSION): translate("Work", "Why more time is needed; the citizen is told"),
        ("reason", Step.SUSPEND): translate("Work", "What it has to wait for; the citizen is told"),
        ("reason", Step.SEND_BACK): translate("Work", "What is missing in the reply"),
        ("reason", Step.FOLLOW_UP): translate("Work", "What the citizen said, or why nobody was reached"),
        ("into", Step.LINK): translate("Work", "With which ticket"),
        ("into", Step.UNLINK): translate("Work", "From which ticket"),
        ("reason", Step.LINK): translate("Work", "What they have to do with each other"),
        ("unit", Step.DELEGATE): translate("Work", "To which unit below yours"),
        ("unit", Step.ASSIST): translate("Work", "Who is to assist"),
    }.get((name, step))
    return of_step or {
        "text": translate("Work", "Text"),
        "reason": translate("Work", "Reason"),
        "basis": translate("Work", "Rule or article it rests on"),
        "unit": translate("Work", "Unit"),
        "kind": translate("Work", "Kind"),
        "category": translate("Work", "Category"),
        "town": translate("Work", "Place"),
        "village": translate("Work", "Place"),
        "title": translate("Work", "Title"),
        "content": translate("Work", "Content"),
        "handler_id": translate("Work", "Colleague"),
        "limit": translate("Work", "How much more time"),
        "participants": translate("Work", "Who took part"),
        "until": translate("Work", "Suspended until"),
        "into": translate("Work", "Into which ticket"),
        "voice_id": translate("Work", "Who was asked"),
        "outcome": translate("Work", "What was found"),
        "parts": translate("Work", "Parts, each for a unit"),
    }.get(name, name)


def named_words(problems: Mapping[str, str], step: Step) -> str:
    """Returns what is wrong with which field, each by its name; nothing where it is not about fields."""
    line = translate("Work", "{field}: {why}")
    return " ".join(line.format(field=field_title(name, step), why=why) for name, why in problems.items())
