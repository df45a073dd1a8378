"""The section of queue plans."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from services.contracts.plans import Outside
from ui.language import translate
from ui.page import PageContext
from ui.settings.account_form import skill_name
from ui.settings.forms.fields import ChoiceField, TextField, WholeNumberField, YesField
from ui.settings.forms.form import FieldSpec, Form
from ui.settings.plans.presenter import QueuePlansPresenter
from ui.settings.plans.words import WHOLE_DAY, days, hours_of, hours_text
from ui.settings.versioned.form_editor import FormEditor
from ui.settings.versioned.section import VersionedSection
from widgets import theme
from widgets.looks import label

_NUMBER = Outside.NUMBER.value
_DAYS = 7


class QueuePlansView(VersionedSection["QueuePlansEditor"]):
    """Hours and overflow of each queue, in versions."""

    def __init__(self, presenter: QueuePlansPresenter, context: PageContext) -> None:
        super().__init__(translate("Settings", "Queue plans"), presenter.rules, QueuePlansEditor(presenter), context)
        self._presenter = presenter

    def enter(self) -> None:
        """Reads the versions, and what they may name."""
        self._presenter.enter()
        super().enter()


class HoursField(TextField):
    """The hours of a day, as text: ``08:30–12:00, 14:00–18:00``; empty: closed all day."""

    def __init__(self) -> None:
        super().__init__(60, translate("Settings", "closed"))
        self.setToolTip(translate("Settings", "Such as 08:30-12:00, 14:00-18:00; 00:00-24:00 all day; empty: closed"))

    def set_value(self, value: Any) -> None:
        """Shows hours; what means the same and is being typed stays."""
        if self.value() != list(value or []) or not value:
            super().set_value(hours_text(list(value or [])))

    def value(self) -> list[dict[str, str]]:  # type: ignore[override]
        """Returns the hours."""
        return hours_of(self.text())


class PlansField(QWidget):
    """The plans of all queues: one is chosen and shown; its value is the list of plans."""

    edited = Signal()

    def __init__(self, presenter: QueuePlansPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._plans: dict[str, dict[str, Any]] = {}
        self._editable = False
        self.queue = ChoiceField(self._queues)
        self.queue.setAccessibleName(translate("Settings", "Queue"))
        self.has_plan = YesField(translate("Settings", "This queue has a plan"))
        self.said = label(
            translate("Settings", "Without a plan it is open at any hour, and nobody is sent on."), "muted"
        )
        self.form = Form(self._specs(), "settings.queue_plan", columns=3)
        space = theme.current().space
        row = QHBoxLayout()
        row.setSpacing(space.m)
        row.addWidget(self.queue)
        row.addWidget(self.has_plan)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.s)
        column.addLayout(row)
        column.addWidget(self.said)
        column.addWidget(self.form)
        self.queue.edited.connect(self._show)
        self.has_plan.edited.connect(self._on_has_plan)
        self.form.edited.connect(self._on_form)
        self.setFocusProxy(self.queue)

    # -- a field of a form

    def set_value(self, value: Any) -> None:
        """Shows plans; the queue that was chosen stays so."""
        self._plans = {row["skill"]: dict(row) for row in value or []}
        chosen = self.queue.value() or next(iter(self._plans), None)
        offered = [key for key, _ in self._queues()]
        self.queue.set_value(chosen if chosen in offered else (offered[0] if offered else ""))
        self._show()

    def value(self) -> list[dict[str, Any]]:
        """Returns the plans, by queue."""
        return [self._plans[key] for key in sorted(self._plans)]

    def set_editable(self, editable: bool) -> None:
        """Lets them be changed or only read; another queue can always be looked at."""
        self._editable = editable
        self.has_plan.set_editable(editable)
        self._show()

    # -- inside

    def choose(self, skill: str) -> None:
        """Shows a queue's plan."""
        self.queue.set_value(skill)
        self._show()

    def _queues(self) -> list[tuple[Any, str]]:
        return [(each.key, skill_name(each)) for each in self._presenter.skills()]

    def _ways(self) -> list[tuple[Any, str]]:
        return [
            (Outside.CALL_BACK.value, translate("Settings", "Announcement and call-back")),
            (Outside.MESSAGE.value, translate("Settings", "Announcement and voice message")),
            (Outside.ANNOUNCE.value, translate("Settings", "Announcement only")),
            *self._onward(),
        ]

    def _onward(self) -> list[tuple[Any, str]]:
        words = translate("Settings", "To queue “{queue}”")
        return [
            (_NUMBER, translate("Settings", "To a number outside")),
            *((f"skill:{key}", words.format(queue=name)) for key, name in self._queues()),
        ]

    def _specs(self) -> list[FieldSpec]:
        overflows = translate("Settings", "Sent on in hours")
        number = translate("Settings", "Number outside")
        hint = translate("Settings", "such as the neighbouring town's centre")

        def is_sent_on(row: dict[str, Any]) -> bool:
            return bool(row.get("overflow_seconds") or row.get("overflow_no_agent"))

        return [
            *(FieldSpec(f"day{place}", name, HoursField) for place, name in enumerate(days())),
            FieldSpec("way", translate("Settings", "Outside of the hours"), lambda: ChoiceField(self._ways)),
            FieldSpec("way_number", number, lambda: TextField(20, hint), shown=lambda row: row.get("way") == _NUMBER),
            FieldSpec(
                "overflow_seconds",
                translate("Settings", "Sent on when the longest wait is over (s; 0: never)"),
                lambda: WholeNumberField(0, 3_600),
            ),
            FieldSpec(
                "overflow_no_agent",
                overflows,
                lambda: YesField(translate("Settings", "also while nobody takes calls")),
            ),
            FieldSpec(
                "onward", translate("Settings", "Sent on to"), lambda: ChoiceField(self._onward), shown=is_sent_on
            ),
            FieldSpec(
                "onward_number",
                number,
                lambda: TextField(20, hint),
                shown=lambda row: is_sent_on(row) and row.get("onward") == _NUMBER,
            ),
        ]

    def _show(self) -> None:
        plan = self._plans.get(str(self.queue.value()))
        self.has_plan.set_value(plan is not None)
        self.said.setVisible(plan is None)
        self.form.setVisible(plan is not None)
        if plan is not None:
            self.form.show_row(_row(plan), self._editable)

    def _on_has_plan(self) -> None:
        skill = str(self.queue.value())
        if self.has_plan.value():
            always = [dict(WHOLE_DAY)]
            self._plans[skill] = {
                "skill": skill,
                "week": [list(always) for _ in range(_DAYS)],
                **{"day_off": list(always), "make_up": list(always)},
                **{"outside": Outside.CALL_BACK.value, "outside_to": "", "overflow": _NUMBER, "overflow_to": ""},
                **{"overflow_seconds": 0, "overflow_no_agent": False},
            }
        else:
            self._plans.pop(skill, None)
        self._show()
        self.edited.emit()

    def _on_form(self, row: dict[str, Any]) -> None:
        skill = str(self.queue.value())
        self._plans[skill] = _plan(skill, row)
        self.edited.emit()


def _row(plan: dict[str, Any]) -> dict[str, Any]:
    """Returns a plan as the form shows it."""
    hours = [*plan["week"], plan["day_off"], plan["make_up"]]
    return {
        **{f"day{place}": each for place, each in enumerate(hours)},
        **_split("way", plan["outside"], plan["outside_to"]),
        **_split("onward", plan["overflow"], plan["overflow_to"]),
        "overflow_seconds": plan["overflow_seconds"],
        "overflow_no_agent": plan["overflow_no_agent"],
    }


def _split(name: str, treatment: str, to: str) -> dict[str, str]:
    is_skill = treatment == Outside.SKILL
    return {name: f"skill:{to}" if is_skill else treatment, f"{name}_number": to if treatment == _NUMBER else ""}


def _plan(skill: str, row: dict[str, Any]) -> dict[str, Any]:
    """Returns what the form says as a plan."""
    outside, outside_to = _joined(row["way"], row["way_number"])
    overflow, overflow_to = _joined(row["onward"], row["onward_number"])
    return {
        "skill": skill,
        "week": [row[f"day{place}"] for place in range(_DAYS)],
        "day_off": row[f"day{_DAYS}"],
        "make_up": row[f"day{_DAYS + 1}"],
        **{"outside": outside, "outside_to": outside_to, "overflow": overflow, "overflow_to": overflow_to},
        "overflow_seconds": row["overflow_seconds"],
        "overflow_no_agent": row["overflow_no_agent"],
    }


def _joined(way: str, number: str) -> tuple[str, str]:
    kind, _, skill = str(way).partition(":")
    return (kind, skill) if skill else (kind, number if kind == _NUMBER else "")


class QueuePlansEditor(FormEditor):
    """The plans of all queues."""

    def __init__(self, presenter: QueuePlansPresenter) -> None:
        self.field = PlansField(presenter)
        self.calendar = ChoiceField(presenter.calendars)
        super().__init__(
            translate(
                "Settings",
                "When a queue takes calls, and where callers go else. Days off and make-up days are those of the calendar"
                " and go before the day of the week. The exchange keeps the plan for 35 days ahead, also while this server is away."
                " What a lead closes by hand goes before the plan. Hours: 08:30-12:00, 14:00-18:00; 22:00-06:00 goes on over midnight.",
            ),
            Form(
                [
                    FieldSpec("calendar", translate("Settings", "Calendar"), lambda: self.calendar),
                    FieldSpec("plans", translate("Settings", "Plans"), lambda: self.field, wide=True),
                ],
                "settings.queue_plans",
            ),
        )
        presenter.names_changed.connect(self._on_names_changed)

    def _on_names_changed(self) -> None:
        self.field.set_value(self.field.value())
        self.calendar.set_value(self.calendar.value() or "")

    def show_errors(self, errors: dict[str, str]) -> None:
        """Shows what is wrong below, with the queue it is about; that queue is shown."""
        found: dict[str, str] = {}
        plans = self.field.value()
        for name, words in errors.items():
            parts = name.split(".")
            if parts[0] == "plans" and len(parts) > 1 and parts[1].isdigit() and int(parts[1]) < len(plans):
                self.field.choose(plans[int(parts[1])]["skill"])
                where = _where(parts[2:])
                words = f"{self.field.queue.currentText()} · {where}: {words}" if where else words
            found.setdefault(parts[0], words)
        super().show_errors(found)


def _where(parts: list[str]) -> str:
    """Returns which of a plan's fields an error is about."""
    names = days()
    if parts and parts[0] == "week" and len(parts) > 1 and parts[1].isdigit():
        return names[int(parts[1])]
    return {
        "day_off": names[_DAYS],
        "make_up": names[_DAYS + 1],
        "outside_to": translate("Settings", "Outside of the hours"),
        "overflow_to": translate("Settings", "Sent on to"),
    }.get(parts[0] if parts else "", "")
