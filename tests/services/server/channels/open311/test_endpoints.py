from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.contracts.channels import Channel, ChannelChange, CitizenNotice
from services.server.channels import outgoing, repository, settings
from services.server.kernel import Kernel
from services.server.people.tables import persons
from services.server.tickets import service
from services.server.tickets.tables import tickets
from tests.services.server.attachments import files
from tests.services.server.channels.open311.conftest import KEY, OTHER_KEY, ROOT, ask, example, post, set_up
from tests.services.server.conftest import SignIn
from tests.services.server.district import TOWN, VILLAGE


def create(client: TestClient, **fields: str) -> str:
    answer = post(client, example(**fields))
    assert answer.status_code == 201, answer.text
    return str(answer.json()[0]["service_request_id"])


def row_of(kernel: Kernel, number: str) -> Any:
    with kernel.database.read() as connection:
        return connection.execute(select(tickets).where(tickets.c.number == number)).one()


def how_many(kernel: Kernel, table: Any = tickets) -> int:
    with kernel.database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def test_discovery(client: TestClient) -> None:
    found = ask(client, "discovery")
    (endpoint,) = found["endpoints"]
    assert (endpoint["specification"], endpoint["type"]) == ("http://wiki.open311.org/GeoReport_v2", "production")
    assert endpoint["url"].endswith(ROOT)
    assert endpoint["formats"] == ["text/xml", "application/json"]
    assert found["contact"] == "区热线"


def test_services_are_the_lowest_categories(client: TestClient, kernel: Kernel) -> None:
    found = ask(client, "services", jurisdiction_id="city.gov")
    assert [(one["service_code"], one["service_name"], one["group"], one["metadata"]) for one in found] == [
        ("060101", "施工噪音", "噪音", False),
        ("0602", "停车", "城市管理", True),
        ("01", "教育", "", False),
    ]
    assert {one["type"] for one in found} == {"realtime"}
    set_up(kernel, categories=["06"], answer_with_token=True)
    assert [(one["service_code"], one["type"]) for one in ask(client, "services")] == [
        ("060101", "batch"),
        ("0602", "batch"),
    ]


def test_the_questions_of_a_service(client: TestClient) -> None:
    found = ask(client, "services/0602")
    assert found["service_code"] == "0602"
    assert found["attributes"][0] == {
        "variable": True,
        "code": "WHISHETN",
        "datatype": "singlevaluelist",
        "required": True,
        "datatype_description": None,
        "order": 1,
        "description": "What is the ticket/tag/DL number?",
        "values": [{"key": "123", "name": "Ford"}, {"key": "124", "name": "Chrysler"}],
    }
    assert [question["order"] for question in found["attributes"]] == [1, 2, 3, 4, 5]
    assert not found["attributes"][4]["variable"]


def test_the_example_of_the_specification_becomes_a_ticket(client: TestClient, kernel: Kernel, sign_in: SignIn) -> None:
    answer = post(client, example(), "xml")
    assert answer.status_code == 201
    root = Xml.fromstring(answer.content)
    assert root.tag == "service_requests"
    number = root.findtext("request/service_request_id")
    assert root.findtext("request/account_id") == "123456"
    ticket = sign_in(Role.DISPATCHER).get(f"/v1/tickets/by-number/{number}").json()
    assert (ticket["channel"], ticket["status"], ticket["category"]) == ("open311", "accepted", "060101")
    assert (ticket["caller_name"], ticket["caller_number"], ticket["detail"]) == (
        "john smith",
        "111111111",
        "1234 5th street",
    )
    assert ticket["content"].startswith("A large sinkhole is destroying the street")
    assert ticket["content"].endswith("5ed477a060.jpg")
    with kernel.database.read() as connection:
        opening = repository.opening(connection, ticket["id"])
    assert opening is not None
    assert (opening.latitude, opening.longitude, opening.client) == (37.76524078, -122.4212043, "app")
    kept = repository.original_of(opening)
    assert kept is not None
    assert b"smit333%40sfgov.edu" in kept
    assert KEY.encode() not in kept


def test_chinese_names_begin_with_the_familys(client: TestClient, kernel: Kernel) -> None:
    number = create(client, first_name="小明", last_name="陈", description="路灯不亮", address_id=VILLAGE)
    row = row_of(kernel, number)
    assert (row.caller_name, row.town, row.village) == ("陈小明", TOWN, VILLAGE)


def test_the_same_again_on_the_same_day_is_answered_and_not_filed_again(
    client: TestClient, kernel: Kernel, clock: ManualClock
) -> None:
    number = create(client)
    assert create(client) == number
    assert create(client, api_key=OTHER_KEY) != number
    told_apart = post(client, example(), headers={"idempotency-key": "a-2"}).json()[0]["service_request_id"]
    assert told_apart != number
    assert post(client, example(), headers={"idempotency-key": "a-2"}).json()[0]["service_request_id"] == told_apart
    clock.advance(86_400)
    assert create(client) not in (number, told_apart)
    assert how_many(kernel) == 4
    assert how_many(kernel, persons) == 1


def test_answers_are_read_beside_the_description(client: TestClient, kernel: Kernel) -> None:
    form = {
        **example(service_code="0602"),
        "attribute[WHISHETN]": "124",
        "attribute[COLOURS][]": ["r", "b"],
        "attribute[SINCE]": "2026-03-01T08:00:00+08:00",
        "attribute[COUNT]": "3",
    }
    number = post(client, form).json()[0]["service_request_id"]
    assert row_of(kernel, number).content.split("\n")[1:5] == [
        "What is the ticket/tag/DL number?：Chrysler",
        "颜色：红、蓝",
        "从何时起：2026-03-01T08:00:00+08:00",
        "多少：3",
    ]


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({}, "attribute[WHISHETN]"),
        ({"attribute[WHISHETN]": "999"}, "attribute[WHISHETN]"),
        ({"attribute[WHISHETN]": "123", "attribute[COUNT]": "many"}, "attribute[COUNT]"),
        ({"attribute[WHISHETN]": "123", "attribute[COUNT]": "nan"}, "attribute[COUNT]"),
        ({"attribute[WHISHETN]": "123", "attribute[SINCE]": "yesterday"}, "attribute[SINCE]"),
        ({"attribute[WHISHETN]": "123", "attribute[OTHER]": "x"}, "attribute[OTHER]"),
        ({"attribute[WHISHETN]": ["123", "124"]}, "attribute[WHISHETN]"),
    ],
)
def test_answers_that_do_not_fit(client: TestClient, answers: dict[str, Any], field: str) -> None:
    answer = post(client, {**example(service_code="0602"), **answers})
    assert answer.status_code == 400
    (fault,) = answer.json()
    assert fault["code"] == 400
    assert fault["description"].startswith(f"{field}: ")


@pytest.mark.parametrize(
    ("fields", "status", "says"),
    [
        ({"api_key": ""}, 403, "api_key"),
        ({"api_key": "wrong"}, 403, "api_key"),
        ({"service_code": ""}, 400, "service_code"),
        ({"service_code": "999"}, 404, "service_code"),
        ({"jurisdiction_id": "other.gov"}, 404, "jurisdiction_id"),
        ({"lat": "", "long": "", "address_string": ""}, 400, "lat"),
        ({"lat": "91"}, 400, "lat"),
        ({"long": "nan"}, 400, "long"),
        ({"lat": "here"}, 400, "lat"),
    ],
)
def test_refusals_have_the_form_of_the_specification(
    client: TestClient, kernel: Kernel, fields: dict[str, str], status: int, says: str
) -> None:
    answer = post(client, example(**fields), headers={"accept-language": "en"})
    assert answer.status_code == status
    (fault,) = answer.json()
    assert fault["code"] == status
    assert says in fault["description"]
    xml = post(client, example(**fields), "xml")
    root = Xml.fromstring(xml.content)
    assert (root.tag, root.findtext("error/code")) == ("errors", str(status))
    assert root.findtext("error/description")
    assert how_many(kernel) == 0


def test_files_come_with_the_form(client: TestClient, sign_in: SignIn) -> None:
    content = files.picture()
    sent = [
        ("media", ("C:\\photos\\hole.jpg", content, "text/html")),
        ("media[]", ("b.png", files.picture(kind="PNG"), "")),
    ]
    number = post(client, example(), files=sent).json()[0]["service_request_id"]
    dispatcher = sign_in(Role.DISPATCHER)
    ticket_id = dispatcher.get(f"/v1/tickets/by-number/{number}").json()["id"]
    found = dispatcher.get(f"/v1/tickets/{ticket_id}/attachments").json()
    assert [(one["name"], one["media_type"], one["from_citizen"]) for one in found] == [
        ("hole.jpg", "image/jpeg", True),
        ("b.png", "image/png", True),
    ]


@pytest.mark.parametrize(
    ("content", "status", "says"),
    [
        (files.PAGE, 400, "media"),
        (files.picture() + bytes(20_000_000), 413, "20 MB"),
        (files.archive(("x", bytes(30_000_000))), 400, "media"),
    ],
)
def test_files_that_are_not_taken(client: TestClient, kernel: Kernel, content: bytes, status: int, says: str) -> None:
    answer = post(client, example(), files=[("media", ("a.jpg", content, "image/jpeg"))])
    assert (answer.status_code, answer.json()[0]["code"]) == (status, status)
    assert says in answer.json()[0]["description"]
    assert how_many(kernel) == 0


XML = """<?xml version="1.0" encoding="utf-8"?>
<service_request><api_key>{key}</api_key><service_code>0602</service_code><lat>23.03</lat><long>113.14</long>
<description>{description}</description><attribute><code>WHISHETN</code><value>123</value></attribute></service_request>"""


def send_xml(client: TestClient, text: str | bytes) -> Any:
    body = text if isinstance(text, bytes) else text.encode()
    return client.post(f"{ROOT}/requests.json", content=body, headers={"content-type": "text/xml; charset=utf-8"})


def test_xml_is_taken_too(client: TestClient, kernel: Kernel) -> None:
    answer = send_xml(client, XML.format(key=KEY, description="路灯 &lt;3&gt; 不亮 &amp; 很暗"))
    assert answer.status_code == 201
    row = row_of(kernel, answer.json()[0]["service_request_id"])
    assert row.content == "路灯 <3> 不亮 & 很暗\nWhat is the ticket/tag/DL number?：Ford"
    with kernel.database.read() as connection:
        opening = repository.opening(connection, row.id)
    assert opening is not None
    assert KEY.encode() not in (repository.original_of(opening) or b"")


_LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {after} '{f'&{before};' * 10}'>" for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "text",
    [
        _LAUGHS + "]><service_request><description>&i;</description></service_request>",
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><service_request><description>&f;</description></service_request>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><service_request/>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]><service_request/>',
        "<service_request><description>",
        "<service_request>&unknown;</service_request>",
        "",
        b"\xff\xfe\x00",
        b'<?xml version="1.0" encoding="nonsense"?><service_request/>',
    ],
    ids=["laughs", "file", "external", "parameter", "cut off", "undefined", "empty", "bytes", "encoding"],
)
def test_xml_with_entities_or_broken_is_refused(client: TestClient, kernel: Kernel, text: str | bytes) -> None:
    answer = send_xml(client, text)
    assert (answer.status_code, answer.json()[0]["code"]) == (400, 400)
    assert how_many(kernel) == 0


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary="]
)
def test_other_kinds_of_content_are_refused(client: TestClient, kind: str) -> None:
    assert client.post(f"{ROOT}/requests.json", content=b"{}", headers={"content-type": kind}).status_code == 400


def test_a_form_beyond_reason_is_refused(client: TestClient) -> None:
    assert post(client, example(description="x" * 1_100_000)).status_code == 413
    assert post(client, {**example(), **{f"f{n}": "x" for n in range(400)}}).status_code == 400
    assert (
        client.post(
            f"{ROOT}/requests.json", content=b"a=%ff", headers={"content-type": "application/x-www-form-urlencoded"}
        ).status_code
        == 400
    )


def test_requests_are_listed_and_narrowed(client: TestClient, kernel: Kernel, clock: ManualClock) -> None:
    first = create(client)
    clock.advance(86_400)
    second = create(client, service_code="01", description="另一件")
    closed = row_of(kernel, first)
    kernel.write(
        lambda tx: tx.connection.execute(tickets.update().where(tickets.c.id == closed.id).values(closed_at=tx.now))
    )

    def numbers(**query: Any) -> list[str]:
        return [one["service_request_id"] for one in ask(client, "requests", **query)]

    assert numbers() == [second, first]
    assert numbers(status="open") == [second]
    assert numbers(status="closed") == [first]
    assert numbers(status="open,closed") == [second, first]
    assert numbers(service_code="01,999") == [second]
    assert numbers(service_request_id=f"{first},none", status="open", service_code="01") == [first]
    assert numbers(start_date="2026-03-03T00:00:00Z") == [second]
    assert numbers(end_date="2026-03-02T12:00:00+08:00") == [first]
    assert numbers(start_date="2026-03-02T00:00:00-05:00", end_date="2026-03-02T12:00:00Z") == []
    assert [numbers(page=page, page_size=1) for page in (1, 2, 3)] == [[second], [first], []]
    clock.advance(91 * 86_400)
    assert numbers() == []
    assert numbers(start_date="2026-03-01T00:00:00Z") == [second, first]


@pytest.mark.parametrize(
    "query",
    [
        {"status": "half"},
        {"start_date": "2026-03-01"},
        {"end_date": "soon"},
        {"page": 0},
        {"page_size": 1_001},
        {"start_date": "9999-12-31T23:59:59-12:00"},
    ],
)
def test_what_a_list_cannot_be_narrowed_by(client: TestClient, query: dict[str, Any]) -> None:
    answer = client.get(f"{ROOT}/requests.json", params=query)
    assert answer.status_code == (200 if "9999" in str(query) else 400)
    if answer.status_code == 400:
        assert answer.json()[0]["code"] == 400


def test_history_and_comments_are_an_extension(client: TestClient, kernel: Kernel, clock: ManualClock) -> None:
    number = create(client)
    ticket_id = row_of(kernel, number).id

    def say(notice: CitizenNotice, said: str = "") -> None:
        clock.advance(60)
        kernel.write(lambda tx: outgoing.tell(tx, service.row_of(tx, ticket_id), notice, said))

    say(CitizenNotice.DISPATCHED)
    clock.advance(60)
    further = client.post(
        f"{ROOT}/requests/{number}/comments.json", data={"api_key": KEY, "description": "It is getting larger"}
    )
    assert (further.status_code, further.json()[0]["service_request_id"]) == (201, number)
    say(CitizenNotice.REPLIED, "Filled on Tuesday.")
    (plain,) = ask(client, f"requests/{number}", api_key=KEY)
    assert plain["extended_attributes"] is None
    assert plain["status_notes"] == "您的诉求已有答复。\nFilled on Tuesday."
    (found,) = ask(client, f"requests/{number}", api_key=KEY, extensions="true")
    extended = found["extended_attributes"]
    assert [(entry["notice"], entry["status"]) for entry in extended["status_history"]] == [
        ("accepted", "open"),
        ("dispatched", "open"),
        ("replied", "open"),
    ]
    assert [(comment["author"], comment["description"]) for comment in extended["comments"]] == [
        ("citizen", "It is getting larger"),
        ("agency", "Filled on Tuesday."),
    ]
    again = client.post(
        f"{ROOT}/requests/{number}/comments.xml", data={"api_key": KEY, "description": "It is getting larger"}
    )
    assert again.status_code == 201
    (found,) = ask(client, f"requests/{number}", api_key=KEY, extensions="true")
    assert len(found["extended_attributes"]["comments"]) == 2


def test_only_its_own_client_comments_a_request(client: TestClient, kernel: Kernel) -> None:
    number = create(client)
    for key, status in ((OTHER_KEY, 404), ("", 403), ("wrong", 403)):
        answer = client.post(f"{ROOT}/requests/{number}/comments.json", data={"api_key": key, "description": "x"})
        assert (answer.status_code, answer.json()[0]["code"]) == (status, status)
    empty = client.post(f"{ROOT}/requests/{number}/comments.json", data={"api_key": KEY})
    assert empty.json()[0]["code"] == 400
    assert (
        client.post(f"{ROOT}/requests/none/comments.json", data={"api_key": KEY, "description": "x"}).status_code == 404
    )


def test_strangers_read_that_there_is_something_and_about_where(client: TestClient, kernel: Kernel) -> None:
    number = create(client)
    kernel.write(
        lambda tx: outgoing.tell(tx, service.row_of(tx, row_of(kernel, number).id), CitizenNotice.REPLIED, "Dear John")
    )
    for query in ({}, {"api_key": OTHER_KEY}):
        (seen,) = ask(client, f"requests/{number}", extensions="true", **query)
        assert (seen["description"], seen["address"], seen["media_url"]) == ("", "", "")
        assert (seen["lat"], seen["long"]) == (37.77, -122.42)
        assert (seen["status"], seen["service_name"], seen["status_notes"]) == (
            "open",
            "施工噪音",
            "您的诉求已有答复。",
        )
        assert seen["extended_attributes"]["comments"] == []
        assert "John" not in str(seen)
    (own,) = ask(client, f"requests/{number}", api_key=KEY)
    assert (own["description"], own["address"], own["lat"]) == (
        "A large sinkhole is destroying the street",
        "1234 5th street",
        37.76524078,
    )
    set_up(kernel, publish=True)
    (public,) = ask(client, f"requests/{number}")
    assert (public["description"], public["lat"]) == (own["description"], own["lat"])


def test_what_is_confidential_or_came_another_way_is_not_there(
    client: TestClient, kernel: Kernel, sign_in: SignIn
) -> None:
    from tests.services.server.district import new_ticket

    number = create(client)
    other = sign_in(Role.AGENT).post("/v1/tickets", json=new_ticket()).json()["number"]
    id_ = row_of(kernel, number).id
    kernel.write(
        lambda tx: tx.connection.execute(tickets.update().where(tickets.c.id == id_).values(confidential=True))
    )
    assert ask(client, "requests") == []
    for one in (number, other, "none"):
        answer = client.get(f"{ROOT}/requests/{one}.json")
        assert (answer.status_code, answer.json()[0]["code"]) == (404, 404)
    assert ask(client, f"requests/{number}", api_key=KEY)[0]["service_request_id"] == number


def test_tokens(client: TestClient, kernel: Kernel) -> None:
    set_up(kernel, answer_with_token=True)
    (made,) = post(client, example()).json()
    (found,) = ask(client, f"tokens/{made['token']}")
    assert found["token"] == made["token"]
    assert row_of(kernel, found["service_request_id"]).id == made["token"]
    assert client.get(f"{ROOT}/tokens/none.xml").status_code == 404


@pytest.mark.parametrize("with_token", [False, True])
def test_a_new_request_is_answered_with_its_id_or_a_token_and_never_with_an_empty_one(
    client: TestClient, kernel: Kernel, with_token: bool
) -> None:
    set_up(kernel, answer_with_token=with_token)
    there, not_there = ("token", "service_request_id") if with_token else ("service_request_id", "token")
    (made,) = post(client, example()).json()
    root = Xml.fromstring(post(client, example(), "xml").content)
    assert root.findtext(f"request/{there}") == made[there]
    assert not_there not in made
    assert root.find(f"request/{not_there}") is None


def test_xml_says_what_it_cannot_write_otherwise(client: TestClient, kernel: Kernel) -> None:
    number = create(client, description="a\x0b<b>&\x00\ufffe]]>")
    answer = client.get(f"{ROOT}/requests/{number}.xml", params={"api_key": KEY})
    assert Xml.fromstring(answer.content).findtext("request/description") == "a<b>&]]>"


def test_a_channel_that_is_off_is_not_there(client: TestClient, kernel: Kernel) -> None:
    kernel.write(lambda tx: settings.change(tx, Channel.OPEN311, ChannelChange(enabled=False)))
    assert client.get(f"{ROOT}/services.json").json()[0]["code"] == 404
    assert post(client, example()).status_code == 404


def test_nobody_asks_too_often(client: TestClient, kernel: Kernel) -> None:
    set_up(kernel, per_minute_and_address=2)
    answers = [client.get(f"{ROOT}/services.json") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2].headers["retry-after"]) > 0
    assert answers[2].json()[0]["code"] == 429


@pytest.mark.parametrize("path", ["services.txt", "services", "requests/1"])
def test_other_forms_are_not_there(client: TestClient, path: str) -> None:
    assert client.get(f"{ROOT}/{path}").status_code in (400, 404)
