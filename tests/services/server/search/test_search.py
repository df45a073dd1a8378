"""The global search: what is found, in which order, by whom, and what it never tells."""

from typing import Any

import pytest
from sqlalchemy import text

from services.contracts.accounts import Role
from services.contracts.tickets import TicketSort
from services.server.database import Database
from services.server.kernel import Kernel
from services.server.search import repository
from services.server.search import tickets as tickets_found
from services.server.sounds import sounds_of, sounds_of_person
from services.server.tickets import listing, search
from services.server.tickets.listing import Filter
from tests.services.server.conftest import Api, SignIn
from tests.services.server.district import OTHER_TOWN, OTHER_VILLAGE, TOWN, TOWN_UNIT, VILLAGE, VILLAGE_UNIT
from tests.services.server.lifecycle.conftest import UNIT, Cast
from tests.services.server.tickets.test_listing import store
from tests.services.server.tickets.test_service import looks

LI = {"id": "p-li", "name": "李小明", "numbers": ["16100000042", "075786220001"], "town": TOWN, "village": VILLAGE}
QU = {"id": "p-qu", "name": "区女士", "numbers": ["13922220042"]}


def find(who: Api, q: str = "", **more: Any) -> dict[str, Any]:
    answer = who.get("/v1/search", params={"q": q, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


def tickets(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(hit["ticket"]["id"], hit["why"]) for hit in found["tickets"]["items"]]


def ids(found: dict[str, Any], kind: str = "persons") -> list[str]:
    return [row["id"] for row in found[kind]["items"]]


def places(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(hit["level"], hit["name"]) for hit in found["places"]["items"]]


@pytest.fixture
def people(cast: Cast) -> None:
    for person in (LI, QU):
        assert cast.agent.post("/v1/persons", json=person).status_code == 201


def test_a_ticket_is_found_by_its_number_and_the_end_of_todays(cast: Cast) -> None:
    first, second = cast.file(id="one"), cast.file(id="two")
    assert tickets(find(cast.agent, first["number"])) == [("one", "number")]
    assert tickets(find(cast.agent, first["number"][:8])) == [("two", "number"), ("one", "number")]
    assert tickets(find(cast.agent, second["number"].split("-")[1].lstrip("0")))[0] == ("two", "number")


def test_words_in_the_title_stand_before_words_of_the_content_and_of_the_place(cast: Cast) -> None:
    cast.file(id="title", title="井盖丢失", content="路口")
    cast.file(id="content", title="路面", content="路边井盖丢失一周")
    cast.file(id="place", title="噪音", content="深夜", detail="井盖丢失巷3号", grid="第七网格")
    cast.file(id="none", title="别的事", content="无关")
    assert tickets(find(cast.agent, "井盖丢失")) == [("title", "title"), ("place", "content"), ("content", "content")]
    assert tickets(find(cast.agent, "七网格")) == [("place", "content")]


def test_a_title_is_found_by_whole_pinyin_and_stands_first(cast: Cast) -> None:
    cast.file(id="pipe", title="人行道水管爆裂", content="路面积水")
    cast.file(id="road", title="西安市场门前路段拥堵", content="每天早上")
    cast.file(id="letters", title="广告", content="招牌上写着 shuiguan")
    assert tickets(find(cast.agent, "shuiguan")) == [("pipe", "title"), ("letters", "content")]
    for q in ("luduan", "ludua", "xianshi", "xianshichang", "menqianluduan", "luduan yongdu"):
        assert tickets(find(cast.agent, q)) == [("road", "title")], q
    # 行 is read as the word has it.
    assert tickets(find(cast.agent, "renxingdao")) == [("pipe", "title")]
    assert tickets(find(cast.agent, "renhangdao")) == tickets(find(cast.agent, "duanlu")) == []


def test_pinyin_tells_nothing_of_who_asked_in_confidence(cast: Cast) -> None:
    cast.file(id="kept", title="陈志强举报偷排", content="夜里", caller_name="陈志强", confidential=True)
    assert tickets(find(cast.agent, "chenzhiqiang")) == [("kept", "title")]
    assert tickets(find(cast.handler, "chenzhiqiang")) == []


def test_a_corrected_place_is_found_and_the_old_one_is_not(cast: Cast) -> None:
    ticket = cast.file(id="moved", detail="海八路旧货市场")
    changed = cast.agent.patch("/v1/tickets/moved", json={"detail": "桂澜路新天地"}, version=ticket["version"])
    assert changed.status_code == 200
    assert tickets(find(cast.agent, "旧货市场")) == []
    assert tickets(find(cast.agent, "新天地")) == [("moved", "content")]


def test_only_so_many_of_each_kind_come_and_it_says_that_there_are_more(cast: Cast) -> None:
    for n in range(5):
        cast.file(id=f"t{n}")
    found = find(cast.agent, "工地", limit=3)
    assert [each for each, _why in tickets(found)] == ["t4", "t3", "t2"]
    assert found["tickets"]["more"] is True
    assert find(cast.agent, "工地", limit=5)["tickets"]["more"] is False


def test_kinds_that_were_not_asked_for_are_empty(cast: Cast, people: None) -> None:
    cast.file(id="one", title="李小明路的路灯")
    found = find(cast.agent, "李小明", kinds=["tickets"])
    assert (tickets(found), ids(found)) == ([("one", "title")], [])
    found = find(cast.agent, "李小明", kinds=["persons", "places"])
    assert (tickets(found), ids(found)) == ([], ["p-li"])


def test_citizens_are_found_by_name_and_by_sound_and_are_masked(cast: Cast, people: None) -> None:
    for q in ("李小明", "李", "lxm", "lixiaom", "li xiao ming", "LiXiaoMing"):
        found = find(cast.agent, q)
        assert ids(found) == ["p-li"], q
        assert "小明" not in str(found)
        assert "16100000042" not in str(found)
    # A surname is read as surnames are.
    assert ids(find(cast.agent, "ons")) == ["p-qu"]
    assert ids(find(cast.agent, "qns")) == []
    assert find(cast.agent, "李小明")["persons"]["items"][0]["name_masked"] == "李**"


def test_numbers_are_found_whole_and_by_the_last_four(cast: Cast, people: None) -> None:
    cast.file(id="called", caller_number="16100000042")
    cast.file(id="unknown", caller_number="15900001234")
    for q in ("16100000042", "+86 161 0000 0042"):
        found = find(cast.agent, q)
        assert (ids(found, "numbers"), tickets(found)) == (["p-li"], [("called", "caller")]), q
    found = find(cast.agent, "0042")
    assert ids(found, "numbers") == ["p-li", "p-qu"]
    assert [row["number_masked"] for row in found["numbers"]["items"]] == ["161****0042", "139****0042"]
    assert ("called", "caller") in tickets(found)
    assert ids(find(cast.agent, "0001"), "numbers") == ["p-li"]
    assert find(cast.agent, "0001")["numbers"]["items"][0]["number_masked"] == "075*****0001"
    # A number that nobody is known under is found at the ticket, in whole.
    assert tickets(find(cast.agent, "15900001234")) == [("unknown", "caller")]
    assert ids(find(cast.agent, "042"), "numbers") == []


@pytest.mark.parametrize("number", ["16140725353", "19990101123", "29990101123", "12345678901"])
def test_a_telephone_number_that_begins_like_a_day_is_none(cast: Cast, number: str) -> None:
    cast.file(id="called", caller_number=number)
    assert tickets(find(cast.agent, number)) == [("called", "caller")]
    assert cast.agent.get("/v1/tickets", params={"q": number}).json()["items"] == []


def test_places_are_found_by_name_by_initials_and_by_whole_pinyin(cast: Cast) -> None:
    cast.file(id="here", title="路灯", content="不亮")
    cast.file(id="there", title="路灯", content="不亮", town=OTHER_TOWN, village=OTHER_VILLAGE)
    for q in ("桂城", "guicheng", "gcjd", "桂城街道"):
        found = find(cast.agent, q)
        assert places(found)[0] == ("town", "桂城街道"), q
        assert tickets(found) == [("here", "place")], q
    for q in ("儒林", "rulin", "rlsq", "九江 儒林", "jjz rulin"):
        found = find(cast.agent, q)
        assert places(found)[0] == ("village", "儒林社区居委会"), q
        assert found["places"]["items"][0]["within"] == "九江镇"
        assert tickets(found) == [("there", "place")], q


def test_grids_are_found_as_they_stand_in_tickets(cast: Cast) -> None:
    cast.file(id="one", grid="平洲第三网格")
    cast.file(id="two", grid="平洲第三网格")
    found = find(cast.agent, "第三网格")
    (hit,) = found["places"]["items"]
    assert (hit["level"], hit["name"], hit["within"]) == ("grid", "平洲第三网格", "桂城街道 桂一社区居委会")


def test_a_category_is_found_by_its_pinyin(cast: Cast) -> None:
    cast.file(id="one", title="半夜吵闹", content="睡不着")
    assert tickets(find(cast.agent, "zaoyin")) == [("one", "category")]
    assert tickets(find(cast.agent, "sgzy")) == [("one", "category")]


def test_the_tickets_of_a_citizen_and_of_a_place(cast: Cast, people: None, kernel: Kernel) -> None:
    cast.file(id="one", person_id="p-li")
    cast.file(id="two", person_id="p-qu", town=OTHER_TOWN, village=OTHER_VILLAGE, title="路灯不亮")
    assert tickets(find(cast.agent, person="p-li")) == [("one", "caller")]
    assert tickets(find(cast.agent, place=OTHER_TOWN)) == [("two", "place")]
    assert tickets(find(cast.agent, place=VILLAGE)) == [("one", "place")]
    assert tickets(find(cast.agent, "路灯", place=OTHER_VILLAGE)) == [("two", "title")]
    assert tickets(find(cast.agent, "路灯", place=VILLAGE)) == []
    assert looks(kernel, "search")[0] == (cast.agent.account.id, "p-li", "")
    # Who may not look at citizens may not ask for theirs.
    refused = cast.handler.get("/v1/search", params={"person": "p-li"})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


def test_a_search_that_can_show_citizens_is_recorded_as_a_look(cast: Cast, people: None, kernel: Kernel) -> None:
    find(cast.agent, "李小明")
    find(cast.dispatcher, "16100000042")
    assert looks(kernel, "search") == [
        (cast.agent.account.id, "persons", "李**"),
        (cast.dispatcher.account.id, "persons", "161****0042"),
    ]
    find(cast.agent, "路灯", kinds=["tickets", "places"])
    find(cast.handler, "李小明")
    assert len(looks(kernel, "search")) == 2


def test_who_may_not_look_at_citizens_finds_none(cast: Cast, people: None) -> None:
    for who in (cast.handler, cast.supervisor):
        for q in ("李小明", "lxm", "16100000042", "0042"):
            found = find(who, q)
            assert (found["persons"], found["numbers"]) == ({"items": [], "more": False},) * 2, q


@pytest.mark.parametrize("few", [-1, 4_000], ids=["many", "few"])
def test_who_only_handles_finds_what_lies_with_the_unit_or_below_or_is_assisted_in(
    cast: Cast, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL all tickets of a unit that has few are read, and the words of one that has many are looked up first."""
    monkeypatch.setattr(tickets_found, "_FEW_OWN", few)
    mine = cast.take(cast.dispatcher, cast.file(id="mine"), "dispatch", unit=UNIT)
    town = cast.take(cast.dispatcher, cast.file(id="town"), "dispatch", unit=TOWN_UNIT)
    cast.take(cast.dispatcher, cast.file(id="village"), "dispatch", unit=VILLAGE_UNIT)
    helped = cast.take(cast.dispatcher, cast.file(id="helped"), "dispatch", unit="D04", assisting=[UNIT])
    for q in ("工地夜间施工", "工地", "桂城", "zaoyin", "16100000042"):
        assert {each for each, _ in tickets(find(cast.handler, q))} == {"mine", "helped"}, q
        assert {each for each, _ in tickets(find(cast.town, q))} == {"town", "village"}, q
        assert {each for each, _ in tickets(find(cast.village, q))} == {"village"}, q
        assert len(tickets(find(cast.agent, q))) == 4, q
    assert tickets(find(cast.handler, town["number"])) == []
    assert tickets(find(cast.handler, helped["number"])) == [("helped", "number")]
    assert tickets(find(cast.handler, mine["number"])) == [("mine", "number")]


def test_a_handler_without_a_unit_finds_nothing(cast: Cast, sign_in: SignIn) -> None:
    cast.file(id="one")
    assert tickets(find(sign_in(Role.HANDLER), "工地")) == []


def test_rare_tickets_of_a_small_unit_are_found_among_very_many_of_others(
    cast: Cast, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_REACHED", 3)
    monkeypatch.setattr(tickets_found, "_FEW_OWN", -1)
    cast.take(cast.dispatcher, cast.file(id="rare"), "dispatch", unit=UNIT)
    for n in range(6):
        cast.file(id=f"t{n}")
    assert tickets(find(cast.handler, "夜间施工")) == [("rare", "title")]


SECRET = {
    "id": "secret",
    "title": "吴慧敏举报工厂夜间排污",
    "content": "吴慧敏（13900000001）住狮城路8号302房，举报工厂夜间排污。",
    "confidential": True,
    "caller_name": "吴慧敏",
    "caller_number": "16100009999",
    "contact_number": "13900000001",
    "detail": "狮城路8号302房",
    "grid": "狮城网格",
}


def test_a_confidential_report_is_never_found_by_who_made_it(cast: Cast, sign_in: SignIn) -> None:
    assert cast.agent.post("/v1/persons", json={"id": "p-wu", "name": "吴慧敏", "numbers": ["16100009999"]}).is_success
    ticket = cast.file(**SECRET, person_id="p-wu")
    other = sign_in(Role.AGENT)
    cast.take(cast.dispatcher, ticket, "dispatch", unit=UNIT)
    identity = (
        "吴慧敏",
        "吴慧",
        "慧敏举报",
        "16100009999",
        "9999",
        "13900000001",
        "狮城路",
        "302房",
        "狮城路8号302房",
        "狮城网格",
    )
    for q in identity:
        for who in (other, cast.handler, cast.inspector):
            found = find(who, q)
            assert (tickets(found), found["tickets"]["more"]) == ([], False), q
            assert places(found) == [], q
    assert tickets(find(other, person="p-wu")) == []
    # The matter itself is found, without a word on whose it is.
    for who in (other, cast.handler):
        found = find(who, "夜间排污")
        assert [each for each, _ in tickets(found)] == ["secret"]
        assert not any(word in str(found) for word in ("吴慧敏", "13900000001", "狮城路"))
    # Who took it down and who has the right find it by name and number, not by the address: that is in no index.
    for who in (cast.agent, cast.dispatcher, cast.supervisor):
        assert tickets(find(who, "16100009999")) == [("secret", "caller")]
        assert [each for each, _ in tickets(find(who, "吴慧敏"))] == ["secret"]
        assert tickets(find(who, "狮城网格")) == []


def test_a_ticket_that_becomes_confidential_is_not_found_by_its_address_any_more(cast: Cast, sign_in: SignIn) -> None:
    ticket = cast.file(id="one", detail="海五路金谷光电社区")
    other = sign_in(Role.AGENT)
    assert tickets(find(other, "金谷光电")) == [("one", "content")]
    assert cast.agent.patch("/v1/tickets/one", json={"confidential": True}, version=ticket["version"]).is_success
    assert tickets(find(other, "金谷光电")) == []
    with_it = cast.agent.patch("/v1/tickets/one", json={"confidential": False}, version=ticket["version"] + 1)
    assert with_it.is_success
    assert tickets(find(other, "金谷光电")) == [("one", "content")]


@pytest.mark.parametrize("q", ["", " ", '"', "%", "' OR 1=1 --", "*", "😀", "\u202e", "a" * 100, "0" * 100, "桂" * 100])
def test_odd_searches_are_answered(cast: Cast, people: None, q: str) -> None:
    cast.file()
    find(cast.agent, q)
    find(cast.handler, q)


def test_sounds() -> None:
    assert sounds_of("夏北社区") == ("xbsq", "xiabeishequ", {3, 6, 9, 11})
    assert sounds_of_person("区小姐").whole == "ouxiaojie"
    assert sounds_of_person("Tom Smith").whole == "tomsmith"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_way_walks_an_index(cast: Cast, database: Database) -> None:
    words = search.query("噪音扰民")
    filters = [
        Filter(words=words, units=(UNIT, "D04"), assists=UNIT),
        Filter(village=VILLAGE, units=(UNIT,), assists=UNIT),
        Filter(town=TOWN, viewer="me"),
        Filter(caller_number="16100000042", viewer="me"),
        Filter(words=search.Words((), ["噪音"], ("噪音",)), unit=UNIT, newest=50),
    ]
    with database.read() as connection:
        for wanted in filters:
            query, values = listing.Walk(wanted, TicketSort.CREATED, None, 9).statement(True)
            compiled = query.compile(connection.engine)
            given = tuple(compiled.construct_params(values)[name] for name in compiled.positiontup or [])
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", given)]
            # What a smaller query inside has found is read through.
            read = plan[1:-2] if plan[0].startswith("CO-ROUTINE") else plan
            assert not any(step.startswith("SCAN tickets") for step in read), plan
            assert not any("TEMP B-TREE" in step for step in read), plan
        for query in (*repository._BY.values(), *repository._BY_NUMBER.values()):
            compiled = query.compile(connection.engine)
            given = tuple({"low": "a", "high": "b", "most": 3}.get(name, 0) for name in compiled.positiontup or [])
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", given)]
            assert not any(step.startswith("SCAN") or "TEMP" in step for step in plan), plan


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_walks_an_index_too(kernel: Kernel, database: Database) -> None:
    store(kernel, ["me", "somebody"], 3000)
    words = search.query("噪音扰民")
    with database.engine.connect() as connection:
        connection.execute(text("ANALYZE tickets"))
        connection.execute(text("SET enable_seqscan = off"))
        for wanted in (
            Filter(words=words, units=(UNIT, "D04"), assists=UNIT),
            Filter(town=TOWN, units=(UNIT,), assists=UNIT),
            Filter(village=VILLAGE, viewer="me"),
            Filter(caller_number="16100000042", viewer="me"),
        ):
            query, values = listing.Walk(wanted, TicketSort.CREATED, None, 9).statement(False)
            compiled = query.compile(connection.engine)
            rows = connection.exec_driver_sql(f"EXPLAIN {compiled}", compiled.construct_params(values))
            plan = "\n".join(row[0] for row in rows)
            assert "Seq Scan" not in plan, plan
