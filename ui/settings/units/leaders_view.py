"""The leaders of a unit: their addresses, and the letters that went out because of overdue tickets."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from services.contracts.leaders import LeaderMail
from ui import moments
from ui.language import translate
from ui.page import PageContext
from ui.settings.forms.fields import WordsField
from ui.settings.units.presenter import UnitsPresenter
from widgets import icons, theme
from widgets.fields.frame import FieldFrame
from widgets.looks import label
from widgets.table import Align, Column, DataTable
from widgets.theme import Tone


class LeadersView(QWidget):
    """One address a line; below, all letters of the district, the newest first."""

    def __init__(self, presenter: UnitsPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter, self._leaders = presenter, presenter.leaders
        look = theme.current()
        said = label(
            translate(
                "Settings",
                "Written to when a ticket of this unit reaches the last rung of the ladder: numbers and clocks, nothing"
                " of any citizen. Without an address the nearest unit above that has one is written to.",
            ),
            "caption",
            wrap=True,
        )
        self.addresses = WordsField(as_list=True, lines=4)
        self.addresses.setObjectName("settings.leaders.addresses")
        self.frame = FieldFrame(translate("Settings", "E-mail addresses of its leaders, one a line"), self.addresses)
        self.save_button = QPushButton(icons.icon("save", "on_accent"), translate("Settings", "Save"))
        self.save_button.setProperty("look", "primary")
        self.save_button.setObjectName("settings.leaders.save")
        self.discard_button = QPushButton(translate("Settings", "Discard"))
        self.discard_button.setObjectName("settings.leaders.discard")
        self.letters: DataTable[LeaderMail] = DataTable(
            translate("Settings", "Letters to leaders"),
            self._columns(),
            key=lambda letter: str(letter.id),
            remember=context.remember,
            remember_as="settings.leader_mail",
            empty=translate("Settings", "No letter has gone out: no ticket has reached the last rung."),
        )
        row = QHBoxLayout()
        row.setSpacing(look.space.s)
        row.addWidget(self.save_button)
        row.addWidget(self.discard_button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.space.s, 0, 0)
        column.setSpacing(look.space.s)
        column.addWidget(said)
        column.addWidget(self.frame)
        column.addLayout(row)
        column.addWidget(self.letters, 1)
        self.setFocusProxy(self.addresses)
        self.addresses.edited.connect(lambda: self._leaders.type(self.addresses.value()))
        self.save_button.clicked.connect(self._leaders.save)
        self.discard_button.clicked.connect(self._leaders.give_up)
        self.letters.export_requested.connect(context.export)
        self._leaders.changed.connect(self._show)
        presenter.names_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        leaders = self._leaders
        self.addresses.set_value(leaders.addresses)
        self.addresses.set_editable(leaders.kept is not None and not leaders.is_saving)
        self.frame.set_error(leaders.problem)
        is_typed = leaders.typed is not None
        self.save_button.setEnabled(is_typed and not leaders.is_saving)
        self.discard_button.setEnabled(is_typed and not leaders.is_saving)
        self.letters.model.set_rows(leaders.letters)

    def _columns(self) -> list[Column[LeaderMail]]:
        states = {
            "waiting": (translate("Settings", "waiting"), Tone.ACCENT),
            "sent": (translate("Settings", "sent"), Tone.GOOD),
            "failed": (translate("Settings", "given up"), Tone.BAD),
        }
        return [
            Column(
                "at",
                translate("Settings", "Written"),
                value=lambda m: f"{moments.local(m.at):%Y-%m-%d %H:%M}",
                width=130,
            ),
            Column(
                "unit",
                translate("Settings", "Unit"),
                value=lambda m: self._presenter.names.unit(m.unit).text,
                stretch=True,
            ),
            Column("tickets", translate("Settings", "Tickets"), value=lambda m: m.tickets, align=Align.RIGHT, width=64),
            Column(
                "state",
                translate("Settings", "State"),
                value=lambda m: states.get(m.state, (m.state, Tone.QUIET))[0],
                tone=lambda m: states.get(m.state, (m.state, Tone.QUIET))[1],
                badge=True,
                width=84,
            ),
            Column("attempts", translate("Settings", "Tries"), value=lambda m: m.attempts, align=Align.RIGHT, width=56),
            Column("problem", translate("Settings", "Last problem"), value=lambda m: m.problem, width=150),
        ]
