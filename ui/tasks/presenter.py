"""Tasks: the lists of a unit, and which ticket stands in which."""

from services.contracts.lifecycle import Step, WorkList, WorkRow
from services.contracts.tickets import Pending, TicketStatus
from ui.language import translate
from ui.lifecycle_words import list_words
from ui.work.presenter import WorkPresenter
from ui.work.tabs import Reading, Tab

SIGN, MINE, UNIT, ASSISTING, HELD, SENT = "sign", "mine", "unit", "assisting", "held", "sent"
_GOES_ON = frozenset({Step.REPLY, Step.ASSIST_REPLY, Step.DELEGATE, Step.ESCALATE, Step.REQUEST_RETURN, Step.SUSPEND})
"""After these the ticket lies with somebody else or waits; the next one is opened."""


class TasksPresenter(WorkPresenter):
    """All of the unit's tickets are read at once, so that each list and its count are of the same moment."""

    page = "tasks"

    @property
    def unit(self) -> str:
        """Code of one's own unit; empty where an administrator has not said it."""
        account = self.services.session.account
        return account.unit if account is not None else ""

    @property
    def tabs(self) -> list[Tab]:
        """The lists of a handler."""
        return [
            Tab(
                SIGN,
                lambda: list_words(WorkList.SIGN_IN.value),
                lambda: (
                    translate("Tasks", "Nothing to sign for. What is dispatched to your unit appears here by itself.")
                    if self.unit
                    else translate("Tasks", "You belong to no unit yet. An administrator sets it in Settings, People.")
                ),
                urgent=True,
            ),
            Tab(
                MINE,
                lambda: translate("Tasks", "Mine"),
                lambda: translate("Tasks", "Nothing lies with you. Take something from the unit's list: Ctrl+J."),
            ),
            Tab(
                UNIT,
                lambda: translate("Tasks", "Unit"),
                lambda: translate("Tasks", "Nothing else is in hand in your unit."),
            ),
            Tab(
                ASSISTING,
                lambda: list_words(WorkList.ASSISTING.value),
                lambda: translate("Tasks", "No other unit waits for your part."),
            ),
            Tab(
                HELD,
                lambda: translate("Tasks", "Waiting"),
                lambda: translate("Tasks", "Nothing is suspended, and no return or extension waits for a decision."),
            ),
            Tab(
                SENT,
                lambda: translate("Tasks", "Replied"),
                lambda: translate("Tasks", "No reply of your unit is under review or to be followed up."),
            ),
        ]

    def read_tab(self, tab: str) -> Reading:
        """Reads everything of the unit, and sorts it into the lists."""
        if not self.unit:
            return Reading(tab, [], dict.fromkeys((t.key for t in self.tabs), 0))
        listed, assisting = self.service.work(WorkList.TASKS), self.service.work(WorkList.ASSISTING)
        lists: dict[str, list[WorkRow]] = {t.key: [] for t in self.tabs}
        for row in listed.rows:
            lists[place_of(row, self.me)].append(row)
        lists[ASSISTING] = list(assisting.rows)
        return Reading(
            tab,
            lists[tab],
            {key: len(rows) for key, rows in lists.items()},
            listed.more,
            listed.fresh,
            frozenset(self.service.unfinished()),
            frozenset(self.service.unsent()),
        )

    def goes_on(self, step: Step) -> bool:
        """Tells whether the next ticket comes after a step."""
        return step in _GOES_ON

    def on_counted(self) -> None:
        """Shows how much has to be signed for."""
        count = self.counts.get(SIGN, 0)
        self.badge_changed.emit(str(count) if count else "")


def place_of(row: WorkRow, me: str) -> str:
    """Returns in which list a ticket of the unit stands."""
    if row.pending in (Pending.RETURN, Pending.EXTENSION) or row.status is TicketStatus.SUSPENDED:
        return HELD
    if row.status is TicketStatus.DISPATCHED:
        return SIGN
    if row.status is TicketStatus.HANDLING:
        return MINE if row.handler_id == me else UNIT
    return SENT
