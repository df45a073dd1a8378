"""Why a unit is suggested, in words."""

from services.contracts.dispatching import Reason, ReasonCode, SuggestedUnit
from services.desk.choices import Choices
from ui.language import translate
from ui.lifecycle_words import limit_words, listed
from ui.work.words import category_words, place_words


def why_words(why: Reason, choices: Choices | None) -> str:
    """Returns a reason as a short sentence; empty for one that this console does not know."""
    values = {"count": "", "total": "", "word": "", **why.values}
    category = category_words(choices, values.get("category", "")).rsplit(" › ", 1)[-1]
    match why.code:
        case ReasonCode.CATALOGUE:
            where = place_words(choices, values.get("place", ""), "")
            words = translate("Dispatch", "dispatch catalogue: {what}")
            return words.format(what=" ".join(part for part in (category, where) if part) or values.get("basis", ""))
        case ReasonCode.CATEGORY:
            return translate("Dispatch", "usual unit of “{category}”").format(category=category)
        case ReasonCode.LOWEST:
            return translate("Dispatch", "lowest level that may solve it")
        case ReasonCode.SOLVED:
            words = translate("Dispatch", "solved {count} of {total} like it")
            if values.get("scope") == "place":
                words = translate("Dispatch", "solved {count} of {total} like it in this place")
            return words.format(count=values["count"], total=values["total"])
        case ReasonCode.RETURNED:
            return translate("Dispatch", "returned {count} like it").format(count=values["count"])
        case ReasonCode.REDONE:
            return translate("Dispatch", "had to redo {count} like it").format(count=values["count"])
        case ReasonCode.RETURNED_THIS:
            return translate("Dispatch", "returned this very ticket")
        case ReasonCode.DANGER:
            return translate("Dispatch", "danger: {word}").format(word=values["word"] or category)
    return ""


def suggestion_words(found: SuggestedUnit, choices: Choices | None) -> str:
    """Returns why a unit is suggested and in which time it would have to settle it."""
    limits = []
    if found.sign_in is not None:
        limits.append(translate("Dispatch", "sign for it in {limit}").format(limit=limit_words(found.sign_in)))
    if found.finish is not None:
        limits.append(translate("Dispatch", "settle it in {limit}").format(limit=limit_words(found.finish)))
    return listed((*(why_words(reason, choices) for reason in found.reasons), found.basis, *limits))
