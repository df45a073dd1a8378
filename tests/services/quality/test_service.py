from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.contracts.accounts import Account, Role
from services.contracts.calls import Call, CallEventKind, CallState, RawCallEvent
from services.contracts.common import Page
from services.contracts.quality import Claim, Evaluation, EvaluationChange, Publication, Waveform
from services.contracts.tickets import Catalogue, Category, PlaceEntry, Ticket, TicketStatus, Unit
from services.errors import AppError
from services.quality.service import QualityService
from services.streamed import StreamedSound
from services.tasks import CancelledError, Progress
from tests.services.quality.conftest import NOW, an_evaluation
from tests.sounds import Server


class FakeQuality:
    """Remembers what it was asked; answers what a test put in."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.no_recording: AppError | None = None

    def claim(self, claim: Claim, key: str) -> Evaluation:
        self.asked.append(("claim", claim.call_id, key == f"claim-{claim.id}"))
        return an_evaluation(id=claim.id)

    def submit(self, evaluation_id: str, version: int, key: str) -> Evaluation:
        self.asked.append(("submit", evaluation_id, version, key))
        return an_evaluation()

    def publish(self, evaluation_id: str, publication: Publication, version: int, key: str) -> Evaluation:
        self.asked.append(("publish", publication.model_dump(exclude_unset=True)))
        return an_evaluation()

    def fill_in(self, evaluation_id: str, change: EvaluationChange, version: int, key: str) -> Evaluation:
        self.asked.append(("fill_in", version, key))
        return an_evaluation(version=version + 1)

    def waveform(self, call_id: str) -> Waveform:
        if self.no_recording is not None:
            raise self.no_recording
        return Waveform(call_id=call_id, seconds=10, started_at=NOW, agent=[0.1], citizen=[0.2])

    def recording(self, call_id: str, why: str) -> StreamedSound:
        self.asked.append(("recording", call_id, why))
        return StreamedSound(Server(b"fLaC").ask)


class FakeCalls:
    def get(self, call_id: str) -> Call:
        return Call(id=call_id, state=CallState.ENDED, offered_at=NOW, answered_at=NOW, ticket_ids=["t-1", "t-2"])

    def events(self, call_id: str) -> list[RawCallEvent]:
        at = NOW + timedelta(seconds=3)
        return [
            RawCallEvent(id=1, kind=CallEventKind.SPOKEN, at=at, monotonic=3, received_at=at, data={"text": "您好"})
        ]


class FakeTickets:
    def catalogue(self) -> Catalogue:
        return Catalogue(
            version=1,
            places=[PlaceEntry(code="01", name="桂城街道"), PlaceEntry(code="0101", name="平胜社区", parent="01")],
            categories=[Category(code="03", name="教育"), Category(code="0301", name="入学", parent="03")],
            units=[Unit(code="edu", name="教育局")],
            templates=[],
            phrases=[],
            skills=[],
        )

    def get(self, ticket_id: str) -> Ticket:
        return Ticket(
            id=ticket_id,
            number="1",
            status=TicketStatus.CLOSED,
            version=1,
            created_at=NOW,
            updated_at=NOW,
            category="0301",
            town="01",
            village="0101",
            detail="东门",
            unit="edu",
        )


class FakeAccounts:
    def list_accounts(self, cursor: str | None = None, limit: int = 500) -> Page[Account]:
        roles = {"a": [Role.AGENT], "b": [Role.LEAD], "c": [Role.AGENT, Role.INSPECTOR]}
        names = list(roles)[:2] if cursor is None else list(roles)[2:]
        items = [Account(id=name, username=name, name=name, roles=roles[name]) for name in names]
        return Page(items=items, next="more" if cursor is None else None)


@pytest.fixture
def source() -> FakeQuality:
    return FakeQuality()


@pytest.fixture
def service(source: FakeQuality) -> QualityService:
    return QualityService(source, FakeCalls(), FakeTickets(), FakeAccounts())  # type: ignore[arg-type]


def test_all_pages_of_the_staff_are_read_for_the_agents(service: QualityService) -> None:
    assert [agent.id for agent in service.agents()] == ["a", "c"]


def test_a_calls_file_holds_its_first_ticket_its_lines_and_its_waveform(service: QualityService) -> None:
    file = service.call_file("call")
    assert file.ticket is not None
    assert file.ticket.ticket.id == "t-1"
    assert (file.ticket.category, file.ticket.place, file.ticket.unit) == (
        "教育 / 入学",
        "桂城街道 平胜社区 东门",
        "教育局",
    )
    assert [(entry.second, entry.text) for entry in file.timeline] == [(3, "您好")]
    assert file.waveform is not None
    assert service.call_file("call", "t-2").ticket.ticket.id == "t-2"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "error",
    [
        AppError("no_recording", status=404),
        AppError("recording_waits", status=404),
        AppError("recording_deleted", status=410, details={"date": "2026-03-02"}),
        AppError("recording_damaged", status=409),
        AppError("recording_key_lost", status=409, details={"key": "k1"}),
    ],
)
def test_why_a_call_cannot_be_heard_is_told_beside_its_timeline(
    service: QualityService, source: FakeQuality, error: AppError
) -> None:
    source.no_recording = error
    file = service.call_file("call")
    assert file.waveform is None
    assert "recording" in file.missing
    assert file.timeline[0].second == 3


def test_other_errors_are_raised(service: QualityService, source: FakeQuality) -> None:
    source.no_recording = AppError("internal", status=500)
    with pytest.raises(AppError):
        service.call_file("call")


def test_the_reason_for_listening_goes_to_the_server(service: QualityService, source: FakeQuality) -> None:
    assert service.sound(Progress(), "call", "evaluation e").read(0, 9) == b"fLaC"
    assert source.asked == [("recording", "call", "evaluation e")]
    cancelled = Progress()
    cancelled.cancel()
    with pytest.raises(CancelledError):
        service.sound(cancelled, "call", "x")


def test_the_same_act_on_the_same_version_has_the_same_key(service: QualityService, source: FakeQuality) -> None:
    service.submit(an_evaluation(version=4))
    service.submit(an_evaluation(version=4))
    assert source.asked == [("submit", "e", 4, "submit-e-4")] * 2
    service.fill_in(an_evaluation(version=4), EvaluationChange(remark="a"))
    service.fill_in(an_evaluation(version=4), EvaluationChange(remark="b"))
    assert source.asked[2][2] != source.asked[3][2]


def test_claiming_makes_the_id_here(service: QualityService, source: FakeQuality) -> None:
    service.claim("call")
    assert source.asked == [("claim", "call", True)]


def test_publishing_at_once_names_no_moment(service: QualityService, source: FakeQuality) -> None:
    service.publish(an_evaluation())
    service.publish(an_evaluation(), datetime(2026, 3, 3, tzinfo=UTC))
    assert source.asked == [
        ("publish", {}),
        ("publish", {"release_at": datetime(2026, 3, 3, tzinfo=UTC)}),
    ]
