"""What every exchange must do, driven the same way: a floor's rules on one side, citizens and telephones on the other."""

import time
from collections.abc import Callable, Sequence
from typing import Protocol

from services.clock import ManualClock, SystemClock
from services.contracts.calls import CallEventKind
from services.server.calls.core import FloorCore
from services.server.calls.rules import FloorRules, stamp_of
from services.server.calls.state import LiveAgent, LiveCall
from services.telephony.asterisk.connection import Access
from services.telephony.asterisk.desks import Desk
from services.telephony.asterisk.exchange import AsteriskExchange
from services.telephony.day import Scenario, World
from services.telephony.exchange import LocalExchange
from services.telephony.protocol import Fact, Telephony
from services.telephony.simulator import Simulator
from tests.services.telephony.asterisk.pbx import SKILLS, Pbx
from tests.services.telephony.asterisk.phone import Phone
from tests.zone import ZONE

HIDDEN = "anonymous"
"""What a citizen gives instead of their number."""
AGENTS = {"anna": (("general", 1), ("city", 1)), "bo": (("general", 2),), "chen": (("city", 1),)}


class Here:
    """Consoles that are always seen."""

    def unseen(self, _account_id: str, _console: str) -> float:
        return 0.0

    def other(self, _account_id: str) -> str:
        return ""


class Rig(Protocol):
    """An exchange with its people."""

    core: FloorCore
    facts: list[Fact]

    def call(self, number: str = "13800000042") -> str:
        """A citizen calls the hotline, with ``HIDDEN`` without a number; returns the call's id once it waits or rings."""
        ...

    def caller_hangs_up(self, call_id: str) -> None: ...

    def caller_wishes(self, call_id: str) -> None:
        """A waiting caller chooses to be called back."""
        ...

    def caller_leaves_message(self, call_id: str) -> None:
        """A waiting caller speaks a message of some seconds."""
        ...

    def call_refused(self, number: str) -> None:
        """Somebody calls whose number is blocked, and is let go."""
        ...

    def sent_on(self, number: str) -> None:
        """Somebody calls and is connected with a number outside."""
        ...

    def agent_hangs_up(self, name: str) -> None: ...

    def called_hangs_up(self, call_id: str) -> None:
        """Somebody whom an agent has called hangs up."""
        ...

    def until(self, what: Callable[[], object], seconds: float = 6.0) -> None:
        """Lets time go by until something holds."""
        ...

    def ignore_rings(self, name: str) -> None:
        """Lets an agent's ring time run out."""
        ...

    def close(self) -> None: ...


class _Base:
    core: FloorCore

    def __init__(self) -> None:
        self.facts: list[Fact] = []

    def _enrol(self) -> None:
        for name, skills in AGENTS.items():
            self.core.change_agent(LiveAgent(f"account-{name}", name, self.core.now, skills=skills))

    def settle(self) -> None:
        self.facts += self.core.facts
        self.core.keep()

    def kinds(self, call_id: str) -> list[str]:
        self.settle()
        return [fact.kind.value for fact in self.facts if fact.call_id == call_id and fact.kind != CallEventKind.SPOKEN]


class LocalRig(_Base):
    """The exchanges of this process, with a clock moved by hand."""

    def __init__(self, simulated: bool) -> None:
        super().__init__()
        self.clock = ManualClock()
        self.exchange: LocalExchange = (
            Simulator(
                "run",
                stamp_of(self.clock),
                World([Scenario("noise", "general", ("一",))], ZONE),
                1,
                [],
                peak_per_hour=1e-6,
            )
            if simulated
            else LocalExchange("run", stamp_of(self.clock))
        )
        self.real = 0.0
        self.core = FloorCore(self.exchange, self.clock, lambda: self.real, Here(), FloorRules(), ZONE)
        self._enrol()
        self._number = 0

    def call(self, number: str = "13800000042") -> str:
        self._number += 1
        call_id = f"call-{self._number}"
        self.exchange.call_in(call_id, "" if number == HIDDEN else number, "general", "noise")
        self.core.ask(lambda: None)
        return call_id

    def caller_hangs_up(self, call_id: str) -> None:
        self.core.ask(lambda: self.exchange.hang_up(call_id))

    def caller_wishes(self, call_id: str) -> None:
        self.core.ask(lambda: self.exchange.wish(call_id))

    def caller_leaves_message(self, call_id: str) -> None:
        self.core.ask(lambda: self.exchange.leave_message(call_id, 2.0))

    def call_refused(self, number: str) -> None:
        self._number += 1
        self.exchange.call_in(f"call-{self._number}", number, "general", "noise")
        self.core.ask(lambda: None)

    def sent_on(self, number: str) -> None:
        self.call_refused(number)

    def agent_hangs_up(self, name: str) -> None:
        call = self.core.state.calls[self.core.state.agents[f"account-{name}"].call_id]
        if call.helper_id:
            self.core.ask(lambda: self.exchange.hand_over(call.id))
        else:
            self.core.ask(lambda: self.exchange.end(call.id, "agent"))

    def called_hangs_up(self, call_id: str) -> None:
        self.caller_hangs_up(call_id)

    def until(self, what: Callable[[], object], seconds: float = 6.0) -> None:
        for _ in range(int(seconds * 10)):
            if what():
                return
            self._pass(0.1)
        raise TimeoutError

    def ignore_rings(self, name: str) -> None:
        self._pass(self.core.rules.ring_seconds + 0.1)

    def _pass(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.real += seconds
        self.core.run_until(stamp_of(self.clock))

    def close(self) -> None:
        pass


class AsteriskRig(_Base):
    """A real Asterisk with real telephones; time is the machine's."""

    def __init__(self, pbx: Pbx, rules: FloorRules | None = None, survey_seconds: float = 60.0) -> None:
        super().__init__()
        self.pbx = pbx
        self.clock = SystemClock()
        m = pbx.manager
        self.access = Access(m.host, m.port, m.user, m.secret)
        self.directory = lambda: (desks(pbx), frozenset(dict(SKILLS)))
        self.exchange = AsteriskExchange(self.access, self.directory, self.clock, survey_seconds)
        self.exchange.start()
        self.core = FloorCore(
            self.exchange, self.clock, time.monotonic, Here(), rules or FloorRules(wrap_up_seconds=30), ZONE
        )
        self._enrol()
        self.citizens: dict[str, Phone] = {}
        self.phones: dict[str, Phone] = {name: pbx.phone(name) for name in AGENTS}
        self.outside = pbx.outside()
        self.turn()

    def turn(self) -> None:
        self.core.run_until(stamp_of(self.clock))

    def away(self, meanwhile: Callable[[], object], survey_seconds: float = 60.0) -> None:
        """Our server is gone while something happens, and comes back with what it had stored."""
        self.turn()
        self.exchange.stop()
        meanwhile()
        self.exchange = AsteriskExchange(self.access, self.directory, self.clock, survey_seconds)
        self.core.exchange = self.exchange
        self.exchange.start()
        self.core.tell_states()
        self.core.reconcile()
        self.turn()

    def call(self, number: str = "13800000042") -> str:
        known = set(self.core.state.calls)
        phone = self.pbx.citizen(number)
        phone.dial("12345")
        self.until(lambda: set(self.core.state.calls) - known)
        (call_id,) = set(self.core.state.calls) - known
        self.citizens[call_id] = phone
        return call_id

    def caller_hangs_up(self, call_id: str) -> None:
        self.citizens[call_id].hang_up()

    def caller_wishes(self, call_id: str) -> None:
        self.until(lambda: self.citizens[call_id].talking)
        self.citizens[call_id].press("1")

    def caller_leaves_message(self, call_id: str) -> None:
        citizen = self.citizens[call_id]
        self.until(lambda: citizen.talking)
        citizen.press("2")
        # Beep and message.
        time.sleep(3)
        citizen.press("#")

    def call_refused(self, number: str) -> None:
        phone = self.pbx.citizen(number)
        phone.dial("12345")
        self.until(lambda: phone.call is None, 20)

    def sent_on(self, number: str) -> None:
        phone = self.pbx.citizen(number)
        phone.dial("12345")
        # Connected, and not only answered: who hangs up in between was not reached.
        self.until(lambda: phone.talking and self.outside.ear.tones(0.3, phone.tone)[phone.tone] > 0.5, 20)
        self.outside.hang_up()
        self.until(lambda: phone.call is None, 20)

    def agent_hangs_up(self, name: str) -> None:
        self.phones[name].hang_up()

    def called_hangs_up(self, call_id: str) -> None:
        self.outside.hang_up()

    def until(self, what: Callable[[], object], seconds: float = 6.0) -> None:
        end = time.monotonic() + seconds
        while True:
            self.turn()
            if what():
                return
            if time.monotonic() > end:
                raise TimeoutError(f"{self.core.state.calls} {self.core.state.agents}")
            time.sleep(0.01)

    def ignore_rings(self, name: str) -> None:
        self.until(lambda: not self.phones[name].ringing, self.pbx.plan.ring_seconds + 4)

    def close(self) -> None:
        self.exchange.stop()
        self.pbx.hang_up_all()


def desks(pbx: Pbx) -> Sequence[Desk]:
    return [Desk(desk.account_id, desk.extension, desk.skills) for desk in pbx.desks.values()]


def state_of(rig: Rig, name: str) -> str:
    return rig.core.state.agents[f"account-{name}"].state.value


def call_of(rig: Rig, call_id: str) -> LiveCall:
    return rig.core.state.calls[call_id]


def is_telephony(exchange: Telephony) -> Telephony:
    """Lets mypy compare an exchange with the protocol."""
    return exchange
