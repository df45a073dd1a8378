"""What the form proposes by itself: a title from the content, a department from the category."""

import re
from collections.abc import Mapping

from services.contracts.text import clean_line
from services.contracts.tickets import Category
from services.desk.form import Form

TITLE_LENGTH = 30
"""Characters of a proposed title: what fits into one line of a list."""

_MARK = re.compile(r"【[^】]*】")
_OPENING = re.compile(
    r"^(你好|您好|喂|请问|麻烦|市民|来电人|该市民|群众|来电|反映|反应|咨询|投诉|举报|求助|建议|表示|称|说|我想|想|一下|问|[，,。.:： ]){1,12}?"
    r"(?=[^，,。.:： ])"
)
_END = re.compile(r"[。！？!?；;\n]")
_SOFT_END = re.compile(r"[，,、 ]")


def title_of(content: str) -> str:
    """Returns a title for what a citizen says: its first clause, without greetings and "a citizen reports that"."""
    for line in content.splitlines():
        said = clean_line(_MARK.sub("", line))
        first = _END.split(said, maxsplit=1)[0]
        first = _stripped(first)
        if len(first) >= 4:
            return _shortened(first)
    return ""


def suggest(form: Form, categories: Mapping[str, Category]) -> Form:
    """Returns the form with proposals for title and department where nobody has typed one."""
    category = categories.get(form["category"])
    made = form.suggested(title=title_of(form["content"]))
    return made.suggested(unit=category.unit) if category is not None else made


def _stripped(said: str) -> str:
    for _ in range(6):
        shorter = _OPENING.sub("", said, count=1)
        if shorter == said or len(shorter) < 4:
            return said
        said = shorter
    return said


def _shortened(said: str) -> str:
    if len(said) <= TITLE_LENGTH:
        return said
    ends = [found.start() for found in _SOFT_END.finditer(said) if 4 <= found.start() <= TITLE_LENGTH]
    return said[: ends[-1]] if ends else said[: TITLE_LENGTH - 1] + "…"
