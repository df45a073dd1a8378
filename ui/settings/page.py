"""The Settings page: sections at the left, of which the person's permissions decide which there are."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from services.contracts.accounts import Permission
from ui.language import translate
from ui.page import Link, Page, PageContext
from ui.settings.forms.scrolled import scrolled
from ui.settings.lists_view import TeamsView
from ui.settings.mine_view import MineView
from ui.settings.people_view import PeopleView
from ui.settings.presenter import SettingsPresenter
from ui.settings.sections import Section, Sections
from ui.settings.unsaved_bar import UnsavedBar
from widgets import theme
from widgets.theme import Tone

_SECTION = "settings.section"


class SettingsPage(Page):
    """Everybody has *Mine*; who may see the staff sees it; who keeps the catalogue sees what is set up for all."""

    def __init__(self, presenter: SettingsPresenter, context: PageContext) -> None:
        super().__init__(context)
        self._presenter = presenter
        look = theme.current()
        self.mine = MineView(presenter, context)
        self.sections = Sections(translate("Settings", "Settings"), self._declared())
        column = QVBoxLayout(self)
        column.setContentsMargins(look.space.l, look.space.m, look.space.l, look.space.l)
        self.unsaved = UnsavedBar(self.sections.show_section)
        column.addWidget(self.unsaved)
        column.addWidget(self.sections, 1)
        self._is_in_front = False
        self.sections.chosen.connect(self._on_sections_chosen)
        self.sections.show_section(context.remember.get(_SECTION) or "mine")
        if not self.sections.current:
            self.sections.show_section("mine")
        self.bind("next_tab", self.sections.go_on)
        self.bind("new", self._begin_new)
        self.bind("save", self._save)
        self.bind("refresh", self._read_again)

    def entered(self) -> None:
        """Reads what the person may see; the focus is on the names of the sections, which arrows change."""
        self._is_in_front = True
        self._read_again()
        if self.focusWidget() is None:
            self.sections.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def left(self) -> None:
        """Another page comes to the front: says what is not saved; it waits here, and on disk."""
        self._is_in_front = False
        key = self.sections.current
        view: Any = self.view(key)
        if hasattr(view, "is_unsaved") and view.is_unsaved():
            words = translate("Settings", "“{section}” has changes that are not saved. They are kept as a draft.")
            self.context.notices.say(words.format(section=self.sections.title(key)), Tone.WARN)

    def open_link(self, link: Link) -> None:
        """Goes to a section, and to what is meant in it."""
        self.sections.show_section(link.what)
        go_to: Any = getattr(self.view(link.what), "go_to", None)
        if go_to is not None and link.value:
            go_to(link.value)

    @property
    def people(self) -> PeopleView | None:
        """The section of the staff, for who may see it."""
        found = self.view("people") if "people" in self.sections.keys else None
        return found if isinstance(found, PeopleView) else None

    def view(self, key: str) -> QWidget:
        """Returns a section, made now if it was not seen yet."""
        return self.sections.widget(key)

    def _declared(self) -> list[Section]:
        presenter, context = self._presenter, self.context
        found = [Section("mine", translate("Settings", "Mine"), "person", self._mine)]
        staff, rules = translate("Settings", "Staff"), translate("Settings", "How work goes")
        lists = translate("Settings", "Lists")
        if presenter.may(Permission.ACCOUNT_READ):
            found += [
                Section(
                    "people", translate("Settings", "People"), "people", lambda: PeopleView(presenter, context), staff
                ),
                Section(
                    "teams",
                    translate("Settings", "Teams and skills"),
                    "team",
                    lambda: TeamsView(presenter, context),
                    staff,
                ),
            ]
        if presenter.may(Permission.PERSON_WRITE):
            found.append(Section("citizens", translate("Settings", "Citizens"), "person", self._citizens))
        if presenter.may(Permission.DUTY_MANAGE):
            found.append(Section("units", translate("Settings", "Units and duty"), "server", self._units, staff))
        if presenter.may(Permission.ALARM_MANAGE):
            found.append(Section("alarms", translate("Settings", "Alarms"), "bad", self._alarms, rules))
        if presenter.may(Permission.FLOOR_MANAGE):
            found.append(
                Section("call_back_rules", translate("Settings", "Call-back hours"), "call", self._call_backs, rules)
            )
        if presenter.may(Permission.FLOOR_MANAGE):
            found.append(
                Section("queue_plans", translate("Settings", "Queue plans"), "stale", self._queue_plans, rules)
            )
        if presenter.may(Permission.CALLER_BLOCK):
            found.append(Section("blocks", translate("Settings", "Harassing calls"), "end", self._blocks, rules))
        if presenter.may(Permission.CATALOGUE_MANAGE):
            found += [
                Section(
                    "dispatch_rules",
                    translate("Settings", "Dispatch catalogue"),
                    "dispatch",
                    self._dispatch_rules,
                    rules,
                ),
                Section("proposals", translate("Settings", "Proposals"), "note", self._proposals, rules),
                Section(
                    "follow_up_rules",
                    translate("Settings", "Follow-up"),
                    "followup",
                    self._follow_up_rules,
                    rules,
                ),
                Section(
                    "rate_weights",
                    translate("Settings", "Weights of the rates"),
                    "weights",
                    self._rate_weights,
                    rules,
                ),
                Section("intake_rules", translate("Settings", "Intake"), "ticket", self._intake_rules, rules),
                Section("clock_rules", translate("Settings", "Limits and ladder"), "waiting", self._clock_rules, rules),
                Section("calendars", translate("Settings", "Calendars"), "calendar", self._calendars, rules),
                Section(
                    "catalogue",
                    translate("Settings", "Categories"),
                    "menu",
                    self._categories,
                    lists,
                ),
                Section("places", translate("Settings", "Places"), "place", self._places, lists),
                Section("skills", translate("Settings", "Queue skills"), "team", self._skills, lists),
                Section("texts", translate("Settings", "Templates and notices"), "article", self._texts, lists),
                Section(
                    "scorecards",
                    translate("Settings", "Scorecards"),
                    "scorecard",
                    self._scorecards,
                    lists,
                ),
            ]
        if presenter.may(Permission.RECORDING_WATCH):
            found.append(Section("recordings", translate("Settings", "Recordings"), "play", self._recordings, lists))
        if presenter.may(Permission.CATALOGUE_MANAGE):
            found.append(
                Section(
                    "channels",
                    translate("Settings", "Channels"),
                    "link",
                    self._channels,
                    translate("Settings", "Ways in"),
                )
            )
        return found

    def _mine(self) -> QWidget:
        # Beside free room, and not alone in a column, which would reckon with more width than it takes, and so with less height.
        row = QHBoxLayout()
        row.addWidget(self.mine, 1)
        row.addStretch()
        return scrolled(row)

    def _dispatch_rules(self) -> QWidget:
        from ui.settings.dispatching.presenter import DispatchingPresenter
        from ui.settings.dispatching.views import DispatchRulesView

        return DispatchRulesView(self._presenter.room(DispatchingPresenter), self.context)

    def _proposals(self) -> QWidget:
        from ui.settings.dispatching.presenter import DispatchingPresenter
        from ui.settings.dispatching.views import ProposalsView

        return ProposalsView(self._presenter.room(DispatchingPresenter), self.context)

    def _alarms(self) -> QWidget:
        from ui.settings.alarms.presenter import AlarmsPresenter
        from ui.settings.alarms.views import AlarmsView

        return AlarmsView(self._presenter.room(AlarmsPresenter), self.context)

    def _citizens(self) -> QWidget:
        from ui.settings.citizens.presenter import CitizensPresenter
        from ui.settings.citizens.views import CitizensView

        return CitizensView(self._presenter.room(CitizensPresenter), self.context)

    def _categories(self) -> QWidget:
        from ui.settings.categories.presenter import CategoriesPresenter
        from ui.settings.categories.views import categories_view

        return categories_view(self._presenter.room(CategoriesPresenter), self.context)

    def _places(self) -> QWidget:
        from ui.settings.entries.presenter import PlacesPresenter
        from ui.settings.entries.views import places_view

        return places_view(self._presenter.room(PlacesPresenter), self.context)

    def _skills(self) -> QWidget:
        from ui.settings.entries.presenter import SkillsPresenter
        from ui.settings.entries.views import skills_view

        return skills_view(self._presenter.room(SkillsPresenter), self.context)

    def _scorecards(self) -> QWidget:
        from ui.settings.scorecards.presenter import ScorecardsPresenter
        from ui.settings.scorecards.views import ScorecardsView

        return ScorecardsView(self._presenter.room(ScorecardsPresenter), self.context)

    def _intake_rules(self) -> QWidget:
        from ui.settings.intake.presenter import IntakeRulesPresenter
        from ui.settings.intake.views import IntakeRulesView

        return IntakeRulesView(self._presenter.room(IntakeRulesPresenter), self.context)

    def _texts(self) -> QWidget:
        from ui.settings.texts.presenter import TextsPresenter
        from ui.settings.texts.views import TextsView

        return TextsView(self._presenter.room(TextsPresenter), self.context)

    def _units(self) -> QWidget:
        from ui.settings.units.presenter import UnitsPresenter
        from ui.settings.units.views import UnitsView

        return UnitsView(self._presenter.room(UnitsPresenter), self.context)

    def _channels(self) -> QWidget:
        from ui.settings.channels.presenter import ChannelsPresenter
        from ui.settings.channels.views import ChannelsView

        return ChannelsView(self._presenter.room(ChannelsPresenter), self.context)

    def _follow_up_rules(self) -> QWidget:
        from ui.settings.followups.presenter import FollowUpRulesPresenter
        from ui.settings.followups.views import FollowUpRulesView

        return FollowUpRulesView(self._presenter.room(FollowUpRulesPresenter), self.context)

    def _rate_weights(self) -> QWidget:
        from ui.settings.rates.presenter import RateWeightsPresenter
        from ui.settings.rates.views import RateWeightsView

        return RateWeightsView(self._presenter.room(RateWeightsPresenter), self.context)

    def _recordings(self) -> QWidget:
        from ui.settings.recordings.presenter import RecordingsPresenter
        from ui.settings.recordings.views import RecordingsView

        return RecordingsView(self._presenter.room(RecordingsPresenter), self.context)

    def _call_backs(self) -> QWidget:
        from ui.settings.callbacks.presenter import CallBackRulesPresenter
        from ui.settings.callbacks.views import CallBackRulesView

        return CallBackRulesView(self._presenter.room(CallBackRulesPresenter), self.context)

    def _queue_plans(self) -> QWidget:
        from ui.settings.plans.presenter import QueuePlansPresenter
        from ui.settings.plans.views import QueuePlansView

        return QueuePlansView(self._presenter.room(QueuePlansPresenter), self.context)

    def _blocks(self) -> QWidget:
        from ui.settings.blocking.presenter import BlocksPresenter
        from ui.settings.blocking.views import BlocksView

        view = BlocksView(self._presenter.room(BlocksPresenter), self.context)
        view.link_requested.connect(self.open_requested)
        return view

    def _clock_rules(self) -> QWidget:
        from ui.settings.clocks.presenter import ClocksPresenter
        from ui.settings.clocks.views import ClockRulesView

        return ClockRulesView(self._presenter.room(ClocksPresenter), self.context)

    def _calendars(self) -> QWidget:
        from ui.settings.clocks.presenter import ClocksPresenter
        from ui.settings.clocks.views import CalendarsView

        return CalendarsView(self._presenter.room(ClocksPresenter), self.context)

    def _on_sections_chosen(self, key: str, before: str) -> None:
        self.context.remember.put(_SECTION, key)
        self.unsaved.came_to(key)
        left: Any = self.view(before) if before else None
        if hasattr(left, "is_unsaved") and left.is_unsaved():
            self.unsaved.ask(before, self.sections.title(before), left)
        if self._is_in_front:
            self._enter(key)

    def _enter(self, key: str) -> None:
        enter: Any = getattr(self.view(key), "enter", None)
        if enter is not None:
            enter()

    def _read_again(self) -> None:
        if self._presenter.may(Permission.ACCOUNT_READ):
            self._presenter.load_people()
        needs_names = (
            Permission.ACCOUNT_READ,
            Permission.DUTY_MANAGE,
            Permission.PERSON_WRITE,
            Permission.CATALOGUE_MANAGE,
        )
        if any(map(self._presenter.may, needs_names)):
            self._presenter.load_catalogue()
        self._enter(self.sections.current)

    def _save(self) -> None:
        """Saves what is in front."""
        view: Any = self.view(self.sections.current)
        # A section with a list of versions besides saves by itself.
        save = getattr(view, "save", None) or getattr(getattr(view, "versions", None), "save", None)
        if save is not None:
            save()
        elif self.sections.current == "people":
            self._presenter.save()

    def _begin_new(self) -> None:
        """Begins a new one of what is in front; an account where nothing there can be begun."""
        view: Any = self.view(self.sections.current)
        begin = getattr(view, "begin_new", None) or getattr(getattr(view, "versions", None), "begin", None)
        if begin is not None:
            begin()
            return
        people = self.people
        if people is not None:
            self.sections.show_section("people")
            people.begin_new()
