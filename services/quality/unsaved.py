"""Where scores that the server does not have yet are kept on this machine, so that a crash costs nothing."""

from typing import Any, Protocol

from services.drafts import Draft

_KIND = "evaluation"


class Journal(Protocol):
    """What this needs of :class:`services.drafts.DraftJournal`."""

    def write(self, draft_id: str, kind: str, fields: dict[str, Any]) -> None:
        """Keeps the present state; takes no time."""
        ...

    def open_drafts(self, kind: str | None = None) -> list[Draft]:
        """Gives what is kept."""
        ...

    def close(self, draft_id: str) -> None:
        """Forgets; waits for the disk."""
        ...


class UnsavedScores:
    """Unsaved changes by evaluation, in the draft journal. All but ``tidy`` take no time worth speaking of."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def keep(self, evaluation_id: str, change: dict[str, Any]) -> None:
        """Keeps a change (plain JSON) in place of an earlier one; it is on the disk within half a second."""
        self._journal.write(_name(evaluation_id), _KIND, {"change": change})

    def kept(self, evaluation_id: str) -> dict[str, Any]:
        """Returns what is kept, or nothing."""
        drafts = self._journal.open_drafts(_KIND)
        return next((dict(d.fields.get("change", {})) for d in drafts if d.id == _name(evaluation_id)), {})

    def forget(self, evaluation_id: str) -> None:
        """The server has it. What is left is an empty entry, which ``tidy`` takes away."""
        self.keep(evaluation_id, {})

    def tidy(self) -> None:
        """Takes empty entries away. Waits for the disk."""
        for draft in self._journal.open_drafts(_KIND):
            if not draft.fields.get("change"):
                self._journal.close(draft.id)


def _name(evaluation_id: str) -> str:
    return f"score-{evaluation_id}"[:64]
