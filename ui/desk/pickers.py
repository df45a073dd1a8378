"""What can be picked from a list over the desk, and what happens with it."""

from collections.abc import Callable

from services.contracts.calls import BreakReason, WrapUpReason
from services.contracts.tickets import UnitLevel
from services.desk.choices import sounds_of
from services.desk.phase import ON_CALL, WRAP_UP_CODES, Phase
from ui.desk.draft_bar import draft_words
from ui.desk.picker import Pick, Picker
from ui.desk.presenter import DeskPresenter
from ui.desk.texts import break_words, day_minute, extension_words, wrap_up_words
from ui.desk.ticket_form import TicketForm
from ui.language import translate
from ui.lifecycle_words import kind_words
from ui.problems import is_chinese

_COME_OUT = ("消防", "公安", "应急", "卫生", "急救")
"""Words in the names of those who come out at any hour: fire, police, emergency management, health, ambulance."""


class DeskPickers:
    """Each method opens one list; the choice goes to the presenter."""

    def __init__(self, picker: Picker, presenter: DeskPresenter, form: TicketForm) -> None:
        self._picker = picker
        self._presenter = presenter
        self._form = form

    def templates(self) -> None:
        """Fill in a template; typed fields stay."""
        form = self._presenter.form
        picks = [Pick(t.key, t.name, kind_words(t.kind or ""), sounds_of(t.name), "template") for t in form.templates()]
        self._picker.pick(
            translate("Desk", "Apply a template: what you typed stays"),
            picks,
            form.apply_template,
            translate("Desk", "There are no templates like this."),
        )

    def phrases(self) -> None:
        """Insert a canned text where the cursor is."""
        texts = {p.key: p.text for p in self._presenter.form.phrases()}
        picks = [
            Pick(p.key, p.name, p.text.replace("\n", " "), sounds_of(p.name), "note")
            for p in self._presenter.form.phrases()
        ]
        self._picker.pick(
            translate("Desk", "Insert a phrase"),
            picks,
            lambda key: self._form.insert_phrase(texts[key]),
            translate("Desk", "There are no phrases like this."),
        )

    def drafts(self) -> None:
        """Go to another open draft."""
        drafts, now = self._presenter.drafts, self._presenter.calls.now()
        on_desk = drafts.current.key if drafts.current is not None else ""
        picks = [
            Pick(
                d.key,
                draft_words(d),
                " · ".join(p for p in (day_minute(d.opened_at, now), d.number) if p),
                "",
                "ticket",
            )
            for d in drafts.all
            if d.key != on_desk
        ]
        self._picker.pick(
            translate("Desk", "Open drafts"), picks, drafts.show, translate("Desk", "No other draft is open.")
        )

    def danger(self, picked: Callable[[str], None]) -> None:
        """The first of two keys: whose danger it is. The second, Enter, passes it on; nothing else is asked for."""
        choices, draft = self._presenter.form.choices, self._presenter.drafts.current
        if choices is None or draft is None or draft.is_change:
            return
        units = [unit for unit in choices.catalogue.units if unit.level is not UnitLevel.VILLAGE]
        # Whom the form names already, then who comes out at any hour, then everybody else.
        units.sort(key=lambda u: (u.code != draft.form["unit"], not any(w in u.name for w in _COME_OUT)))
        self._picker.pick(
            translate("Desk", "Pass the danger on at once. To whom?"),
            [Pick(u.code, choices.unit_name(u.code, not is_chinese()), "", sounds_of(u.name), "bad") for u in units],
            picked,
            translate("Desk", "There is no such unit."),
        )

    def breaks(self) -> None:
        """Take a break, with its reason."""
        phase = self._presenter.calls.phase
        if phase in ON_CALL or phase is Phase.RINGING:
            return
        picks = [Pick(r.value, break_words(r.value), "", sounds_of(break_words(r.value)), "break") for r in BreakReason]
        self._picker.pick(
            translate("Desk", "Take a break"),
            picks,
            self._presenter.calls.take_break,
            translate("Desk", "No such reason."),
        )

    def extension(self) -> None:
        """A minute more of wrap-up, with its reason."""
        if self._presenter.calls.phase is not Phase.WRAP_UP:
            return
        named = [(reason.value, extension_words(reason.value)) for reason in WrapUpReason]
        self._picker.pick(
            translate("Desk", "A minute more: what for?"),
            [Pick(reason, words, "", sounds_of(words), "wrap_up") for reason, words in named],
            self._presenter.calls.extend_wrap_up,
            translate("Desk", "No such reason."),
        )

    def wrap_up_codes(self) -> None:
        """Say what the call was."""
        if self._presenter.calls.phase is not Phase.WRAP_UP:
            return
        picks = [Pick(c, wrap_up_words(c), "", sounds_of(wrap_up_words(c)), "wrap_up") for c in WRAP_UP_CODES]
        self._picker.pick(
            translate("Desk", "What was the call?"),
            picks,
            self._presenter.calls.choose_wrap_up_code,
            translate("Desk", "No such code."),
            standing=self._presenter.calls.wrap_up_code,
        )

    def others(self) -> None:
        """Say which of several citizens with one number is calling."""
        picks = [Pick(o.id, o.name_masked, o.number_masked, "", "person") for o in self._presenter.caller.others]
        self._picker.pick(
            translate("Desk", "Who is calling?"),
            picks,
            self._presenter.caller.choose,
            translate("Desk", "Nobody else has this number."),
        )
