"""A server, a live feed and a player that tests move by hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from services.contracts.accounts import Account, Permission, Role, permissions_of
from services.contracts.calls import Call, CallEventKind, CallRow, CallState
from services.contracts.events import Event, Topic
from services.contracts.quality import (
    AppealAnswer,
    Evaluation,
    EvaluationChange,
    EvaluationRow,
    EvaluationStatus,
    EvaluationStep,
    FatalItem,
    Pin,
    QualityFigure,
    QualityFigures,
    Question,
    RecordingFlaw,
    Sample,
    SampledCall,
    SampleRequest,
    Scorecard,
    Section,
    Span,
    TalkShares,
    Verdict,
    Waveform,
)
from services.contracts.recordings import Hold
from services.contracts.scoring import evaluate
from services.contracts.tickets import Ticket, TicketKind, TicketStatus
from services.errors import AppError
from services.live import ChangeKind, LiveChange
from services.quality.service import CallFile, TicketFile
from services.quality.timeline import Entry
from services.streamed import StreamedSound
from services.tasks import Progress
from tests.sounds import Server

NOW = datetime(2026, 3, 9, 6, 32, tzinfo=UTC)
CARD = Scorecard(
    id="card",
    name="标准",
    version=1,
    sections=[
        Section(
            key="opening",
            name="开头与结束语",
            english="Opening and closing",
            weight=40,
            questions=[
                Question(key="greets", text="规范问候", english="Greets properly", points=10),
                Question(
                    key="closes", text="规范结束", english="Closes properly", points=10, allow_not_applicable=False
                ),
            ],
        ),
        Section(
            key="answer",
            name="答复准确",
            english="Correctness",
            weight=60,
            questions=[
                Question(key="right", text="答复正确", english="Correct answer", points=20),
                Question(
                    key="corrects",
                    text="当场更正",
                    english="Corrects it at once",
                    points=10,
                    only_when={"question": "right", "equals": "no"},
                ),
            ],
        ),
    ],
    fatal=[FatalItem(key="abuse", text="辱骂市民", english="Abuses the citizen"), FatalItem(key="leak", text="泄密")],
)
NAMES = ("陈静", "吴敏", "黄志强", "梁晓彤", "何家豪")


def sampled(number: int, **values: Any) -> SampledCall:
    """A call of a sample: an answered call of five minutes."""
    at = NOW - timedelta(hours=3 * number)
    call = CallRow(
        id=f"call-{number}",
        state=CallState.ENDED,
        number_masked="138****0042",
        offered_at=at,
        answered_at=at + timedelta(seconds=8),
        ended_at=at + timedelta(seconds=8 + 60),
        agent_id=f"agent-{number % 5}",
        agent_name=NAMES[number % 5],
        satisfaction=(None, 5, 2, 4)[number % 4],
    )
    given: dict[str, Any] = {
        "call": call,
        "reasons": ["random"],
        "ticket_id": f"ticket-{number}",
        "ticket_title": "小学报名",
        "ticket_kind": "consult",
    }
    return SampledCall.model_validate({**given, **values})


class FakeQuality:
    """Keeps evaluations as the server does; ``fails`` makes the next requests fail."""

    def __init__(self, card: Scorecard = CARD, calls: int = 4) -> None:
        self.card = card
        self.recordings = Server(bytes(range(256)) * 512)
        self.asked: list[tuple[Any, ...]] = []
        self.evaluations_by_id: dict[str, Evaluation] = {}
        self.sampled = [sampled(n) for n in range(1, calls + 1)]
        self.fails: list[Exception | None] = []
        self.has_recording = True
        self.flaw: RecordingFlaw | None = None
        self.holds: dict[str, Hold] = {}
        self.file: CallFile | None = None

    def _maybe_fail(self) -> None:
        error = self.fails.pop(0) if self.fails else None
        if error is not None:
            raise error

    def sample(self, request: SampleRequest) -> Sample:
        self.asked.append(("sample", request))
        self._maybe_fail()
        claims = {e.call_id: e for e in self.evaluations_by_id.values()}
        calls = [
            c.model_copy(
                update={
                    "evaluation_id": claims[c.call.id].id,
                    "evaluation_status": claims[c.call.id].status.value,
                    "claimed_by": claims[c.call.id].inspector_name,
                    "claimed_by_id": claims[c.call.id].inspector_id,
                }
            )
            if c.call.id in claims
            else c
            for c in self.sampled
        ]
        return Sample(
            calls=calls, population=128, since=request.since or NOW - timedelta(days=7), until=request.until or NOW
        )

    def agents(self) -> list[Account]:
        return [
            Account(id=f"agent-{n}", username=f"a{n}", name=name, roles=[Role.AGENT], team="一组")
            for n, name in enumerate(NAMES)
        ]

    def claim(self, call_id: str) -> Evaluation:
        self.asked.append(("claim", call_id))
        self._maybe_fail()
        found = next((e for e in self.evaluations_by_id.values() if e.call_id == call_id), None)
        if found is None:
            found = self.put(f"ev-{call_id}", call_id)
        return found

    def put(self, evaluation_id: str, call_id: str = "call-1", **values: Any) -> Evaluation:
        """Stores an evaluation."""
        given: dict[str, Any] = {
            "id": evaluation_id,
            "call_id": call_id,
            "agent_id": "agent-1",
            "agent_name": "吴敏",
            "inspector_id": "me",
            "inspector_name": "李质检",
            "scorecard": self.card,
            "status": EvaluationStatus.CLAIMED,
            "created_at": NOW,
            "updated_at": NOW,
        }
        evaluation = Evaluation.model_validate({**given, **values})
        self.evaluations_by_id[evaluation_id] = evaluation
        return evaluation

    def evaluation(self, evaluation_id: str) -> Evaluation:
        self._maybe_fail()
        return self.evaluations_by_id[evaluation_id]

    def fill_in(self, evaluation: Evaluation, change: EvaluationChange) -> Evaluation:
        self.asked.append(("fill_in", change))
        self._maybe_fail()
        present = self.evaluations_by_id[evaluation.id]
        assert present.version == evaluation.version, "the presenter must send the version it was given"
        verdicts = {**present.verdicts, **(change.verdicts or {})}
        fatal = present.fatal if change.fatal is None else list(change.fatal)
        values = {
            "verdicts": verdicts,
            "fatal": fatal,
            "pins": present.pins if change.pins is None else change.pins,
            "remark": present.remark if change.remark is None else change.remark,
            "score": evaluate(self.card, verdicts, fatal).score,
        }
        return self._move(evaluation, **values)

    def submit(self, evaluation: Evaluation) -> Evaluation:
        self.asked.append(("submit", evaluation.version))
        return self._move(evaluation, status=EvaluationStatus.SUBMITTED)

    def publish(self, evaluation: Evaluation, release_at: datetime | None = None) -> Evaluation:
        self.asked.append(("publish", release_at))
        return self._move(evaluation, status=EvaluationStatus.PUBLISHED, published_at=release_at or NOW)

    def release(self, evaluation: Evaluation) -> None:
        self.asked.append(("release", evaluation.id))
        del self.evaluations_by_id[evaluation.id]

    def acknowledge(self, evaluation: Evaluation) -> Evaluation:
        self.asked.append(("acknowledge", evaluation.id))
        self._maybe_fail()
        return self._move(evaluation, status=EvaluationStatus.ACKNOWLEDGED)

    def appeal(self, evaluation: Evaluation, text: str) -> Evaluation:
        self.asked.append(("appeal", text))
        return self._move(evaluation, status=EvaluationStatus.APPEALED, appeal=text)

    def answer_appeal(self, evaluation: Evaluation, answer: AppealAnswer) -> Evaluation:
        self.asked.append(("answer", answer))
        return self._move(
            evaluation,
            status=EvaluationStatus.ANSWERED,
            appeal_answer=answer.text,
            verdicts={**evaluation.verdicts, **(answer.verdicts or {})},
            may_answer=False,
        )

    def _move(self, evaluation: Evaluation, **values: Any) -> Evaluation:
        self._maybe_fail()
        present = self.evaluations_by_id[evaluation.id]
        moved = present.model_copy(update={"version": present.version + 1, **values})
        self.evaluations_by_id[evaluation.id] = moved
        return moved

    def evaluations(
        self, status: EvaluationStatus | None = None, agent: str | None = None, inspector: str | None = None
    ) -> list[EvaluationRow]:
        self.asked.append(("evaluations", status, agent))
        return [
            EvaluationRow(
                id=e.id,
                call_id=e.call_id,
                agent_id=e.agent_id,
                agent_name=e.agent_name,
                inspector_name=e.inspector_name,
                status=e.status,
                score=e.score,
                call_at=NOW - timedelta(hours=5),
                published_at=e.published_at,
                updated_at=e.updated_at,
            )
            for e in self.evaluations_by_id.values()
            if (status is None or e.status is status) and (agent is None or e.agent_id == agent)
        ]

    def figures(self, since: datetime | None, until: datetime | None) -> QualityFigures:
        self.asked.append(("figures", since, until))
        agents = [
            QualityFigure(
                key=f"agent-{n}", name=name, count=12 + n, mean=58.5 + 9 * n, lowest=0 if n == 0 else 60.0, fatal=n == 0
            )
            for n, name in enumerate(NAMES)
        ]
        questions = [
            QualityFigure(key=q.key, name=q.text, english=q.english, count=40, mean=70 + n * 7.3, lowest=0)
            for n, q in enumerate(q for s in self.card.sections for q in s.questions)
        ]
        teams = [QualityFigure(key=t, name=t, count=20, mean=m, lowest=40) for t, m in (("一组", 84.2), ("二组", 91.0))]
        return QualityFigures(
            since=since or NOW, until=until or NOW, count=66, mean=86.4, agents=agents, teams=teams, questions=questions
        )

    def call_file(self, call_id: str, ticket_id: str | None = None) -> CallFile:
        self.asked.append(("call_file", call_id, ticket_id))
        found = self.file or call_file(call_id, has_recording=self.has_recording)
        wave = found.waveform
        return replace(found, waveform=wave and wave.model_copy(update={"flaw": self.flaw}))

    def sound(self, progress: Progress, call_id: str, why: str) -> StreamedSound:
        self.asked.append(("sound", call_id, why))
        self._maybe_fail()
        return self.recordings.sound()

    def open_hold(self, call_id: str) -> Hold | None:
        return self.holds.get(call_id)

    def hold(self, call_id: str, reason: str) -> Hold:
        self.asked.append(("hold", call_id, reason))
        self._maybe_fail()
        self.holds[call_id] = Hold(call_id=call_id, reason=reason, set_at=NOW, set_by="李质检")
        return self.holds[call_id]

    def lift(self, call_id: str, reason: str) -> Hold:
        self.asked.append(("lift", call_id, reason))
        self._maybe_fail()
        return self.holds.pop(call_id).model_copy(update={"lifted_at": NOW})

    def export(self, progress: Progress, call_id: str, reason: str, target: Path) -> str:
        self.asked.append(("export", call_id, reason))
        self._maybe_fail()
        progress.check()
        target.write_bytes(b"fLaC")
        return "4711"


def call_file(call_id: str, *, has_recording: bool = True) -> CallFile:
    """A call of a minute with three things said, one hold and one silence."""
    at = NOW - timedelta(hours=3)
    ticket = Ticket(
        id="t",
        number="202603090042",
        status=TicketStatus.CLOSED,
        version=1,
        kind=TicketKind.CONSULT,
        title="平胜社区咨询小学一年级报名材料",
        content="来电人的孩子今年满六周岁，户籍在外市，现租住平胜社区，咨询在桂城读一年级需要什么材料。",
        answer="凭居住证、租赁合同备案和积分，在报名系统提交；时间以教育部门公布为准。",
        created_at=at,
        updated_at=at,
    )
    timeline = (
        Entry(-8.0, CallEventKind.OFFERED),
        Entry(0.0, CallEventKind.ANSWERED),
        Entry(3.5, CallEventKind.SPOKEN, "您好，我想问一下，我家小孩今年六岁，户口不在南海，能不能在桂城读小学？"),
        Entry(14.0, CallEventKind.SPOKEN, "我们是租房住的，在平胜社区，住了两年多了。"),
        Entry(20.0, CallEventKind.HELD),
        Entry(35.0, CallEventKind.RESUMED),
        Entry(41.0, CallEventKind.SPOKEN, "好的，那报名是几月份？"),
        Entry(60.0, CallEventKind.ENDED, "caller"),
        Entry(64.0, CallEventKind.RATED, "5"),
    )
    wave = Waveform(
        call_id=call_id,
        seconds=60,
        started_at=at,
        agent=[0.4, 0.1] * 240,
        citizen=[0.1, 0.3] * 240,
        silent=[Span(start=20, end=35)],
        held=[Span(start=20, end=35)],
        paused=[Span(start=40, end=45)],
        shares=TalkShares(agent=20, citizen=12, both=2, silent=10, held=15, paused=5),
    )
    return CallFile(
        Call(id=call_id, state=CallState.ENDED, offered_at=at, answered_at=at, ticket_ids=["t"]),
        timeline,
        TicketFile(ticket, place="桂城街道 平胜社区 东门", category="教育 / 义务教育 / 入学报名", unit=""),
        wave if has_recording else None,
        "" if has_recording else "这通电话没有录音。",
    )


class FakePlayer(QObject):
    """A player that a test moves with ``run_to``."""

    position_changed = Signal(float)
    playing_changed = Signal(bool)
    failed = Signal(str)

    def __init__(self, has_sound: bool = True) -> None:
        super().__init__()
        self.has_sound = has_sound
        self.position = 0.0
        self.is_playing = False
        self.rate = 1.0
        self.seconds = 0.0
        self.sound: StreamedSound | None = None
        self.closed = False

    def load(self, sound: StreamedSound | None, seconds: float) -> None:
        self.sound, self.seconds, self.position, self.is_playing = sound, seconds, 0.0, False

    def play(self) -> None:
        self.is_playing = True
        self.playing_changed.emit(True)

    def pause(self) -> None:
        self.is_playing = False
        self.playing_changed.emit(False)

    def seek(self, second: float) -> None:
        self.position = second
        self.position_changed.emit(second)

    def set_rate(self, rate: float) -> None:
        self.rate = rate

    def close(self) -> None:
        self.closed = True

    def run_to(self, second: float) -> None:
        """Plays up to a second."""
        self.position = second
        self.position_changed.emit(second)


class FakeLive:
    """A live feed; ``tell`` states a fact."""

    def __init__(self) -> None:
        self.listeners: list[Callable[[LiveChange], None]] = []

    def listen(self, listener: Callable[[LiveChange], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def server_now(self) -> datetime:
        return NOW

    def tell(self, **data: Any) -> None:
        """An evaluation changed."""
        self.tell_of(Topic.EVALUATION, **data)

    def tell_of(self, topic: Topic, **data: Any) -> None:
        """Something changed."""
        event = Event(id=1, at=NOW, topic=topic, subject="e", data=data)
        for listener in list(self.listeners):
            listener(LiveChange(ChangeKind.EVENT, event))


class FakeWho:
    """Somebody with these roles."""

    def __init__(self, *roles: Role, account_id: str = "me") -> None:
        self.account = Account(id=account_id, username="me", name="李质检", roles=list(roles))
        self._permissions = permissions_of(frozenset(roles))

    def may(self, permission: Permission) -> bool:
        return permission in self._permissions


class FakeUnsaved:
    """What would be on the disk."""

    def __init__(self) -> None:
        self.changes: dict[str, dict[str, Any]] = {}

    def keep(self, evaluation_id: str, change: dict[str, Any]) -> None:
        self.changes[evaluation_id] = change

    def kept(self, evaluation_id: str) -> dict[str, Any]:
        return self.changes.get(evaluation_id, {})

    def forget(self, evaluation_id: str) -> None:
        self.changes.pop(evaluation_id, None)

    def tidy(self) -> None:
        """Nothing is left over here."""


def offline() -> AppError:
    """The server cannot be reached."""
    return AppError("unreachable", status=503)


def published(quality: FakeQuality, evaluation_id: str, **values: Any) -> Evaluation:
    """Stores a published evaluation of my own call."""
    verdicts = {"greets": Verdict(share=1), "closes": Verdict(share=0.5), "right": Verdict(share=1)}
    given: dict[str, Any] = {
        "agent_id": "me",
        "agent_name": "李质检",
        "inspector_id": "other",
        "inspector_name": "王复核",
        "status": EvaluationStatus.PUBLISHED,
        "verdicts": verdicts,
        "score": 90.0,
        "pins": [Pin(second=12, text="语速偏快")],
        "remark": "总体不错",
        "published_at": NOW,
        "history": [EvaluationStep(at=NOW, actor="王复核", action="published")],
    }
    return quality.put(evaluation_id, **{**given, **values})
