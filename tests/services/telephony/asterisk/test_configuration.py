"""The rules of routing in Asterisk's words, and no secret where it does not belong."""

from hypothesis import given
from hypothesis import strategies as st

from services.telephony.asterisk.configuration import SECRET_FILES, render
from services.telephony.asterisk.configuration.plan import Carrier, Desk, Manager, Plan, Security
from services.telephony.asterisk.configuration.queues import memberships
from services.telephony.asterisk.configuration.sip import phones
from services.telephony.asterisk.names import call_of, extension_of, is_skill, unique_of

DESK = Desk("account-1", "陈;\n[evil]", "1001", "se-cret", (("city", 1),))
PLAN = Plan([DESK], [("general", ""), ("city", "城市")], Manager("man-secret"), Carrier(["192.0.2.1"]))
QUEUES = frozenset({"general", "city", "social"})


def test_secrets_stand_in_secret_files_only() -> None:
    for name, text in render(PLAN).items():
        assert ("se-cret" in text or "man-secret" in text) == (name in SECRET_FILES), name
    assert "se-cret" not in repr(PLAN)
    assert "man-secret" not in repr(PLAN)


def test_every_line_is_a_comment_a_heading_or_a_setting() -> None:
    for name, text in render(PLAN).items():
        for line in text.splitlines():
            assert not line or line[0] in ";[" or "=" in line, (name, line)
    assert "[evil]" not in render(PLAN)["pjsip.conf"].splitlines()


def test_whoever_is_called_sees_the_hotline_and_not_a_citizen() -> None:
    text = render(PLAN)["extensions.conf"]
    assert "HOTLINE = 12345" in text
    lines = text.splitlines()
    for number, line in enumerate(lines):
        # A neighbouring centre that takes callers over has to know who calls.
        if "@carrier" in line and "Dial(" in line and "TONGFU_TO" not in line:
            assert "CALLERID(num)=${HOTLINE}" in lines[number - 1], line
    (sent_on,) = [line for line in lines if "CALLERID(num)" in line and "EXTEN" in line]
    assert all(number in sent_on for number in ("110", "119", "120")), "help sees who needs it"


def test_widening_as_in_our_own_rules() -> None:
    assert [line for line in render(PLAN)["queuerules.conf"].splitlines() if "=>" in line] == [
        "penaltychange => 10,2",
        "penaltychange => 20,4",
        "penaltychange => 30,5",
        "penaltychange => 40,6",
    ]
    assert memberships({"city": 1, "general": 3}, QUEUES) == {"city": 1, "general": 3, "social": 4}
    assert memberships({"city": 4, "unknown": 1}, QUEUES) == {"city": 5}


def test_tls_and_srtp_or_nothing() -> None:
    secure = render(Plan([DESK], PLAN.skills, PLAN.manager, security=Security("/c", "/k")))["pjsip.conf"]
    assert "media_encryption = sdes" in secure
    assert "media_encryption_optimistic" not in secure
    assert "protocol = tls" in secure
    mixed = render(Plan([DESK], PLAN.skills, PLAN.manager, security=Security("/c", "/k", plain=True)))["pjsip.conf"]
    assert "media_encryption_optimistic = yes" in mixed


def test_names_there_and_back() -> None:
    assert unique_of(call_of("1700000000.12")) == "1700000000.12"
    assert unique_of("20260310-1-00001") == ""
    assert extension_of("PJSIP/agent1001-0000000a") == extension_of("PJSIP/agent1001") == "1001"
    assert extension_of("PJSIP/carrier-00000000") == ""
    assert not is_skill("agent1")
    assert not is_skill("h i")
    assert "1001,agent1001,se-cret" in phones([DESK], "pbx.example")


@given(st.text())
def test_no_skill_can_break_out_of_the_dialplan(key: str) -> None:
    if is_skill(key):
        assert key.isascii()
        assert key.replace("_", "").isalnum()
