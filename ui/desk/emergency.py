"""Police, ambulance and fire brigade: one key takes them into the call, whoever else is there."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from services.contracts.calls import Call, TransferRequest
from services.desk.phase import WITH_THIRD, Phase
from ui.desk.calls import Calls

_TWICE_MS = 8_000
"""Who is frightened presses twice: so long it is the same wish, and who is rung is not rung anew from the start."""


WithCall = Callable[[str, Callable[[str], object], Callable[[], None]], None]
"""Asks the server for something of the call in hand: its name, what, and who hears that it was refused."""


class Asked(Protocol):
    """What is needed of :class:`ui.desk.call_presenter.CallPresenter`."""

    @property
    def call(self) -> Call | None:
        """The call in hand."""
        ...

    @property
    def phase(self) -> Phase:
        """Where the agent stands."""
        ...

    @property
    def is_mine(self) -> bool:
        """Whether the call in hand is this agent's own."""
        ...


class Emergency(QObject):
    """Remembers whom it was asked for, until they are there or were refused."""

    def __init__(self, presenter: Asked, calls: Calls, with_call: WithCall, parent: QObject) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._calls = calls
        self._with_call = with_call
        self._wanted = ("", "")
        """The call, and the number that is to come into it."""
        self._is_due = False
        """They are called once there is room for them."""
        self.twice = QTimer(self, singleShot=True, interval=_TWICE_MS)

    def ask(self, number: str) -> None:
        """Takes a number into the call in hand; whoever else was asked makes room for it first."""
        wanted = (self._call_id(), number)
        if self._is_there(number) or (self._wanted == wanted and self.twice.isActive()):
            return
        self._wanted, self._is_due = wanted, True
        self.twice.start()
        if self._presenter.phase in WITH_THIRD:
            self._with_call("release", lambda call_id: self._calls.act(call_id, "release"), self._forget)
        else:
            self.follow()

    def follow(self) -> None:
        """The call has changed: there may be room now, or they have come."""
        call_id, number = self._wanted
        if self._call_id() != call_id or self._is_there(number):
            self._forget()
        elif self._is_due and self._presenter.phase in (Phase.TALKING, Phase.HELD) and self._presenter.is_mine:
            self._is_due = False
            whom = TransferRequest(number=number)
            self._with_call("conference", lambda here: self._calls.conference(here, whom), self._forget)

    def _is_there(self, number: str) -> bool:
        call = self._presenter.call
        return bool(number) and call is not None and call.outside == number

    def _call_id(self) -> str:
        return self._presenter.call.id if self._presenter.call is not None else ""

    def _forget(self) -> None:
        self._wanted, self._is_due = ("", ""), False
