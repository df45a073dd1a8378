"""What the sections of the dispatch catalogue do: versions, files, and proposals of joint meetings."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from uuid_utils import uuid7

from services.administration.rule_files import Codes, ReadRules, read_rules, write_rules
from services.administration.service import AdministrationService
from services.contracts.common import Typed
from services.contracts.dispatching import ProposalStatus, RuleProposal
from services.contracts.events import Topic
from services.errors import sentence
from services.live import LiveChange
from ui.container import Container
from ui.language import translate
from ui.presenter import Presenter
from ui.problems import field_words, is_chinese, problem_words
from ui.settings.dispatching.source import DispatchRulesSource
from ui.settings.names import Names
from ui.settings.versioned.presenter import VersionedPresenter
from widgets.theme import Tone


class DispatchingPresenter(Presenter):
    """Lives as long as the page's presenter."""

    names_changed = Signal()
    imported = Signal(object)
    """A file became the draft: sentences by row and field, empty where all is well."""
    import_refused = Signal(str)
    proposals_changed = Signal()
    decided = Signal()
    decision_refused = Signal(str, dict)

    def __init__(self, container: Container, names: Callable[[], Names]) -> None:
        super().__init__(container.tasks)
        self._names = names
        self.service: AdministrationService = container.administration
        self.rules = VersionedPresenter(container, DispatchRulesSource(self.service, names), self)
        self.rules.notice_stated.connect(self.notice_stated)
        self.status = ProposalStatus.PROPOSED
        self.proposals: list[RuleProposal] = []
        self.is_deciding = False
        self._stop = container.live.listen(self._on_live_changed)

    @property
    def names(self) -> Names:
        """Names of units, categories and places."""
        return self._names()

    def close(self) -> None:
        """Stops following."""
        self._stop()

    # -- files

    def export(self, file: Path) -> None:
        """Writes what is shown, with codes, so that it can be changed in a spreadsheet and read back."""
        shown = self.rules.draft.body if self.rules.draft and self.rules.is_draft_shown else self.rules.body
        rules, codes = list((shown or {}).get("rules", [])), self._codes()
        english = not is_chinese()
        self.work(
            lambda progress: write_rules(file, rules, codes, english, progress),
            done=lambda count: self.notice_stated.emit(
                translate("Settings", "Lines written to {file}: {count}").format(file=file.name, count=count),
                str(Tone.GOOD),
            ),
            title=translate("Settings", "Writing the dispatch catalogue"),
        )

    def import_file(self, file: Path) -> None:
        """Reads a file into the draft of the next version; who danger goes to stays as it is."""
        codes = self._codes()
        self.work(
            lambda _progress: read_rules(file, codes),
            done=self._on_file_read,
            failed=lambda error: self.import_refused.emit(problem_words(error)),
            title=translate("Settings", "Reading {file}").format(file=file.name),
        )

    # -- proposals

    def load_proposals(self) -> None:
        """Asks for the proposals of the state that is shown."""
        status = self.status
        self.work(lambda _progress: self.service.dispatching.proposals(status).items, done=self._on_proposals_read)

    def show_status(self, status: ProposalStatus) -> None:
        """Shows proposals of another state."""
        self.status = status
        self.load_proposals()

    def decide(self, proposal: RuleProposal, accept: bool, rule: dict[str, Any], reason: str) -> None:
        """Takes a line into the catalogue, as it was changed here, or refuses it with the reason."""
        if self.is_deciding:
            return
        self.is_deciding = True
        decision = Typed({"accept": accept, "rule": rule if accept else None, "reason": reason})
        key = f"decide-{uuid7()}"
        self.work(
            lambda _progress: self.service.dispatching.decide(proposal.id, decision, key),
            done=self._on_decided,
            failed=self._on_decision_refused,
        )

    def _codes(self) -> Codes:
        catalogue = self.names.catalogue
        if catalogue is None:
            return Codes({}, {}, {})
        return Codes(
            {each.code: each.name for each in catalogue.categories},
            {each.code: each.name for each in catalogue.places},
            {each.code: each.name for each in catalogue.units},
        )

    def _on_file_read(self, found: ReadRules) -> None:
        rules = self.rules
        rules.begin()
        if rules.draft is not None:
            rules.edit({**rules.draft.body, "rules": found.rules})
            rules.begin()
        language = "zh" if is_chinese() else "en"
        self.imported.emit(
            {
                number: {name: sentence(code, language, details) for name, (code, details) in problems.items()}
                for number, problems in found.problems.items()
            }
        )

    def _on_proposals_read(self, found: list[RuleProposal]) -> None:
        self.proposals = found
        self.proposals_changed.emit()

    def _on_decided(self, decided: RuleProposal) -> None:
        self.is_deciding = False
        words = translate("Settings", "Refused.")
        if decided.status is ProposalStatus.ACCEPTED:
            words = translate("Settings", "Taken into version {number} of the dispatch catalogue.").format(
                number=decided.version
            )
        self.notice_stated.emit(words, str(Tone.GOOD))
        self.decided.emit()
        self.load_proposals()

    def _on_decision_refused(self, error: Exception) -> None:
        self.is_deciding = False
        self.decision_refused.emit(problem_words(error), field_words(error))

    def _on_live_changed(self, change: LiveChange) -> None:
        if change.event is not None and change.event.topic == Topic.RULE_PROPOSAL:
            self.load_proposals()
