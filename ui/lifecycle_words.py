"""The life cycle in words: statuses, steps, lists, what is pending. Every page that shows tickets says it the same way."""

from collections.abc import Iterable

from services.contracts.channels import Channel
from services.contracts.clocks import Limit, LimitUnit
from services.contracts.lifecycle import Step, WorkList
from services.contracts.tickets import Pending, TicketKind, TicketStatus, Urgency
from services.contracts.tickets import Step as Entry
from ui.language import translate
from widgets.theme import Tone


def status_words(status: str, pending: str = "") -> str:
    """Returns where a ticket stands; what a unit has asked for comes before it, because somebody has to decide it."""
    asked = pending_words(pending)
    if asked:
        return asked
    return {
        TicketStatus.DRAFT.value: translate("LifeCycle", "Draft"),
        TicketStatus.ACCEPTED.value: translate("LifeCycle", "To dispatch"),
        TicketStatus.DISPATCHED.value: translate("LifeCycle", "To sign for"),
        TicketStatus.HANDLING.value: translate("LifeCycle", "In hand"),
        TicketStatus.SUSPENDED.value: translate("LifeCycle", "Suspended"),
        TicketStatus.REVIEW.value: translate("LifeCycle", "Under review"),
        TicketStatus.FOLLOW_UP.value: translate("LifeCycle", "To follow up"),
        TicketStatus.CLOSED.value: translate("LifeCycle", "Closed"),
        TicketStatus.WITHDRAWN.value: translate("LifeCycle", "Withdrawn"),
        TicketStatus.MERGED.value: translate("LifeCycle", "Merged"),
    }.get(status, status)


def pending_words(pending: str) -> str:
    """Returns what a unit has asked for and nobody has decided; empty where there is nothing."""
    return {
        Pending.RETURN.value: translate("LifeCycle", "Return asked for"),
        Pending.EXTENSION.value: translate("LifeCycle", "Extension asked for"),
        Pending.ANSWER.value: translate("LifeCycle", "Asked by message"),
    }.get(pending, "")


def said_words(step: Entry) -> str:
    """Returns what was said with a step: why, the words, and what they rest on."""
    why = _left_words(step.reason) if step.reason and step.action == Step.ASSIGN else step.reason
    more = limit_words(Limit.model_validate(step.limit)) if step.limit else ""
    longer = translate("LifeCycle", "{time} more.").format(time=more) if more else ""
    there = "、".join(step.participants)
    took_part = translate("LifeCycle", "(took part: {names})").format(names=there) if there else ""
    return " ".join(words for words in (step.other, longer, why, step.text, step.basis, took_part) if words)


def _left_words(reason: str) -> str:
    """Returns why a ticket was assigned; that it went to its unit's pool by itself, because its handler left, is a code."""
    return {
        "signed_out": translate("LifeCycle", "signed out; back to the unit's pool"),
        "silent": translate("LifeCycle", "no sign of their console; back to the unit's pool"),
        "absent": translate("LifeCycle", "absent; back to the unit's pool"),
        "transferred": translate("LifeCycle", "transferred; back to the unit's pool"),
        "closed": translate("LifeCycle", "account closed; back to the unit's pool"),
        "no_handler": translate("LifeCycle", "no longer a handler; back to the unit's pool"),
    }.get(reason, reason)


STATUS_TONES: dict[str, Tone] = {
    TicketStatus.DRAFT.value: Tone.QUIET,
    TicketStatus.ACCEPTED.value: Tone.ACCENT,
    TicketStatus.DISPATCHED.value: Tone.SPECIAL,
    TicketStatus.HANDLING.value: Tone.ACCENT,
    TicketStatus.SUSPENDED.value: Tone.QUIET,
    TicketStatus.REVIEW.value: Tone.SPECIAL,
    TicketStatus.FOLLOW_UP.value: Tone.SPECIAL,
    TicketStatus.CLOSED.value: Tone.GOOD,
    TicketStatus.WITHDRAWN.value: Tone.QUIET,
    TicketStatus.MERGED.value: Tone.QUIET,
}


def status_tone(status: str, pending: str = "") -> Tone:
    """Returns the colour of a status; what waits for a decision stands out."""
    return Tone.WARN if pending else STATUS_TONES.get(status, Tone.NEUTRAL)


def step_words(step: str) -> str:
    """Returns a step as something to do, for buttons and the palette."""
    return {
        Step.ACCEPT.value: translate("LifeCycle", "Accept"),
        Step.ANSWER.value: translate("LifeCycle", "Answer at once"),
        Step.DISPATCH.value: translate("LifeCycle", "Dispatch"),
        Step.RECALL.value: translate("LifeCycle", "Recall"),
        Step.EMERGENCY.value: translate("LifeCycle", "Pass on as an emergency"),
        Step.ACKNOWLEDGE.value: translate("LifeCycle", "Acknowledge"),
        Step.SIGN_IN.value: translate("LifeCycle", "Sign for it"),
        Step.ASSIGN.value: translate("LifeCycle", "Assign"),
        Step.CONTACT.value: translate("LifeCycle", "Citizen contacted"),
        Step.RECORD.value: translate("LifeCycle", "Record"),
        Step.ASSIST.value: translate("LifeCycle", "Ask to assist"),
        Step.ASSIST_REPLY.value: translate("LifeCycle", "Reply of assistance"),
        Step.SPLIT.value: translate("LifeCycle", "Split"),
        Step.DELEGATE.value: translate("LifeCycle", "Delegate"),
        Step.ESCALATE.value: translate("LifeCycle", "Escalate"),
        Step.REPLY.value: translate("LifeCycle", "Reply"),
        Step.APPROVE.value: translate("LifeCycle", "Approve"),
        Step.SEND_BACK.value: translate("LifeCycle", "Send back"),
        Step.REQUEST_RETURN.value: translate("LifeCycle", "Return"),
        Step.UPHOLD_RETURN.value: translate("LifeCycle", "Uphold the return"),
        Step.REFUSE_RETURN.value: translate("LifeCycle", "Refuse the return"),
        Step.REQUEST_EXTENSION.value: translate("LifeCycle", "Ask for an extension"),
        Step.GRANT_EXTENSION.value: translate("LifeCycle", "Grant the extension"),
        Step.REFUSE_EXTENSION.value: translate("LifeCycle", "Refuse the extension"),
        Step.SUSPEND.value: translate("LifeCycle", "Suspend"),
        Step.RESUME.value: translate("LifeCycle", "Resume"),
        Step.URGE.value: translate("LifeCycle", "Urge"),
        Step.SUPERVISE.value: translate("LifeCycle", "Supervise"),
        Step.END_SUPERVISION.value: translate("LifeCycle", "End supervision"),
        Step.ASK.value: translate("LifeCycle", "Ask by message"),
        Step.ASK_BY_PHONE.value: translate("LifeCycle", "Ask by telephone instead"),
        Step.FOLLOW_UP.value: translate("LifeCycle", "Follow up"),
        Step.ALL_ASKED.value: translate("LifeCycle", "Close what everybody has answered"),
        Step.REDO.value: translate("LifeCycle", "Have it redone"),
        Step.REOPEN.value: translate("LifeCycle", "Reopen"),
        Step.WRITE_AGAIN.value: translate("LifeCycle", "Take in what was written after the end"),
        Step.NOTED.value: translate("LifeCycle", "Read, nothing more to do"),
        Step.UNDO_CLOSE.value: translate("LifeCycle", "Undo the closing"),
        Step.WITHDRAW.value: translate("LifeCycle", "Withdraw"),
        Step.MERGE.value: translate("LifeCycle", "Merge"),
        Step.UNMERGE.value: translate("LifeCycle", "Undo the merging"),
        Step.LINK.value: translate("LifeCycle", "Link with another ticket"),
        Step.UNLINK.value: translate("LifeCycle", "Take a link away"),
        Step.MEET.value: translate("LifeCycle", "Decision of a joint meeting"),
    }.get(step, step)


def done_words(action: str) -> str:
    """Returns a step as something that was done, for the trail of a ticket."""
    return {
        "create": translate("LifeCycle", "Taken down"),
        "draft": translate("LifeCycle", "Kept as a draft"),
        "change": translate("LifeCycle", "Changed"),
        "hand_over": translate("LifeCycle", "Handed over to the successor"),
        "alarm": translate("LifeCycle", "Warned by the clock"),
        Step.ACCEPT.value: translate("LifeCycle", "Accepted"),
        Step.ANSWER.value: translate("LifeCycle", "Answered and closed"),
        Step.DISPATCH.value: translate("LifeCycle", "Dispatched"),
        Step.RECALL.value: translate("LifeCycle", "Recalled"),
        Step.EMERGENCY.value: translate("LifeCycle", "Passed on as an emergency"),
        Step.ACKNOWLEDGE.value: translate("LifeCycle", "Acknowledged"),
        Step.SIGN_IN.value: translate("LifeCycle", "Signed for"),
        Step.ASSIGN.value: translate("LifeCycle", "Assigned"),
        Step.CONTACT.value: translate("LifeCycle", "Citizen was contacted"),
        Step.RECORD.value: translate("LifeCycle", "Handling recorded"),
        Step.ASSIST.value: translate("LifeCycle", "Asked to assist"),
        Step.ASSIST_REPLY.value: translate("LifeCycle", "Assistance replied"),
        Step.SPLIT.value: translate("LifeCycle", "Split into parts"),
        Step.DELEGATE.value: translate("LifeCycle", "Delegated"),
        Step.ESCALATE.value: translate("LifeCycle", "Escalated"),
        Step.REPLY.value: translate("LifeCycle", "Replied"),
        Step.APPROVE.value: translate("LifeCycle", "Approved"),
        Step.SEND_BACK.value: translate("LifeCycle", "Sent back"),
        Step.REQUEST_RETURN.value: translate("LifeCycle", "Return was asked for"),
        Step.UPHOLD_RETURN.value: translate("LifeCycle", "Return upheld"),
        Step.REFUSE_RETURN.value: translate("LifeCycle", "Return refused"),
        Step.REQUEST_EXTENSION.value: translate("LifeCycle", "Extension was asked for"),
        Step.GRANT_EXTENSION.value: translate("LifeCycle", "Extension granted"),
        Step.REFUSE_EXTENSION.value: translate("LifeCycle", "Extension refused"),
        Step.SUSPEND.value: translate("LifeCycle", "Was suspended"),
        Step.RESUME.value: translate("LifeCycle", "Resumed"),
        Step.URGE.value: translate("LifeCycle", "Urged"),
        Step.SUPERVISE.value: translate("LifeCycle", "Put under supervision"),
        Step.END_SUPERVISION.value: translate("LifeCycle", "Supervision ended"),
        Step.ASK.value: translate("LifeCycle", "Citizen was asked by message"),
        Step.ASK_BY_PHONE.value: translate("LifeCycle", "No answer by message is waited for"),
        Step.FOLLOW_UP.value: translate("LifeCycle", "Followed up"),
        Step.ALL_ASKED.value: translate("LifeCycle", "Closed: nobody is left to be asked"),
        Step.REDO.value: translate("LifeCycle", "To be redone"),
        Step.REOPEN.value: translate("LifeCycle", "Reopened"),
        Step.WRITE_AGAIN.value: translate("LifeCycle", "Citizen wrote again after the end"),
        Step.NOTED.value: translate("LifeCycle", "Read what the citizen wrote after the end"),
        Step.UNDO_CLOSE.value: translate("LifeCycle", "Closing undone"),
        Step.WITHDRAW.value: translate("LifeCycle", "Was withdrawn"),
        Step.MERGE.value: translate("LifeCycle", "Was merged"),
        Step.UNMERGE.value: translate("LifeCycle", "Merging undone"),
        Step.LINK.value: translate("LifeCycle", "Linked with"),
        Step.UNLINK.value: translate("LifeCycle", "No longer linked with"),
        Step.MEET.value: translate("LifeCycle", "Decided by a joint meeting"),
        "matter_replied": translate("LifeCycle", "Answered with the ticket that it was merged into"),
        "matter_closed": translate("LifeCycle", "Closed with the ticket that it was merged into"),
        "matter_asked": translate("LifeCycle", "Asked by message about the ticket that it was merged into"),
        "matter_corrected": translate("LifeCycle", "Closing undone with the ticket that it was merged into"),
    }.get(action, action)


def list_words(which: str) -> str:
    """Returns the name of a work list."""
    return {
        WorkList.DISPATCH.value: translate("LifeCycle", "To dispatch"),
        WorkList.RETURNS.value: translate("LifeCycle", "Returns"),
        WorkList.EXTENSIONS.value: translate("LifeCycle", "Extensions"),
        WorkList.REVIEW.value: translate("LifeCycle", "To review"),
        WorkList.SIGN_IN.value: translate("LifeCycle", "To sign for"),
        WorkList.TASKS.value: translate("LifeCycle", "Tasks"),
        WorkList.ASSISTING.value: translate("LifeCycle", "To assist"),
        WorkList.FOLLOW_UP.value: translate("LifeCycle", "To follow up"),
        WorkList.ASKED.value: translate("LifeCycle", "Asked by message"),
        WorkList.SUPERVISED.value: translate("LifeCycle", "Supervised"),
        WorkList.OVERDUE.value: translate("LifeCycle", "Overdue"),
        WorkList.WROTE_AGAIN.value: translate("LifeCycle", "Wrote again"),
        WorkList.ALERTS.value: translate("LifeCycle", "Emergencies"),
    }.get(which, which)


def kind_words(kind: str) -> str:
    """Returns the name of a kind of appeal."""
    return {
        TicketKind.CONSULT.value: translate("LifeCycle", "Question"),
        TicketKind.HELP.value: translate("LifeCycle", "Help"),
        TicketKind.COMPLAINT.value: translate("LifeCycle", "Complaint"),
        TicketKind.REPORT.value: translate("LifeCycle", "Report"),
        TicketKind.SUGGESTION.value: translate("LifeCycle", "Suggestion"),
        TicketKind.PRAISE.value: translate("LifeCycle", "Praise"),
    }.get(kind, kind)


def urgency_words(urgency: str) -> str:
    """Returns the name of an urgency."""
    return {
        Urgency.NORMAL.value: translate("LifeCycle", "Normal"),
        Urgency.URGENT.value: translate("LifeCycle", "Urgent"),
        Urgency.EMERGENCY.value: translate("LifeCycle", "Emergency"),
    }.get(urgency, urgency)


URGENCY_TONES: dict[str, Tone] = {
    Urgency.NORMAL.value: Tone.QUIET,
    Urgency.URGENT.value: Tone.WARN,
    Urgency.EMERGENCY.value: Tone.BAD,
}


def alarm_words(alert: bool) -> str:
    """Returns what stands before an emergency until its unit acknowledges it; empty where nobody has to."""
    return translate("LifeCycle", "Alarm") if alert else ""


def alarm_tone(alert: bool) -> Tone | None:
    """Returns the colour of an emergency that nobody has acknowledged."""
    return Tone.BAD if alert else None


def channel_words(channel: str) -> str:
    """Returns how a ticket came in."""
    return {
        Channel.HOTLINE.value: translate("LifeCycle", "Hotline"),
        Channel.PORTAL.value: translate("LifeCycle", "Portal"),
        Channel.OPEN311.value: "Open311",
        Channel.EMAIL.value: translate("LifeCycle", "E-mail"),
        Channel.BOARD.value: translate("LifeCycle", "Message board"),
        Channel.SENSOR.value: translate("LifeCycle", "Sensor"),
    }.get(channel, channel)


def limit_words(limit: Limit) -> str:
    """Returns a limit: ``15 working days``."""
    words = {
        LimitUnit.MINUTES: translate("LifeCycle", "{amount} min"),
        LimitUnit.HOURS: translate("LifeCycle", "{amount} h"),
        LimitUnit.CALENDAR_DAYS: translate("LifeCycle", "{amount} calendar day(s)"),
        LimitUnit.WORKING_DAYS: translate("LifeCycle", "{amount} working day(s)"),
        LimitUnit.WORKING_MINUTES: translate("LifeCycle", "{amount} min of work time"),
    }[limit.unit]
    return words.format(amount=limit.amount)


def listed(parts: Iterable[str]) -> str:
    """Joins what is there with a middle dot: ``Complaint · Noise``."""
    return " · ".join(part for part in parts if part)
