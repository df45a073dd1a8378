"""A call whose voices nobody on the network can hear, from a kept softphone and by the configuration as it comes."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.services.server.empty import put_sqlite
from tests.services.server.pbx.district import District, until
from tests.services.server.pbx.softphone import Softphone
from tests.services.telephony.asterisk.phone import strengths


@pytest.fixture(params=["asterisk16", "asterisk22"])
def secure(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[District]:
    """A district whose telephones are encrypted or not there."""
    made = District(request.param, tmp_path, put_sqlite(tmp_path / "tongfu.sqlite"), plain=False)
    yield made
    made.close()


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder with a short name: baresip cuts the names of its files at 128 characters."""
    with TemporaryDirectory(prefix="baresip-") as place:
        yield Path(place)


def test_an_agents_softphone_speaks_by_tls_and_srtp_alone(secure: District, short: Path) -> None:
    secure.serve()
    desk = secure.pbx.desks["anna"]
    name = f"agent{desk.extension}"
    certificate = secure.files / "keys" / "tongfu.crt"
    softphone = Softphone(short / "files", name, desk.secret, secure.pbx.plan.tls_port, certificate, tone=700)
    try:
        until(lambda: "transport=TLS" in secure.pbx.command(f"pjsip show aor {name}"), 20)
        anna = secure.console("anna")
        anna.be("ready")
        citizen = secure.pbx.citizen()
        citizen.dial("12345")
        until(lambda: anna.call.get("state") == "talking", 20)
        until(lambda: citizen.ear.tones(0.5, 700)[700] > 0.5, 20)
        until(softphone.hears, 20)
        citizen.hang_up()
        until(lambda: anna.call.get("state") == "ended")
    finally:
        softphone.close()
    assert strengths(softphone.heard().astype(float), 440)[440] > 0.2
    assert "SRTP is Enabled" in softphone.log()
