"""Why two tickets are likely to be about the same matter, in words."""

from services.contracts.tickets import Likeness
from ui.language import translate


def likeness_words(like: Likeness) -> str:
    """Returns the reasons in one line."""
    words = {
        "known_matter": translate("Likeness", "known matter"),
        "same_person": translate("Likeness", "same caller"),
        "same_place": translate("Likeness", "same place"),
        "similar_text": translate("Likeness", "similar words"),
        "same_category": translate("Likeness", "same category"),
        "recent": translate("Likeness", "recent"),
    }
    return " · ".join(words[reason] for reason in like.reasons if reason in words)
