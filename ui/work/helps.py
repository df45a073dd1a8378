"""What helps with a step: colleagues, templates, articles to cite, tickets to merge into."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from services.contracts.lifecycle import Colleague
from services.contracts.tickets import Template, TicketRow
from services.knowledge.index import Hit
from services.tasks import Tasks
from ui.work.forms import FormsPresenter
from ui.work.source import WorkServices
from widgets.fields.matching import Choice

_SEARCHED = 160
"""So much of a ticket's content is looked for in the knowledge base."""


class HelpsPresenter(FormsPresenter):
    """Read when somebody asks for it, never ahead."""

    colleagues_changed = Signal()
    candidates_changed = Signal()
    articles_found = Signal(str, object)
    """What was typed (empty: about the open ticket), and a list of :class:`Hit` for citing."""

    def __init__(self, tasks: Tasks, services: WorkServices) -> None:
        super().__init__(tasks, services)
        self.colleagues: list[Colleague] = []
        self.candidates: list[Choice] = []
        """Tickets that the open one may be merged into or linked with, or is linked with."""

    def load_colleagues(self) -> None:
        """Reads who of the unit is there and how much lies with them."""

        def read(found: list[Colleague]) -> None:
            self.colleagues = found
            self.colleagues_changed.emit()

        self.work(lambda _progress: self.service.colleagues(), done=read)

    def templates(self) -> Sequence[Template]:
        """Returns templates that have an answer, those of the ticket's category first."""
        if self.choices is None:
            return []
        ticket = self.ticket
        of = ticket.category if ticket is not None else ""
        found = [template for template in self.choices.catalogue.templates if template.answer]
        return sorted(found, key=lambda t: (not t.category or not of.startswith(t.category), t.name))

    def look_for_articles(self, typed: str = "") -> None:
        """Looks for articles about the open ticket, or for what is typed."""
        ticket = self.ticket
        if ticket is None:
            return
        said = typed or f"{ticket.title} {ticket.content[:_SEARCHED]}".strip()
        self.work(
            lambda _progress: self.services.knowledge.search(said, 12),
            done=lambda hits: self.articles_found.emit(typed, _with_titles(hits)),
        )

    def look_for_candidates(self) -> None:
        """Looks for tickets about the same matter."""
        ticket = self.ticket
        if ticket is None:
            return
        listed = [Choice(row.id, row.number, row.title) for row in self.rows if row.id != ticket.id]
        self.candidates = listed
        self.work(
            lambda _progress: self.service.likenesses(ticket),
            done=lambda found: self._on_candidates(
                [Choice(like.ticket.id, like.ticket.number, like.ticket.title) for like in found], listed
            ),
            failed=lambda _error: None,
        )

    def linked(self) -> Sequence[TicketRow]:
        """Returns what the open ticket is linked with, where that was read."""
        return []

    def offer_linked(self) -> None:
        """Offers what the open ticket is linked with, to take a link away."""
        self.candidates = [Choice(row.id, row.number, row.title) for row in self.linked()]
        self.candidates_changed.emit()

    def find_number(self, number: str) -> None:
        """Looks for a ticket by its whole number, for merging into one that is in no list here."""
        if len(number) >= 10 and not any(choice.text == number for choice in self.candidates):
            self.work(
                lambda _progress: self.service.ticket_by_number(number),
                done=lambda t: self._on_candidates([Choice(t.id, t.number, t.title)], self.candidates),
                failed=lambda _error: None,
            )

    def _on_candidates(self, found: list[Choice], others: list[Choice]) -> None:
        known = {choice.key for choice in found}
        self.candidates = [*found, *(choice for choice in others if choice.key not in known)]
        self.candidates_changed.emit()


def _with_titles(hits: list[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.title]
