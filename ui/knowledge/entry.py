"""What the window calls to have the Knowledge page."""

from collections.abc import Sequence
from typing import cast

from services.contracts.accounts import Permission
from services.texts import TypedTexts
from ui.commands import Command
from ui.container import Container
from ui.knowledge.presenter import KnowledgePresenter
from ui.language import translate
from ui.page import Page, PageContext
from ui.presenter import Presenter


class KnowledgePagePresenter(KnowledgePresenter):
    """The page's presenter also knows what the person may do."""

    may_approve = False


def commands() -> Sequence[Command]:
    """Declares the page's commands."""
    return [
        Command("search", translate("Knowledge", "Search"), "Ctrl+F", icon="search"),
        Command("propose", translate("Knowledge", "Propose a change"), "Ctrl+E", icon="edit"),
        Command("new", translate("Knowledge", "Propose an article"), "Ctrl+N", icon="add"),
        Command("history", translate("Knowledge", "History of the article"), "Ctrl+H", icon="history"),
        Command("proposals", translate("Knowledge", "Proposals"), "Ctrl+P", icon="scorecard"),
    ]


def make_presenter(container: Container) -> Presenter:
    """Makes the presenter."""
    presenter = KnowledgePagePresenter(
        container.knowledge, container.tasks, container.live, texts=TypedTexts(container.drafts)
    )
    presenter.may_approve = container.session.may(Permission.KNOWLEDGE_APPROVE)
    return presenter


def make_page(presenter: Presenter, context: PageContext) -> Page:
    """Makes the page."""
    from ui.knowledge.page import KnowledgePage

    return KnowledgePage(cast(KnowledgePagePresenter, presenter), context)
