"""The index finds articles whichever way people type."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.contracts.knowledge import Article, ArticleStatus
from services.knowledge.index import ArticleIndex, IndexDamagedError, initials, words

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def article(key: str, title: str, status: ArticleStatus = ArticleStatus.PUBLISHED, **more: object) -> Article:
    return Article.model_validate(
        {"id": key, "version": 1, "status": status, "title": title, "updated_at": NOW, **more}
    )


ARTICLES = [
    article(
        "fund",
        "住房公积金提取",
        keywords=["租房提取"],
        summary="缴存职工租房可以提取公积金。",
        answer="您好，租住商品住房的职工可以申请提取。",
    ),
    article("school", "小学一年级入学报名", keywords=["学位"], body="非本市户籍适龄儿童凭居住证申请积分入学。"),
    article("noise", "夜间施工噪声投诉", keywords=["工地太吵"], body="夜间施工须经批准，未经批准的可投诉。"),
    article("etc", "ETC 通行卡办理", keywords=["5G"], body="高速公路不停车收费。"),
    article("old", "住房公积金旧办法", ArticleStatus.RETIRED),
]


@pytest.fixture
def index() -> ArticleIndex:
    index = ArticleIndex()
    assert index.replace_all(ARTICLES) == 4
    return index


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("公积金", "fund"),
        ("提取", "fund"),
        ("入学", "school"),
        ("噪", "noise"),
        ("施工噪声", "noise"),
        ("gjj", "fund"),
        ("zfgjj", "fund"),
        ("xxynj", "school"),
        ("etc", "etc"),
        ("５Ｇ", "etc"),
        ("我家孩子今年要上小学一年级，请问怎么报名", "school"),
        ("晚上工地还在施工太吵了睡不着", "noise"),
        ("租房子能不能把公积金取出来", "fund"),
    ],
)
def test_the_wanted_article_comes_first(index: ArticleIndex, typed: str, first: str) -> None:
    hits = index.search(typed)
    assert hits
    assert hits[0].article_id == first


@pytest.mark.parametrize("typed", ["", "   ", "，。！", "\u200b", "火星移民", "zzzz"])
def test_nothing_is_found_for_nothing(index: ArticleIndex, typed: str) -> None:
    assert index.search(typed) == []


def test_a_hit_carries_what_a_result_row_shows(index: ArticleIndex) -> None:
    hit = index.search("公积金")[0]
    assert (hit.title, hit.summary) == ("住房公积金提取", "缴存职工租房可以提取公积金。")


def test_retired_articles_are_not_found_and_changed_ones_are_replaced(index: ArticleIndex) -> None:
    assert [hit.article_id for hit in index.search("公积金")] == ["fund"]
    index.update([article("fund", "住房公积金贷款"), article("school", "小学入学", ArticleStatus.RETIRED)])
    assert [hit.title for hit in index.search("公积金")] == ["住房公积金贷款"]
    assert index.search("租房") == []
    assert index.search("入学") == []


def test_an_index_in_a_folder_is_still_there_after_a_restart(tmp_path: Path) -> None:
    ArticleIndex(tmp_path / "index").replace_all(ARTICLES)
    assert ArticleIndex(tmp_path / "index").search("公积金")[0].article_id == "fund"


def test_a_damaged_folder_is_reported_as_damaged(tmp_path: Path) -> None:
    ArticleIndex(tmp_path).replace_all(ARTICLES)
    (tmp_path / "meta.json").write_text("not json")
    with pytest.raises(IndexDamagedError):
        ArticleIndex(tmp_path)


def test_initials_cover_every_run_of_title_and_keywords() -> None:
    found = initials("公积金", ["租房"]).split()
    assert found == ["gj", "gjj", "jj", "zf"]


def test_words_leave_punctuation_out() -> None:
    assert "，" not in words("您好，请问公积金怎么提取？")
    assert "公积金" in words("您好，请问公积金怎么提取？")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_whatever_is_typed_never_raises(text: str) -> None:
    _SHARED.search(text)


_SHARED = ArticleIndex()
_SHARED.replace_all(ARTICLES)


def test_what_callers_say_finds_their_article_among_the_first_three() -> None:
    resources = Path(__file__).parents[3] / "resources" / "training"
    articles = []
    for file in sorted((resources / "articles").glob("*.toml")):
        entry = tomllib.loads(file.read_text(encoding="utf-8"))
        details = "\n".join([*entry["steps"], *entry["materials"], *entry["notes"]])
        words_of = {key: entry[key] for key in ("keywords", "summary", "answer")}
        articles.append(article(file.stem, entry["title"], body=details, **words_of))
    index = ArticleIndex()
    index.replace_all(articles)
    scenarios = tomllib.loads((resources / "scenarios.toml").read_text(encoding="utf-8"))["scenario"]
    asked = [s for s in scenarios if s["article"] and s["skill"] != "english"]
    found = sum(s["article"] in [h.article_id for h in index.search("".join(s["lines"][:4]), 3)] for s in asked)
    assert len(asked) > 100
    assert found / len(asked) > 0.75
