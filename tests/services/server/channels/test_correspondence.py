import pytest
from sqlalchemy import select

from services.contracts.accounts import Role
from services.server.channels import core
from services.server.kernel import Kernel
from services.server.tables import access_log
from tests.services.server.channels.conftest import message
from tests.services.server.conftest import SignIn


def looks(kernel: Kernel) -> list[tuple[str, str]]:
    with kernel.database.read() as connection:
        return [(row.what, row.why) for row in connection.execute(select(access_log).order_by(access_log.c.id))]


def test_what_came_in_and_what_went_out(kernel: Kernel, sign_in: SignIn) -> None:
    receipt = core.receive(kernel, message())
    core.receive(kernel, message("m-2", thread="m-1", content="还是不亮"))
    found = sign_in(Role.DISPATCHER).get(f"/v1/tickets/{receipt.ticket_id}/correspondence").json()
    assert found["code"] == receipt.code
    assert [(item["external_id"], item["opened"]) for item in found["received"]] == [("m-1", True), ("m-2", False)]
    assert found["received"][0]["sender_email"] == "chen@example.org"
    assert [(item["notice"], item["words"][:4]) for item in found["told"]] == [("accepted", "您的诉求")]
    assert looks(kernel) == [("ticket", "correspondence")]


@pytest.mark.parametrize("long", [False, True])
def test_the_original_is_given_as_a_file_and_the_look_recorded(kernel: Kernel, sign_in: SignIn, long: bool) -> None:
    content = b"<script>as it came</script>" * (4_000 if long else 1)
    receipt = core.receive(kernel, message(original=content, content_type="text/html"))
    dispatcher = sign_in(Role.DISPATCHER)
    (item,) = dispatcher.get(f"/v1/tickets/{receipt.ticket_id}/correspondence").json()["received"]
    answer = dispatcher.get(f"/v1/messages/{item['id']}/original")
    assert answer.content == content
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert looks(kernel)[-1] == ("message", "")
    assert dispatcher.get("/v1/messages/999999/original").status_code == 404


def test_a_confidential_message_says_to_others_not_who_wrote(kernel: Kernel, sign_in: SignIn) -> None:
    receipt = core.receive(kernel, message(confidential=True))
    agent = sign_in(Role.AGENT)
    answer = agent.get(f"/v1/tickets/{receipt.ticket_id}/correspondence")
    assert answer.json()["code"] == ""
    assert not any(secret in answer.text for secret in ("陈", "16100000042", "example.org", "m-1"))
    key = answer.json()["received"][0]["id"]
    assert agent.get(f"/v1/messages/{key}/original").status_code == 403
    assert looks(kernel) == []


def test_another_units_correspondence_is_no_handlers_business(kernel: Kernel, sign_in: SignIn) -> None:
    receipt = core.receive(kernel, message())
    handler = sign_in(Role.HANDLER, unit="D06")
    assert handler.get(f"/v1/tickets/{receipt.ticket_id}/correspondence").status_code == 403
    assert handler.get("/v1/messages/1/original").status_code == 403
