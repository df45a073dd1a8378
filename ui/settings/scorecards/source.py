"""The scorecard as a versioned setting. Its body has sections and questions apart: a list each, as they are edited."""

from typing import Any

from services.administration.service import AdministrationService
from services.contracts.quality import Scorecard
from ui.language import translate
from ui.settings.versioned.differences import of_rows, of_values
from ui.settings.versioned.presenter import Body
from ui.settings.versioned.whole import WholeSource

Row = dict[str, Any]


class ScorecardSource(WholeSource):
    """What inspectors score calls by."""

    key = "scorecards"

    def __init__(self, service: AdministrationService) -> None:
        super().__init__(service.quality.scorecard_versions, service.quality.set_scorecard)

    def body_of(self, version: Any) -> Body:
        """Returns a version with its questions apart."""
        return _flat(version)

    def sent(self, body: Body) -> Body:
        """Returns a body with each question within its section."""
        return nested(body)

    def differences(self, before: Body, after: Body) -> list[str]:
        """Returns what has changed, by the words of sections, questions and fatal items."""
        names = {"name": translate("Settings", "Name of the scorecard")}
        found = of_values(before, after, names, lambda _key, value: str(value or "–"))
        for part, words in (("sections", _section), ("questions", _question), ("fatal", _fatal)):
            found += of_rows(before.get(part, []), after.get(part, []), lambda row: row.get("key"), words)
        return found

    def empty(self) -> Body:
        """Returns what holds without any version: nothing can be scored."""
        return {"name": "", "sections": [], "questions": [], "fatal": []}


def nested(body: Body) -> Row:
    """Returns a body as the server has it: each question within its section."""
    sections = [
        {**section, "questions": [_bare(row) for row in body["questions"] if row["section"] == section["key"]]}
        for section in body["sections"]
    ]
    return {"name": body["name"], "sections": sections, "fatal": body["fatal"]}


def number_of(body: Body, section: int, question: int) -> int | None:
    """Returns where the question of a section stands among all questions."""
    if section >= len(body["sections"]):
        return None
    key = body["sections"][section]["key"]
    places = [place for place, row in enumerate(body["questions"]) if row["section"] == key]
    return places[question] if question < len(places) else None


def _bare(row: Row) -> Row:
    """Returns a question as the server has it; a condition that names no question is none."""
    found = {name: value for name, value in row.items() if name not in ("section", "after", "equals")}
    asked = {"question": row["after"], "equals": row.get("equals") or "yes"} if row.get("after") else None
    return {**found, "only_when": asked}


def _flat(card: Scorecard) -> Body:
    whole = card.model_dump(mode="json", include={"name", "sections", "fatal"})
    questions = []
    for section in whole["sections"]:
        for row in section.pop("questions"):
            asked = row.pop("only_when") or {}
            questions.append(
                {
                    **row,
                    "section": section["key"],
                    "after": asked.get("question", ""),
                    "equals": asked.get("equals", "yes"),
                }
            )
    return {**whole, "questions": questions}


def _section(row: Row) -> str:
    return translate("Settings", "section “{name}” ({weight})").format(
        name=row.get("name", ""), weight=f"{row.get('weight', 0):g}"
    )


def _question(row: Row) -> str:
    return translate("Settings", "question “{name}” ({points})").format(
        name=row.get("text", ""), points=f"{row.get('points', 0):g}"
    )


def _fatal(row: Row) -> str:
    return translate("Settings", "fatal item “{name}”").format(name=row.get("text", ""))
