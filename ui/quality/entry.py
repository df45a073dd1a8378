"""What the window calls: commands, presenter, page of quality."""

from collections.abc import Sequence
from typing import cast

from ui.commands import Command
from ui.container import Container
from ui.language import translate
from ui.page import Page, PageContext
from ui.presenter import Presenter


def commands() -> Sequence[Command]:
    """Declares the page's commands."""
    return [
        Command("draw", translate("Quality", "Pick calls"), "Ctrl+G", icon="filter"),
        Command("next", translate("Quality", "Next call of the sample"), "Ctrl+N", icon="next"),
        Command("play", translate("Quality", "Play or pause"), "Space", icon="play"),
        Command("back", translate("Quality", "Back 5 seconds"), "J", icon="back", in_palette=False),
        Command("forward", translate("Quality", "On 5 seconds"), "L", icon="forward", in_palette=False),
        Command("slower", translate("Quality", "Slower"), ",", in_palette=False),
        Command("faster", translate("Quality", "Faster"), ".", in_palette=False),
        Command("silence", translate("Quality", "Skip silence, or not"), "S", in_palette=False),
        Command("loop", translate("Quality", "Loop: begin, end, let go"), "A", in_palette=False),
        Command("pin", translate("Quality", "Pin a comment to this second"), "P", icon="pin"),
        Command("full", translate("Quality", "Answer: full points"), "1", in_palette=False),
        Command("partly", translate("Quality", "Answer: half the points"), "2", in_palette=False),
        Command("none", translate("Quality", "Answer: no points"), "3", in_palette=False),
        Command("not_applicable", translate("Quality", "Answer: not applicable"), "0", in_palette=False),
        Command("unanswered", translate("Quality", "Next question without an answer"), "N", in_palette=False),
        Command("comment", translate("Quality", "Comment on the answer"), "C", in_palette=False),
        Command("fatal", translate("Quality", "Go to the fatal items"), "F", in_palette=False),
        Command("remark", translate("Quality", "Go to the remark"), "R", in_palette=False),
        Command("submit", translate("Quality", "Submit, send or acknowledge"), "Ctrl+Return", icon="send"),
        Command("publish", translate("Quality", "Publish to the agent"), "Ctrl+Shift+Return", icon="send"),
        Command("calibrate", translate("Quality", "Calibrate this call with colleagues"), "K", icon="people"),
        Command("compare", translate("Quality", "End the scoring of a calibration and compare"), "M"),
        Command("call_off", translate("Quality", "Call the calibration off"), "Ctrl+Shift+X"),
        Command("release", translate("Quality", "Give the call back")),
        Command("next_view", translate("Quality", "Next tab"), "Ctrl+PgDown", in_palette=False),
    ]


def make_presenter(container: Container) -> Presenter:
    """Makes the presenter for who is signed in."""
    from services.quality.unsaved import UnsavedScores
    from services.texts import TypedTexts
    from ui.quality.player import make_player
    from ui.quality.presenter import QualityPresenter

    return QualityPresenter(
        container.tasks,
        container.quality,
        container.live,
        container.session,
        UnsavedScores(container.drafts),
        make_player,
        container.calibrations,
        TypedTexts(container.drafts),
    )


def make_page(presenter: Presenter, context: PageContext) -> Page:
    """Makes the page."""
    from ui.quality.page import QualityPage
    from ui.quality.presenter import QualityPresenter

    return QualityPage(cast(QualityPresenter, presenter), context)
