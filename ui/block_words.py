"""Reports and blocks of numbers in words."""

from services.contracts.blocking import BlockCase, BlockEntry, CaseState, ReportReason, Treatment
from ui.language import translate
from widgets.theme import Tone

TONES = {
    CaseState.REPORTED: Tone.NEUTRAL,
    CaseState.PROPOSED: Tone.WARN,
    CaseState.BLOCKED: Tone.BAD,
    CaseState.REJECTED: Tone.QUIET,
    CaseState.LIFTED: Tone.QUIET,
    CaseState.ENDED: Tone.QUIET,
}


def report_words(reason: ReportReason) -> str:
    """Returns what a caller did."""
    return {
        ReportReason.ABUSE: translate("Blocks", "Abuse"),
        ReportReason.THREAT: translate("Blocks", "Threats"),
        ReportReason.SEXUAL: translate("Blocks", "Sexual harassment"),
        ReportReason.PRANK: translate("Blocks", "Prank"),
        ReportReason.FLOOD: translate("Blocks", "Calls again and again, keeps lines busy"),
        ReportReason.ADVERT: translate("Blocks", "Advertising"),
        ReportReason.OTHER: translate("Blocks", "Other"),
    }[reason]


def treatment_words(treatment: Treatment | None) -> str:
    """Returns what a blocked caller gets."""
    if treatment is None:
        return ""
    return {
        Treatment.ANNOUNCE: translate("Blocks", "Announcement, then hung up"),
        Treatment.LAST: translate("Blocks", "Last in the queue"),
    }[treatment]


def case_words(case: BlockCase) -> str:
    """Returns where a case stands."""
    if case.never and case.state is CaseState.REPORTED:
        return translate("Blocks", "Never blocked")
    return {
        CaseState.REPORTED: translate("Blocks", "Reported"),
        CaseState.PROPOSED: translate("Blocks", "To decide"),
        CaseState.BLOCKED: translate("Blocks", "Blocked"),
        CaseState.REJECTED: translate("Blocks", "Not blocked"),
        CaseState.LIFTED: translate("Blocks", "Lifted"),
        CaseState.ENDED: translate("Blocks", "Ended"),
    }[case.state]


def entry_words(entry: BlockEntry) -> str:
    """Returns one line of a story, without its moment."""
    words = {
        "reported": translate("Blocks", "Reported by {name}"),
        "proposed": translate("Blocks", "Enough reports: to be decided"),
        "blocked": translate("Blocks", "Blocked by {name}"),
        "rejected": translate("Blocks", "{name} decided not to block"),
        "lifted": translate("Blocks", "Lifted by {name}"),
        "ended": translate("Blocks", "The end of the block came"),
        "withdrawn": translate("Blocks", "Let in: {name} put the number on the list of those never blocked"),
    }.get(entry.what, entry.what)
    said = words.format(name=entry.by)
    return f"{said}: {entry.note}" if entry.note and entry.what in ("rejected", "lifted") else said
