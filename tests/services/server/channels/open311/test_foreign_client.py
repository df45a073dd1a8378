"""The endpoint as a client that others wrote speaks with it, over a real socket.

That client only reads; what it reads is sent as any program would send it.
"""

from typing import Any, Literal

import pytest
import requests
from georeport import GeoReport

from services.server.kernel import Kernel
from services.server.runner import ApiServer
from tests.services.server.channels.open311.conftest import ROOT, example, set_up


@pytest.fixture(autouse=True)
def straight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asks no proxy for what is on this machine."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def sent(root: str, **fields: str) -> dict[str, Any]:
    answer = requests.post(f"{root}/requests.json", data=example(**fields), timeout=10)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()[0]
    return found


@pytest.mark.parametrize("form", ["json", "xml"])
def test_what_is_offered_asked_and_answered_is_read(
    server: ApiServer, kernel: Kernel, form: Literal["json", "xml"]
) -> None:
    discovered = requests.get(f"{server.base_url}{ROOT}/discovery.json", timeout=10).json()
    (root,) = (each["url"] for each in discovered["endpoints"])
    client = GeoReport(root, jurisdiction="city.gov", output_format=form)
    offered = {each["service_code"]: each for each in client.get_service_list()}
    assert offered.keys() == {"060101", "0602", "01"}
    assert [str(offered[code]["metadata"]).lower() for code in ("060101", "0602")] == ["false", "true"]
    definition = client.get_service_definition("0602")
    asked = definition["attributes"] if form == "json" else definition["attributes"]["attribute"]
    assert [each["code"] for each in asked] == ["WHISHETN", "COLOURS", "SINCE", "COUNT", "HINT"]
    choices = asked[0]["values"] if form == "json" else asked[0]["values"]["value"]
    assert choices == [{"key": "123", "name": "Ford"}, {"key": "124", "name": "Chrysler"}]
    at_once = sent(root)["service_request_id"]
    set_up(kernel, answer_with_token=True)
    token = sent(root, service_code="0602", **{"attribute[WHISHETN]": "124"})["token"]
    (behind,) = requests.get(f"{root}/tokens/{token}.json", timeout=10).json()
    later = behind["service_request_id"]
    assert behind == {"service_request_id": later, "token": token}
    one = client.get_service_request(at_once)
    assert (one["service_request_id"], one["status"], one["service_code"]) == (at_once, "open", "060101")
    listed = client.get_service_requests(status="open")
    assert [(each["service_request_id"], each["service_code"]) for each in listed] == [
        (later, "0602"),
        (at_once, "060101"),
    ]
    assert [each["service_request_id"] for each in client.get_service_requests(f"{at_once},{later}")] == [
        later,
        at_once,
    ]
    with pytest.raises(requests.HTTPError, match="404"):
        client.get_service_request("20260101000001")
