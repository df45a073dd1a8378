"""The files of a recording, at a real Asterisk."""

from services.contracts.calls import AgentState
from services.server.pbx.recordings import waiting
from tests.services.telephony.asterisk.pbx import Pbx
from tests.services.telephony.contract import AsteriskRig, call_of


def test_recordings_of_one_call_that_begin_in_the_same_second_are_all_there(pbx: Pbx) -> None:
    """The first agent's begins with the talk, others' with a hand-over; of four that begin within a blink some share a second."""
    rig = AsteriskRig(pbx)

    try:
        rig.core.set_state("account-anna", AgentState.READY)
        call_id = rig.call()

        def recorded() -> int:
            return len(list(pbx.recordings.glob(f"{call_id}.*.agent.wav")))

        rig.until(lambda: rig.phones["anna"].ringing, 20)
        rig.phones["anna"].pick_up()
        rig.until(lambda: call_of(rig, call_id).connected, 20)
        rig.until(lambda: recorded() == 1, 20)
        call = rig.exchange._board.calls[call_id]

        async def hand_over_thrice() -> None:
            for _ in range(3):
                await rig.exchange._actions.record(call)

        rig.exchange._line.soon(hand_over_thrice)
        rig.until(lambda: recorded() == 4, 20)
        rig.caller_hangs_up(call_id)
        rig.until(lambda: len(waiting(pbx.recordings).get(call_id, [])) == 4, 20)
        parts = waiting(pbx.recordings)[call_id]
        assert all(part.citizen.is_file() for part in parts)
        assert parts[-1].at - parts[0].at < 10
    finally:
        rig.close()
