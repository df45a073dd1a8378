"""An agent who only calls numbers: their time by our figures is what the exchange's own log and call lines say."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.server.accounts import repository as accounts
from tests.services.server.empty import put_sqlite
from tests.services.server.pbx.district import tongfu, until
from tests.services.server.pbx.walking import Floor

NUMBER = "057312345"


@pytest.fixture(params=["asterisk16", "asterisk22"])
def district(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Floor]:
    """A district that reaches the city."""
    made = Floor(request.param, tmp_path, put_sqlite(tmp_path / "tongfu.sqlite"))
    yield made
    made.close()


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    ("how", "busy"),
    [
        ("the number answers", (6, 4, 7)),
        ("the number does not answer", (6, 4, 7)),
        ("in a break", (6, 4, 4)),
        ("without a skill", (6, 4, 7)),
        ("their own telephone is not picked up", (0, 4, 13)),
    ],
)
def test_who_only_called_out_was_as_busy_as_the_exchange_says(
    district: Floor, how: str, busy: tuple[float, float, float]
) -> None:
    """``busy``: seconds with the number, in wrap-up, and ready or rung."""
    if how == "without a skill":
        with district._database.write() as connection:
            anna_ = accounts.find(connection, "account-anna")
            assert anna_ is not None
            accounts.put(connection, anna_.model_copy(update={"skills": []}), anna_.version, None)
    district.serve()
    own = how == "their own telephone is not picked up"
    anna, phone = district.console("anna"), district.pbx.phone("anna", "never" if own else "talk")
    outside = district.pbx.outside()
    outside.answers = "never" if how == "the number does not answer" else "at once"
    if how != "without a skill":
        anna.be("break", reason="rest")
    # Somebody has to have called: without a call there is nothing to compare.
    citizen = district.pbx.citizen("013800000061")
    citizen.dial("12345")
    until(lambda: citizen.talking, 20)
    time.sleep(1)
    citizen.hang_up()
    if how != "in a break":
        anna.be("ready")
        time.sleep(3)
    anna.send("POST", "/v1/calls", id="out-61", number=NUMBER)
    until(lambda: phone.ringing if own else phone.talking and (outside.talking or outside.ringing), 20)
    time.sleep(6)
    phone.reject() if own else phone.hang_up()
    until(lambda: anna.state_of("anna") == "wrap_up", 30)
    time.sleep(4)
    anna.be("ready")
    time.sleep(4)
    anna.be("offline")
    time.sleep(2)
    log = district.pbx.folder / "log" / "queue_log"
    done = tongfu("pbx", "compare", str(log), "--database-url", district.url)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    found = re.search(r"([\d.]+)%\s+([\d.]+)%\s+occupancy", said)
    assert found is not None
    ours, theirs = float(found[1]), float(found[2])
    expected = 100 * sum(busy[:2]) / sum(busy)
    assert (ours, theirs) == (pytest.approx(expected, abs=12), pytest.approx(ours, abs=8)), said
