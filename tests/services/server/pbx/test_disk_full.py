"""The disk on which a real Asterisk records is full: calls go on, and what is missing of a recording is said."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.server.pbx.district import Console, District, until
from tests.services.telephony.asterisk.phone import Phone


@pytest.fixture
def disk(district: District) -> Iterator[Path]:
    """Asterisk's folder of recordings, on a disk of its own of four megabytes."""
    if os.getuid():
        pytest.skip("only root may mount a small disk")
    folder = district.pbx.recordings
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """Something else takes all the room."""
    ballast = disk / "ballast"
    with ballast.open("ab", buffering=0) as out:
        try:
            while out.write(bytes(4096)):
                pass
        except OSError:
            pass
    return ballast


def talk(district: District, console: Console, phone: Phone, number: str) -> tuple[Phone, str]:
    """A citizen calls and is answered."""
    citizen = district.pbx.citizen(number)
    known = len(console.of("call"))
    citizen.dial("12345")
    until(lambda: phone.ringing and len(console.of("call")) > known, 20)
    call_id = str(console.call["id"])
    console.act(call_id, "answer")
    until(lambda: citizen.talking and both_hear(citizen, phone), 20)
    return citizen, call_id


def both_hear(citizen: Phone, phone: Phone) -> bool:
    return citizen.ear.tones(0.3, 700)[700] > 0.8 and phone.ear.tones(0.3, 440)[440] > 0.8


def go_on_for(seconds: float, citizen: Phone, phone: Phone) -> None:
    """The talk lasts, with both voices all the time."""
    for _ in range(round(seconds)):
        heard = len(citizen.ear.samples)
        until(lambda heard=heard: len(citizen.ear.samples) >= heard + 50, 10)  # type: ignore[misc]
        assert citizen.talking
        until(lambda: both_hear(citizen, phone), 2)


def finish(console: Console, citizen: Phone, call_id: str) -> None:
    citizen.hang_up()
    until(lambda: console.state_of("anna") == "wrap_up", 20)
    console.act(call_id, "wrap-up", code="")
    until(lambda: console.state_of("anna") == "ready", 20)


@pytest.mark.timeout(240)
def test_calls_go_on_and_what_is_missing_is_said(district: District, disk: Path) -> None:
    district.serve()
    anna, phone = district.desk("anna")
    phone.tone = 700
    inspector = district.console("inspector")

    citizen, cut = talk(district, anna, phone, "013800000001")
    go_on_for(3, citizen, phone)
    ballast = fill(disk)
    # Longer than what a recording may be short by, and than the server's way between two looks at the disk.
    go_on_for(9, citizen, phone)
    finish(anna, citizen, cut)

    def causes() -> dict[str, str]:
        return {each["call_id"]: each["cause"] for each in inspector.get("/v1/recording-troubles")}

    # What is taken in leaves room, a moment after it is reported, in which the next short talk would find its place.
    until(lambda: cut in causes() and not list(disk.glob("*.wav")), 40)
    fill(disk)
    citizen, nothing = talk(district, anna, phone, "013800000002")
    go_on_for(3, citizen, phone)
    finish(anna, citizen, nothing)
    until(lambda: {cut, nothing} <= causes().keys(), 40)
    assert causes() == {cut: "disk_full", nothing: "disk_full"}

    # With room again, everything is as ever.
    ballast.unlink()
    citizen, whole = talk(district, anna, phone, "013800000003")
    go_on_for(2, citizen, phone)
    finish(anna, citizen, whole)
    until(lambda: inspector.try_get(f"/v1/recordings/{whole}?why=test").status_code == 200, 30)
    assert causes() == {cut: "disk_full", nothing: "disk_full"}
