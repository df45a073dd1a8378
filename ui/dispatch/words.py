"""Why a unit is suggested, in words."""

from services.desk.choices import Choices
from services.lifecycle.service import Why
from ui.language import translate
from ui.work.words import category_words, place_words


def why_words(why: Why, choices: Choices | None) -> str:
    """Returns a reason as a short sentence; empty for one that this console does not know."""
    values = {"count": "", "total": "", "word": "", **why.values}
    category = category_words(choices, values.get("category", "")).rsplit(" › ", 1)[-1]
    match why.code:
        case "catalogue":
            where = place_words(choices, values.get("place", ""), "")
            words = translate("Dispatch", "dispatch catalogue: {what}")
            return words.format(what=" ".join(part for part in (category, where) if part) or values.get("basis", ""))
        case "category":
            return translate("Dispatch", "usual unit of “{category}”").format(category=category)
        case "lowest":
            return translate("Dispatch", "lowest level that may solve it")
        case "solved":
            words = translate("Dispatch", "solved {count} of {total} like it")
            if values.get("scope") == "place":
                words = translate("Dispatch", "solved {count} of {total} like it in this place")
            return words.format(count=values["count"], total=values["total"])
        case "returned":
            return translate("Dispatch", "returned {count} like it").format(count=values["count"])
        case "redone":
            return translate("Dispatch", "had to redo {count} like it").format(count=values["count"])
        case "returned_this":
            return translate("Dispatch", "returned this very ticket")
        case "danger":
            return translate("Dispatch", "danger: {word}").format(word=values["word"] or category)
    return ""
