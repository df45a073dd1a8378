from typing import Any

from tests.services.server.conftest import Api
from tests.services.server.district import new_ticket

KEPT: list[tuple[dict[str, str], dict[str, str]]] = [
    ({"title": "井盖👨‍👩‍👧‍👦丢失😀"}, {"title": "井盖👨‍👩‍👧‍👦丢失😀"}),
    ({"caller_name": "𠮷田𡃁"}, {"caller_name": "𠮷田𡃁"}),
    ({"caller_number": "＋８６　１６１－００００－００４２"}, {"caller_number": "16100000042"}),
    ({"contact_number": "0757 8636 0000 转 802"}, {"contact_number": "075786360000#802"}),
    ({"title": "\u200b路\u202e灯\ufeff不\x00亮\r\n"}, {"title": "路灯不亮"}),
    ({"content": "第一行\r\n第二行\u2028第三行"}, {"content": "第一行\n第二行\n第三行"}),
    ({"title": "<script>alert(1)</script>"}, {"title": "<script>alert(1)</script>"}),
    ({"title": "=HYPERLINK(1)"}, {"title": "=HYPERLINK(1)"}),
    ({"title": "e\u0301"}, {"title": "é"}),
    ({"title": "长" * 120}, {"title": "长" * 120}),
    ({"content": "长" * 8000}, {"content": "长" * 8000}),
]
REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"title": "长" * 100_000}, "title", "too_long"),
    ({"content": "长" * 100_000}, "content", "too_long"),
    ({"answer": "😀" * 8_001}, "answer", "too_long"),
    ({"detail": "x" * 201}, "detail", "too_long"),
    ({"caller_number": "1" * 100_000}, "caller_number", "too_long"),
    ({"category": "0" * 33}, "category", "bad_value"),
    ({"category": "'; DROP TABLE tickets"}, "category", "bad_value"),
    ({"kind": "party"}, "kind", "not_a_choice"),
    ({"urgency": 3}, "urgency", "not_a_choice"),
    ({"title": {"a": 1}}, "title", "bad_value"),
    ({"cited_articles": ["a b"]}, "cited_articles.0", "bad_value"),
    ({"cited_articles": ["a"] * 21}, "cited_articles", "too_long"),
    ({"colour": "red"}, "colour", "unknown_field"),
    ({"id": "../etc"}, "id", "bad_value"),
]


def test_what_is_typed_is_kept_and_what_hides_is_dropped(agent: Api) -> None:
    for fields, stored in KEPT:
        new = new_ticket(**fields)
        answer = agent.post("/v1/tickets", json=new)
        assert answer.status_code == 201, answer.text
        again = agent.get(f"/v1/tickets/{new['id']}").json()
        assert {name: again[name] for name in stored} == stored


def test_every_field_has_a_limit_and_a_sentence(agent: Api) -> None:
    for fields, field, code in REFUSED:
        answer = agent.post("/v1/tickets", json=new_ticket(**fields))
        assert answer.status_code == 422, answer.text
        problem = next(p for p in answer.json()["fields"] if p["field"] == field)
        assert problem["code"] == code
        assert problem["message"]
        assert "?" not in problem["message"]
        english = agent.post("/v1/tickets", json=new_ticket(**fields), headers={"accept-language": "en"})
        assert english.json()["fields"][0]["message"].isascii()


def test_bad_queries_are_refused(agent: Api) -> None:
    for query in ("limit=0", "limit=201", "sort=x", "status=gone", "since=yesterday", "person=a b"):
        assert agent.get(f"/v1/tickets?{query}").status_code == 422, query
