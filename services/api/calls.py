"""Routes of calls, agents' states, figures and the training mode."""

from datetime import datetime

from services.api.transport import Transport
from services.contracts.accounts import Account, AgentSkills
from services.contracts.blocking import NewReport, Report
from services.contracts.calls import (
    AgentStateChange,
    AgentStatus,
    Along,
    Call,
    CallRow,
    Keys,
    MoveCall,
    NewCall,
    PutRight,
    RawCallEvent,
    Reject,
    RejectReason,
    Supervise,
    SupervisionMode,
    TakeCall,
    TransferRequest,
    WrapUp,
)
from services.contracts.common import Page
from services.contracts.events import TrainingChange, TrainingState
from services.contracts.figures import DaySeries, Figures, FormulaVersion, Wall
from services.tasks import Progress


class CallsApi:
    """What an agent does with a call and with their own state."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list_calls(self, cursor: str | None = None, limit: int = 100, agent: str = "") -> Page[CallRow]:
        """Gives calls, newest first, with masked numbers."""
        return self._transport.get("/v1/calls", Page[CallRow], cursor=cursor, limit=limit, agent=agent)

    def get(self, call_id: str) -> Call:
        """Gives one call; the number only to who handles it."""
        return self._transport.get(f"/v1/calls/{call_id}", Call)

    def events(self, call_id: str) -> list[RawCallEvent]:
        """Gives a call's raw events in their order."""
        return self._transport.get(f"/v1/calls/{call_id}/events", list[RawCallEvent])

    def act(self, call_id: str, action: str, key: str) -> Call:
        """Does with one's own call what needs no more words, such as ``answer``, ``hold``, ``join``, ``help`` or ``end``."""
        return self._transport.post(f"/v1/calls/{call_id}/{action}", Call, key=key)

    def consult(self, call_id: str, whom: TransferRequest, key: str) -> Call:
        """Puts the caller on hold and asks somebody."""
        return self._transport.post(f"/v1/calls/{call_id}/consult", Call, whom, key=key)

    def park(self, call_id: str, ticket_id: str, key: str) -> Call:
        """Puts the caller aside, where anybody takes them back; a ticket goes along."""
        return self._transport.post(f"/v1/calls/{call_id}/park", Call, Along(ticket_id=ticket_id or None), key=key)

    def reject(self, call_id: str, reason: RejectReason, key: str) -> AgentStatus:
        """Turns a ring down."""
        return self._transport.post(f"/v1/calls/{call_id}/reject", AgentStatus, Reject(reason=reason), key=key)

    def report(self, call_id: str, new: NewReport, key: str) -> Report:
        """Reports one's own call as harassing, also one that has just ended."""
        return self._transport.post(f"/v1/calls/{call_id}/harassment", Report, new, key=key)

    def press(self, call_id: str, keys: str, key: str) -> Call:
        """Sends keypad tones into the call."""
        return self._transport.post(f"/v1/calls/{call_id}/keys", Call, Keys(keys=keys), key=key)

    def supervise(self, call_id: str, mode: SupervisionMode, key: str) -> Call:
        """Brings a lead into an agent's call, or changes how they are in it."""
        return self._transport.post(f"/v1/calls/{call_id}/supervise", Call, Supervise(mode=mode), key=key)

    def unsupervise(self, call_id: str, key: str) -> Call:
        """Takes a lead out of an agent's call."""
        return self._transport.post(f"/v1/calls/{call_id}/unsupervise", Call, key=key)

    def take(self, call_id: str, asked: TakeCall, key: str) -> Call:
        """Brings a caller whom nobody has answered to the lead."""
        return self._transport.post(f"/v1/calls/{call_id}/take", Call, asked, key=key)

    def move(self, call_id: str, asked: MoveCall, key: str) -> Call:
        """Sends a caller to another queue or agent."""
        return self._transport.post(f"/v1/calls/{call_id}/move", Call, asked, key=key)

    def transfer(self, call_id: str, to: TransferRequest, key: str) -> Call:
        """Sends the call to a colleague or back to a queue."""
        return self._transport.post(f"/v1/calls/{call_id}/transfer", Call, to, key=key)

    def conference(self, call_id: str, to: TransferRequest, key: str) -> Call:
        """Takes a colleague, or a number outside, into the call."""
        return self._transport.post(f"/v1/calls/{call_id}/conference", Call, to, key=key)

    def hand_over(self, call_id: str, ticket_id: str, key: str) -> Call:
        """Leaves a talk of three or a consultation; who was asked goes on with the caller."""
        return self._transport.post(f"/v1/calls/{call_id}/hand-over", Call, Along(ticket_id=ticket_id or None), key=key)

    def dial(self, new: NewCall, key: str) -> Call:
        """Calls a number."""
        return self._transport.post("/v1/calls", Call, new, key=key)

    def wrap_up(self, call_id: str, done: WrapUp, key: str) -> Call:
        """Ends wrap-up with a code."""
        return self._transport.post(f"/v1/calls/{call_id}/wrap-up", Call, done, key=key)

    def set_state(self, change: AgentStateChange, key: str) -> AgentStatus:
        """Asks for a state of one's own: on duty, break, training, off duty."""
        return self._transport.put("/v1/agents/me/state", AgentStatus, change, key=key)


class FiguresApi:
    """The lead's figures, putting right, and the training mode."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def wall(self, threshold: float) -> Wall:
        """Gives what is true now."""
        return self._transport.get("/v1/wall", Wall, threshold=threshold)

    def figures(
        self, since: datetime, until: datetime, threshold: float, formula: FormulaVersion, progress: Progress
    ) -> Figures:
        """Gives the figures of an interval, by the rules of a version; ``progress`` may cancel it."""
        asked = {"since": since, "until": until, "threshold": threshold, "formula": formula}
        return self._transport.computed("/v1/figures", Figures, progress, **asked)

    def day(self, day: str) -> DaySeries:
        """Gives a day in minutes."""
        return self._transport.get("/v1/figures/day", DaySeries, day=day)

    def put_right(self, account_id: str, change: PutRight, key: str) -> AgentStatus:
        """Corrects an agent's state; the reason is recorded."""
        return self._transport.post(f"/v1/agents/{account_id}/put-right", AgentStatus, change, key=key)

    def agent_events(self, account_id: str) -> list[RawCallEvent]:
        """Gives what was last stated about an agent, the newest first."""
        return self._transport.get(f"/v1/agents/{account_id}/events", list[RawCallEvent], limit=60)

    def set_skills(self, account_id: str, skills: AgentSkills, version: int, key: str) -> Account:
        """Changes an agent's skills, in force at once."""
        return self._transport.put(f"/v1/agents/{account_id}/skills", Account, skills, key=key, version=version)

    def account(self, account_id: str) -> Account | None:
        """Gives an account of the staff."""
        found = self._transport.get("/v1/accounts", Page[Account], limit=500).items
        return next((account for account in found if account.id == account_id), None)

    def training(self) -> TrainingState:
        """Gives the training mode's state."""
        return self._transport.get("/v1/training", TrainingState)

    def change_training(self, change: TrainingChange, key: str) -> TrainingState:
        """Changes the training clock's speed, or pauses it."""
        return self._transport.patch("/v1/training", TrainingState, change, key=key)
