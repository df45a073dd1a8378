"""What can be picked for the call in hand: to whom it goes, who is asked, which number is called, which keys are sent."""

from collections.abc import Callable

from services.contracts.blocking import ReportReason
from services.contracts.calls import RejectReason, TransferRequest
from services.contracts.text import dialable, mask_name
from services.desk.choices import sounds_of
from services.desk.phase import ON_CALL, WITH_CALLER, Phase
from ui.block_words import report_words
from ui.desk.picker import Pick, Picker
from ui.desk.presenter import DeskPresenter
from ui.desk.texts import reject_words, spaced
from ui.language import translate
from ui.problems import is_chinese
from widgets.durations import clock_text
from widgets.theme import Tone

_AGENT, _SKILL, _UNIT, _NUMBER = "agent:", "skill:", "unit:", "number:"
EMERGENCIES = ("110", "120", "119")
"""Police, ambulance, fire."""


class CallPickers:
    """Each method opens one list; the choice goes to the presenter."""

    def __init__(self, picker: Picker, presenter: DeskPresenter) -> None:
        self._picker = picker
        self._presenter = presenter

    def transfer(self) -> None:
        """Send the caller on, with what was typed; or leave them with who was asked."""
        calls = self._presenter.calls
        if calls.phase in (Phase.CONSULTING, Phase.CONFERENCE):
            if calls.is_mine:
                self._presenter.send_on(calls.hand_over)
            return
        if calls.phase not in (Phase.TALKING, Phase.HELD):
            return
        choices = self._presenter.form.choices
        picks = [*self._colleagues()]
        for skill in choices.catalogue.skills if choices is not None else []:
            name = skill.name if is_chinese() or not skill.english else skill.english
            picks.append(Pick(_SKILL + skill.key, name, translate("Desk", "queue"), sounds_of(skill.name), "team"))
        picks += self._units()
        self._picker.pick(
            translate("Desk", "Transfer to a colleague, a queue, a unit, or a number that is typed"),
            picks,
            self._on_transfer_picked,
            translate("Desk", "Nobody is ready. Pick a queue."),
            typed_number,
        )

    def conference(self) -> None:
        """Take a colleague or a number into the call; or the caller into the consultation."""
        calls = self._presenter.calls
        if calls.phase is Phase.CONSULTING:
            calls.join()
        elif calls.phase in (Phase.TALKING, Phase.HELD):
            self._ask_whom(
                translate("Desk", "Take a colleague, a unit, or a number that is typed, into the call"),
                calls.conference,
            )

    def consult(self) -> None:
        """Ask somebody first, the caller on hold."""
        calls = self._presenter.calls
        if calls.phase in (Phase.TALKING, Phase.HELD):
            self._ask_whom(translate("Desk", "Ask a colleague, a unit, or a number that is typed"), calls.consult)

    def emergency(self, number: str) -> None:
        """Three talk: caller, agent, and 110, 119 or 120. Nothing else is asked."""
        calls = self._presenter.calls
        if calls.phase not in ON_CALL:
            return
        if calls.is_mine:
            calls.emergency.ask(number)
        else:
            words = translate("Desk", "The call is your colleague's: only they can bring in {number}.")
            self._presenter.notice_stated.emit(words.format(number=number), Tone.WARN)

    def park(self) -> None:
        """Park the caller with what was typed; without a call, take back who was parked first."""
        calls = self._presenter.calls
        if calls.phase in (Phase.TALKING, Phase.HELD):
            self._presenter.send_on(calls.park)
        elif calls.phase not in WITH_CALLER:
            parked = self._presenter.queue.parked()
            if parked:
                calls.answer(parked[0].call_id)
            else:
                self._presenter.notice_stated.emit(translate("Desk", "No caller is parked."), Tone.NEUTRAL)

    def dial(self) -> None:
        """Call a number: one that lies on the desk, or one that is typed."""
        if self._presenter.calls.phase in ON_CALL or self._presenter.calls.phase is Phase.RINGING:
            return
        self._picker.pick(
            translate("Desk", "Call a number: type it, or pick one that lies on the desk"),
            self._numbers(),
            lambda key: self._presenter.call_number(key.removeprefix(_NUMBER)),
            translate("Desk", "Type a number: area code or mobile, an extension after #."),
            typed_number,
        )

    def number(self, number: str) -> None:
        """Calls a number that stands somewhere; during a call it is asked what is to be done with it."""
        calls = self._presenter.calls
        if calls.phase not in (Phase.TALKING, Phase.HELD):
            self._presenter.call_number(number)
            return
        request = TransferRequest(number=number)
        acts: dict[str, tuple[str, str, Callable[[], None]]] = {
            "consult": (
                translate("Desk", "Ask there first, the caller on hold"),
                "people",
                lambda: calls.consult(request),
            ),
            "conference": (
                translate("Desk", "Take them into the call"),
                "conference",
                lambda: calls.conference(request),
            ),
            "transfer": (
                translate("Desk", "Put the caller through"),
                "transfer",
                lambda: self._on_transfer_picked(_NUMBER + number),
            ),
        }
        self._picker.pick(
            translate("Desk", "{number}: what shall be done?").format(number=spaced(number)),
            [Pick(key, words, "", sounds_of(words), icon) for key, (words, icon, _) in acts.items()],
            lambda key: acts[key][2](),
            translate("Desk", "No such choice."),
        )

    def keys(self) -> None:
        """Send keypad tones; the list stays for more."""
        if self._presenter.calls.phase not in ON_CALL:
            return

        def send(keys: str) -> None:
            self._presenter.calls.press(keys)
            self.keys()

        self._picker.pick(
            translate("Desk", "Keypad: digits, * and #, Enter sends"),
            [],
            send,
            translate("Desk", "What is sent is kept nowhere. Escape goes back to the form."),
            lambda text: Pick(text, translate("Desk", "Send {keys}").format(keys=text)) if _are_keys(text) else None,
        )

    def reject(self) -> None:
        """Turn the ring down, with a reason."""
        if self._presenter.calls.phase is not Phase.RINGING:
            return
        self._picker.pick(
            translate("Desk", "Why is this call not taken? It goes to the next agent."),
            [Pick(r.value, reject_words(r.value), "", sounds_of(reject_words(r.value)), "end") for r in RejectReason],
            self._presenter.calls.reject,
            translate("Desk", "No such reason."),
        )

    def report(self) -> None:
        """Report the caller as harassing: what they did, then a note, if any."""
        if not self._presenter.calls.reportable():
            self._presenter.notice_stated.emit(translate("Desk", "There is no call to report."), Tone.NEUTRAL)
            return
        self._picker.pick(
            translate("Desk", "Report this caller: what did they do?"),
            [Pick(r.value, report_words(r), "", sounds_of(report_words(r)), "bad") for r in ReportReason],
            self._on_reason_picked,
            translate("Desk", "No such reason."),
        )

    def _on_reason_picked(self, reason: str) -> None:
        without = Pick("", translate("Desk", "Report without a note"), "", "", "send")
        self._picker.pick(
            translate("Desk", "A note for who decides (optional): type it, Enter reports"),
            [without],
            lambda key: self._presenter.calls.report(reason, key),
            "",
            lambda text: Pick(text, translate("Desk", "Report: {note}").format(note=text), "", "", "send"),
        )

    def silent(self) -> None:
        """What to say to somebody who says nothing; the last row ends the call as a silent one."""
        if self._presenter.calls.phase not in (Phase.TALKING, Phase.HELD):
            return
        said = (
            translate("Desk", "1  This is the citizen hotline. Can you hear me?"),
            translate("Desk", "2  If you cannot speak, press any key on your telephone."),
            translate("Desk", "3  I cannot hear you and will hang up now. Please call again."),
        )
        end = Pick("end", translate("Desk", "End it as a silent call"), "", "", "end")
        self._picker.pick(
            translate("Desk", "Silent call: say each line, wait five seconds"),
            [*(Pick(f"say{n}", words, "", "", "note") for n, words in enumerate(said)), end],
            self._on_silent_picked,
            "",
        )

    # -- inside

    def _ask_whom(self, title: str, ask: Callable[[TransferRequest], None]) -> None:
        names = {
            "110": translate("Desk", "Police"),
            "120": translate("Desk", "Ambulance"),
            "119": translate("Desk", "Fire brigade"),
        }
        emergencies = [Pick(_NUMBER + n, f"{n}  {names[n]}", "", "", "bad") for n in EMERGENCIES]
        self._picker.pick(
            title,
            [*self._colleagues(), *emergencies, *self._units()],
            lambda key: ask(_request(key)),
            translate("Desk", "No colleague is ready now. A number can be typed."),
            typed_number,
        )

    def _colleagues(self) -> list[Pick]:
        now = self._presenter.calls.now()
        choices = self._presenter.form.choices
        found = []
        for agent in self._presenter.queue.colleagues():
            idle = clock_text((now - agent.since).total_seconds())
            skills = [choices.skill_name(s, not is_chinese()) if choices is not None else s for s in agent.skills]
            remark = translate("Desk", "ready {time}").format(time=idle)
            words = " ".join([remark, *skills[:2]])
            found.append(Pick(_AGENT + agent.account_id, agent.name, words, sounds_of(agent.name), "person"))
        return found

    def _units(self) -> list[Pick]:
        """Units that callers can be put through to, by name or initials."""
        choices = self._presenter.form.choices
        if choices is None:
            return []
        return [
            Pick(
                _UNIT + unit.code,
                choices.unit_name(unit.code, not is_chinese()),
                spaced(unit.telephone),
                sounds_of(unit.name),
                "server",
            )
            for unit in choices.catalogue.units
            if unit.telephone
        ]

    def _numbers(self) -> list[Pick]:
        """The numbers of what is read and of what is written, each once; names only as much as is needed to tell them apart."""
        p = self._presenter
        ticket, draft = p.reader.ticket, p.drafts.current
        found: dict[str, str] = {}
        for source, number, name in (
            (
                ticket is not None,
                ticket.contact_number if ticket else "",
                mask_name(ticket.caller_name) if ticket else "",
            ),
            (
                ticket is not None,
                ticket.caller_number if ticket else "",
                mask_name(ticket.caller_name) if ticket else "",
            ),
            (
                draft is not None,
                str(draft.form["contact_number"]) if draft else "",
                translate("Desk", "of this ticket"),
            ),
            (draft is not None, draft.caller_number if draft else "", translate("Desk", "of this ticket")),
            (
                p.reader.call is not None,
                p.reader.call.number if p.reader.call else "",
                translate("Desk", "earlier call"),
            ),
        ):
            if source and number and dialable(number) is not None:
                found.setdefault(number, f"{name} {ticket.number}" if ticket and name.endswith("*") else name)
        return [Pick(_NUMBER + number, spaced(number), name, "", "call") for number, name in found.items()]

    def _on_transfer_picked(self, key: str) -> None:
        request = _request(key)
        self._presenter.send_on(
            lambda ticket_id, refused: self._presenter.calls.transfer(
                request.model_copy(update={"ticket_id": ticket_id or None}), refused
            ),
            request.unit or "",
        )

    def _on_silent_picked(self, key: str) -> None:
        if key == "end":
            self._presenter.calls.choose_wrap_up_code("silent")
            self._presenter.calls.end()
        else:
            self.silent()


def typed_number(text: str) -> Pick | None:
    """Makes a row of a number that is typed, where it can be called."""
    found = dialable(text)
    if found is None:
        return None
    number, extension = found
    remark = translate("Desk", "extension {number}").format(number=extension) if extension else ""
    return Pick(_NUMBER + text, spaced(number), remark, "", "call")


def _are_keys(text: str) -> bool:
    return len(text) <= 32 and all(sign in "0123456789*#" for sign in text)


def _request(key: str) -> TransferRequest:
    if key.startswith(_AGENT):
        return TransferRequest(agent_id=key.removeprefix(_AGENT))
    if key.startswith(_SKILL):
        return TransferRequest(skill=key.removeprefix(_SKILL))
    if key.startswith(_UNIT):
        return TransferRequest(unit=key.removeprefix(_UNIT))
    return TransferRequest(number=key.removeprefix(_NUMBER))
