from datetime import timedelta

import pytest

from services.server.kernel import Kernel
from services.server.tickets import indexing, listing, search
from tests.services.server.conftest import Api
from tests.services.server.district import TOWN, new_ticket
from tests.services.server.tickets.test_listing import expected as listed
from tests.services.server.tickets.test_listing import store, walk

TEXTS = {
    "noise": ("工地夜间施工噪音扰民", "桂澜路旁工地凌晨两点仍在打桩。"),
    "light": ("路灯不亮", "水岸花园门口第３盏路灯坏了一周，电话Abc-123。"),
    "rare": ("𠮷野家门口井盖丢失😀", "<b>危险</b> =1+1 café"),
    "short": ("桥", "A3区"),
    "heard": ("校门口长期占道停车", "每天如此。"),
}


@pytest.fixture
def filed(agent: Api) -> Api:
    for key, (title, content) in TEXTS.items():
        assert agent.post("/v1/tickets", json=new_ticket(id=key, title=title, content=content)).status_code == 201
    return agent


def found(api: Api, q: str, **more: str) -> list[str]:
    answer = api.get("/v1/tickets", params={"q": q, **more})
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["items"]]


WORDS: list[tuple[str, list[str]]] = [
    ("噪音", ["noise"]),
    ("工地", ["noise"]),
    ("夜间施工噪音", ["noise"]),
    ("施工夜间", []),
    ("工地 打桩", ["noise"]),
    ("工地 路灯", []),
    ("路灯", ["light"]),
    ("第3盏", ["light"]),
    ("ABC", ["light"]),
    ("abc 123", ["light"]),
    ("水岸 路灯坏了", ["light"]),
    ("𠮷野", ["rare"]),
    ("井盖丢失", ["rare"]),
    ("危险", ["rare"]),
    ("café", ["rare"]),
    ("Caf", ["rare"]),
    ("桥", ["short"]),
    ("灯", ["light"]),
    ("不存在的词", []),
    ("😀", []),
    ('"', []),
    ("噪音' OR 1=1 --", []),
    ("噪音*)", ["noise"]),
    ("%", []),
    ("gdyj", ["noise"]),
    ("zyrm", ["noise"]),
    ("SGZYRM", ["noise"]),
    ("gdyj 打桩", ["noise"]),
    ("gdzy", []),
    ("ldbl", ["light"]),
    ("ldb", []),
    ("glpg", []),
    ("cqzd", ["heard"]),
    ("xzjbc", []),
    ("zaoyin", ["noise"]),
    ("ZaoYinRaoMin", ["noise"]),
    ("shigong 打桩", ["noise"]),
    ("shigo", ["noise"]),
    ("zaoyao", []),
    ("yinzao", []),
    ("guilanlu", []),
    ("ludeng", ["light"]),
    ("lude", ["light"]),
    ("jinggaidiu", ["rare"]),
    ("xiaomenkou", ["heard"]),
    ("changqi", ["heard"]),
    ("zhangqi", []),
]


def test_words_are_found_where_they_stand(filed: Api) -> None:
    for q, expected in WORDS:
        assert found(filed, q) == expected, q


def test_hits_are_newest_first_and_paged_and_filtered(agent: Api, kernel: Kernel) -> None:
    for n in range(9):
        town = {"town": TOWN} if n % 2 else {"town": "", "village": ""}
        agent.post("/v1/tickets", json=new_ticket(id=f"t{n}", title="路灯不亮", **town))
    assert found(agent, "路灯") == [f"t{n}" for n in reversed(range(9))]
    assert found(agent, "路灯", town=TOWN) == ["t7", "t5", "t3", "t1"]
    assert found(agent, "路灯", town=TOWN, sort="updated") == ["t7", "t5", "t3", "t1"]
    first = agent.get("/v1/tickets", params={"q": "路灯", "limit": 4}).json()
    second = agent.get("/v1/tickets", params={"q": "路灯", "limit": 5, "cursor": first["next"]}).json()
    assert [row["id"] for row in first["items"] + second["items"]] == [f"t{n}" for n in reversed(range(9))]
    assert second["next"] is None


def test_a_changed_text_is_found_by_its_new_words_only(filed: Api, kernel: Kernel) -> None:
    for n, title in enumerate(("垃圾堆放", "积水严重"), 1):
        assert filed.patch("/v1/tickets/noise", json={"title": title}, version=n).status_code == 200
    assert found(filed, "积水") == ["noise"]
    assert found(filed, "jishui") == ["noise"]
    assert found(filed, "laji") == found(filed, "zaoyin") == []
    assert found(filed, "垃圾") == []
    assert found(filed, "扰民") == []
    assert found(filed, "打桩") == ["noise"]
    assert indexing.catch_up(kernel) == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_tickets_wait_for_the_index_across_a_restart(kernel: Kernel, filed: Api) -> None:
    filed.patch("/v1/tickets/light", json={"title": "别的"}, version=1)
    # A new process on the same file: what waited is still known.
    with kernel.database.read() as connection:
        assert search.is_late(connection)
    assert indexing.catch_up(kernel) == len(TEXTS)
    with kernel.database.read() as connection:
        assert not search.is_late(connection)
    assert found(filed, "别的") == ["light"]


def test_numbers_are_found_by_their_beginning(filed: Api) -> None:
    number = filed.get("/v1/tickets/noise").json()["number"]
    everything = ["heard", "short", "rare", "light", "noise"]
    assert found(filed, number) == ["noise"]
    assert found(filed, number.replace("-", "")) == ["noise"]
    assert found(filed, number[:8]) == everything
    assert found(filed, number[:-1]) == everything
    assert found(filed, "20260301") == []
    assert found(filed, "20260231") == []
    assert found(filed, number[:8], town=TOWN, sort="urgency") == everything


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_what_lies_years_back_is_found_too_newest_first_and_paged(agent: Api, kernel: Kernel) -> None:
    """PostgreSQL's index is looked up one stretch of time after another; nobody is to notice."""
    rows = sorted(store(kernel, ["me"], 240, apart=timedelta(days=5)), key=lambda row: -row["key"])
    words = {"路灯不亮": "路灯", "噪音扰民": "噪音扰民", "井盖丢失": "丢失"}
    for title, q in words.items():
        expected = [row["id"] for row in rows if row["title"] == title]
        assert len(expected) > 60
        assert walk(agent, q=q) == expected
    since, until = (kernel.clock.now() - timedelta(days=days) for days in (500, 300))
    expected = [row["id"] for row in rows if row["title"] == "路灯不亮" and since <= row["created_at"] < until]
    assert expected
    assert walk(agent, q="路灯", since=since.isoformat(), until=until.isoformat()) == expected
    # One alone, three years back.
    assert len(walk(agent, q="第239件")) == 1
    assert walk(agent, q="第239件 路灯 噪音") == []


def test_words_beside_filters_are_found_among_the_newest_and_beyond(
    agent: Api, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL reads so many of the newest that fit the filters, and asks its index of words for the older ones."""
    rows = store(kernel, ["somebody"], 240, apart=timedelta(days=1))
    for tried in (1, 7, 3_000):
        monkeypatch.setattr(listing, "_TRIED", tried)
        for filters in ({"town": TOWN}, {"unit": "D06", "kind": "consult"}, {"status": "draft", "category": "0601"}):
            for title in ("路灯不亮", "噪音扰民"):
                fitting = [row for row in rows if row["title"] == title]
                assert walk(agent, q=title[:2], **filters) == listed(fitting, "created", **filters), (tried, filters)
    # Letters are the sound of a title, which stands in no text.
    sounding = [row for row in rows if row["title"] == "噪音扰民"]
    assert walk(agent, q="zyrm", town=TOWN) == listed(sounding, "created", town=TOWN)
