import itertools
import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from services.clock import ManualClock
from services.contracts.tickets import TicketSort
from services.server.database import Database
from services.server.kernel import Kernel
from services.server.tickets import repository, search
from services.server.tickets.listing import Filter, Position, Walk
from services.server.tickets.service import _BLANK
from tests.services.server.conftest import Api
from tests.services.server.district import OTHER_TOWN, TOWN

CHOICES: dict[str, list[str]] = {
    "status": ["draft", "accepted", "dispatched", "closed"],
    "kind": ["consult", "complaint"],
    "category": ["06", "0601", "060101", "0602", "01"],
    "town": [TOWN, OTHER_TOWN],
    "unit": ["D04", "D06"],
}


def store(
    kernel: Kernel, creators: list[str], count: int = 240, apart: timedelta = timedelta(minutes=20)
) -> list[dict[str, Any]]:
    """Stores tickets with every combination of what lists are narrowed by, several in the same millisecond."""
    choose = random.Random(4)
    start = kernel.clock.now()
    rows = [
        {
            **_BLANK,
            **{name: choose.choice(values) for name, values in CHOICES.items()},
            "id": f"t{n}",
            "version": 1,
            "opened_as": "accept",
            "digest": "",
            "urgency": choose.choice([0, 0, 0, 0, 1, 2]),
            "person_id": choose.choice([None, "p1", "p2"]),
            "title": choose.choice(["路灯不亮", "噪音扰民", "井盖丢失"]),
            "content": f"第{n}件",
            "created_by_id": choose.choice(creators),
            "created_by": "x",
            "created_at": start - 3 * apart * (n // 3),
            "updated_at": start - timedelta(minutes=choose.randrange(90)),
            "closed_at": None,
            "note_count": 0,
        }
        for n in range(count)
    ]
    return kernel.write(lambda tx: repository.add_many(tx, rows, tx.now))


def walk(api: Api, **query: Any) -> list[str]:
    """Returns the ids of a list, page by page."""
    found: list[str] = []
    cursor = None
    for _ in range(100):
        page = api.get("/v1/tickets", params={**query, "limit": 7, **({"cursor": cursor} if cursor else {})})
        assert page.status_code == 200, page.text
        found += [row["id"] for row in page.json()["items"]]
        cursor = page.json()["next"]
        if cursor is None:
            return found
    raise AssertionError("a list without an end")


def expected(rows: list[dict[str, Any]], sort: str, **query: Any) -> list[str]:
    """Returns the same from the rows themselves."""

    def fits(row: dict[str, Any]) -> bool:
        return all(
            row[name].startswith(value) if name == "category" else row[name] == value for name, value in query.items()
        )

    orders = {
        "created": lambda row: row["key"],
        "updated": lambda row: (row["updated_at"], row["key"]),
        "urgency": lambda row: (row["urgency"], row["key"]),
    }
    return [row["id"] for row in sorted(filter(fits, rows), key=orders[sort], reverse=True)]


@pytest.mark.parametrize("sort", ["created", "updated", "urgency"])
def test_every_filter_in_every_order_page_by_page(agent: Api, kernel: Kernel, sort: str) -> None:
    rows = store(kernel, [agent.account.id, "somebody"])
    assert walk(agent, sort=sort) == expected(rows, sort)
    for name, values in CHOICES.items():
        for value in values:
            assert walk(agent, sort=sort, **{name: value}) == expected(rows, sort, **{name: value}), (name, value)
    assert walk(agent, sort=sort, mine=True) == expected(rows, sort, created_by_id=agent.account.id)
    assert walk(agent, sort=sort, person="p1") == expected(rows, sort, person_id="p1")
    several = {"town": TOWN, "unit": "D06", "category": "06", "status": "closed"}
    assert walk(agent, sort=sort, **several) == expected(rows, sort, **several)


@pytest.mark.parametrize("sort", ["created", "updated", "urgency"])
def test_a_time_range_in_every_order(agent: Api, kernel: Kernel, clock: ManualClock, sort: str) -> None:
    rows = store(kernel, ["somebody"])
    since, until = clock.now() - timedelta(hours=60), clock.now() - timedelta(hours=20)
    inside = [row for row in rows if since <= row["created_at"] < until]
    assert len(inside) == 120
    times = {"since": since.isoformat(), "until": until.isoformat()}
    assert walk(agent, sort=sort, **times) == expected(inside, sort)
    assert walk(agent, sort=sort, town=TOWN, **times) == expected(inside, sort, town=TOWN)


@pytest.mark.parametrize("sort", ["created", "updated", "urgency"])
def test_one_end_of_time_a_number_and_words_in_every_order(
    agent: Api, kernel: Kernel, clock: ManualClock, sort: str
) -> None:
    rows = store(kernel, ["somebody"])
    moment = clock.now() - timedelta(hours=40)
    for name, inside in (
        ("since", [row for row in rows if row["created_at"] >= moment]),
        ("until", [row for row in rows if row["created_at"] < moment]),
    ):
        assert 0 < len(inside) < len(rows)
        assert walk(agent, sort=sort, **{name: moment.isoformat()}) == expected(inside, sort), name
    # Whatever order is asked for: what is looked for comes newest first.
    assert walk(agent, sort=sort, q="井盖丢失") == expected(rows, "created", title="井盖丢失")
    number = rows[7]["number"]
    assert number in {
        row["number"] for row in agent.get("/v1/tickets", params={"sort": sort, "q": number}).json()["items"]
    }


def test_pages_neither_repeat_nor_skip_while_tickets_come_in(agent: Api, kernel: Kernel) -> None:
    before = expected(store(kernel, ["somebody"], 40), "created")
    first = agent.get("/v1/tickets?limit=25").json()
    agent.post("/v1/tickets", json={"id": "new", "finish": "draft"})
    second = agent.get(f"/v1/tickets?limit=25&cursor={first['next']}").json()
    assert [row["id"] for row in first["items"] + second["items"]] == before
    assert second["next"] is None


def test_a_cursor_that_is_none_is_refused(agent: Api) -> None:
    for cursor in ("x", "WzFd", "W10", "WyJhIiwxXQ", "WzEuNSwxXQ", "é"):
        answer = agent.get("/v1/tickets", params={"cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor"), cursor


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_moments_at_the_ends_of_time(agent: Api, moment: str) -> None:
    agent.post("/v1/tickets", json={"id": "a", "finish": "draft"})
    is_early = moment.startswith("0001")
    for sort in ("created", "updated", "urgency"):
        assert bool(agent.get("/v1/tickets", params={"since": moment, "sort": sort}).json()["items"]) == is_early
        assert bool(agent.get("/v1/tickets", params={"until": moment, "sort": sort}).json()["items"]) != is_early


def combinations() -> Iterator[Filter]:
    """Every pair and triple of filters that the list route offers."""
    offered: dict[str, Any] = {
        "status": "accepted",
        "kind": "complaint",
        "category": "060101",
        "town": TOWN,
        "unit": "D06",
        "created_by_id": "me",
        "person": "p1",
        "since": ManualClock().now(),
        "until": ManualClock().now(),
        "viewer": "me",
    }
    for length in range(4):
        for names in itertools.combinations(offered, length):
            yield Filter(**{name: offered[name] for name in names})
    for category in ("06", "0601"):
        yield Filter(category=category)
    yield Filter(status="closed")
    yield Filter(status="closed", town=TOWN)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_list_reads_the_whole_table_or_sorts_it(database: Database) -> None:
    """SQLite's plan for each: one search by an index in the order asked for, or a walk along it from its end."""
    seen = 0
    with database.read() as connection:
        for wanted, sort, after in itertools.product(combinations(), TicketSort, (None, Position(1, 5))):
            query, values = Walk(wanted, sort, after, 50).statement(is_sqlite=True)
            compiled = query.compile(connection.engine)
            details = [
                row[3]
                for row in connection.exec_driver_sql(
                    f"EXPLAIN QUERY PLAN {compiled}",
                    tuple(compiled.construct_params(values)[name] for name in compiled.positiontup or []),
                )
            ]
            seen += 1
            where = (wanted, sort, after, details)
            if wanted.person:
                # A citizen has few tickets; they may be sorted.
                assert details[0].startswith("SEARCH tickets USING INDEX ix_tickets_person_id_key"), where
                continue
            assert len(details) == 1, where
            if sort is TicketSort.CREATED and not wanted.equalities():
                assert details[0] in ("SCAN tickets", "SEARCH tickets USING INTEGER PRIMARY KEY (rowid<?)") or (
                    "INTEGER PRIMARY KEY" in details[0]
                ), where
            elif wanted.equalities():
                assert details[0].startswith("SEARCH tickets USING INDEX"), where
            else:
                assert "USING INDEX ix_tickets_" in details[0], where
    assert seen > 500


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_word_searches_walk_the_index_of_words(database: Database) -> None:
    with database.read() as connection:
        words = search.query("噪音扰民")
        query, values = Walk(Filter(words=words, town=TOWN), TicketSort.CREATED, Position(0, 9), 50).statement(True)
        compiled = query.compile(connection.engine)
        params = tuple(compiled.construct_params(values)[name] for name in compiled.positiontup or [])
        details = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", params)]
    assert details[0].startswith("SCAN ticket_words VIRTUAL TABLE")
    assert details[1].startswith("SEARCH tickets USING INTEGER PRIMARY KEY")
    assert len(details) == 2, details


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_walks_an_index_too(kernel: Kernel, database: Database) -> None:
    store(kernel, ["me", "somebody"], 3000)
    with database.engine.connect() as connection:
        connection.execute(text("ANALYZE tickets"))
        connection.execute(text("SET enable_seqscan = off"))
        for wanted in (Filter(), Filter(town=TOWN), Filter(status="accepted", unit="D06"), Filter(category="06")):
            for sort in TicketSort:
                query, values = Walk(wanted, sort, None, 50).statement(is_sqlite=False)
                compiled = query.compile(connection.engine)
                rows = connection.exec_driver_sql(f"EXPLAIN {compiled}", compiled.construct_params(values))
                plan = "\n".join(row[0] for row in rows)
                assert "Index Scan" in plan or "Bitmap" in plan, plan
                assert "Seq Scan" not in plan, plan
