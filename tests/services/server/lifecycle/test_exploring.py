"""Everybody does anything at any time: whatever they try, the rules of the house hold."""

import contextlib
import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from services.clock import ManualClock
from services.contracts.accounts import Account, Role, permissions_of
from services.contracts.channels import Channel, ChannelChange
from services.contracts.clocks import ClockState, Limit, LimitUnit
from services.contracts.followups import NewFollowUpRules
from services.contracts.lifecycle import OPEN_STATUSES, RULES, Outcome, Part, Satisfaction, Step, StepRequest
from services.contracts.tickets import Finish, NewTicket, Pending, TicketChange, TicketKind, TicketStatus
from services.errors import AppError
from services.server.accounts import repository as accounts
from services.server.channels import core
from services.server.channels import repository as outgoing
from services.server.channels import settings as channels
from services.server.channels.protocol import Incoming, Sender
from services.server.clocks import service as clocks
from services.server.followups import repository as followups
from services.server.followups import rules as follow_up_rules
from services.server.kernel import Kernel
from services.server.lifecycle import form, handover, steps
from services.server.lifecycle.repository import changes_of
from services.server.tickets import repository, service
from services.server.tickets.tables import tickets
from services.server.tickets.trace import COLUMNS, replayed
from services.server.transaction import Actor
from tests.services.server import district
from tests.services.server.conftest import CHEAP_HASH
from tests.services.server.lifecycle.conftest import UNIT, Cast

_UNITS = (UNIT, "D04", district.TOWN_UNIT, district.VILLAGE_UNIT, district.CENTRE)


def _actor(name: str, role: Role, unit: str = "") -> Actor:
    roles = frozenset({role})
    return Actor(name, name, roles, permissions_of(roles), unit=unit)


_ACTORS = (
    _actor("agent", Role.AGENT),
    _actor("dispatcher", Role.DISPATCHER),
    _actor("town-dispatcher", Role.DISPATCHER, district.TOWN_UNIT),
    _actor("inspector", Role.INSPECTOR),
    _actor("supervisor", Role.SUPERVISOR),
    _actor("lead", Role.LEAD),
    *(_actor(f"handler-{unit}", Role.HANDLER, unit) for unit in _UNITS),
)
_HANDLERS = {f"handler-{unit}": unit for unit in _UNITS}
_BELOW = {district.TOWN_UNIT: {district.VILLAGE_UNIT}, district.CENTRE: {district.TOWN_UNIT, district.VILLAGE_UNIT}}


@dataclass
class Seen:
    """What the test itself knows of a ticket, without asking the product's rules."""

    version: int
    steps: int


class Exploration(RuleBasedStateMachine):
    """A district of a few tickets, in which anybody tries anything."""

    kernel: Kernel

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[str, Seen] = {}
        self.names = itertools.count()
        # One database for all runs: each run has tickets of its own.
        self.run = next(_RUNS)

    @rule(confidential=st.booleans(), finish=st.sampled_from(("accept", "accept", "answer", "draft")))
    def file(self, confidential: bool, finish: str) -> None:
        if len(self.known) < 4:
            self._file(confidential=confidential, finish=finish, answer="已答复。")

    @rule(citizen=st.integers(0, 2))
    def write(self, citizen: int) -> None:
        """Somebody writes an e-mail, to which they get a link later."""
        if len(self.known) < 4:
            incoming = Incoming(
                Channel.EMAIL,
                f"{self.run}-{next(self.names)}@example.org",
                self.kernel.clock.now(),
                "夜里打桩",
                title="噪音",
                sender=Sender("陈女士", "", f"citizen{citizen}@example.org"),
                kind=TicketKind.COMPLAINT,
                category="060101",
                town=district.TOWN,
                village=district.VILLAGE,
            )
            self.known[core.receive(self.kernel, incoming).ticket_id] = Seen(1, 1)

    def _file(self, **fields: Any) -> str:
        number = next(self.names)
        ticket_id = f"run-{self.run}-{number}"
        # Some of them are of the same citizen.
        body = district.new_ticket(id=ticket_id, caller_number=f"1610000004{number % 4}", **fields)
        self.kernel.write(lambda tx: service.create(tx, NewTicket(**body)), _ACTORS[0])
        self.known[ticket_id] = Seen(1, 1)
        return ticket_id

    @precondition(lambda self: self.known)
    @rule(data=st.data(), actor=st.sampled_from(_ACTORS[:3]))
    def somebody_uses_the_form(self, data: st.DataObject, actor: Actor) -> None:
        """The form moves a ticket on by the steps that the table allows, and by no others."""
        ticket_id = data.draw(st.sampled_from(sorted(self.known)))
        before, seen = self._row(ticket_id), self.known[ticket_id]
        given = {
            "finish": st.sampled_from((*Finish, None)),
            "unit": st.sampled_from(_UNITS),
            "answer": st.just("已答复。"),
            "confidential": st.booleans(),
            "category": st.sampled_from(("0602", "060101")),
        }
        fields = TicketChange(**data.draw(st.fixed_dictionaries({}, optional=given)))
        try:
            self.kernel.write(lambda tx: form.change(tx, ticket_id, fields), actor, before.version)
        except AppError:
            assert self._row(ticket_id) == before, "a refused change changed something"
            return
        after = self._row(ticket_id)
        trail = self.kernel.read(lambda tx: list(repository.steps(tx.connection, after.key)))
        taken = [each.action for each in trail if not each.action.startswith("matter_")][seen.steps :]
        assert after.version - before.version == len(taken)
        status = before.status
        for action in taken:
            if action != "change":
                stands = SimpleNamespace(status=status, unit=before.unit, assisting=before.assisting)
                assert self._may(actor, Step(action), stands), f"{actor.name} may not {action} in {status}"
                status = RULES[Step(action)].target or status
        if after.unit != before.unit:
            assert before.status in ("draft", "accepted", "dispatched"), (
                "it was taken from a unit that had signed for it"
            )
        seen.version, seen.steps = after.version, seen.steps + len(taken)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), actor=st.sampled_from(_ACTORS), step=st.sampled_from(list(Step)))
    def somebody_tries(self, data: st.DataObject, actor: Actor, step: Step) -> None:
        ticket_id = data.draw(st.sampled_from(sorted(self.known)))
        self._try(ticket_id, actor, self._request(data, step), stale=data.draw(st.integers(0, 9)) == 0)

    def _try(self, ticket_id: str, actor: Actor, request: StepRequest, stale: bool = False) -> None:
        before, step = self._row(ticket_id), request.step
        version = before.version - 1 if stale else before.version
        try:
            self.kernel.write(lambda tx: steps.take(tx, ticket_id, request), actor, version)
        except AppError:
            assert self._row(ticket_id) == before, "a refused step changed something"
            return
        assert not stale, "a stale step was taken"
        assert self._may(actor, step, before), f"{actor.name} may not {step.value} in {before.status} of {before.unit}"
        after = self._row(ticket_id)
        seen = self.known[ticket_id]
        assert after.version == before.version + 1
        seen.version, seen.steps = after.version, seen.steps + 1
        for part in request.parts if step is Step.SPLIT else ():
            self.known[part.id] = Seen(1, 1)
        if step is Step.UNMERGE and self._row(before.merged_into).version > self.known[before.merged_into].version:
            # Nobody else was left to be asked about what it was merged into.
            assert self._row(before.merged_into).status == TicketStatus.CLOSED
            self.known[before.merged_into].version += 1
            self.known[before.merged_into].steps += 1
        if step in (Step.REPLY, Step.ANSWER, Step.MERGE, Step.WITHDRAW):
            parts = self.kernel.read(lambda tx: repository.parts_of(tx.connection, ticket_id))
            assert all(part.closed_at is not None for part in parts), "a whole ended before its parts"

    @precondition(lambda self: self.known)
    @rule(data=st.data(), way=st.sampled_from((Step.MERGE, Step.SPLIT, None)), undone=st.booleans())
    def others_wait_for_it_and_it_ends(self, data: st.DataObject, way: Step | None, undone: bool) -> None:
        """What random steps seldom do in this order: a voice or a part, then an end, and the end is taken back."""
        sources = RULES[way].sources if way is not None else OPEN_STATUSES
        able = [ticket_id for ticket_id in sorted(self.known) if self._row(ticket_id).status in sources]
        if not able:
            return
        ticket_id = data.draw(st.sampled_from(able))
        dispatcher = next(actor for actor in _ACTORS if Role.DISPATCHER in actor.roles)
        if way is None and len(self.known) < 8:
            with contextlib.suppress(AppError):
                self._file(finish="attach", into=ticket_id)
        elif way is not None:
            request = self._request(data, way).model_copy(update={"into": ticket_id})
            self._try(data.draw(st.sampled_from(able)) if way is Step.MERGE else ticket_id, dispatcher, request)
        status = TicketStatus(self._row(ticket_id).status)
        ends = [end for end in (Step.ANSWER, Step.WITHDRAW, Step.MERGE) if status in RULES[end].sources]
        if not ends:
            return
        end = self._request(data, data.draw(st.sampled_from(ends)))
        self._try(ticket_id, dispatcher, end.model_copy(update={"reason": "另有原因"}))
        if undone:
            self._try(ticket_id, dispatcher, StepRequest(step=Step.UNDO_CLOSE))

    @precondition(lambda self: self.known)
    @rule(data=st.data(), step=st.sampled_from((Step.UNDO_CLOSE, Step.UNMERGE)))
    def what_is_offered_is_done(self, data: st.DataObject, step: Step) -> None:
        """An end that may be taken back is."""
        ticket_id, agent = data.draw(st.sampled_from(sorted(self.known))), _ACTORS[0]
        row = self._row(ticket_id)
        offered = self.kernel.read(lambda tx: steps.offers(tx, row), agent)
        if step in [offer.step for offer in offered]:
            self._try(ticket_id, agent, StepRequest(step=step))
            assert self._row(ticket_id).version == row.version + 1, "it was offered, and refused"

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def the_whole_way(self, data: st.DataObject) -> None:
        """The path that random steps seldom find by themselves, as far as it goes."""
        self._go(data.draw(st.sampled_from(sorted(self.known))), data.draw(st.integers(1, 4)))

    def _go(self, ticket_id: str, far: int) -> None:
        for step in (Step.DISPATCH, Step.SIGN_IN, Step.REPLY, Step.APPROVE)[:far]:
            row = self._row(ticket_id)
            by_role = {Step.SIGN_IN: Role.HANDLER, Step.REPLY: Role.HANDLER}.get(step, Role.DISPATCHER)
            actor = next((a for a in _ACTORS if by_role in a.roles and a.unit in ("", row.unit)), None)
            if actor is None or (by_role is Role.HANDLER and actor.unit != row.unit):
                return
            request = StepRequest(step=step, unit=UNIT, text="已处理。")
            try:
                self.kernel.write(lambda tx, r=request: steps.take(tx, ticket_id, r), actor, row.version)
            except AppError:
                return
            self.known[ticket_id].version += 1
            self.known[ticket_id].steps += 1

    @precondition(lambda self: self.known)
    @rule(data=st.data(), times=st.integers(1, 4))
    def citizens_are_asked(self, data: st.DataObject, times: int) -> None:
        """Those who asked about a ticket are asked in some order, are taken out of it, and answers are taken back."""
        if len(self.known) < 6:
            main = self._file(finish="accept")
            for _voice in range(data.draw(st.integers(1, 2))):
                self._file(finish="attach", into=main)
            self._go(main, 4)
        asked = [each for each in sorted(self.known) if self._row(each).status == TicketStatus.FOLLOW_UP]
        if not asked:
            return
        ticket_id, inspector = data.draw(st.sampled_from(asked)), _ACTORS[3]
        voices = self.kernel.read(lambda tx: [each.id for each in repository.merged_into(tx.connection, ticket_id)])
        for _time in range(times):
            who = data.draw(st.sampled_from([ticket_id, *voices]))
            step = data.draw(st.sampled_from((Step.FOLLOW_UP, Step.FOLLOW_UP, Step.ASK, Step.UNDO_CLOSE, Step.UNMERGE)))
            if step is Step.UNMERGE:
                self._try(who, _ACTORS[0], StepRequest(step=step))
                continue
            outcome = data.draw(
                st.builds(
                    Outcome,
                    reached=st.sampled_from((True, True, False)),
                    solved=st.sampled_from((True, True, False)),
                    redo=st.booleans(),
                    satisfaction=st.sampled_from(list(Satisfaction)),
                )
            )
            self._try(ticket_id, inspector, StepRequest(step=step, outcome=outcome, voice_id=who))

    @rule(who=st.sampled_from(sorted(_HANDLERS)))
    def somebody_leaves(self, who: str) -> None:
        """What lies with them, and is open, goes to their unit's pool; all else stays as it is."""
        before = {ticket_id: self._row(ticket_id) for ticket_id in self.known}
        self.kernel.write(lambda tx: handover.release(tx, who, "signed_out"))
        for ticket_id, row in before.items():
            after = self._row(ticket_id)
            if row.handler_id == who and row.closed_at is None:
                assert (after.handler_id, after.unit, after.status) == (None, row.unit, row.status)
                self.known[ticket_id].version += 1
                self.known[ticket_id].steps += 1
            else:
                assert after == row

    @rule(minutes=st.sampled_from((1, 11, 60 * 30)))
    def time_passes(self, minutes: int) -> None:
        clock = self.kernel.clock
        assert isinstance(clock, ManualClock)
        clock.advance(minutes * 60)

    @invariant()
    def the_rules_of_the_house_hold(self) -> None:
        for ticket_id, seen in self.known.items():
            row = self._row(ticket_id)
            status = TicketStatus(row.status)
            assert row.version == seen.version, "a step was lost or doubled"
            trail = self.kernel.read(lambda tx, key=row.key: list(repository.steps(tx.connection, key)))
            # What others' tickets say to a voice is no step of its own.
            assert sum(not entry.action.startswith("matter_") for entry in trail) == seen.steps
            assert replayed([changes_of(entry) for entry in trail]) == {name: getattr(row, name) for name in COLUMNS}
            assert (row.closed_at is None) == (status in (*OPEN_STATUSES, TicketStatus.DRAFT))
            assert row.stage == (row.pending or row.status)
            assert not (row.alert and row.closed_at), "red for ever"
            if status in (TicketStatus.DISPATCHED, TicketStatus.HANDLING, TicketStatus.SUSPENDED):
                assert row.unit, "nobody has it"
            if row.handler_id and row.closed_at is None:
                owner = _HANDLERS[row.handler_id]
                assert row.unit in {owner, *_BELOW.get(owner, ())}, "it lies with somebody of another unit"
            if row.pending != Pending.NOTHING:
                asked = (TicketStatus.FOLLOW_UP,)
                by_unit = (TicketStatus.DISPATCHED, TicketStatus.HANDLING)
                assert status in (asked if row.pending == Pending.ANSWER else by_unit)
            assert (status is TicketStatus.SUSPENDED) == (row.suspended_until is not None)
            assert (row.merged_into is not None) == (status is TicketStatus.MERGED)
            self.look_further(row)
            self.everyone_who_asked_is_asked(row)
            if status is TicketStatus.MERGED:
                self.everyone_who_asked_is_answered(row)

    def look_further(self, row: Any) -> None:
        """An open ticket has a clock that runs, or is paused for a reason; one that is over has none."""
        found = self.kernel.read(lambda tx: clocks.of(tx, row.key))
        states = {clock.state for clock in found if clock.state is not ClockState.STOPPED}
        if TicketStatus(row.status) in OPEN_STATUSES:
            assert states, f"no clock for {row.status}"
            if row.status == TicketStatus.SUSPENDED:
                assert states == {ClockState.PAUSED}
        else:
            assert not states, f"a clock runs for {row.status}"
        due = [clock.due_at for clock in found if clock.state is ClockState.RUNNING and clock.due_at is not None]
        assert row.due_at == (min(due) if due else None), "the list would show another limit than the ticket"

    def everyone_who_asked_is_asked(self, main: Any) -> None:
        """A follow-up ends when everybody behind the ticket has answered, or was called in vain as often as is called."""
        trail = self.kernel.read(lambda tx: list(repository.steps(tx.connection, main.key)))
        invited = self.kernel.read(lambda tx: followups.invited(tx.connection, main.key))
        status = TicketStatus(main.status)
        assert status is TicketStatus.FOLLOW_UP or not invited, "a link can be answered by that nobody waits for"
        assert main.pending != Pending.ANSWER or invited, "nobody has a link to answer by"
        ended = [entry for entry in trail if "status" in changes_of(entry)][-1].action
        is_over = status is TicketStatus.CLOSED and ended in (Step.FOLLOW_UP, Step.ALL_ASKED)
        if status is not TicketStatus.FOLLOW_UP and not is_over:
            return
        asked = list(itertools.takewhile(lambda entry: entry.action != Step.APPROVE, reversed(trail)))
        made = sum(entry.action == Step.FOLLOW_UP for entry in asked)
        tries = self.kernel.read(lambda tx: followups.of(tx.connection, main.key))
        counted = [each for each in tries[len(tries) - made :] if each.undone_at is None]
        citizens: dict[str, set[int]] = {}
        for row in (main, *self.kernel.read(lambda tx: repository.merged_into(tx.connection, main.id))):
            citizens.setdefault(row.caller_number or row.person_id, set()).add(row.key)
        left = 0
        for who, keys in citizens.items():
            theirs = [each.reached for each in counted if (each.voice_key or main.key) in keys]
            left += not any(theirs) and len(theirs) < (3 if who.startswith("161") else 1)
        if is_over:
            assert left == 0, "it is over, and somebody was not asked"
        else:
            assert left or (main.supervised and not any(each.reached for each in counted)), "nobody is left to be asked"

    def everyone_who_asked_is_answered(self, voice: Any) -> None:
        """Whoever asks about a known matter is told its answer, or somebody still has to give it."""
        main = self._row(voice.merged_into)
        status = TicketStatus(main.status)
        assert status is TicketStatus.CLOSED or status in OPEN_STATUSES, f"nobody will answer: {status}"
        told = self.kernel.read(lambda tx: outgoing.told(tx.connection, voice.id))
        said = [each.notice for each in told]
        since = said[len(said) - said[::-1].index("merged") :]
        heard = [notice for notice in since if notice in ("replied", "corrected")]
        if status in (TicketStatus.FOLLOW_UP, TicketStatus.CLOSED):
            assert heard[-1:] == ["replied"], "they were not told the answer"

    def _row(self, ticket_id: str) -> Any:
        return self.kernel.read(
            lambda tx: tx.connection.execute(tickets.select().where(tickets.c.id == ticket_id)).one()
        )

    def _request(self, data: st.DataObject, step: Step) -> StepRequest:
        unit = data.draw(st.sampled_from(_UNITS))
        return StepRequest(
            step=step,
            reason=data.draw(st.sampled_from(("", "另有原因"))),
            text="已处理。",
            unit=unit,
            handler_id=data.draw(st.sampled_from((None, "nobody", *_HANDLERS))),
            until=self.kernel.clock.now() + timedelta(days=data.draw(st.sampled_from((-1, 1)))),
            limit=Limit(amount=2, unit=LimitUnit.WORKING_DAYS),
            into=data.draw(st.sampled_from(sorted(self.known))),
            parts=[Part(id=f"run-{self.run}-{next(self.names)}", unit=unit, title="部分", content="部分")],
            outcome=Outcome(contacted=True, solved=True, satisfaction=Satisfaction.SATISFIED),
            voice_id=data.draw(st.sampled_from((None, *sorted(self.known)))),
        )

    @staticmethod
    def _may(actor: Actor, step: Step, row: Any) -> bool:
        """Tells in the test's own words whether somebody's role and unit allow a step."""
        if not actor.roles & RULES[step].who or TicketStatus(row.status) not in RULES[step].sources:
            return False
        below = {actor.unit, *_BELOW.get(actor.unit, ())}
        if Role.HANDLER in actor.roles:
            return actor.unit in row.assisting.split() if step is Step.ASSIST_REPLY else row.unit in below
        return not actor.unit or not row.unit or row.unit in below


_RUNS = itertools.count()


@pytest.fixture
def explored(kernel: Kernel) -> Kernel:
    district.load(kernel)
    # Whoever has a ticket is told what others decide about it.
    staff = [Account(id=a.account_id, username=a.name, name=a.name, roles=list(a.roles), unit=a.unit) for a in _ACTORS]
    kernel.write(lambda tx: [accounts.add(tx.connection, each, CHEAP_HASH) for each in staff])
    mail = {"address": "12345@example.org", "smtp_host": "127.0.0.1", "smtp_port": 9, "smtp_security": "none"}
    kernel.write(lambda tx: channels.change(tx, Channel.EMAIL, ChannelChange(enabled=True, settings=mail)))
    address = NewFollowUpRules(public_url="https://hotline.example")
    kernel.write(lambda tx: follow_up_rules.set_rules(tx, address), _ACTORS[0], 0)
    return kernel


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_whatever_anybody_tries(explored: Kernel) -> None:
    machine = type("Machine", (Exploration,), {"kernel": explored})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=40,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_of_many_who_are_fast_one_is_first(cast: Cast) -> None:
    for unit in (UNIT, "D04"):
        ticket = cast.file()
        actor = cast.kernel.tokens.actor(cast.dispatcher.token, "zh")
        request = StepRequest(step=Step.DISPATCH, unit=unit)

        def take(_n: int, ticket: dict[str, Any] = ticket, request: StepRequest = request, actor: Actor = actor) -> str:
            try:
                cast.kernel.write(lambda tx: steps.take(tx, ticket["id"], request), actor, ticket["version"])
            except AppError as error:
                return error.code
            return "taken"

        with ThreadPoolExecutor(8) as pool:
            became = list(pool.map(take, range(8)))
        assert sorted(became) == ["stale_version"] * 7 + ["taken"]
        seen = cast.dispatcher.get(f"/v1/tickets/{ticket['id']}").json()
        assert (seen["version"], len(seen["steps"]), seen["dispatch_count"]) == (2, 2, 1)
