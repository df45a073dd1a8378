"""Rules for samples: the period, the pick, and who has claimed what of it."""

from datetime import datetime, timedelta

from services.contracts.accounts import Permission
from services.contracts.quality import Sample, SampledCall, SampleRequest
from services.errors import InvalidFields
from services.server.quality import calls_read, repository
from services.server.quality.sampling import pick
from services.server.transaction import Transaction

DEFAULT_PERIOD = timedelta(days=7)
LONGEST_PERIOD = timedelta(days=92)
"""A quarter; the calls of more would have to be read at once."""


def sample(tx: Transaction, request: SampleRequest) -> Sample:
    """Returns the sample. Calls that are claimed or were scored stay in it, marked, so that it never changes."""
    since, until = period(tx.now, request.since, request.until)
    picked, population = pick(request, calls_read.candidates(tx.connection, request, since, until))
    ids = [item.call_id for item in picked]
    rows = calls_read.rows(tx.connection, ids)
    # A call names its caller: who may not know who asked confidentially does not see which ticket came of it.
    hides = not tx.actor.may(Permission.TICKET_CONFIDENTIAL)
    tickets = calls_read.first_tickets(tx.connection, ids, hides)
    claims = repository.of_calls(tx.connection, ids)
    calls = []
    for item in picked:
        ticket, claim = tickets.get(item.call_id), claims.get(item.call_id)
        calls.append(
            SampledCall(
                call=rows[item.call_id],
                reasons=list(item.reasons),
                own=rows[item.call_id].agent_id == tx.actor.account_id,
                evaluation_id=claim.id if claim else None,
                evaluation_status=claim.status if claim else "",
                claimed_by=claim.inspector_name if claim else "",
                claimed_by_id=claim.inspector_id if claim else "",
                ticket_id=ticket.id if ticket else None,
                ticket_title=ticket.title if ticket else "",
                ticket_kind=ticket.kind if ticket else "",
            )
        )
    return Sample(calls=calls, population=population, since=since, until=until)


def period(now: datetime, since: datetime | None, until: datetime | None) -> tuple[datetime, datetime]:
    """Returns both ends of a period; left out, it ends now and begins a week earlier."""
    until = until or now
    # Far from any real day; arithmetic with the edges of the calendar overflows.
    for name, moment in (("since", since), ("until", until)):
        if moment is not None and not 1970 <= moment.year < 9000:
            raise InvalidFields({name: ("bad_value", {})})
    if since is None:
        since = until - DEFAULT_PERIOD
    if since >= until:
        raise InvalidFields({"since": ("bad_value", {})})
    if until - since > LONGEST_PERIOD:
        raise InvalidFields({"since": ("period_too_long", {"days": LONGEST_PERIOD.days})})
    return since, until
