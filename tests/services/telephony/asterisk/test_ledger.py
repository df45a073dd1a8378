"""The second computation, on logs whose figures are known by hand; and what the log says of an outage."""

from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.calls import CallEventKind
from services.telephony.asterisk.backlog import Backlog, Step, steps
from services.telephony.asterisk.ledger import Ledger, Value, differing

K = CallEventKind
T = 1_790_000_000


def log(*lines: tuple[int, str, str, str, str]) -> list[str]:
    return [f"{T + at}|{call}|{queue}|{agent}|{event}" for at, call, queue, agent, event in lines]


DAY = log(
    (0, "NONE", "NONE", "NONE", "QUEUESTART|"),
    (0, "MANAGER", "tongfu-general", "anna", "ADDMEMBER|"),
    (0, "MANAGER", "tongfu-city", "anna", "ADDMEMBER|"),
    (0, "1.0", "tongfu-general", "NONE", "ENTERQUEUE||01380000001|1"),
    (5, "1.1", "tongfu-general", "NONE", "ENTERQUEUE||01380000002|2"),
    (8, "1.2", "tongfu-general", "NONE", "ENTERQUEUE||anonymous|3"),
    (10, "1.0", "tongfu-general", "anna", "CONNECT|10|1.9|1"),
    (11, "1.2", "tongfu-general", "NONE", "ABANDON|3|3|3"),
    (30, "1.1", "tongfu-general", "NONE", "ABANDON|2|2|25"),
    (40, "1.0", "tongfu-general", "anna", "COMPLETECALLER|10|30|1"),
    (40, "NONE", "NONE", "anna", "PAUSEALL|tongfu wrap_up"),
    (50, "NONE", "NONE", "anna", "UNPAUSEALL|"),
    (60, "NONE", "NONE", "anna", "PAUSEALL|tongfu rest"),
    (80, "NONE", "NONE", "anna", "UNPAUSEALL|"),
    (90, "1.3", "tongfu-general", "NONE", "ENTERQUEUE||01380000002|1"),
    (91, "1.3", "tongfu-general", "anna", "CONNECT|1|1.8|1"),
    (95, "1.3", "tongfu-general", "anna", "COMPLETEAGENT|1|4|1"),
    (100, "MANAGER", "tongfu-general", "anna", "REMOVEMEMBER|"),
    (100, "MANAGER", "tongfu-city", "anna", "REMOVEMEMBER|"),
    (120, "1.4", "other", "NONE", "ENTERQUEUE||1|1"),
)


def of(lines: list[str], threshold: int = 20) -> dict[str, float | None]:
    return {name: value.nearest for name, value in Ledger(lines).figures(T, T + 1000, threshold).items()}


def test_a_day_by_hand() -> None:
    found = of(DAY)
    assert (found["offered"], found["answered"], found["abandoned"], found["abandoned_short"]) == (4, 2, 2, 1)
    assert (found["service_level"], found["service_level_2"], found["answer_rate_15"]) == (1.0, 0.75, 0.5)
    assert (found["asa"], found["connection_rate"], found["abandon_rate"]) == (5.5, 0.5, 0.5)
    assert found["aht"] == (30 + 10 + 4) / 2
    assert found["occupancy"] == (30 + 10 + 4) / (100 - 20)
    assert (found["callbacks_due"], found["callbacks_reached"]) == (1, 1), "who called again and got through is reached"


def test_a_wrap_up_begins_with_the_end_of_the_talk_however_late_the_pause_comes() -> None:
    late = [line.replace(f"{T + 40}|NONE|NONE|anna|PAUSEALL", f"{T + 42}|NONE|NONE|anna|PAUSEALL") for line in DAY]
    assert of(late) == of(DAY)


def test_a_break_right_after_a_wrap_up_is_no_work() -> None:
    lines = [line.replace("UNPAUSEALL|", "PAUSEALL|tongfu meal") if f"{T + 50}|" in line else line for line in DAY]
    assert of(lines)["aht"] == of(DAY)["aht"]
    assert of(lines)["occupancy"] == 44 / (100 - 30)


def test_what_asterisk_could_not_write_any_more_ended_with_its_last_line() -> None:
    cut = [*DAY[:7], *log((50, "NONE", "NONE", "NONE", "QUEUESTART|"))]
    found = Ledger(cut)
    assert found.calls["pbx-1-0"].talks[0].end == T + 10
    assert found.calls["pbx-1-1"].left == T + 10
    assert (of(cut)["answered"], of(cut)["abandoned"]) == (1, 2)


def test_a_transferred_call_is_one_call_and_all_its_talks_count() -> None:
    lines = log(
        (0, "1.0", "tongfu-general", "NONE", "ENTERQUEUE||1|1"),
        (4, "1.0", "tongfu-general", "anna", "CONNECT|4|1.9|1"),
        (10, "1.0", "tongfu-general", "anna", "COMPLETECALLER|4|6|1"),
        (10, "1.0", "tongfu-city", "NONE", "ENTERQUEUE||1|1"),
        (30, "1.0", "tongfu-city", "bo", "CONNECT|20|1.8|1"),
        (37, "1.0", "tongfu-city", "bo", "COMPLETEAGENT|20|7|1"),
    )
    found = of(lines)
    assert (found["offered"], found["answered"], found["asa"], found["aht"]) == (1, 1, 4, 13)
    assert [step.kind for step in steps(lines)["pbx-1-0"]] == [
        *(K.OFFERED, K.ANSWERED, K.TRANSFERRED, K.ANSWERED, K.ENDED)
    ]


def test_a_talk_ends_when_the_caller_is_sent_on_though_its_line_comes_with_the_end_of_the_call() -> None:
    # As Asterisk 22 writes it: the first agent's line stands after the second one's, with the seconds of both.
    lines = log(
        (0, "MANAGER", "tongfu-general", "anna", "ADDMEMBER|"),
        (0, "MANAGER", "tongfu-general", "bo", "ADDMEMBER|"),
        (0, "1.0", "tongfu-general", "NONE", "ENTERQUEUE||1|1"),
        (0, "1.0", "tongfu-general", "anna", "CONNECT|0|1.9|1"),
        (10, "1.0", "tongfu-general", "NONE", "ENTERQUEUE||1|1"),
        (10, "NONE", "NONE", "anna", "PAUSEALL|tongfu wrap_up"),
        (15, "NONE", "NONE", "anna", "UNPAUSEALL|"),
        (20, "1.0", "tongfu-general", "bo", "CONNECT|10|1.8|1"),
        (25, "1.1", "tongfu-general", "NONE", "ENTERQUEUE||2|1"),
        (25, "1.1", "tongfu-general", "anna", "CONNECT|0|1.7|1"),
        (50, "1.0", "tongfu-general", "bo", "COMPLETEAGENT|10|30|1"),
        (50, "1.0", "tongfu-general", "anna", "COMPLETECALLER|0|50|1"),
        (65, "1.1", "tongfu-general", "anna", "COMPLETECALLER|0|40|1"),
        (65, "MANAGER", "tongfu-general", "anna", "REMOVEMEMBER|"),
        (65, "MANAGER", "tongfu-general", "bo", "REMOVEMEMBER|"),
    )
    found = Ledger(lines)
    assert [talk.end - talk.start for talk in found.calls["pbx-1-0"].talks if talk.end] == [10, 30]
    assert of(lines)["aht"] == (10 + 5 + 30 + 40) / 2
    assert of(lines)["occupancy"] == (10 + 5 + 40 + 30) / 130
    told = [(step.kind, step.at - T, step.account) for step in steps(lines)["pbx-1-0"]]
    assert told == [
        (K.OFFERED, 0, ""),
        (K.ANSWERED, 0, "anna"),
        (K.TRANSFERRED, 10, "anna"),
        (K.ANSWERED, 20, "bo"),
        (K.ENDED, 50, "bo"),
    ]


def record(
    number: str,
    application: str,
    since: int,
    until: int,
    unique: str,
    *channels: str,
    account: str = "",
    picked_up: int = 0,
) -> str:
    """Returns a line about a call."""
    start, up, end = (
        f'"{datetime.fromtimestamp(T + at, UTC):%Y-%m-%d %H:%M:%S}"' for at in (since, picked_up or since, until)
    )
    what, _, data = application.partition(" ")
    one, other = (*channels, "PJSIP/carrier-00000001", "")[:2]
    ends = f'{start},{up},{end},1,1,"ANSWERED","DOCUMENTATION"'
    return f'"{account}","{number}","s","tongfu-any","","{one}","{other}","{what}","{data}",{ends},"{unique}",""'


def test_call_lines_tell_of_talks_beyond_the_queue_and_of_numbers_called() -> None:
    records = [
        record("01380000001", "Queue", 0, 40, "1.0"),
        record("01380000001", "MusicOnHold", 40, 50, "1.0"),
        record("1001", "Dial PJSIP/01380000002@carrier,60,", 60, 80, "9.9", "PJSIP/agent1001-00000001"),
        "no line at all",
    ]
    without_last = [text for text in DAY if "|1.3|" not in text]
    book = Ledger(without_last, records)
    assert book.calls["pbx-1-0"].talks[0].end == T + 50
    assert book.figures(T, T + 1000, 20)["callbacks_reached"].nearest == 1
    assert book.without_line() == ["pbx-1-1", "pbx-1-2"]


def test_a_number_that_was_called_and_a_colleagues_part_in_a_call_are_work() -> None:
    lines = log(
        (0, "NONE", "NONE", "NONE", "QUEUESTART|"),
        (0, "MANAGER", "tongfu-general", "anna", "ADDMEMBER|"),
        (0, "MANAGER", "tongfu-general", "bo", "ADDMEMBER|"),
        (20, "NONE", "NONE", "bo", "PAUSEALL|tongfu break"),
        (40, "NONE", "NONE", "anna", "PAUSEALL|tongfu breath"),
        (40, "NONE", "NONE", "anna", "PAUSEALL|tongfu wrap_up"),
        (50, "NONE", "NONE", "anna", "UNPAUSEALL|"),
        (100, "MANAGER", "tongfu-general", "anna", "REMOVEMEMBER|"),
        (100, "MANAGER", "tongfu-general", "bo", "REMOVEMEMBER|"),
    )
    anna, bo, citizen = "PJSIP/agent1001-00000001", "PJSIP/agent1002-00000003", "PJSIP/carrier-00000002"
    records = [
        record("12345", "Dial PJSIP/057312345@carrier,60,", 10, 15, "out-1", anna, citizen, account="anna"),
        record("12345", "ConfBridge out-1", 15, 40, "out-1", anna, citizen, account="anna"),
        # Rung at 16, there at 22, in the middle of their break; the citizen's line tells until when.
        record("057312345", "ConfBridge out-1", 16, 23, "third-1", bo, account="bo", picked_up=22),
        record("057312345", "ConfBridge out-1", 12, 32, "1.5", citizen, bo, account="anna"),
        # Another Asterisk, whose channels are counted from nothing.
        record("", "Wait", 500, 600, "7.7", anna),
    ]
    lines += log((400, "NONE", "NONE", "NONE", "QUEUESTART|"))
    # anna: 30 s of talk and 10 of wrap-up in 100; bo: ready for 20 s, and 10 of talk in the break.
    found = Ledger(lines, records).figures(T, T + 1000, 20)["occupancy"].nearest
    assert found == pytest.approx((30 + 10 + 10) / (100 + 30))


@given(
    st.lists(st.tuples(st.floats(0, 500), st.floats(0, 60), st.booleans()), min_size=1, max_size=40), st.integers(1, 60)
)
def test_what_was_really_so_always_lies_within_what_the_log_allows(
    told: list[tuple[float, float, bool]], threshold: int
) -> None:
    """Real moments are cut to whole seconds as Asterisk does; the true figures fit."""
    lines = []
    for n, (offered, wait, answered) in enumerate(told):
        event = "CONNECT" if answered else "ABANDON"
        lines.append((int(offered), f"1.{n}", "tongfu-general", "NONE", "ENTERQUEUE||1|1"))
        lines.append((int(offered + wait), f"1.{n}", "tongfu-general", "anna", f"{event}|1|1|1"))
    theirs = Ledger(log(*lines)).figures(T, T + 1000, threshold)
    waits = [wait for _, wait, answered in told if answered]
    gone = [wait for _, wait, answered in told if not answered]
    true: dict[str, float | None] = {
        "offered": len(told),
        "abandoned_short": sum(wait < 5 for wait in gone),
        "service_level": sum(wait <= threshold for wait in waits) / len(waits) if waits else None,
        "service_level_2": sum(wait <= threshold for wait in waits + gone) / len(told),
        "answer_rate_15": sum(wait <= 15 for wait in waits) / len(told),
        "connection_rate": len(waits) / len(told),
    }
    assert differing({name: theirs[name] for name in true}, true) == []


def test_what_does_not_fit_is_said() -> None:
    assert Value(0.5, 0.4, 0.6).fits(0.6)
    assert not Value(0.5, 0.4, 0.6).fits(0.61)
    assert not Value(3).fits(4)
    assert Value(None).fits(None)
    assert not Value(None).fits(0.0)
    assert differing({"a": Value(1), "b": Value(2)}, {"a": 1, "b": 3}) == ["b"]


# -- an outage


def nobody(_calls: Collection[str]) -> Collection[str]:
    return ()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "queue_log"
    made.write_text("\n".join(DAY) + "\n")
    return made


def test_what_nobody_heard_is_read_from_the_log(file: Path) -> None:
    since = datetime.fromtimestamp(T + 36, UTC)
    backlog = Backlog(file, since, nobody)
    found = backlog.unheard(None, ["pbx-1-3"])
    assert list(backlog.entered) == ["pbx-1-3"]
    assert [(step.at - T, step.kind, step.call_id) for step in found] == [
        (0, K.OFFERED, "pbx-1-0"),
        (10, K.ANSWERED, "pbx-1-0"),
        (40, K.ENDED, "pbx-1-0"),
    ], "what ended before is known, what is still there says so itself"
    assert found[0].data == (("number", "01380000001"), ("skill", "general"))
    assert (found[1].account, found[2].data) == ("anna", (("by", "caller"),))
    assert Backlog(file, since, lambda calls: calls).unheard(None, ()) == [], "known to be over"
    later = Backlog(file, since, nobody).unheard(datetime.fromtimestamp(T + 99, UTC), ())
    assert {step.call_id for step in later} == {"pbx-1-3"}


def test_who_left_by_a_key_unheard_is_gone_unless_they_came_again(tmp_path: Path) -> None:
    file = tmp_path / "queue_log"
    enters = "{}|1.{}|tongfu-general|NONE|ENTERQUEUE||0138|1\n"
    leaves = "{}|1.{}|tongfu-general|NONE|EXITWITHKEY|1|1|1|{}\n"
    file.write_text(
        enters.format(T, 0)
        + leaves.format(T + 5, 0, 5)
        + enters.format(T, 1)
        + leaves.format(T + 6, 1, 6)
        + enters.format(T + 6, 1)
    )
    found = Backlog(file, datetime.fromtimestamp(T, UTC), nobody).unheard(None, ())
    assert [(step.at - T, step.kind, step.call_id) for step in found] == [
        (0, K.OFFERED, "pbx-1-0"),
        (5, K.ABANDONED, "pbx-1-0"),
    ]


def test_a_log_that_cannot_be_read_stops_nothing(tmp_path: Path) -> None:
    assert Backlog(tmp_path / "none", datetime.now(UTC), nobody).unheard(None, ()) == []


def test_nonsense_in_the_log_is_passed_over(file: Path) -> None:
    with file.open("ab") as out:
        out.write(b"\xff\xfe|||\n1|2|3\nx|1.0|tongfu-general|a|CONNECT\n" + b"9" * 400 + b"\n")
    assert Backlog(file, datetime.fromtimestamp(T, UTC), nobody).unheard(None, ())
    assert Ledger(file.read_text("utf-8", "replace").splitlines()).figures(T, T + 99, 20)["offered"].nearest == 4
    assert isinstance(steps(["||||"]), dict)
    assert Step(1, K.OFFERED, "x").account == ""


def test_what_our_records_have_of_a_call_is_not_said_again(tmp_path: Path) -> None:
    """Answered and sent on before our server was killed; they wait, give up while it is away, and their agent has somebody else by then."""
    file = tmp_path / "queue_log"
    rows = [
        *(f"{T}|c.1|tongfu-general|NONE|ENTERQUEUE||138|1", f"{T + 2}|c.1|tongfu-general|anna|CONNECT|2|d|1"),
        *(f"{T + 9}|c.1|tongfu-general|NONE|ENTERQUEUE||138|1", f"{T + 20}|c.1|tongfu-general|NONE|ABANDON|1|1|11"),
    ]
    file.write_text("\n".join(rows))
    heard = {"pbx-c-1": {"offered": 1, "answered": 1, "transferred": 1}}
    since = datetime.fromtimestamp(T + 12, UTC)
    found = Backlog(file, since, lambda _calls: (), lambda calls: {each: heard[each] for each in calls}).unheard(
        None, ()
    )
    assert [(step.kind.value, step.at) for step in found] == [("abandoned", T + 20)]
    everything = Backlog(file, since, lambda _calls: ()).unheard(None, ())
    assert [step.kind.value for step in everything] == ["offered", "answered", "transferred", "abandoned"]
    # An answer that came after the last word of our records is news, however many there were before.
    file.write_text(
        "\n".join(
            [
                *rows[:3],
                f"{T + 15}|c.1|tongfu-general|bo|CONNECT|6|d|1",
                f"{T + 30}|c.1|tongfu-general|bo|COMPLETEAGENT|6|15|1",
            ]
        )
    )
    heard["pbx-c-1"]["answered"] = 5
    found = Backlog(file, since, lambda _calls: (), lambda _calls: heard).unheard(None, ())
    assert [(step.kind.value, step.account) for step in found] == [("answered", "bo"), ("ended", "bo")]
