"""What a caller says after the talk is kept once, however often an exchange tells it."""

from sqlalchemy import select

from services.contracts.calls import CallEventKind
from services.server.calls.floor import CallFloor
from services.server.calls.tables import call_events, calls
from services.server.kernel import Kernel
from services.telephony.exchange import LocalExchange
from services.telephony.protocol import Fact
from tests.services.server.calls.conftest import OnDuty, act, ring


def test_a_mark_that_is_told_again_is_kept_once_and_the_exchange_is_told_so(
    kernel: Kernel, floor: CallFloor, on_duty: OnDuty
) -> None:
    exchange = floor.core.exchange
    assert isinstance(exchange, LocalExchange)
    kept: list[str] = []
    exchange.kept = kept.extend  # type: ignore[method-assign]
    agent = on_duty(general=1)
    call_id, other = ring(floor), "of-no-call-of-ours"
    assert act(agent, call_id, "answer").status_code == 200
    assert act(agent, call_id, "end").status_code == 200
    assert act(agent, call_id, "wrap-up", code="done").status_code == 200

    def rated(mark: int, of: str = call_id) -> None:
        fact = Fact(CallEventKind.RATED, floor.core.now, of, "", {"satisfaction": mark})
        with floor.look() as core:
            core._pending.append(fact)
        floor.turn()

    for mark in (4, 4, 5):
        rated(mark)
    rated(1, other)
    with kernel.database.read() as connection:
        assert connection.execute(select(calls.c.satisfaction).where(calls.c.id == call_id)).scalar() == 4
        of = select(call_events.c.call_id).where(call_events.c.kind == CallEventKind.RATED.value)
        assert list(connection.execute(of).scalars()) == [call_id, other]
    assert kept == [call_id, call_id, call_id, other]
