"""Whom a follow-up asks: a ticket's own citizen and everybody whose ticket was merged into it, each once since the last reply.

Somebody with several tickets in one matter is one citizen: their tickets have the same person or the same number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from services.contracts.channels import Channel
from services.contracts.lifecycle import Step
from services.server.followups import repository, rules
from services.server.tickets import repository as tickets
from services.server.transaction import Transaction

_ANEW = (Step.REDO, Step.REOPEN)


@dataclass(frozen=True)
class Citizen:
    """One of those who are asked.

    Attributes:
        rows: their tickets in the matter; the first one stands for them.
        is_own: whether it is the citizen of the ticket that is followed up.
        tries: made since the last reply, without mistakes.
        invitation: their link that may still be answered by.
        most: so often they are called in vain; once, where there is no number to call.
    """

    rows: tuple[Any, ...]
    is_own: bool
    tries: tuple[Any, ...]
    invitation: Any
    most: int

    @property
    def row(self) -> Any:
        """The ticket that stands for them."""
        return self.rows[0]

    @property
    def voice(self) -> int | None:
        """The key of the merged ticket that stands for them; nothing for the ticket's own citizen."""
        return None if self.is_own else self.row.key

    @property
    def answer(self) -> Any:
        """The try that reached them; nothing where none has."""
        return next((each for each in self.tries if each.reached), None)

    @property
    def is_out_of_reach(self) -> bool:
        """Whether they were called in vain as often as is called."""
        return self.answer is None and len(self.tries) >= self.most

    @property
    def is_left(self) -> bool:
        """Whether they are still to be asked."""
        return self.answer is None and len(self.tries) < self.most


def of(tx: Transaction, row: Any) -> list[Citizen]:
    """Returns who is asked about a ticket: its own citizen first, the others by age."""
    by = rules.in_force(tx)
    made = since(tx, row, repository.of(tx.connection, row.key), (Step.APPROVE,))
    invited = repository.invited(tx.connection, row.key)
    found = []
    for number, theirs in enumerate(_by_person((row, *tickets.merged_into(tx.connection, row.id)))):
        keys = {each.key for each in theirs}
        tries = tuple(each for each in made if (each.voice_key or row.key) in keys and each.undone_at is None)
        invitation = next((each for each in invited if (each.voice_key or row.key) in keys), None)
        most = by.tries if any(number_of(each) for each in theirs) else 1
        found.append(Citizen(theirs, number == 0, tries, invitation, most))
    return found


def left(citizens: Iterable[Citizen]) -> list[Citizen]:
    """Returns those who are still to be asked."""
    return [each for each in citizens if each.is_left]


def number_of(row: Any) -> str:
    """Returns where the citizen of a ticket is called."""
    number: str = row.contact_number or row.caller_number
    return number


def since(tx: Transaction, row: Any, made: Sequence[Any], steps: Sequence[Step]) -> Sequence[Any]:
    """Returns the tries made since the last of some steps; all where it was never taken."""
    begun = tickets.last_step(tx.connection, row.key, [step.value for step in steps])
    if begun is None:
        return made
    # Each try is a step; moments would not tell which of two came first.
    trail = tickets.steps(tx.connection, row.key)
    asked = sum(entry.id > begun.id and entry.action == Step.FOLLOW_UP.value for entry in trail)
    return made[max(0, len(made) - asked) :]


def sent_back(tx: Transaction, row: Any) -> int:
    """Returns how often answers have sent a matter back since a supervisor last did: the earlier rounds that somebody answered in."""
    tried = iter(since(tx, row, repository.of(tx.connection, row.key), _ANEW))
    rounds: list[bool] = [False]
    trail = tickets.steps(tx.connection, row.key)
    begun = max((entry.id for entry in trail if entry.action in _ANEW), default=0)
    for entry in trail:
        if entry.id <= begun:
            continue
        if entry.action == Step.APPROVE.value:
            rounds.append(False)
        elif entry.action == Step.FOLLOW_UP.value:
            made = next(tried, None)
            rounds[-1] |= made is not None and made.reached and made.undone_at is None
    return sum(rounds[:-1])


def _by_person(rows: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Puts together the tickets of one citizen; nobody stands behind a sensor that was merged into it."""
    found: list[tuple[set[str], list[Any]]] = []
    for row in rows:
        if found and row.channel == Channel.SENSOR.value:
            continue
        marks = {f"person {row.person_id}" if row.person_id else "", number_of(row)} - {""}
        known = next((theirs for theirs in found if theirs[0] & marks), None)
        if known is None:
            found.append((marks, [row]))
        else:
            known[0].update(marks)
            known[1].append(row)
    return [tuple(theirs) for _marks, theirs in found]
