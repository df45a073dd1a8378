"""What Asterisk told is written down as it came: bounded, without numbers and names, and it gives the same facts again."""

from pathlib import Path

import pytest

from services.clock import SystemClock
from services.contracts.calls import AgentState
from services.telephony.asterisk import journal as journals
from services.telephony.asterisk.journal import Journal
from tests.services.telephony.asterisk.pbx import Pbx
from tests.services.telephony.asterisk.phone import until
from tests.services.telephony.contract import AsteriskRig, state_of


def test_the_facts_of_a_call_can_be_read_from_the_journal_again(pbx: Pbx, tmp_path: Path) -> None:
    rig = AsteriskRig(pbx)
    made = rig.exchange.journal = Journal(tmp_path, SystemClock())
    made.start()
    try:
        rig.core.set_state("account-anna", AgentState.READY)
        rig.until(lambda: "agent1001" in pbx.command("queue show tongfu-general"))
        call_id = rig.call("13812345678")
        rig.until(lambda: rig.phones["anna"].ringing)
        rig.phones["anna"].pick_up()
        rig.until(lambda: state_of(rig, "anna") == "talking")
        rig.phones["anna"].hold()
        rig.until(lambda: state_of(rig, "anna") == "held")
        rig.phones["anna"].hold(False)
        rig.until(lambda: state_of(rig, "anna") == "talking")
        rig.caller_hangs_up(call_id)
        rig.until(lambda: not rig.phones["anna"].talking)
        rig.until(lambda: call_id not in rig.exchange._board.calls)
    finally:
        rig.close()
        made.stop()
    (file,) = tmp_path.iterdir()
    text = file.read_text("utf-8")
    again = [(kind, call) for kind, call, _ in journals.facts(journals.read(text.splitlines()))]
    assert [kind for kind, call in again if call == call_id] == [
        *("offered", "ringing", "answered", "held", "resumed", "ended")
    ]
    assert "13812345678" not in text
    assert pbx.manager.secret not in text
    assert (made.dropped, made.written) == (0, len(text.splitlines()))
    assert all({"received", "run", "Timestamp"} <= event.keys() for event in journals.read(text.splitlines()))


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "exchange", SystemClock())


def test_what_is_kept_is_bounded(journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "exchange" / "2001-01-01.jsonl"
    old.parent.mkdir()
    old.write_text("{}\n")
    monkeypatch.setattr(journals, "_WAITING", 50)
    for _ in range(60):
        journal.note("run", {"Event": "Hangup", "Secret": "s", "CallerIDName": "陈女士", "Channel": "x" * 10_000})
    assert journal.dropped == 10
    journal.start()
    until(lambda: journal.written == 50, 10)
    assert not old.exists()
    (file,) = old.parent.iterdir()
    assert file.stat().st_size < 50 * 400
    assert "陈女士" not in file.read_text("utf-8")
    monkeypatch.setattr(journals, "LARGEST_FILE", 10)
    journal.note("run", {"Event": "Hangup"})
    until(lambda: journal.dropped == 11, 10)
    journal.stop()


def test_a_disk_that_takes_nothing_stops_nothing(journal: Journal, tmp_path: Path) -> None:
    (tmp_path / "exchange").write_text("a file where the folder should be")
    journal.start()
    journal.note("run", {"Event": "Hangup"})
    until(lambda: journal.dropped == 1, 10)
    (tmp_path / "exchange").unlink()
    journal.note("run", {"Event": "Hangup"})
    until(lambda: journal.written == 1, 10)
    journal.stop()


def test_a_line_that_was_cut_off_is_passed_over() -> None:
    assert list(journals.read(['{"Event": "Hangup"}', '{"Event": "Han'])) == [{"Event": "Hangup"}]
