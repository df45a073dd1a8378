"""The calls of a ticket in its story: those in which it was taken down, those that were lost before, what was said, who called back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from services.contracts.calls import CallRow
from services.contracts.whole import WholeTicket
from ui.callbacks.words import message_words
from ui.language import translate
from ui.lifecycle_words import listed
from widgets.durations import clock_text


@dataclass(frozen=True)
class Entry:
    """One thing that happened: when, what and by whom in a line, and the words that go with it."""

    at: datetime
    head: str
    text: str = ""
    file_id: str = ""
    """Of an attachment, which a click or Enter opens."""
    message_id: str = ""
    """The call of a voice message, which a click or Enter plays."""


def call_entries(whole: WholeTicket, may_listen: bool) -> Iterator[Entry]:
    """Gives an entry for each call and each voice message; of a call that no queue has seen, for what became of it."""
    lines = [line for each in whole.call_backs for line in each.entries]
    wished = {line.call_id for line in lines if line.what == "wished"}
    made = {line.call_id for line in lines if line.what in ("calling", "called")}
    messages = {one.call_id: one for each in whole.call_backs for one in each.messages}
    began = {call.id: call.offered_at for call in whole.calls}
    # Of what happened at one moment the later one stands first: nobody speaks before they call.
    hint = translate("Ticket", "A click or Enter plays it.") if may_listen else ""
    for one in messages.values():
        at = max(one.left_at, began.get(one.call_id, one.left_at))
        yield Entry(at, message_words(one.seconds), hint, message_id=one.call_id if may_listen else "")
    for call in whole.calls:
        lost = ""
        if call.id in messages:
            lost = translate("Ticket", "left a message")
        elif call.id in wished:
            lost = translate("Ticket", "asked to be called back")
        yield _call(call, whole.ticket.call_id, lost, call.id in made)
    for line in lines:
        words = _unseen(line.what) if line.call_id not in began else ""
        if words:
            yield Entry(line.at, words)


def _call(call: CallRow, taken_down_in: str | None, lost: str, is_call_back: bool) -> Entry:
    if call.outgoing and is_call_back:
        words = translate("Ticket", "Called the citizen back")
    elif call.outgoing:
        words = translate("Ticket", "Called the citizen")
    elif call.id == taken_down_in:
        words = translate("Ticket", "The call in which it was taken down")
    else:
        words = translate("Ticket", "Citizen called")
    if call.answered_at is not None:
        came_of = translate("Ticket", "talked {time}").format(time=clock_text(call.talk_seconds))
    elif call.ended_at is not None:
        hung_up = lost or translate("Ticket", "hung up waiting")
        came_of = translate("Ticket", "nobody was reached") if call.outgoing else hung_up
    else:
        came_of = translate("Ticket", "goes on")
    taken_down = ""
    if is_call_back and call.id == taken_down_in:
        taken_down = translate("Ticket", "taken down in this call")
    waited = ""
    if not call.outgoing and call.wait_seconds >= 1:
        waited = translate("Ticket", "waited {time}").format(time=clock_text(call.wait_seconds))
    rated = ""
    if call.satisfaction is not None:
        rated = translate("Ticket", "rated it {stars} of 5").format(stars=call.satisfaction)
    return Entry(call.offered_at, listed((words, call.agent_name)), listed((waited, came_of, taken_down, rated)))


def _unseen(what: str) -> str:
    """Returns what became of a caller who never waited in a queue, or whose wait our server did not see."""
    return {
        "turned_away": translate("Ticket", "Citizen called · the queue was closed"),
        "wished": translate("Ticket", "Citizen asked to be called back"),
        "opened": translate("Ticket", "Citizen called"),
        "joined": translate("Ticket", "Citizen called"),
    }.get(what, "")
