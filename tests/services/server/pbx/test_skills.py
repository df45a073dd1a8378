"""Skills count at a real Asterisk as soon as somebody changes them, on the wall or in the list of accounts, and go with the account."""

from typing import Any

from services.contracts.accounts import AccountChange
from services.server import terminal
from services.server.accounts import service as staff
from tests.services.server.pbx.district import Console, District, until

ANNA = "account-anna"


def change(console: Console, method: str, path: str, version: int, **body: Any) -> int:
    """Changes something of which the console has a version; returns the next version."""
    headers = {**console.headers, "idempotency-key": f"{path} {version}", "if-match": f'"{version}"'}
    answer = console.client.request(method, path, json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["version"])


def test_skills_count_at_once_whoever_changes_them(district: District) -> None:
    """A caller of a skill that nobody has waits, and rings as soon as somebody has it; no look at everything comes between."""
    district.serve()
    anna, phone = district.desk("anna")
    lead, admin = district.console("lead"), district.console("admin")

    def stands_in(skill: str) -> str:
        shown = district.pbx.command(f"queue show tongfu-{skill}")
        line = next((line for line in shown.splitlines() if ANNA in line), "")
        return "" if not line else line.split("penalty ")[1].split()[0].rstrip(")") if "penalty" in line else "0"

    until(lambda: stands_in("general") == "1", 5)
    assert stands_in("city") == "4", "who serves all queues"
    version = 1
    only_city = [{"key": "city", "level": 2}]
    version = change(lead, "PUT", f"/v1/agents/{ANNA}/skills", version, skills=only_city)
    until(lambda: (stands_in("general"), stands_in("city")) == ("", "2"), 3)

    citizen = district.pbx.citizen("013800000042")
    citizen.dial("12345")
    until(lambda: citizen.talking and len(lead.get("/v1/snapshot")["queue"]) == 1, 20)
    assert not phone.ringing
    general = [{"key": "general", "level": 1}]
    version = change(admin, "PATCH", f"/v1/accounts/{ANNA}", version, skills=general)
    until(lambda: (stands_in("general"), stands_in("city")) == ("1", "4"), 3)
    until(lambda: phone.ringing and anna.call.get("state") == "ringing", 5)
    anna.act(anna.call["id"], "answer")
    until(lambda: phone.talking, 5)
    citizen.hang_up()
    until(lambda: lead.state_of("anna") == "wrap_up", 10)

    change(admin, "PATCH", f"/v1/accounts/{ANNA}", version, active=False)
    until(lambda: (stands_in("general"), stands_in("city")) == ("", ""), 3)


def test_a_telephone_that_is_nobodys_any_more_is_rung_for_no_queue(district: District) -> None:
    """Its account was closed while our server was away; Asterisk keeps who stands in its queues."""
    district.serve()
    district.desk("anna")
    until(lambda: ANNA in district.pbx.command("queue show tongfu-general"), 5)
    district.kill()
    with terminal.opened(district.url) as kernel:
        kernel.write(lambda tx: staff.change(kernel, tx, ANNA, AccountChange(active=False), None))
    district.serve()
    until(lambda: ANNA not in district.pbx.command("queue show tongfu-general"), 10)
