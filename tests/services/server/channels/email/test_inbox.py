import re
import threading
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import func, select

from console.tour.counterparts.dovecot import Dovecot
from services.clock import ManualClock
from services.contracts.accounts import Role
from services.contracts.channels import Channel, CitizenNotice
from services.server.attachments import repository as attachments
from services.server.channels import outgoing, repository
from services.server.channels.background.worker import Worker
from services.server.channels.delivery import Delivery
from services.server.channels.email import intake
from services.server.channels.email.intake import Outcome, Place
from services.server.channels.tables import channel_messages, channel_outgoing
from services.server.kernel import Kernel
from services.server.tickets import repository as ticket_queries
from services.server.tickets import service
from services.server.tickets.tables import tickets
from tests.services.server.channels.email.conftest import OURS, Post, outcomes, set_up, until
from tests.services.server.conftest import SignIn

Reading = Callable[[], Worker]


def written(number: int = 1, **headers: str) -> bytes:
    message = EmailMessage()
    fields = {
        "From": "陈女士 <chen@example.org>",
        "To": OURS,
        "Subject": f"路灯不亮 {number}",
        "Message-ID": f"<{number}@example.org>",
        "Date": "Mon, 02 Mar 2026 10:00:00 +0800",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    for name, value in fields.items():
        if value:
            message[name] = value
    message.set_content(f"桂一社区门口第{number}盏路灯不亮。")
    return bytes(message)


def all_tickets(kernel: Kernel) -> list[Any]:
    query = select(tickets).order_by(tickets.c.key)
    return list(kernel.read(lambda tx: tx.connection.execute(query).all()))


def count(kernel: Kernel, table: Any) -> int:
    return int(kernel.read(lambda tx: tx.connection.execute(select(func.count()).select_from(table)).scalar_one()))


def notes(kernel: Kernel, row: Any) -> list[str]:
    return [note.text for note in kernel.read(lambda tx: ticket_queries.notes(tx.connection, row.key))]


def take(kernel: Kernel, content: bytes, uid: int = 1, wanted: bool = False, **fields: Any) -> Outcome:
    place = Place("box", 1, uid)
    return intake.take(kernel, set_up(kernel, **fields), place, content, kernel.clock.now(), wanted)


def test_what_is_there_and_what_comes(kernel: Kernel, mailbox: Dovecot, reading: Reading) -> None:
    set_up(kernel, mailbox)
    mailbox.bring(written(1), written(2))
    reading()
    until(lambda: len(outcomes(kernel)) == 2)
    # Now it waits, and the server tells of what comes.
    mailbox.bring(written(3))
    until(lambda: len(outcomes(kernel)) == 3)
    found = all_tickets(kernel)
    assert [(row.title, row.channel, row.caller_name) for row in found] == [
        (f"路灯不亮 {n}", "email", "陈女士") for n in (1, 2, 3)
    ]
    assert found[0].content == "桂一社区门口第1盏路灯不亮。"
    assert found[0].person_id == found[1].person_id is not None
    until(lambda: all("\\Seen" in flags for flags in mailbox.flags()))


def test_nothing_is_read_twice_or_lost_when_the_reader_begins_anew(
    kernel: Kernel, mailbox: Dovecot, reading: Reading
) -> None:
    set_up(kernel, mailbox)
    mailbox.bring(*(written(n) for n in range(5)))
    worker = reading()
    until(lambda: len(outcomes(kernel)) >= 2)
    worker.stopping.set()
    mailbox.bring(*(written(n) for n in range(5, 8)))
    reading()
    until(lambda: len(outcomes(kernel)) == 8)
    assert outcomes(kernel) == [("taken", "")] * 8
    assert len(all_tickets(kernel)) == 8


def test_a_mail_server_that_is_killed_in_the_middle(kernel: Kernel, mailbox: Dovecot, reading: Reading) -> None:
    set_up(kernel, mailbox, per_sender=100)
    mailbox.bring(*(written(n) for n in range(20)))
    reading()
    until(lambda: len(outcomes(kernel)) >= 3)
    mailbox.kill()
    threading.Event().wait(0.3)
    mailbox.start()
    mailbox.bring(written(20))
    until(lambda: len(all_tickets(kernel)) == 21)
    # And once more while it waits.
    mailbox.kill()
    mailbox.start()
    mailbox.bring(written(21))
    until(lambda: len(all_tickets(kernel)) == 22)
    # After a kill the server may number messages anew; what it shows again is known by its Message-ID.
    assert sorted(outcomes(kernel))[-22:] == [("taken", "")] * 22
    assert sorted(row.title for row in all_tickets(kernel)) == sorted(f"路灯不亮 {n}" for n in range(22))


def test_a_mailbox_whose_ids_begin_anew(kernel: Kernel, mailbox: Dovecot, reading: Reading) -> None:
    set_up(kernel, mailbox)
    mailbox.bring(written(1), written(2))
    reading()
    until(lambda: len(outcomes(kernel)) == 2)
    mailbox.renumber()
    mailbox.bring(written(3))
    until(lambda: len(outcomes(kernel)) == 5)
    assert sorted(result for result, _ in outcomes(kernel)) == ["repeated", "repeated", "taken", "taken", "taken"]
    assert len(all_tickets(kernel)) == 3


def test_a_message_that_is_too_large_stays_for_somebody(kernel: Kernel, mailbox: Dovecot, reading: Reading) -> None:
    set_up(kernel, mailbox, largest=100_000)
    big = written(1) + (b"y" * 70 + b"\r\n") * 2_000
    mailbox.bring(big, written(2))
    reading()
    until(lambda: len(outcomes(kernel)) == 2)
    assert outcomes(kernel) == [("aside", "too_large"), ("taken", "")]
    until(lambda: "\\Flagged" in mailbox.flags()[0] and "\\Seen" not in mailbox.flags()[0])


def test_two_replicas_have_one_reader(kernel: Kernel, mailbox: Dovecot, reading: Reading) -> None:
    set_up(kernel, mailbox, per_sender=100)
    first, second = reading(), reading()
    mailbox.bring(*(written(n) for n in range(6)))
    until(lambda: len(outcomes(kernel)) == 6)
    assert outcomes(kernel) == [("taken", "")] * 6
    # The one that has it gives it up when it stops.
    holder, other = (first, second) if first.mine() else (second, first)
    assert other.mine() is None
    holder.stopping.set()
    until(lambda: other.mine() is not None)


def test_a_switched_off_channel_is_not_read(kernel: Kernel, mailbox: Dovecot, reading: Reading) -> None:
    mailbox.bring(written(1))
    reading()
    threading.Event().wait(0.3)
    assert outcomes(kernel) == []
    set_up(kernel, mailbox)
    until(lambda: len(outcomes(kernel)) == 1)


def test_the_same_id_is_taken_once_and_another_message_under_it_too(kernel: Kernel) -> None:
    first = written(1)
    assert take(kernel, first, 1).result == "taken"
    assert take(kernel, b"Received: by another way\r\n" + first, 2).result == "repeated"
    assert take(kernel, written(2, Message_ID="<1@example.org>"), 3).result == "taken"
    assert take(kernel, written(2, Message_ID="<1@example.org>"), 4).result == "repeated"
    assert len(all_tickets(kernel)) == 2


def test_a_loop_of_two_machines_ends(kernel: Kernel, post: Post) -> None:
    """Whatever we send is answered by a machine that hides what it is; nobody is told without end."""
    set_up(kernel, None, post, per_sender=5)
    delivery = Delivery(kernel)
    take(kernel, written(0), 1, per_sender=5, smtp_host="127.0.0.1", smtp_port=post.port, smtp_security="none")
    for uid in range(2, 30):
        delivery.deliver_due(Channel.EMAIL)
        take(
            kernel,
            written(uid, Subject=f"I have moved {uid}"),
            uid,
            per_sender=5,
            smtp_host="127.0.0.1",
            smtp_port=post.port,
            smtp_security="none",
        )
    delivery.deliver_due(Channel.EMAIL)
    assert len(post.messages) == 5
    assert outcomes(kernel)[5:] == [("aside", "rate")] * 24


def test_our_own_messages_come_back_and_nothing_happens(kernel: Kernel, post: Post) -> None:
    settings = {"smtp_host": "127.0.0.1", "smtp_port": post.port, "smtp_security": "none"}
    take(kernel, written(1), **settings)
    Delivery(kernel).deliver_due(Channel.EMAIL)
    (sent,) = post.messages
    assert take(kernel, sent.as_bytes(), 2, **settings) == Outcome("aside", "own_address")
    del sent["From"]
    sent["From"] = "forwarder@example.org"
    assert take(kernel, sent.as_bytes(), 3, **settings) == Outcome("aside", "loop")
    assert count(kernel, channel_outgoing) == 1


def test_a_thread_goes_on_with_its_ticket(kernel: Kernel, post: Post) -> None:
    settings = {"smtp_host": "127.0.0.1", "smtp_port": post.port, "smtp_security": "none"}
    take(kernel, written(1), **settings)
    (row,) = all_tickets(kernel)
    kernel.write(lambda tx: outgoing.tell(tx, service.row_of(tx, row.id), CitizenNotice.REPLIED, "已修复。"))
    assert Delivery(kernel).deliver_due(Channel.EMAIL) == 2
    first, second = post.messages
    assert (first["To"], first["From"]) == ("陈女士 <chen@example.org>", f"政务服务热线 <{OURS}>")
    assert first["Subject"] == second["Subject"] == f"Re: 路灯不亮 1 [{row.number}]"
    assert first["In-Reply-To"] == "<1@example.org>"
    assert second["References"] == f"<1@example.org> {first['Message-ID']}"
    assert (first["Auto-Submitted"], second["Auto-Submitted"]) == ("auto-replied", None)
    text = second.get_content()  # type: ignore[attr-defined]
    assert "已修复。" in text
    assert row.number in text
    assert re.search(r"查询码：[2-9A-Z]{10}", text)
    # By the reference to ours, whoever answers and whatever stands in the subject.
    answer = written(2, In_Reply_To=second["Message-ID"], From="other@example.org", Subject="x")
    assert take(kernel, answer, 2, **settings).result == "taken"
    # By the number, for who began it.
    assert take(kernel, written(3, Subject=f"回复：[{row.number}]"), 3, **settings).result == "taken"
    # By the number alone nobody else gets in.
    assert take(kernel, written(4, Subject=f"[{row.number}]", From="x@example.org"), 4, **settings).result == "taken"
    assert len(all_tickets(kernel)) == 2
    assert notes(kernel, row) == ["桂一社区门口第2盏路灯不亮。", "桂一社区门口第3盏路灯不亮。"]


def test_an_answer_keeps_its_quotation_in_the_original_only(kernel: Kernel) -> None:
    take(kernel, written(1))
    message = EmailMessage()
    message["From"], message["Message-ID"], message["In-Reply-To"] = "chen@example.org", "<2@x>", "<1@example.org>"
    message.set_content("还没修好。\n\n在 2026年3月2日，热线 写道：\n> 已修复。\n")
    content = bytes(message)
    take(kernel, content, 2)
    (row,) = all_tickets(kernel)
    assert notes(kernel, row) == ["还没修好。"]
    kept = kernel.read(lambda tx: repository.find(tx.connection, "email", "2@x"))
    assert kept is not None
    assert repository.original_of(kept) == content


def test_files_are_kept_and_what_is_not_taken_is_said(kernel: Kernel) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "chen@example.org", "说明"
    message.set_content("见附件。")
    message.add_attachment("说明".encode(), maintype="text", subtype="plain", filename="说明.txt")
    message.add_attachment(b"MZ\x90\x00" + bytes(60), maintype="application", subtype="x", filename="..\\病毒.exe")
    assert take(kernel, bytes(message)).result == "taken"
    (row,) = all_tickets(kernel)
    (kept,) = kernel.read(lambda tx: attachments.of_ticket(tx.connection, row.id))
    assert (kept.name, kept.media_type) == ("说明.txt", "text/plain")
    first, second = row.content.split("\n")
    assert first == "见附件。"
    assert second.startswith("【附件“病毒.exe”未收取：")


def test_a_message_that_did_not_arrive_is_given_to_somebody(kernel: Kernel, post: Post, sign_in: SignIn) -> None:
    settings = {"smtp_host": "127.0.0.1", "smtp_port": post.port, "smtp_security": "none"}
    take(kernel, written(1), **settings)
    Delivery(kernel).deliver_due(Channel.EMAIL)
    sent = post.messages[0]["Message-ID"]
    report = (
        "Return-Path: <>\nFrom: MAILER-DAEMON@example.org\nMessage-ID: <b@x>\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nSorry\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nAction: failed\nStatus: 5.1.1\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {sent}\n\n--b--\n"
    )
    assert take(kernel, report.replace(sent, "<guessed@example.org>").encode(), 2, **settings).result == "aside"
    assert sign_in(Role.DISPATCHER).get("/v1/outgoing", params={"state": "failed"}).json()["items"] == []
    assert take(kernel, report.encode(), 3, **settings).result == "aside"
    (failed,) = sign_in(Role.DISPATCHER).get("/v1/outgoing", params={"state": "failed"}).json()["items"]
    assert failed["problem"] == "returned 5.1.1"


def test_somebody_wants_a_message_taken_all_the_same(
    kernel: Kernel, mailbox: Dovecot, reading: Reading, sign_in: SignIn
) -> None:
    set_up(kernel, mailbox)
    mailbox.bring(written(1, Precedence="bulk"))
    reading()
    until(lambda: outcomes(kernel) == [("aside", "precedence")])
    manager = sign_in(Role.ADMINISTRATOR)
    (item,) = manager.get("/v1/email/aside").json()["items"]
    assert (item["reason"], item["domain"], item["wanted"]) == ("precedence", "example.org", False)
    assert manager.post(f"/v1/email/aside/{item['id']}/take").json()["wanted"] is True
    until(lambda: outcomes(kernel) == [("taken", "")])
    assert manager.post(f"/v1/email/aside/{item['id']}/take").json()["code"] == "wrong_state"
    assert manager.post("/v1/email/aside/999/take").status_code == 404
    assert len(all_tickets(kernel)) == 1


@pytest.mark.parametrize(
    ("refusal", "state"),
    [("550 no such user", "failed"), ("450 later", "waiting"), ("421 closing", "waiting")],
)
def test_an_smtp_server_that_refuses(
    kernel: Kernel, post: Post, real_clock: ManualClock, refusal: str, state: str
) -> None:
    settings = {"smtp_host": "127.0.0.1", "smtp_port": post.port, "smtp_security": "none"}
    take(kernel, written(1), **settings)
    post.refusals = [refusal]
    delivery = Delivery(kernel)
    assert delivery.deliver_due(Channel.EMAIL) == 0
    (row,) = kernel.read(lambda tx: repository.told(tx.connection, all_tickets(kernel)[0].id))
    assert row.state == state
    assert "chen" not in row.problem
    if state == "waiting":
        real_clock.advance(60)
        assert delivery.deliver_due(Channel.EMAIL) == 1
        assert len(post.messages) == 1


def test_no_smtp_server_at_all(kernel: Kernel, real_clock: ManualClock) -> None:
    from tests.services.server.postgres import free_port

    settings = {"smtp_host": "127.0.0.1", "smtp_port": free_port(), "smtp_security": "none"}
    take(kernel, written(1), **settings)
    assert Delivery(kernel).deliver_due(Channel.EMAIL) == 0
    (row,) = kernel.read(lambda tx: repository.told(tx.connection, all_tickets(kernel)[0].id))
    assert (row.state, row.problem) == ("waiting", "ConnectionRefusedError")


def test_a_full_disk_takes_nothing_and_loses_nothing(
    kernel: Kernel, mailbox: Dovecot, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    from services.server.attachments.blobs import BlobStore

    message = EmailMessage()
    message["From"], message["Message-ID"] = "chen@example.org", "<1@x>"
    message.set_content("路灯坏了。\n" * 20_000)
    full = [True]
    keep = BlobStore.keep_original

    def kept(store: BlobStore, content: bytes) -> str:
        if full[0]:
            raise OSError(28, "No space left on device")
        return keep(store, content)

    monkeypatch.setattr(BlobStore, "keep_original", kept)
    set_up(kernel, mailbox)
    mailbox.bring(bytes(message))
    reading()
    threading.Event().wait(0.5)
    assert outcomes(kernel) == []
    full[0] = False
    until(lambda: outcomes(kernel) == [("taken", "")])
    assert count(kernel, channel_messages) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"address": "not an address"},
        {"imap_host": "mail.example.org", "imap_security": "none"},
        {"smtp_host": "mail.example.org", "smtp_security": "none"},
        {"imap_host": "mail.example.org/x"},
        {"surprise": 1},
    ],
)
def test_settings_that_would_not_be_safe(sign_in: SignIn, fields: dict[str, Any]) -> None:
    answer = sign_in(Role.ADMINISTRATOR).patch("/v1/channels/email", json={"settings": fields}, version=1)
    assert answer.status_code == 422
