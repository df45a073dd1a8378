"""A call by a real telephone through a real Asterisk to the real windows: from the ring to the published score."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from services.server.recordings.sound import decode
from tests.e2e.real_call import ANNA, BO, CITIZEN
from tests.services.telephony.asterisk.phone import strengths


@pytest.mark.timeout(300)
def test_held_joined_handed_over_recorded_wrapped_up_ticketed_played_and_scored(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.e2e.real_call", "asterisk22", str(tmp_path)]
    walked = subprocess.run(command, capture_output=True, text=True, timeout=280)
    assert walked.returncode == 0, walked.stderr[-4000:]
    seen = json.loads((tmp_path / "seen.json").read_text())

    assert not seen["citizen heard the consultation"]
    kinds = [kind for kind in seen["kinds"] if kind != "agent_state"]
    assert kinds == [
        *("offered", "queued", "ringing", "answered", "held", "resumed", "held", "consulted", "conference", "resumed"),
        *("transferred", "queued", "ringing", "answered", "ended"),
    ]
    assert (seen["ticket"]["call_id"], seen["ticket"]["status"]) == (seen["call"], "accepted")
    assert (seen["evaluation"]["call_id"], seen["evaluation"]["score"]) == (seen["call"], 100)

    # What the inspector heard: agents on the left, the citizen on the right, from the first word to the colleague's.
    both, rate = decode(Path(seen["recording"]).read_bytes())
    assert (both.shape[1], rate) == (2, 8000)
    first, last = both[2000:6000].astype(float), both[-6000:-2000].astype(float)
    assert strengths(first[:, 0], ANNA)[ANNA] > 0.5
    assert strengths(last[:, 0], BO)[BO] > 0.5
    for part in (first, last):
        right = strengths(part[:, 1], CITIZEN, ANNA, BO)
        assert right[CITIZEN] > 0.5
        assert max(right[ANNA], right[BO]) < 0.05

    assert seen["compared"].startswith("1 calls compared with the exchange's log; 0 differ"), seen["compared"]
    assert "All figures agree." in seen["compared"]
