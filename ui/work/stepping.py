"""A page on which steps are taken: the form of a step, what can be done as a row of buttons, and what helps with a reply."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from services.contracts.lifecycle import Step
from services.desk.choices import sounds_of
from services.knowledge.index import Hit
from ui.desk.picker import Pick, Picker
from ui.language import translate
from ui.lifecycle_words import step_words
from ui.page import Page, PageContext
from ui.work.acts import Act, ActBar, Shown
from ui.work.asked_words import citizen_choices
from ui.work.calling import call, numbers_of
from ui.work.commands import CALL_KEY
from ui.work.presenter import WorkPresenter
from ui.work.step_fields import FIELDS
from ui.work.step_form import StepForm
from ui.work.units import Matcher, UnitChoices, category_choices, colleague_choices, kind_choices, place_choices
from ui.work.viewer import FileViewer
from widgets import icons
from widgets.badges import key_text
from widgets.fields.matching import Choice, ChoiceMatcher
from widgets.fields.type_ahead import TypeAheadField
from widgets.theme import Tone

_BASIS = 120


class SteppingPage(Page):
    """What pages of lists and the page of one ticket have in common. The page's own class lays the parts out.

    Args:
        presenter: of the page.
        context: of the page; of its commands those that help with a form (``template``, ``phrase``, ``cite``, ``attach``)
            get a button in the form.
    """

    def __init__(self, presenter: WorkPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.presenter = presenter
        self.units: UnitChoices | None = None
        self.form = StepForm(presenter, self.choose)
        self.acts_bar = ActBar()
        self.picker = Picker(self)
        self.choose_files: Callable[[], list[str]] = self._ask_for_files
        """Asks which files; a test answers itself."""
        self.viewer = FileViewer(presenter.files, self)
        self._helpers: dict[str, QPushButton] = {}
        self._titles: dict[str, str] = {}

    # -- what a page's own class says

    def acts(self) -> Sequence[Act]:
        """Returns the steps of the page, the main one first."""
        raise NotImplementedError

    def home(self) -> QWidget:
        """Returns where the focus goes when a form is closed."""
        raise NotImplementedError

    def choose(self, name: str, step: Step) -> Matcher:
        """Returns what a type-ahead field of the form offers."""
        if name == "unit" and self.units is not None:
            ticket = self.presenter.ticket
            if step is Step.DELEGATE and ticket is not None:
                return self.units.below(ticket.unit)
            return self.units.everywhere()
        choices = self.presenter.choices
        if name == "kind":
            return ChoiceMatcher(kind_choices())
        if name in ("category", "town") and choices is not None:
            return ChoiceMatcher(category_choices(choices) if name == "category" else place_choices(choices))
        if name == "voice_id":
            citizens = citizen_choices(self.presenter.citizens, self.presenter.now())
            return ChoiceMatcher(citizens, max(1, len(citizens)))
        if name == "handler_id":
            return self._match_colleagues
        if name == "into":
            return self._match_tickets
        return ChoiceMatcher([])

    # -- the window's calls

    def entered(self) -> None:
        """From now on others see that one looks at the ticket."""
        self.presenter.set_in_front(True)

    def left(self) -> None:
        """Others see that one looks at it no more."""
        self.presenter.set_in_front(False)

    # -- keys

    def event(self, event: QEvent) -> bool:
        """Escape closes the form before it does anything else."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() == QEvent.Type.KeyPress and self.escape():
            event.accept()
            return True
        return super().event(event)

    def escape(self) -> bool:
        """Closes what is open over the page; returns whether something was."""
        if self.presenter.files.open_file is not None:
            self.presenter.files.close()
            return True
        if self.presenter.form is not None:
            self._close_form()
            return True
        return False

    def do(self, act: Act) -> None:
        """Takes the first step of an act that is offered."""
        step = next((step for step in act.steps if self.presenter.may(step)), None)
        if step is not None:
            self.run_step(step)

    def run_step(self, step: Step) -> None:
        """Takes a step at once, or opens its form where it needs something."""
        if step is Step.ASSIGN:
            self.presenter.load_colleagues()
        elif step in (Step.MERGE, Step.LINK):
            self.presenter.look_for_candidates()
        elif step is Step.UNLINK:
            self.presenter.offer_linked()
        if step in FIELDS and self.wants_form(step):
            if self.presenter.open_form(step):
                self.form.focus_first()
        else:
            self.presenter.take(step)

    def wants_form(self, step: Step) -> bool:
        """Tells whether a step asks for something first; one that needs nothing is taken at once."""
        opened = self.presenter.opened_ticket
        return bool(opened is not None and opened.offers.get(step)) or step in (Step.ASSIGN,)

    # -- for the page's own class

    def connect_steps(self) -> None:
        """Connects form, buttons and helpers; called when all parts of the page are there."""
        p = self.presenter
        p.ticket_changed.connect(self.show_acts)
        p.form_changed.connect(self.show_form)
        p.choices_changed.connect(self.on_choices)
        p.said.connect(self._on_said)
        p.colleagues_changed.connect(self._on_colleagues_changed)
        p.candidates_changed.connect(self._on_candidates_changed)
        p.articles_found.connect(self._on_articles_found)
        self.form.send_requested.connect(self._send)
        self.form.close_requested.connect(self._close_form)
        self.form.phrase_requested.connect(self._phrases)
        declared = {command.key: command for command in self.context.commands}
        helpers = (
            ("template", translate("Work", "Template"), "template", self._templates),
            ("phrase", translate("Work", "Phrase"), "note", self._phrases),
            ("cite", translate("Work", "Cite"), "cite", self._cite),
            ("attach", translate("Work", "Photo"), "add", self._attach),
        )
        self.bind("files", p.files.open)
        self.bind("follow", self._follow)
        self.bind("send", self._send)
        self.bind("discard", self._discard)
        for name, words, icon, run in helpers:
            if name not in declared:
                continue
            self.bind(name, run)
            button = QPushButton(icons.icon(icon), f"{words}  {key_text(declared[name].keys)}")
            button.setProperty("look", "quiet")
            button.setObjectName(f"work.{name}")
            button.setAccessibleName(declared[name].title)
            button.setToolTip(declared[name].title)
            button.clicked.connect(self.actions_by_name[name].trigger)
            self.form.add_extra(button)
            self._helpers[name] = button
        self.on_choices()
        self.show_form()

    def call_citizen(self, number: str = "") -> None:
        """Calls a number of the open ticket, the contact number unless another one is named; the desk comes to the front."""
        ticket = self.presenter.ticket
        if ticket is None or not self.presenter.may_call:
            return
        number = number or next(iter(numbers_of(ticket)), "")
        if number:
            call(ticket, number, self.open_requested.emit)
        else:
            self.context.notices.say(translate("Work", "This ticket has no number that can be called."), Tone.WARN)

    def call_button(self) -> list[Shown]:
        """Returns the button that calls the citizen, where the person may and there is a number."""
        action = self.actions_by_name["call"]
        ticket = self.presenter.ticket
        action.setEnabled(self.presenter.may_call and ticket is not None)
        if not self.presenter.may_call or ticket is None or not numbers_of(ticket):
            return []
        return [Shown(action, translate("Work", "Call the citizen"), CALL_KEY)]

    def _follow(self) -> None:
        ticket = self.presenter.ticket
        if ticket is not None:
            self.presenter.following.toggle(ticket.id, ticket.number)

    def shown_acts(self) -> list[Shown]:
        """Returns the buttons of what is possible now; sets which keys work."""
        p = self.presenter
        shown = []
        keys = {command.key: command.keys for command in self.context.commands}
        for act in self.acts():
            action = self.actions_by_name.get(act.command)
            if action is None:
                continue
            step = next((step for step in act.steps if p.may(step)), None)
            action.setEnabled(step is not None)
            if step is not None and act.shown():
                shown.append(Shown(action, step_words(step.value), keys[act.command]))
        return shown

    def show_acts(self) -> None:
        """Shows what is possible now."""
        self.acts_bar.show_acts(self.shown_acts())
        # While something is typed only its own button counts.
        has_form = self.presenter.form is not None
        self.acts_bar.setVisible(not has_form)
        for name in ("send", "discard"):
            if name in self.actions_by_name:
                self.actions_by_name[name].setEnabled(has_form)

    def show_form(self) -> None:
        """Shows the presenter's form with what fits it beside it."""
        self.form.units = self.units
        self.form.refresh()
        self.show_acts()
        form = self.presenter.form
        replies = form is not None and form.step in (Step.REPLY, Step.ASSIST_REPLY, Step.ANSWER)
        for name, fits in (
            ("template", replies),
            ("phrase", self.form.body() is not None),
            ("cite", self.form.editor("basis") is not None),
            ("attach", self.form.editor("text") is not None),
        ):
            if name in self._helpers:
                self._helpers[name].setVisible(form is not None and fits)

    def on_choices(self) -> None:
        """Takes in the catalogue."""
        if self.presenter.choices is not None:
            self.units = UnitChoices(self.presenter.choices)
            self.form.units = self.units

    # -- inside

    def _send(self) -> None:
        if self.presenter.form is not None and self.presenter.send_form():
            self.home().setFocus()

    def _close_form(self) -> None:
        self.presenter.close_form()
        self.home().setFocus()

    def _discard(self) -> None:
        self.presenter.discard_form()
        self.home().setFocus()

    def _on_said(self, words: str, tone: str, undo: Callable[[], None] | None) -> None:
        self.context.notices.say(words, Tone(tone), undo)

    def _on_colleagues_changed(self) -> None:
        self._offer_again("handler_id")

    def _on_candidates_changed(self) -> None:
        self._offer_again("into")

    def _offer_again(self, name: str) -> None:
        field = self.form.editor(name)
        if isinstance(field, TypeAheadField) and field.hasFocus() and field.choice is None:
            field.offer_again()

    def _match_colleagues(self, typed: str) -> list[Choice]:
        return ChoiceMatcher(colleague_choices(self.presenter.colleagues))(typed)

    def _match_tickets(self, typed: str) -> list[Choice]:
        typed = typed.strip()
        self.presenter.find_number(typed)
        candidates = self.presenter.candidates
        found = [c for c in candidates if typed.casefold() in f"{c.text} {c.path}".casefold()]
        return found[:12] if typed else ChoiceMatcher(candidates)("")

    def _phrases(self) -> None:
        body, choices = self.form.body(), self.presenter.choices
        if body is None or choices is None:
            return
        texts = {phrase.key: phrase.text for phrase in choices.catalogue.phrases}
        picks = [Pick(p.key, p.name, p.text.replace("\n", " ")[:26], "", "note") for p in choices.catalogue.phrases]
        self.picker.pick(
            translate("Work", "Insert a phrase"),
            picks,
            lambda key: body.insert_phrase(texts[key]),
            translate("Work", "There are no phrases like this."),
        )

    def _templates(self) -> None:
        body = self.form.body()
        if body is None:
            return
        templates = self.presenter.templates()
        texts = {template.key: template.answer for template in templates}
        picks = [
            Pick(t.key, t.name, t.answer.replace("\n", " ")[:26], sounds_of(t.name), "template") for t in templates
        ]
        self.picker.pick(
            translate("Work", "Reply from a template: it is put in where the cursor is"),
            picks,
            lambda key: body.insert_phrase(texts[key]),
            translate("Work", "There are no templates with a reply like this."),
        )

    def _cite(self) -> None:
        if self.presenter.form is not None and self.form.editor("basis") is not None:
            self.presenter.look_for_articles()

    def _on_articles_found(self, typed: str, hits: list[Hit]) -> None:
        if not typed:
            self._titles = {}
        self._titles |= {hit.article_id: hit.title for hit in hits}
        picks = [Pick(h.article_id, h.title, h.summary[:26], sounds_of(h.title), "article") for h in hits]
        if typed:
            self.picker.offer(typed, picks)
            return
        self.picker.pick(
            translate("Work", "Cite an article: about this matter, or what you look for"),
            picks,
            lambda key: self.form.show_field("basis", f"《{self._titles[key]}》"[:_BASIS]),
            translate("Work", "The knowledge base has nothing about it. Type the rule yourself."),
            sought=self.presenter.look_for_articles,
        )

    def _attach(self) -> None:
        if self.presenter.ticket is not None:
            self.presenter.attach([Path(file) for file in self.choose_files()])

    def _ask_for_files(self) -> list[str]:
        files, _kind = QFileDialog.getOpenFileNames(self, translate("Work", "Photos or papers for this ticket"))
        return files
