"""The complete configuration of an Asterisk, from our own people and skills: text only, nothing is written here."""

from services.telephony.asterisk.configuration import conference, dialplan, queues, sip, system
from services.telephony.asterisk.configuration.plan import Plan

_HEADING = """; Written by "tongfu pbx configure". What you change by hand is not overwritten: the next run notices it, leaves the
; file alone, and puts its own text beside it.
"""

_FILES = {
    "asterisk.conf": system.asterisk,
    "cdr.conf": system.cdr,
    "confbridge.conf": conference.confbridge,
    "extensions.conf": dialplan.extensions,
    "indications.conf": system.indications,
    "logger.conf": system.logger,
    "manager.conf": system.manager,
    "modules.conf": system.modules,
    "musiconhold.conf": dialplan.music,
    "pjsip.conf": sip.pjsip,
    "queuerules.conf": queues.rules,
    "queues.conf": queues.queues,
    "rtp.conf": sip.rtp,
}
_ONLY_GENERAL = {
    "ccss.conf": "Nobody is called back by Asterisk itself.",
    "cdr_manager.conf": "Lines about calls are not sent over the manager interface.",
    "cel.conf": "Events of channels are not recorded: the queue log and the lines about calls are.",
    "features.conf": "No codes that a caller or an agent could dial in a call.",
    "http.conf": "No web server.",
    "udptl.conf": "No fax.",
}
_EMPTY = {
    "acl.conf": "Who may connect is said in manager.conf and pjsip.conf, beside what they may do.",
    "geolocation.conf": "No places of callers.",
    "pjproject.conf": "Nothing is changed here.",
    "pjsip_notify.conf": "What telephones are told comes from our server.",
}

SECRET_FILES = frozenset({"manager.conf", "pjsip.conf"})
"""Files that only Asterisk may read."""


def render(plan: Plan) -> dict[str, str]:
    """Returns the text of each file by its name."""
    found = {name: make(plan) for name, make in _FILES.items()}
    found |= {name: system.only_general(about) for name, about in _ONLY_GENERAL.items()}
    found |= {name: system.empty(about) for name, about in _EMPTY.items()}
    return {name: _HEADING + "\n" + text.rstrip("\n") + "\n" for name, text in sorted(found.items())}
