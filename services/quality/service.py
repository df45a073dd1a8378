"""What the pages of quality ask for. All methods block; they belong in :class:`services.tasks.Tasks`."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from uuid_utils import uuid7

from services.contracts.accounts import Account, Role
from services.contracts.calls import Call, RawCallEvent
from services.contracts.common import Page
from services.contracts.quality import (
    Appeal,
    AppealAnswer,
    Claim,
    Evaluation,
    EvaluationChange,
    EvaluationRow,
    EvaluationStatus,
    Publication,
    QualityFigures,
    Sample,
    SampleRequest,
    Waveform,
)
from services.contracts.recordings import ExportFormat, ExportRequest, Hold
from services.contracts.tickets import Catalogue, Ticket
from services.errors import AppError
from services.paging import items
from services.quality.timeline import Entry, entries
from services.streamed import StreamedSound
from services.tasks import Progress


class QualitySource(Protocol):
    """The routes of quality; see :class:`services.api.quality.QualityApi`."""

    def sample(self, request: SampleRequest) -> Sample:
        """Picks calls."""
        ...

    def claim(self, claim: Claim, key: str) -> Evaluation:
        """Begins an evaluation."""
        ...

    def evaluations(
        self,
        *,
        status: EvaluationStatus | None = None,
        agent: str | None = None,
        inspector: str | None = None,
        cursor: str | None = None,
        limit: int = 200,
    ) -> Page[EvaluationRow]:
        """Gives evaluations."""
        ...

    def evaluation(self, evaluation_id: str) -> Evaluation:
        """Gives one evaluation."""
        ...

    def fill_in(self, evaluation_id: str, change: EvaluationChange, version: int, key: str) -> Evaluation:
        """Saves."""
        ...

    def release(self, evaluation_id: str, version: int, key: str) -> None:
        """Gives a claim back."""
        ...

    def submit(self, evaluation_id: str, version: int, key: str) -> Evaluation:
        """Submits."""
        ...

    def publish(self, evaluation_id: str, publication: Publication, version: int, key: str) -> Evaluation:
        """Publishes."""
        ...

    def acknowledge(self, evaluation_id: str, version: int, key: str) -> Evaluation:
        """Acknowledges."""
        ...

    def appeal(self, evaluation_id: str, appeal: Appeal, version: int, key: str) -> Evaluation:
        """Objects."""
        ...

    def answer_appeal(self, evaluation_id: str, answer: AppealAnswer, version: int, key: str) -> Evaluation:
        """Answers an objection."""
        ...

    def figures(self, since: datetime | None, until: datetime | None) -> QualityFigures:
        """Gives means."""
        ...

    def recording(self, call_id: str, why: str) -> StreamedSound:
        """Gives the sound."""
        ...

    def holds(self, call_id: str) -> list[Hold]:
        """Gives who held it."""
        ...

    def hold(self, call_id: str, reason: str, key: str) -> Hold:
        """Holds it."""
        ...

    def lift(self, call_id: str, reason: str, key: str) -> Hold:
        """Lets it go."""
        ...

    def export(self, call_id: str, request: ExportRequest, target: Path, progress: Progress, key: str) -> str:
        """Writes a marked copy."""
        ...

    def waveform(self, call_id: str) -> Waveform:
        """Gives what to draw."""
        ...


class CallSource(Protocol):
    """The routes of calls that an inspector reads."""

    def get(self, call_id: str) -> Call:
        """Gives one call."""
        ...

    def events(self, call_id: str) -> list[RawCallEvent]:
        """Gives its raw events."""
        ...


class TicketSource(Protocol):
    """The routes of a ticket and of the names in it."""

    def get(self, ticket_id: str) -> Ticket:
        """Gives one ticket."""
        ...

    def catalogue(self) -> Catalogue:
        """Gives places, categories and units."""
        ...


class AccountSource(Protocol):
    """The route of the staff."""

    def list_accounts(self, cursor: str | None = None, limit: int = 500) -> Page[Account]:
        """Gives the staff by name."""
        ...


@dataclass(frozen=True)
class TicketFile:
    """A ticket with its codes in words: the place down to the village, the category with its branches."""

    ticket: Ticket
    place: str = ""
    category: str = ""
    unit: str = ""


_NOT_HEARD = frozenset(
    {
        *("no_recording", "recording_waits", "recording_unreadable", "recording_disk_full", "recording_deleted"),
        *("recording_damaged", "recording_key_lost", "recording_keys_unreadable"),
    }
)
"""Why nobody can listen to a call, whose timeline and ticket are there all the same."""


@dataclass(frozen=True)
class CallFile:
    """All that an inspector has of a call: what happened, what was written down, and what its sound looks like.

    ``waveform`` is ``None`` where there is no recording; ``missing`` then says why in the person's language.
    """

    call: Call
    timeline: tuple[Entry, ...]
    ticket: TicketFile | None
    waveform: Waveform | None
    missing: str = ""


class QualityService:
    """Sampling, listening, scoring; acknowledging and appealing; figures."""

    def __init__(
        self, source: QualitySource, calls: CallSource, tickets: TicketSource, accounts: AccountSource
    ) -> None:
        self._source = source
        self._calls = calls
        self._tickets = tickets
        self._accounts = accounts
        self._catalogue: Catalogue | None = None

    # -- sampling

    def sample(self, request: SampleRequest) -> Sample:
        """Picks calls by a rule."""
        return self._source.sample(request)

    def agents(self) -> list[Account]:
        """Returns the people whose calls can be asked for, by name."""
        return staff_with(self._accounts, Role.AGENT)

    # -- listening

    def call_file(self, call_id: str, ticket_id: str | None = None) -> CallFile:
        """Returns a call's timeline, ticket and waveform; a missing recording is told and not an error."""
        call = self._calls.get(call_id)
        wanted = ticket_id or (call.ticket_ids[0] if call.ticket_ids else None)
        ticket = self._in_words(self._tickets.get(wanted)) if wanted else None
        waveform, missing = None, ""
        try:
            waveform = self._source.waveform(call_id)
        except AppError as error:
            if error.code not in _NOT_HEARD:
                raise
            missing = str(error)
        started = waveform.started_at if waveform else call.answered_at or call.offered_at
        return CallFile(call, tuple(entries(self._calls.events(call_id), started)), ticket, waveform, missing)

    def _in_words(self, ticket: Ticket) -> TicketFile:
        if self._catalogue is None:
            self._catalogue = self._tickets.catalogue()
        names = {category.code: category.name for category in self._catalogue.categories}
        places = {place.code: place.name for place in self._catalogue.places}
        units = {unit.code: unit.name for unit in self._catalogue.units}
        branches = [names[code] for n in (2, 4, 6) if len(code := ticket.category[:n]) == n and code in names]
        where = (places.get(ticket.town, ticket.town), places.get(ticket.village, ticket.village), ticket.grid)
        return TicketFile(
            ticket,
            place=" ".join(part for part in (*where, ticket.detail) if part),
            category=" / ".join(branches) or ticket.category,
            unit=units.get(ticket.unit, ticket.unit),
        )

    def sound(self, progress: Progress, call_id: str, why: str) -> StreamedSound:
        """Returns a call's recording with its first piece. The server notes who listens and why."""
        return self._source.recording(call_id, why).begin(progress)

    def open_hold(self, call_id: str) -> Hold | None:
        """Returns who holds a recording."""
        return next((hold for hold in self._source.holds(call_id) if hold.lifted_at is None), None)

    def hold(self, call_id: str, reason: str) -> Hold:
        """Keeps a recording from being deleted."""
        return self._source.hold(call_id, reason, str(uuid7()))

    def lift(self, call_id: str, reason: str) -> Hold:
        """Ends a hold."""
        return self._source.lift(call_id, reason, str(uuid7()))

    def export(self, progress: Progress, call_id: str, reason: str, target: Path) -> str:
        """Writes a marked copy, as FLAC or WAV by the file's name; returns the mark. The file is whole or not there."""
        form = ExportFormat.WAV if target.suffix.lower() == ".wav" else ExportFormat.FLAC
        request = ExportRequest(reason=reason, format=form)
        return self._source.export(call_id, request, target, progress, str(uuid7()))

    # -- scoring

    def claim(self, call_id: str) -> Evaluation:
        """Claims a call; the one claimed already, where it is one's own."""
        evaluation_id = str(uuid7())
        return self._source.claim(Claim(id=evaluation_id, call_id=call_id), f"claim-{evaluation_id}")

    def evaluation(self, evaluation_id: str) -> Evaluation:
        """Returns one evaluation."""
        return self._source.evaluation(evaluation_id)

    def fill_in(self, evaluation: Evaluation, change: EvaluationChange) -> Evaluation:
        """Saves a change on top of a version."""
        return self._source.fill_in(evaluation.id, change, evaluation.version, str(uuid7()))

    def release(self, evaluation: Evaluation) -> None:
        """Gives a claim back."""
        self._source.release(evaluation.id, evaluation.version, _key("release", evaluation))

    def submit(self, evaluation: Evaluation) -> Evaluation:
        """Ends the filling in."""
        return self._source.submit(evaluation.id, evaluation.version, _key("submit", evaluation))

    def publish(self, evaluation: Evaluation, release_at: datetime | None = None) -> Evaluation:
        """Shows it to the agent, at once or from a later moment on."""
        publication = Publication() if release_at is None else Publication(release_at=release_at)
        return self._source.publish(evaluation.id, publication, evaluation.version, str(uuid7()))

    # -- after the publication

    def evaluations(
        self, status: EvaluationStatus | None = None, agent: str | None = None, inspector: str | None = None
    ) -> list[EvaluationRow]:
        """Returns the newest evaluations that the person may see, of an agent or an inspector by account id."""
        return self._source.evaluations(status=status, agent=agent, inspector=inspector).items

    def acknowledge(self, evaluation: Evaluation) -> Evaluation:
        """The agent agrees."""
        return self._source.acknowledge(evaluation.id, evaluation.version, _key("acknowledge", evaluation))

    def appeal(self, evaluation: Evaluation, text: str) -> Evaluation:
        """The agent objects."""
        return self._source.appeal(evaluation.id, Appeal(text=text), evaluation.version, str(uuid7()))

    def answer_appeal(self, evaluation: Evaluation, answer: AppealAnswer) -> Evaluation:
        """An inspector answers."""
        return self._source.answer_appeal(evaluation.id, answer, evaluation.version, str(uuid7()))

    # -- figures

    def figures(self, since: datetime | None, until: datetime | None) -> QualityFigures:
        """Returns means by agent, team and question."""
        return self._source.figures(since, until)


def staff_with(source: AccountSource, role: Role) -> list[Account]:
    """Returns the accounts that have a role, by name."""
    return [account for account in items(source.list_accounts) if role in account.roles]


def _key(action: str, evaluation: Evaluation) -> str:
    """Returns a submission key: the same act on the same version is done once, however often it is sent."""
    return f"{action}-{evaluation.id}-{evaluation.version}"
