"""What citizens are told is a district's own to say, from a moment on; what was told stays as it was read."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.contracts.channels import CitizenNotice
from services.server.channels import core, delivery, outgoing, repository
from services.server.channels.words import SENTENCES
from services.server.kernel import Kernel
from services.server.tickets import service
from tests.services.server.channels.conftest import message
from tests.services.server.conftest import Api, SignIn

OWN = {"notice": "dispatched", "text": "已转有关单位，请留意来电。", "english": "On its way to those who handle it."}


def put(api: Api, version: int, *notices: dict[str, str], **more: Any) -> Any:
    return api.put("/v1/texts", version=version, json={"notices": list(notices), **more})


def told(kernel: Kernel, ticket_id: str) -> None:
    kernel.write(lambda tx: outgoing.tell(tx, service.row_of(tx, ticket_id), CitizenNotice.DISPATCHED, "区水务局"))


def words(api: Api, ticket_id: str) -> list[str]:
    return [each["words"] for each in api.get(f"/v1/tickets/{ticket_id}/correspondence").json()["told"]]


def test_own_words_count_from_their_moment_and_change_nothing_that_was_told(
    kernel: Kernel, clock: ManualClock, administrator: Api, sign_in: SignIn
) -> None:
    dispatcher = sign_in(Role.DISPATCHER)
    ticket = core.receive(kernel, message()).ticket_id
    told(kernel, ticket)
    carried = [SENTENCES[CitizenNotice.ACCEPTED][0], f"{SENTENCES[CitizenNotice.DISPATCHED][0]}\n区水务局"]
    assert words(dispatcher, ticket) == carried
    later = clock.now() + timedelta(hours=2)
    assert put(administrator, 0, OWN, effective_from=later.isoformat()).status_code == 200
    clock.advance(60)
    told(kernel, ticket)
    clock.advance(3 * 3_600)
    told(kernel, ticket)
    assert words(dispatcher, ticket) == [*carried, carried[1], f"{OWN['text']}\n区水务局"]
    with kernel.database.read() as connection:
        row = repository.told(connection, ticket)[-1]
    assert kernel.write(lambda tx: delivery.letter_of(tx, row)).words == f"{OWN['text']}\n区水务局"


def test_each_occasion_has_its_words_also_where_a_version_says_nothing(administrator: Api) -> None:
    (carried,) = administrator.get("/v1/texts").json()["items"]
    assert [each["notice"] for each in carried["notices"]] == [notice.value for notice in CitizenNotice]
    kept = put(administrator, 0, OWN).json()["notices"]
    assert [each for each in kept if each["notice"] == "dispatched"] == [OWN]
    assert [each for each in kept if each["notice"] != "dispatched"] == [
        each for each in carried["notices"] if each["notice"] != "dispatched"
    ]
    assert administrator.get("/v1/texts").json()["items"][0]["notices"] == kept


def test_whoever_says_it_in_english_reads_it_in_english(client: TestClient, kernel: Kernel, administrator: Api) -> None:
    put(administrator, 0, OWN)
    receipt = core.receive(kernel, message())
    told(kernel, receipt.ticket_id)
    asked = {"number": receipt.number, "code": receipt.code}
    found = client.get("/v1/public/status", params=asked, headers={"accept-language": "en"}).json()
    assert found["history"][-1]["words"].startswith(OWN["english"])


@pytest.mark.parametrize(
    ("notices", "field"),
    [
        ([OWN, OWN], "notices.1.notice"),
        ([{**OWN, "text": ""}], "notices.0.text"),
        ([{**OWN, "english": ""}], "notices.0.english"),
        ([{**OWN, "notice": "birthday"}], "notices.0.notice"),
    ],
)
def test_what_is_wrong_is_said_at_its_row(administrator: Api, notices: list[dict[str, str]], field: str) -> None:
    refused = put(administrator, 0, *notices)
    assert (refused.status_code, [each["field"] for each in refused.json()["fields"]]) == (422, [field])
