from pathlib import Path

from services.contracts.accounts import Role
from services.contracts.quality import EvaluationStatus, Verdict
from services.drafts import DraftJournal
from services.errors import Conflict
from services.store.store import LocalStore
from services.tasks import ImmediateTasks
from services.texts import TypedTexts
from tests.ui.quality.conftest import MakePresenter
from tests.ui.quality.fakes import FakeLive, FakeQuality, published
from ui.quality.outcomes import OutcomesPresenter


def test_an_agent_reads_and_acknowledges(make_presenter: MakePresenter, quality: FakeQuality) -> None:
    published(quality, "e")
    mine = make_presenter(Role.AGENT).mine
    assert mine.waiting == 1
    mine.open("e")
    mine.acknowledge()
    assert quality.evaluations_by_id["e"].status is EvaluationStatus.ACKNOWLEDGED
    assert mine.open_evaluation is not None
    assert mine.open_evaluation.status is EvaluationStatus.ACKNOWLEDGED
    assert mine.waiting == 0


def test_an_appeal_needs_words_and_keeps_them_until_it_is_sent(
    make_presenter: MakePresenter, quality: FakeQuality
) -> None:
    published(quality, "e")
    mine = make_presenter(Role.AGENT).mine
    mine.open("e")
    mine.typed = "  "
    mine.appeal()
    assert quality.evaluations_by_id["e"].appeal == ""
    mine.typed = "结束语说了"
    quality.fails = [Conflict("wrong_state", state="acknowledged")]
    failures: list[Exception] = []
    mine.failed.connect(failures.append)
    mine.appeal()
    assert len(failures) == 1
    assert mine.typed == "结束语说了"
    mine.appeal()
    assert quality.evaluations_by_id["e"].appeal == "结束语说了"
    assert mine.typed == ""


def test_an_inspector_answers_with_the_answers_that_changed(
    make_presenter: MakePresenter, quality: FakeQuality
) -> None:
    published(quality, "e", agent_id="a", status=EvaluationStatus.APPEALED, may_answer=True)
    presenter = make_presenter(Role.INSPECTOR)
    presenter.appeals.open("e")
    # The call of the appeal is opened beside it, with the appeal as the reason.
    assert presenter.review.call_id == "call-1"
    presenter.review.toggle()
    assert quality.asked[-1] == ("sound", "call-1", "appeal e")
    presenter.appeals.set_verdict("closes", Verdict(share=1))
    presenter.appeals.set_verdict("greets", Verdict(share=0))
    presenter.appeals.set_verdict("greets", Verdict(share=1))
    presenter.appeals.typed = "已更正"
    presenter.appeals.answer()
    answer = next(asked[1] for asked in quality.asked if asked[0] == "answer")
    assert (answer.text, answer.verdicts) == ("已更正", {"closes": Verdict(share=1)})
    assert presenter.appeals.verdicts == {}


def test_keeping_the_score_sends_no_verdicts(make_presenter: MakePresenter, quality: FakeQuality) -> None:
    published(quality, "e", agent_id="a", status=EvaluationStatus.APPEALED, may_answer=True)
    appeals = make_presenter(Role.INSPECTOR).appeals
    appeals.open("e")
    appeals.typed = "维持"
    appeals.answer()
    answer = next(asked[1] for asked in quality.asked if asked[0] == "answer")
    assert answer.model_dump(exclude_unset=True) == {"text": "维持"}


def test_a_publication_shows_at_once(make_presenter: MakePresenter, quality: FakeQuality, live: FakeLive) -> None:
    mine = make_presenter(Role.AGENT).mine
    assert mine.rows == []
    published(quality, "e")
    live.tell(id="e", call_id="call-1", status="published", agent_id="somebody")
    assert mine.rows == []
    live.tell(id="e", call_id="call-1", status="published", agent_id="me")
    assert [row.id for row in mine.rows] == ["e"]


def test_words_typed_for_one_do_not_go_to_another(make_presenter: MakePresenter, quality: FakeQuality) -> None:
    published(quality, "e")
    published(quality, "f", call_id="call-2")
    mine = make_presenter(Role.AGENT).mine
    mine.open("e")
    mine.typed = "异议"
    mine.open("e")
    assert mine.typed == "异议"
    mine.open("f")
    assert mine.typed == ""
    mine.open("e")
    assert mine.typed == "异议", "looking at another costs nothing"


def test_an_unfinished_appeal_outlives_the_program(
    make_presenter: MakePresenter, quality: FakeQuality, tmp_path: Path
) -> None:
    published(quality, "e")
    store = LocalStore(tmp_path / "desk.db")

    def begin() -> OutcomesPresenter:
        journal = DraftJournal(store, lambda callback: callback())
        # As its thread does, at once.
        journal.write = lambda draft_id, kind, fields: journal._save({draft_id: (kind, fields)})  # type: ignore[method-assign,assignment]
        texts = TypedTexts(journal)
        texts.read()
        outcomes = OutcomesPresenter(quality, ImmediateTasks(), agent_id="agent", texts=texts)
        outcomes.open("e")
        return outcomes

    begin().typed = "结束语说了"
    again = begin()
    assert again.typed == "结束语说了"
    again.appeal()
    assert quality.evaluations_by_id["e"].appeal == "结束语说了"
    assert begin().typed == ""
