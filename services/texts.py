"""What is being written outside of the ticket form (a proposal, an appeal) is in the draft journal too: a kill costs nothing."""

from typing import Any, Protocol

from services.drafts import Draft

_KIND = "text"

Fields = dict[str, Any]


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


class TypedTexts:
    """Unfinished texts by name, such as ``appeal-ID``. Without a journal they are kept in memory only.

    ``read`` blocks and is called once, off the GUI thread; everything else takes no time.
    """

    def __init__(self, journal: Journal | None = None) -> None:
        self._journal = journal
        self._texts: dict[str, Fields] = {}

    def read(self) -> None:
        """Takes in what was left unfinished; what was typed since wins."""
        if self._journal is None:
            return
        for draft in self._journal.open_drafts(_KIND):
            name, fields = draft.id.removeprefix(f"{_KIND}-"), dict(draft.fields)
            if fields:
                self._texts.setdefault(name, fields)
            else:
                self._journal.close(draft.id)

    def get(self, name: str) -> Fields:
        """Returns what is unfinished under a name, or nothing."""
        return dict(self._texts.get(name, {}))

    def keep(self, name: str, fields: Fields) -> None:
        """Keeps the present state; nothing means that it is finished or thrown away."""
        if fields == self.get(name):
            return
        self._texts[name] = dict(fields)
        if self._journal is not None:
            self._journal.write(f"{_KIND}-{name}"[:64], _KIND, dict(fields))

    def forget(self, name: str) -> None:
        """It is sent, or thrown away. What is left is an empty entry, which the next ``read`` takes away."""
        if self._texts.get(name):
            self.keep(name, {})
