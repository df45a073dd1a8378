"""A unit's plan of duty as rows that can be edited, and back. No widgets."""

from typing import Any

from services.contracts.duty import Duty, DutyVersion

Row = dict[str, Any]


def hours_of(plan: Duty | DutyVersion) -> list[Row]:
    """Returns a row for each stretch of hours; one without days for who has none."""
    hours: list[Row] = []
    for person in plan.people:
        stretches = [each.model_dump(mode="json") for each in person.hours]
        for each in stretches or [{"days": None, "start": "08:30", "end": "17:30"}]:
            hours.append({"account_id": person.account_id, **_short(each)})
    return hours


def rows_of(duty: Duty) -> dict[str, list[Row]]:
    """Returns ``hours`` and ``absences``."""
    return {"hours": hours_of(duty), "absences": [each.model_dump(mode="json") for each in duty.absences]}


def body_of(rows: dict[str, list[Row]]) -> tuple[Row, dict[str, int]]:
    """Returns the plan as the server takes it, and which row each place of it came from (``people.0.hours.1``)."""
    people: dict[str, Row] = {}
    places: dict[str, int] = {}
    for number, row in enumerate(rows["hours"]):
        person = people.setdefault(row["account_id"], {"account_id": row["account_id"], "hours": []})
        at = list(people).index(row["account_id"])
        places.setdefault(f"people.{at}", number)
        if row["days"]:
            places[f"people.{at}.hours.{len(person['hours'])}"] = number
            person["hours"].append({name: row[name] for name in ("days", "start", "end")})
    absences = [{**row, "stand_in": row.get("stand_in") or None} for row in rows["absences"]]
    return {"people": list(people.values()), "absences": absences}, places


def errors_of(errors: dict[str, str], places: dict[str, int]) -> dict[int, dict[str, str]]:
    """Returns errors of hours by row and field."""
    found: dict[int, dict[str, str]] = {}
    for name, words in errors.items():
        known = [place for place in places if name == place or name.startswith(f"{place}.")]
        if known:
            place = max(known, key=len)
            found.setdefault(places[place], {})[name[len(place) + 1 :]] = words
    return found


def _short(hours: Row) -> Row:
    return {"days": hours["days"], "start": hours["start"][:5], "end": hours["end"][:5]}
