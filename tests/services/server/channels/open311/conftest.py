"""An Open311 endpoint that is open, with two clients and the questions of the specification's examples."""

from typing import Any
from xml.etree import ElementTree as Xml

import httpx
import pytest
from fastapi.testclient import TestClient

from services.contracts.channels import Channel, ChannelChange, ChannelClientFields
from services.server.channels import clients, settings
from services.server.kernel import Kernel

ROOT = "/open311/v2"
KEY, OTHER_KEY = "k" * 32, "o" * 32
QUESTIONS = {
    "0602": [
        {
            "code": "WHISHETN",
            "description": "What is the ticket/tag/DL number?",
            "datatype": "singlevaluelist",
            "required": True,
            "values": [{"key": "123", "name": "Ford"}, {"key": "124", "name": "Chrysler"}],
        },
        {
            "code": "COLOURS",
            "description": "颜色",
            "datatype": "multivaluelist",
            "values": [{"key": "r", "name": "红"}, {"key": "b", "name": "蓝"}],
        },
        {"code": "SINCE", "description": "从何时起", "datatype": "datetime"},
        {"code": "COUNT", "description": "多少", "datatype": "number"},
        {"code": "HINT", "description": "请拍照", "variable": False},
    ]
}


def set_up(kernel: Kernel, **values: Any) -> None:
    """Changes the settings."""
    kernel.write(lambda tx: settings.change(tx, Channel.OPEN311, ChannelChange(enabled=True, settings=values)))


@pytest.fixture(autouse=True)
def opened(kernel: Kernel) -> None:
    set_up(kernel, jurisdiction_id="city.gov", questions=QUESTIONS, contact="区热线")
    for name, key in (("app", KEY), ("other", OTHER_KEY)):
        fields = ChannelClientFields(name=name, secret=key)
        kernel.write(lambda tx, id_=name, what=fields: clients.put(tx, Channel.OPEN311, id_, what))


def example(**fields: str) -> dict[str, str]:
    """The example of the specification, with a service of the district; fields given replace its own, empty ones go."""
    form = {
        "api_key": KEY,
        "jurisdiction_id": "city.gov",
        "service_code": "060101",
        "lat": "37.76524078",
        "long": "-122.4212043",
        "address_string": "1234 5th street",
        "email": "smit333@sfgov.edu",
        "device_id": "tt222111",
        "account_id": "123456",
        "first_name": "john",
        "last_name": "smith",
        "phone": "111111111",
        "description": "A large sinkhole is destroying the street",
        "media_url": "http://farm3.static.flickr.com/2002/2212426634_5ed477a060.jpg",
        **fields,
    }
    return {name: value for name, value in form.items() if value}


def post(client: TestClient, form: dict[str, Any], ending: str = "json", **rest: Any) -> httpx.Response:
    answer: httpx.Response = client.post(f"{ROOT}/requests.{ending}", data=form, **rest)
    return answer


def ask(client: TestClient, path: str, **query: Any) -> Any:
    """Asks in both forms, checks that they say the same, and returns the JSON."""
    json = client.get(f"{ROOT}/{path}.json", params=query)
    xml = client.get(f"{ROOT}/{path}.xml", params=query)
    assert json.status_code == xml.status_code == 200, json.text
    assert json.headers["content-type"] == "application/json; charset=utf-8"
    assert xml.headers["content-type"] == "text/xml; charset=utf-8"
    assert xml.content.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    assert plain(Xml.fromstring(xml.content), json.json()) == texts(json.json())
    return json.json()


def plain(element: Xml.Element, like: Any) -> Any:
    """Reads XML back into the shape of the JSON, with every value as text."""
    if isinstance(like, list):
        return [plain(part, item) for part, item in zip(element, like, strict=True)]
    if isinstance(like, dict):
        parts = {part.tag: part for part in element}
        return {name: plain(parts[name], value) for name, value in like.items() if name in parts}
    return element.text or ""


def texts(value: Any) -> Any:
    if isinstance(value, list):
        return [texts(item) for item in value]
    if isinstance(value, dict):
        return {
            name: texts(item) for name, item in value.items() if not (name == "extended_attributes" and item is None)
        }
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
