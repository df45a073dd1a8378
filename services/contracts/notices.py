"""What a person should know of: notices, kept at the server until they are read, and which tickets they follow.

A notice never has a citizen's data in it: it says which ticket, what was done and by whom of the staff.
"""

from enum import StrEnum

from pydantic import Field

from services.contracts.common import Answer, Id, Message, Moment, Page

KEPT_DAYS = 30
MOST_KEPT = 500
"""So many notices of one person are kept, the newest."""
MOST_FOLLOWED = 500
"""So many tickets one person may follow."""


class NoticeCode(StrEnum):
    """What happened; ``values`` of each are named beside it."""

    STEP = "step"
    """A step was taken on a ticket that is followed: ``step``, ``status``, ``name`` (of the staff)."""
    WROTE_AGAIN = "wrote_again"
    """The citizen of a ticket that is over has written again."""
    REMARK = "remark"
    """Somebody added a remark to a ticket that is followed: ``name``."""
    ALARM = "alarm"
    """A clock of a ticket that the person has or follows has reached a rung: ``level`` (1 reminder … 4 leaders), ``clock``."""
    ALARM_MANY = "alarm_many"
    """Many have at the same moment: ``count``, ``level`` (the highest)."""
    INSTRUCTION = "instruction"
    """A leaders' instruction has reached a rung on the way to its deadline: ``level``, ``unit``."""
    OUT_OF_REACH = "out_of_reach"
    """The citizen of a supervised ticket was called as often as is called and not reached: the supervisor decides."""
    LEADERS = "leaders"
    """A ticket has reached the last rung of the ladder, the leaders: ``level``, ``clock``, ``unit``."""
    LEADERS_MANY = "leaders_many"
    """Many have at the same moment: ``count``."""
    MEETING_DUE = "meeting_due"
    """A joint meeting is due about a ticket, between the person's unit and others: ``count`` (how often it was returned)."""
    RULE_PROPOSED = "rule_proposed"
    """A joint meeting proposes a line for the dispatch catalogue: ``number`` (of its ticket)."""
    CHANGE_REFUSED = "change_refused"
    """A planned change of a unit or category could not be done at its moment: ``kind``, ``code``, ``name``."""
    ASSIGNED = "assigned"
    """A ticket was given to the person: ``name`` (who did it)."""
    EMERGENCY = "emergency"
    """An emergency was passed on to the person's unit: ``unit``."""
    FLOOR_ALARM = "floor_alarm"
    """An alarm of the floor was raised: ``alarm`` (its id), ``kind``, ``value``, ``name`` (of the staff), ``skill``."""
    HANDED_OVER = "handed_over"
    """Open tickets lie in the unit's pool now: ``unit``, ``count``, ``name`` (who had them), ``why``."""

    RECORDINGS = "recordings"
    """Answered calls have no whole recording: ``count``, ``cause`` (of the first)."""
    BOARD_FILES = "board_files"
    """Files of a message board wait, because nothing says what their columns are: ``board``, ``count``."""
    BLOCK_PROPOSED = "block_proposed"
    """So many agents have reported a number that somebody has to decide about a block: ``agents``, ``case`` (its id)."""
    CALIBRATION_BEGUN = "calibration_begun"
    """The person is to score a call in a calibration: ``name`` (who leads it), ``id``."""
    CALIBRATION_COMPARED = "calibration_compared"
    """The scorings of a calibration can be compared: ``name`` (who leads it), ``id``."""
    HELP = "help"
    """An agent asks leads for help with a call: ``name``, ``agent`` (their account)."""
    CALL_TAKEN = "call_taken"
    """A lead has taken a caller from the agent: ``name`` (of the lead), ``to`` (who gets them) or ``skill``, ``why``."""
    CALL_SENT = "call_sent"
    """A lead sends a caller to the agent: ``name``, ``why``."""


class Notice(Answer):
    """Something that a person should know of.

    Attributes:
        code: a :class:`NoticeCode`, or one of a newer server.
        ticket_id: what it is about, where that is one ticket.
        urgent: gets through where somebody wants quiet.
    """

    id: int
    at: Moment
    code: str
    values: dict[str, str | int] = {}
    ticket_id: Id | None = None
    number: str = ""
    urgent: bool = False
    read: bool = False


class NoticePage(Page[Notice]):
    """Notices, the newest first, and how many of all are unread."""

    unread: int = 0


class ReadThrough(Message):
    """Marks every notice up to one as read."""

    through: int = Field(ge=0, le=2**63 - 1)


class ReadState(Answer):
    """What became of notices: how many are unread now."""

    unread: int


class Following(Answer):
    """Whether the person follows a ticket."""

    ticket_id: Id
    following: bool


class Followed(Answer):
    """The tickets that a person follows, the last one first."""

    ticket_ids: list[Id] = []
