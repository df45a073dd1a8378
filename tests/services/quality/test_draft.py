from services.contracts.quality import Evaluation, EvaluationChange, Pin, Verdict
from services.quality.draft import ScoreDraft
from tests.services.quality.conftest import an_evaluation


def test_answers_show_at_once_and_are_scored(evaluation: Evaluation) -> None:
    draft = ScoreDraft(evaluation).answer("a", 1).answer("b", 0.5)
    assert draft.result.score == 75
    assert not draft.is_saved
    assert draft.answer("b", 0).result.unanswered == ("c",)


def test_a_comment_stays_when_the_answer_changes(evaluation: Evaluation) -> None:
    draft = ScoreDraft(evaluation).comment("a", "声音小").answer("a", 0.5).answer("a", None, not_applicable=True)
    assert draft.verdicts["a"] == Verdict(not_applicable=True, comment="声音小")
    assert draft.answer("a", None).verdicts["a"] == Verdict(comment="声音小")


def test_what_is_filled_in_while_a_save_is_on_its_way_goes_with_the_next(evaluation: Evaluation) -> None:
    draft, first = ScoreDraft(evaluation).answer("a", 1).send()
    assert first == EvaluationChange(verdicts={"a": Verdict(share=1)})
    draft = draft.answer("b", 1).set_remark("好")
    assert draft.send()[1] is None
    draft = draft.sent(an_evaluation(verdicts={"a": {"share": 1}}, version=2))
    assert draft.verdicts == {"a": Verdict(share=1), "b": Verdict(share=1)}
    draft, second = draft.send()
    assert second == EvaluationChange(verdicts={"b": Verdict(share=1)}, remark="好")
    assert second.model_fields_set == {"verdicts", "remark"}
    draft = draft.sent(an_evaluation(verdicts={"a": {"share": 1}, "b": {"share": 1}}, remark="好", version=3))
    assert draft.is_saved
    assert draft.send()[1] is None


def test_a_save_that_failed_is_sent_again_with_what_came_after_it_on_top(evaluation: Evaluation) -> None:
    draft, _ = ScoreDraft(evaluation).answer("a", 1).answer("b", 1).send()
    draft = draft.answer("a", 0).not_sent()
    assert draft.verdicts == {"a": Verdict(share=0), "b": Verdict(share=1)}
    _, again = draft.send()
    assert again is not None
    assert again.verdicts == {"a": Verdict(share=0), "b": Verdict(share=1)}


def test_after_a_conflict_ones_own_answers_stand_on_the_present_state(evaluation: Evaluation) -> None:
    draft, _ = ScoreDraft(evaluation).answer("a", 1).send()
    draft = draft.not_sent(an_evaluation(verdicts={"b": {"share": 0.5}, "a": {"share": 0}}, version=7))
    assert draft.base.version == 7
    assert draft.verdicts == {"a": Verdict(share=1), "b": Verdict(share=0.5)}


def test_fatal_items_pins_and_remark(evaluation: Evaluation) -> None:
    draft = ScoreDraft(evaluation).answer("a", 1).answer("b", 1).set_fatal("leak", True).set_fatal("abuse", True)
    assert draft.fatal == ["abuse", "leak"]
    assert draft.result.score == 0
    assert draft.set_fatal("abuse", False).set_fatal("leak", False).result.score == 100
    pins = draft.add_pin(Pin(second=30, text="b")).add_pin(Pin(second=2, text="a"))
    assert [pin.text for pin in pins.pins] == ["a", "b"]
    assert [pin.text for pin in pins.remove_pin(Pin(second=30, text="b")).pins] == ["a"]
    assert pins.remove_pin(Pin(second=1, text="never")).pins == pins.pins


def test_setting_the_same_remark_sends_nothing(evaluation: Evaluation) -> None:
    assert ScoreDraft(evaluation).set_remark("").is_saved


def test_what_an_earlier_run_could_not_save_is_taken_in(evaluation: Evaluation) -> None:
    draft, _ = ScoreDraft(evaluation).answer("a", 1).set_remark("记").send()
    draft = draft.answer("b", 1)
    kept = draft.unsaved
    assert kept is not None
    restored = ScoreDraft(evaluation).recovered(kept)
    assert (restored.verdicts, restored.remark) == (draft.verdicts, "记")
    assert ScoreDraft(evaluation).unsaved is None
