"""The page of Tasks."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from services.contracts.lifecycle import Step
from ui.language import translate
from ui.page import PageContext
from ui.tasks.presenter import TasksPresenter
from ui.work.acts import Act
from ui.work.page import WorkPage

_COLUMNS = ("urgency", "left", "title", "state")


class TasksPage(WorkPage):
    """Sign for it, speak with the citizen, write down what was done, reply; what is typed is never lost."""

    def __init__(self, presenter: TasksPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(presenter, context, translate("Tasks", "Tasks of the unit"), _COLUMNS, True, parent)

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

    def _replies_beside(self) -> bool:
        """The reply has a button of its own only where it is not the main one."""
        return self.presenter.may(Step.ACKNOWLEDGE)
