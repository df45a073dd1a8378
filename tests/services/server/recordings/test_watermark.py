import io
from datetime import UTC, datetime

import numpy as np
import pytest
import soundfile

from services.clock import ManualClock
from services.contracts.accounts import Account, Role
from services.errors import AppError
from services.server.quality.speech import RATE, synthesise
from services.server.quality.turns import Talk
from services.server.recordings.sound import Samples, decode
from services.server.recordings.watermark import LEVEL, Mark, put, read
from services.server.tables import access_log
from tests.services.server.conftest import Api, SignIn
from tests.services.server.quality.conftest import Floor
from tests.services.server.recordings.test_play import _training

__all__ = ["_training"]

MARK = Mark(3_000_000_001, datetime(2026, 11, 28, 5, 0, 7, tzinfo=UTC))
SOUND = synthesise(Talk("call", 40.0))


def encoded(samples: Samples, kind: str, subtype: str) -> tuple[Samples, int]:
    """Encodes and decodes again, as somebody would who passes the copy on."""
    out = io.BytesIO()
    soundfile.write(out, samples, RATE, format=kind, subtype=subtype)
    return decode(out.getvalue())


@pytest.mark.parametrize(
    ("kind", "subtype"),
    [("WAV", "PCM_16"), ("WAV", "ULAW"), ("OGG", "OPUS"), ("OGG", "VORBIS"), ("MP3", "MPEG_LAYER_III")],
)
@pytest.mark.parametrize("mono", [False, True])
def test_the_mark_is_read_back_after_encoding_and_cutting(kind: str, subtype: str, mono: bool) -> None:
    marked = put(SOUND, RATE, MARK)
    if mono:
        marked = marked.mean(axis=1).astype(np.int16)[:, None]
    samples, rate = encoded(marked, kind, subtype)
    assert read(samples, rate) == MARK
    assert read(samples[12_345 : 30 * rate], rate) == MARK


def test_the_mark_is_faint_and_the_sound_under_it_is_the_same() -> None:
    difference = put(SOUND, RATE, MARK).astype(int) - SOUND
    assert 0 < np.abs(difference).max() <= round(LEVEL * 32_767) + 1


def test_a_sound_without_a_mark_has_none() -> None:
    for sound in (SOUND, np.zeros((8_000, 2), np.int16), np.zeros((0, 2), np.int16)):
        with pytest.raises(AppError) as refused:
            read(sound, RATE)
        assert refused.value.code == "no_mark"


@pytest.mark.parametrize(("form", "kind"), [("flac", b"fLaC"), ("wav", b"RIFF")])
def test_a_copy_says_who_took_it_and_when(
    floor: Floor, agent: Account, inspector: Api, sign_in: SignIn, form: str, kind: bytes
) -> None:
    call_id = floor.call(agent, seconds=5)
    answer = inspector.post(f"/v1/recordings/{call_id}/export", json={"reason": "法院调取", "format": form})
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(kind)
    mark = read(*decode(answer.content))
    assert str(mark.number) == answer.headers["tongfu-mark"]
    (found,) = sign_in(Role.ADMINISTRATOR).get(f"/v1/recording-exports?mark={mark.number}").json()
    assert (found["account"], found["call_id"], found["reason"], found["format"]) == (
        "李质检",
        call_id,
        "法院调取",
        form,
    )
    assert datetime.fromisoformat(found["at"]) == mark.at
    with floor.kernel.database.read() as connection:
        looks = connection.execute(access_log.select().where(access_log.c.what == "recording_export")).all()
    assert [(row.account_id, row.subject, row.why) for row in looks] == [(inspector.account.id, call_id, "法院调取")]


def test_a_copy_that_was_not_kept_says_so_and_stays_in_the_list(
    floor: Floor, agent: Account, inspector: Api, sign_in: SignIn, clock: ManualClock
) -> None:
    call_id = floor.call(agent, seconds=5)
    answer = inspector.post(f"/v1/recordings/{call_id}/export", json={"reason": "法院调取"})
    path = f"/v1/recording-exports/{answer.headers['tongfu-mark']}/cancel"
    assert sign_in(Role.INSPECTOR).post(path).status_code == 404, "only who took it can say so"
    assert inspector.get("/v1/recording-exports").json()[0]["cancelled_at"] is None
    said = inspector.post(path)
    assert said.status_code == 200, said.text
    clock.advance(60)
    assert inspector.post(path).json() == said.json(), "the first moment stays"
    (found,) = inspector.get("/v1/recording-exports").json()
    assert found == said.json()
    assert found["cancelled_at"] is not None


def test_a_copy_needs_a_reason(floor: Floor, agent: Account, inspector: Api) -> None:
    call_id = floor.call(agent, seconds=5)
    assert inspector.post(f"/v1/recordings/{call_id}/export", json={"reason": " "}).status_code == 422
    assert inspector.get("/v1/recording-exports").json() == []
