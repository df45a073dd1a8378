"""The training district's content: it parses, refers only to what exists, and keeps the limits an agent relies on."""

import csv
import json
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

RESOURCES = Path(__file__).parents[2] / "resources"
TRAINING = RESOURCES / "training"
ARTICLE_FILES = sorted((TRAINING / "articles").glob("*.toml"))

KINDS = {"consult", "help", "complaint", "report", "suggestion", "praise"}
SKILLS = {"general", "social", "business", "city", "english"}
URGENCIES = {"normal", "urgent", "emergency"}
PLACEHOLDERS = {"caller", "village", "town", "detail"}
EMERGENCY_NUMBERS = {"110", "119", "120", "12345"}

ARTICLE_FIELDS: dict[str, type] = {
    "title": str,
    "category": str,
    "department": str,
    "keywords": list,
    "summary": str,
    "answer": str,
    "steps": list,
    "materials": list,
    "time_limit": str,
    "where": str,
    "notes": list,
    "check_with_department": bool,
    "related": list,
}
SCENARIO_FIELDS: dict[str, type] = {
    "key": str,
    "kind": str,
    "category": str,
    "skill": str,
    "urgency": str,
    "weight": float,
    "title": str,
    "place_hint": bool,
    "lines": list,
    "details": list,
    "article": str,
    "answerable": bool,
    "elderly": bool,
    "satisfaction": int,
    "talk_seconds": int,
}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LOOKS_LIKE_A_NUMBER = re.compile(r"\d{7,}")
LOOKS_LIKE_AN_ADDRESS = re.compile(r"https?:|www\.|\.(com|cn|net|org)\b|@\w")


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((TRAINING / name).read_text(encoding="utf-8"))


DEPARTMENTS: dict[str, dict[str, Any]] = {entry["code"]: entry for entry in read("departments.toml")["department"]}
CATEGORIES: dict[str, dict[str, Any]] = {entry["code"]: entry for entry in read("categories.toml")["category"]}
LEAVES = {code for code in CATEGORIES if len(code) == 6}
ARTICLES: dict[str, dict[str, Any]] = {file.stem: read(f"articles/{file.name}") for file in ARTICLE_FILES}
SCENARIOS: list[dict[str, Any]] = read("scenarios.toml")["scenario"]
TEMPLATES: list[dict[str, Any]] = read("templates.toml")["template"]
PHRASES: list[dict[str, Any]] = read("templates.toml")["phrase"]
SECTIONS: list[dict[str, Any]] = read("scorecard.toml")["section"]
FATAL: list[dict[str, Any]] = read("scorecard.toml")["fatal"]
QUESTIONS: list[dict[str, Any]] = [question for section in SECTIONS for question in section["question"]]


def repeated(values: list[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def by_key(entry: dict[str, Any]) -> str:
    return str(entry["key"])


# --- departments and categories ---


def test_departments_have_codes_and_names() -> None:
    assert len(DEPARTMENTS) >= 20
    for code, department in DEPARTMENTS.items():
        assert re.fullmatch(r"D\d\d", code)
        assert set(department) == {"code", "name", "english"}
        assert all(department.values())


def test_codes_and_names_of_departments_and_categories_are_unique() -> None:
    departments = read("departments.toml")["department"]
    categories = read("categories.toml")["category"]
    assert not repeated([entry["code"] for entry in departments])
    assert not repeated([entry["name"] for entry in departments])
    assert not repeated([entry["code"] for entry in categories])
    assert not repeated([entry["name"] for entry in categories])


def test_categories_form_three_levels() -> None:
    levels = Counter(len(code) for code in CATEGORIES)
    assert set(levels) == {2, 4, 6}
    assert levels[2] >= 14
    assert levels[4] >= 45
    assert levels[6] >= 150
    for code in CATEGORIES:
        assert len(code) == 2 or code[:-2] in CATEGORIES, f"{code} has no parent"
    for code in CATEGORIES:
        assert len(code) == 6 or any(other[:-2] == code for other in CATEGORIES), f"{code} has no children"


def test_middles_and_leaves_name_an_existing_department() -> None:
    for code, category in CATEGORIES.items():
        assert category["english"]
        if len(code) == 2:
            assert "department" not in category
        else:
            assert category["department"] in DEPARTMENTS, code


def test_every_department_has_work() -> None:
    assert {category.get("department") for category in CATEGORIES.values()} >= set(DEPARTMENTS)


# --- articles ---


def test_there_are_enough_articles() -> None:
    assert len(ARTICLES) >= 90
    assert not repeated([article["title"] for article in ARTICLES.values()])


@pytest.mark.parametrize("slug", ARTICLES)
def test_article(slug: str) -> None:
    article = ARTICLES[slug]
    assert SLUG.fullmatch(slug)
    assert len(slug) <= 64
    assert {name: type(article[name]) for name in ARTICLE_FIELDS} == ARTICLE_FIELDS
    assert set(article) == set(ARTICLE_FIELDS)
    assert 1 <= len(article["title"]) <= 60
    assert 40 <= len(article["answer"]) <= 400
    assert 4 <= len(article["keywords"]) <= 10
    assert not repeated(article["keywords"])
    assert article["steps"]
    assert article["materials"]
    assert all(article[name] for name in ("summary", "time_limit", "where"))
    assert article["category"] in LEAVES
    assert article["department"] == CATEGORIES[article["category"]]["department"]
    assert article["related"]
    assert set(article["related"]) <= set(ARTICLES) - {slug}
    assert not repeated(article["related"])


@pytest.mark.parametrize("slug", ARTICLES)
def test_figures_that_change_are_left_to_the_department(slug: str) -> None:
    text = json.dumps(ARTICLES[slug], ensure_ascii=False)
    assert ARTICLES[slug]["check_with_department"] or "最新公布为准" not in text


# --- scenarios ---


def test_scenarios_cover_all_kinds_skills_and_urgencies() -> None:
    assert len(SCENARIOS) >= 70
    assert not repeated([scenario["key"] for scenario in SCENARIOS])
    assert not repeated([scenario["title"] for scenario in SCENARIOS])
    assert {scenario["kind"] for scenario in SCENARIOS} == KINDS
    assert {scenario["skill"] for scenario in SCENARIOS} == SKILLS
    assert {scenario["urgency"] for scenario in SCENARIOS} == URGENCIES


@pytest.mark.parametrize("scenario", SCENARIOS, ids=by_key)
def test_scenario(scenario: dict[str, Any]) -> None:
    assert {name: type(scenario[name]) for name in SCENARIO_FIELDS} == SCENARIO_FIELDS
    assert set(scenario) - {"months", "language"} == set(SCENARIO_FIELDS)
    assert scenario.get("language", "") == ("en" if scenario["skill"] == "english" else "")
    assert SLUG.fullmatch(scenario["key"])
    assert 1 <= len(scenario["title"]) <= 60
    assert scenario["category"] in LEAVES
    assert scenario["article"] in {*ARTICLES, ""}
    assert scenario["weight"] > 0
    assert 1 <= scenario["satisfaction"] <= 5
    assert 10 <= scenario["talk_seconds"] <= 900
    assert 6 <= len(scenario["lines"]) <= 14
    assert all(line == line.strip() and line for line in scenario["lines"])


@pytest.mark.parametrize("scenario", SCENARIOS, ids=by_key)
def test_scenario_months(scenario: dict[str, Any]) -> None:
    months: dict[str, float] = scenario.get("months", {})
    assert set(months) <= {str(month) for month in range(1, 13)}
    assert all(type(factor) is float and 0 < factor <= 10 for factor in months.values())


@pytest.mark.parametrize("scenario", SCENARIOS, ids=by_key)
def test_scenario_placeholders_can_be_filled(scenario: dict[str, Any]) -> None:
    used = set(re.findall(r"\{([^}]*)\}", "".join(scenario["lines"])))
    assert used <= PLACEHOLDERS
    assert ("detail" in used) == scenario["place_hint"] == bool(scenario["details"])
    assert not scenario["details"] or 3 <= len(scenario["details"]) <= 5


@pytest.mark.parametrize("scenario", SCENARIOS, ids=by_key)
def test_english_callers_speak_english_and_the_others_chinese(scenario: dict[str, Any]) -> None:
    spoken = re.sub(r"\{\w+\}", "", "".join([*scenario["lines"], *scenario["details"]]))
    assert bool(re.search(r"[\u4e00-\u9fff]", spoken)) == (scenario["skill"] != "english")


@pytest.mark.parametrize(
    ("prefix", "month"),
    [("0101", "4"), ("03010", "7"), ("02010", "11")],
    ids=["enrolment", "graduates", "medical insurance"],
)
def test_the_seasons_of_the_district_show(prefix: str, month: str) -> None:
    factors = [s.get("months", {}).get(month, 1.0) for s in SCENARIOS if s["category"].startswith(prefix)]
    assert max(factors) >= 6.0


# --- templates and phrases ---


def test_templates() -> None:
    assert len(TEMPLATES) >= 20
    assert not repeated([template["key"] for template in TEMPLATES])
    for template in TEMPLATES:
        assert set(template) == {"key", "name", "category", "kind", "title", "content", "answer"}
        assert len(template["key"]) <= 32
        assert template["kind"] in KINDS | {""}
        assert template["category"] in LEAVES | {""}
        assert len(template["title"]) <= 60
        assert len(template["answer"]) <= 400
        assert "【" in template["content"]


def test_phrases() -> None:
    assert len(PHRASES) >= 25
    assert not repeated([phrase["key"] for phrase in PHRASES])
    for phrase in PHRASES:
        assert set(phrase) == {"key", "name", "text"}
        assert len(phrase["key"]) <= 32
        assert 0 < len(phrase["text"]) <= 200


@pytest.mark.parametrize(
    "forbidden", ["不知道", "不归我们管", "不清楚", "你怎么不早", "我也没办法", "保证解决", "一定赔"]
)
def test_phrases_say_nothing_forbidden(forbidden: str) -> None:
    assert not [phrase["key"] for phrase in PHRASES if forbidden in phrase["text"]]


# --- scorecard ---


def test_scorecard_gives_a_hundred_points() -> None:
    assert [section["weight"] for section in SECTIONS] == [10, 15, 20, 25, 25, 5]
    assert sum(question["points"] for question in QUESTIONS) == 100
    for section in SECTIONS:
        assert sum(question["points"] for question in section["question"]) == section["weight"], section["key"]


def test_scorecard_keys_and_conditions() -> None:
    assert not repeated([question["key"] for question in QUESTIONS])
    asked_first: set[str] = set()
    for question in QUESTIONS:
        condition = question.get("only_when")
        if condition is not None:
            assert set(condition) == {"question", "equals"}
            assert condition["question"] in asked_first, question["key"]
            assert condition["equals"] in {"yes", "no", "na"}
        asked_first.add(question["key"])
        assert question["text"]
        assert question["english"]
        assert type(question["allow_not_applicable"]) is bool


def test_seven_things_are_fatal() -> None:
    assert len({item["key"] for item in FATAL}) == 7
    assert all(set(item) == {"key", "text", "english"} for item in FATAL)


# --- words, places, calendar ---


def test_words_are_enough_to_make_callers() -> None:
    words = read("words.toml")
    assert len(set(words["surnames"])) == 60
    assert words["titles"] == ["先生", "女士"]
    assert len(set(words["roads"])) == 30
    assert len(words["greetings"]) >= 5


def test_every_village_belongs_to_a_town() -> None:
    def rows(name: str) -> list[dict[str, str]]:
        with (RESOURCES / "places" / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    towns = {row["code"] for row in rows("nanhai_streets.csv")}
    villages = rows("nanhai_villages.csv")
    assert len(towns) == 7
    assert len(villages) == 307
    assert {row["streetCode"] for row in villages} == towns


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_calendar_has_only_days_of_its_year(year: int) -> None:
    calendar = json.loads((RESOURCES / "calendar" / f"{year}.json").read_text(encoding="utf-8"))
    assert calendar["year"] == year
    assert calendar["days"]
    for day in calendar["days"]:
        assert type(day["isOffDay"]) is bool
        assert day["date"][:4] == str(year)


# --- what no text may hold ---


@pytest.mark.parametrize("file", sorted(TRAINING.rglob("*.toml")), ids=lambda file: file.stem)
def test_no_telephone_numbers_and_no_addresses(file: Path) -> None:
    # The statistics office's codes of towns are numbers, and nobody answers there.
    text = re.sub(r'place = "44060\d{4}"', "", file.read_text(encoding="utf-8"))
    assert not LOOKS_LIKE_A_NUMBER.search(text)
    assert not LOOKS_LIKE_AN_ADDRESS.search(text)
    without_durations = re.sub(r"talk_seconds = \d+", "", text)
    numbers = set(re.findall(r"(?<![\d.])(?:1[12]\d|12\d{3}|9[56]\d{3})(?![\d.])", without_durations))
    assert numbers <= EMERGENCY_NUMBERS
