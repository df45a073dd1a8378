"""Which step of a ticket comes next, in which order the others stand, and why one is not possible, in words."""

from services.contracts.accounts import Role
from services.contracts.lifecycle import RULES, Offer, Step
from ui.language import translate
from ui.lifecycle_words import listed, status_words
from ui.roles import role_words

MAIN = (
    Step.UPHOLD_RETURN,
    Step.GRANT_EXTENSION,
    Step.SIGN_IN,
    Step.ACKNOWLEDGE,
    Step.NOTED,
    Step.ACCEPT,
    Step.DISPATCH,
    Step.MEET,
    Step.APPROVE,
    Step.REPLY,
    Step.ASSIST_REPLY,
    Step.RESUME,
    Step.FOLLOW_UP,
    Step.URGE,
    Step.SUPERVISE,
)
"""The next step: the first of these that is possible. A decision that somebody waits for comes first."""

ORDER = (
    *MAIN,
    Step.REFUSE_RETURN,
    Step.REFUSE_EXTENSION,
    Step.SEND_BACK,
    Step.ASK,
    Step.ASK_BY_PHONE,
    Step.CONTACT,
    Step.RECORD,
    Step.REQUEST_RETURN,
    Step.REQUEST_EXTENSION,
    Step.DELEGATE,
    Step.ASSIGN,
    Step.ASSIST,
    Step.SPLIT,
    Step.SUSPEND,
    Step.ESCALATE,
    Step.RECALL,
    Step.MERGE,
    Step.UNMERGE,
    Step.LINK,
    Step.UNLINK,
    Step.ANSWER,
    Step.EMERGENCY,
    Step.REDO,
    Step.REOPEN,
    Step.UNDO_CLOSE,
    Step.WITHDRAW,
    Step.END_SUPERVISION,
)
"""Every step that somebody may take, in the order of the work."""


def refusal_words(offer: Offer, status: str) -> str:
    """Returns why a step is not possible now: who may, or in which state, else the server's own sentence."""
    rule = RULES[offer.step]
    if offer.code == "step_not_allowed":
        roles = listed(role_words(role) for role in Role if role in rule.who)
        return translate("Ticket", "is done by: {roles}").format(roles=roles)
    if offer.code == "wrong_state" and status not in {source.value for source in rule.sources}:
        states = listed(status_words(source.value) for source in rule.sources)
        return translate("Ticket", "only while it is: {states}").format(states=states)
    return offer.message
