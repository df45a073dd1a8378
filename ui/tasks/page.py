"""The page of Tasks."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from services.contracts.lifecycle import Step
from services.desk.choices import sounds_of
from services.knowledge.index import Hit
from ui.desk.picker import Pick
from ui.language import translate
from ui.page import PageContext
from ui.tasks.presenter import TasksPresenter
from ui.work.acts import Act
from ui.work.page import WorkPage
from ui.work.units import Matcher, colleague_choices
from widgets import icons
from widgets.badges import key_text
from widgets.fields.matching import Choice, ChoiceMatcher
from widgets.fields.type_ahead import TypeAheadField

_COLUMNS = ("urgency", "left", "title", "state")
_BASIS = 120


class TasksPage(WorkPage):
    """Sign for it, speak with the citizen, write down what was done, reply; what is typed is never lost."""

    def __init__(self, presenter: TasksPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        self.handling = presenter
        self._helpers: dict[str, QPushButton] = {}
        self.choose_files: Callable[[], list[str]] = self._ask_for_files
        """Asks which files; a test answers itself."""
        super().__init__(presenter, context, translate("Tasks", "Tasks of the unit"), _COLUMNS, True, parent)
        for name, words, icon in (
            ("template", translate("Tasks", "Template"), "template"),
            ("phrase", translate("Tasks", "Phrase"), "note"),
            ("cite", translate("Tasks", "Cite"), "cite"),
            ("attach", translate("Tasks", "Photo"), "add"),
        ):
            command = next(c for c in context.commands if c.key == name)
            button = QPushButton(icons.icon(icon), f"{words}  {key_text(command.keys)}")
            button.setProperty("look", "quiet")
            button.setObjectName(f"tasks.{name}")
            button.setAccessibleName(command.title)
            button.setToolTip(command.title)
            button.clicked.connect(self.actions_by_name[name].trigger)
            self.form.extras.addWidget(button)
            self._helpers[name] = button
        presenter.colleagues_changed.connect(self._on_colleagues_changed)
        presenter.articles_found.connect(self._on_articles_found)
        presenter.form_changed.connect(self._show_helpers)
        self._show_helpers()

    def acts(self) -> Sequence[Act]:
        """Returns what a handler does, in the order of the work."""
        return (
            Act("main", (Step.SIGN_IN, Step.ACKNOWLEDGE, Step.REPLY, Step.ASSIST_REPLY, Step.RESUME)),
            Act("contact", (Step.CONTACT,)),
            Act("record", (Step.RECORD,)),
            Act("reply", (Step.REPLY, Step.ASSIST_REPLY), self._replies_beside),
            Act("return", (Step.REQUEST_RETURN,)),
            Act("extension", (Step.REQUEST_EXTENSION,)),
            Act("delegate", (Step.DELEGATE,)),
            Act("assign", (Step.ASSIGN,)),
            Act("suspend", (Step.SUSPEND,)),
            Act("escalate", (Step.ESCALATE,)),
            Act("split", (Step.SPLIT,)),
            Act("ask_assist", (Step.ASSIST,)),
            Act("acknowledge", (Step.ACKNOWLEDGE,), lambda: self.presenter.may(Step.SIGN_IN)),
            Act("resume", (Step.RESUME,), lambda: self.presenter.may(Step.ASSIST_REPLY)),
        )

    def bulk_steps(self) -> Sequence[Step]:
        """Returns what makes sense for many tickets."""
        return (Step.SIGN_IN, Step.DELEGATE, Step.ESCALATE, Step.RESUME, Step.REQUEST_RETURN)

    def bind_own(self) -> None:
        """Binds what helps with a reply."""
        self.bind("template", self._templates)
        self.bind("cite", self._cite)
        self.bind("attach", self._attach)

    def run_step(self, step: Step) -> None:
        """Asks who is there before somebody is chosen."""
        if step is Step.ASSIGN:
            self.handling.load_colleagues()
        super().run_step(step)

    def choose(self, name: str, step: Step) -> Matcher:
        """Returns what a field of the form offers."""
        if name == "handler_id":
            return self._match_colleagues
        return super().choose(name, step)

    def _match_colleagues(self, typed: str) -> list[Choice]:
        return ChoiceMatcher(colleague_choices(self.handling.colleagues))(typed)

    def _replies_beside(self) -> bool:
        """The reply has a button of its own only where it is not the main one."""
        return self.presenter.may(Step.ACKNOWLEDGE)

    def _show_helpers(self) -> None:
        """Only what fits the form is offered beside it."""
        form = self.presenter.form
        replies = form is not None and form.step in (Step.REPLY, Step.ASSIST_REPLY)
        for name, fits in (
            ("template", replies),
            ("phrase", self.form.body() is not None),
            ("cite", self.form.editor("basis") is not None),
            ("attach", self.form.editor("text") is not None),
        ):
            self._helpers[name].setVisible(form is not None and fits)

    def _templates(self) -> None:
        body = self.form.body()
        if body is None:
            return
        texts = {template.key: template.answer for template in self.handling.templates()}
        picks = [
            Pick(t.key, t.name, t.answer.replace("\n", " ")[:26], sounds_of(t.name), "template")
            for t in self.handling.templates()
        ]
        self.picker.pick(
            translate("Tasks", "Reply from a template: it is put in where the cursor is"),
            picks,
            lambda key: body.insert_phrase(texts[key]),
            translate("Tasks", "There are no templates with a reply like this."),
        )

    def _attach(self) -> None:
        if self.presenter.ticket is not None:
            self.handling.attach([Path(file) for file in self.choose_files()])

    def _ask_for_files(self) -> list[str]:
        files, _kind = QFileDialog.getOpenFileNames(self, translate("Tasks", "Photos or papers for this ticket"))
        return files

    def _cite(self) -> None:
        if self.presenter.form is not None and self.form.editor("basis") is not None:
            self.handling.look_for_articles()

    def _on_articles_found(self, hits: list[Hit]) -> None:
        titles = {hit.article_id: hit.title for hit in hits}
        picks = [Pick(h.article_id, h.title, h.summary[:26], sounds_of(h.title), "article") for h in hits]
        self.picker.pick(
            translate("Tasks", "Cite an article about this matter"),
            picks,
            lambda key: self.form.show_field("basis", f"《{titles[key]}》"[:_BASIS]),
            translate("Tasks", "The knowledge base has nothing about it. Type the rule yourself."),
        )

    def _on_colleagues_changed(self) -> None:
        field = self.form.editor("handler_id")
        if isinstance(field, TypeAheadField) and field.hasFocus() and field.choice is None:
            field.offer_again()
