"""``tongfu pbx`` on a district: the whole way of an administrator, in words."""

import socket
import ssl

import pytest

from services.contracts.accounts import Account, Role
from services.contracts.tickets import SkillEntry
from services.server import terminal
from services.server.accounts import repository as accounts
from services.server.database import Database
from services.server.tickets import catalogue
from tests.services.server.conftest import CHEAP_HASH
from tests.services.server.pbx.district import District, tongfu

# One Asterisk is enough for words; what is written runs on both in the tests beside this one.
pytestmark = pytest.mark.parametrize("district", ["asterisk22"], indirect=True)


def test_configure_and_check(district: District) -> None:
    at = ("--database-url", district.url)
    said = tongfu("pbx", "check", *at, str(district.files))
    assert said.returncode == 0, said.stdout + said.stderr
    assert "Asterisk is reached" in said.stdout
    assert "3 telephones are not signed in" in said.stdout, "a look worth, and no fault"
    chinese = tongfu("pbx", "check", *at, language="zh_CN.UTF-8")
    assert "已连上 Asterisk" in chinese.stdout

    assert "There is no music in /var/lib/asterisk/moh" in said.stdout
    assert "Every sound that the configuration plays is there" in said.stdout, "it plays none"

    # A new colleague has no telephone until it is configured again; what was changed by hand stays.
    database = Database(district.url)
    with database.write() as connection:
        new = Account(id="account-new", username="new", name="陈新", roles=[Role.AGENT])
        accounts.add(connection, new, CHEAP_HASH)
    database.close()
    said = tongfu("pbx", "check", *at)
    assert (said.returncode, "陈新" in said.stderr) == (1, True)
    music = district.files / "musiconhold.conf"
    music.write_text(music.read_text() + "; mine\n")
    phones = (district.files / "phones.csv").read_text()
    said = tongfu(
        "pbx", "configure", str(district.files), *at, "--carrier", "127.0.0.1", "--plain", "--menu", "1=nowhere"
    )
    assert said.returncode == 0, said.stderr
    assert "no skill nowhere" in said.stderr
    assert "nowhere" not in (district.files / "extensions.conf").read_text(), "who presses 1 would be cut off"
    assert "musiconhold.conf was changed by hand and is left alone" in said.stdout
    assert music.read_text().endswith("; mine\n")
    assert (district.files / "musiconhold.conf.new").is_file()
    again = (district.files / "phones.csv").read_text()
    before, after = ([line.split(",")[:3] for line in text.splitlines()[1:4]] for text in (phones, again))
    assert before == after, "who has a telephone keeps it, and its secret"
    assert "陈新" in again

    # No secret is ever printed, and the server's own words are none either.
    secrets = [line.split(",")[2] for line in again.splitlines()[1:]]
    assert not any(secret in text for secret in secrets for text in (said.stdout, said.stderr))
    assert all(len(secret) >= 32 for secret in secrets)
    assert tongfu("pbx", "off", *at).returncode == 0
    assert "does not use the exchange" in tongfu("pbx", "check", *at).stdout


def test_a_configuration_of_other_days_is_told(district: District) -> None:
    """What was written by another release, for other people or other skills, or lies there and was not read."""

    def said() -> set[str]:
        found = tongfu("pbx", "check", "--database-url", district.url, str(district.files))
        assert bool(found.returncode) == ("! " in found.stderr)
        told = {
            "of this release": "fine",
            "another release": "release",
            "Who has a telephone has changed": "people",
            "Skills were added": "skills",
            "has not read": "not read",
        }
        return {name for words, name in told.items() if words in found.stdout + found.stderr}

    def restart() -> None:
        district.settle()
        district.pbx.stop()
        district.pbx.start()

    assert said() == {"fine"}
    with terminal.opened(district.url) as kernel:
        new = Account(id="account-new", username="new", name="陈新", roles=[Role.AGENT])
        kernel.write(lambda tx: accounts.add(tx.connection, new, CHEAP_HASH))
        assert said() == {"people"}
        assert district.configure().returncode == 0
        assert said() == {"not read"}
        restart()
        assert said() == {"fine"}
        more = SkillEntry(key="newest", name="新业务")
        kernel.write(lambda tx: catalogue.replace(tx, [*catalogue.from_resources(), more]))
        assert said() == {"skills"}
        kernel.write(lambda tx: catalogue.replace(tx, catalogue.from_resources()))
        assert said() == {"fine"}
    dialplan = district.files / "extensions.conf"
    text = dialplan.read_text()
    lines = [line for line in text.splitlines() if not line.startswith("TONGFU_WRITTEN")]
    dialplan.write_text("\n".join(lines) + "\n")
    assert said() == {"release", "not read"}, "as an earlier release wrote it, before there was a mark"
    restart()
    assert said() == {"release"}
    without_folder = tongfu("pbx", "check", "--database-url", district.url, language="zh_CN.UTF-8")
    assert (without_folder.returncode, "由另一版本的通服生成" in without_folder.stderr) == (1, True)
    dialplan.unlink()
    nowhere = tongfu("pbx", "check", "--database-url", district.url, str(district.files))
    assert (nowhere.returncode, "There is no configuration in" in nowhere.stderr) == (1, True)


def test_signalling_is_encrypted(district: District) -> None:
    """The certificate that was made is the one that Asterisk shows, and it answers SIP behind it."""
    context = ssl.create_default_context(cafile=str(district.files / "keys" / "tongfu.crt"))
    port = district.pbx.plan.tls_port
    with (
        socket.create_connection(("127.0.0.1", port), 5) as raw,
        context.wrap_socket(raw, server_hostname="127.0.0.1") as line,
    ):
        assert line.version() in ("TLSv1.2", "TLSv1.3")
        line.sendall(
            b"OPTIONS sip:agent1001@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TLS 127.0.0.1:9;branch=z9hG4bK1;rport\r\n"
            b"From: <sip:x@127.0.0.1>;tag=1\r\nTo: <sip:y@127.0.0.1>\r\nCall-ID: tls\r\nCSeq: 1 OPTIONS\r\n"
            b"Max-Forwards: 70\r\nContact: <sip:x@127.0.0.1:9;transport=tls>\r\nContent-Length: 0\r\n\r\n"
        )
        assert line.recv(2000).startswith(b"SIP/2.0 ")
