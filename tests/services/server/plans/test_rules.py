"""The rule of plans: a lead's word first, then hours by calendar, then who is there and who waits."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from services.contracts.opening import ClosedTreatment
from services.contracts.plans import OpenHours, Outside, QueuePlan, Why
from services.server.clocks.config import carried
from services.server.clocks.worktime import WorkTime
from services.server.plans.rules import WAIT_LIFE, hours, let_out, plan
from services.telephony.asterisk.stretches import by_day
from services.telephony.doors import Doors
from services.telephony.protocol import Closing
from tests.zone import ZONE

CN = carried(ZONE).time("cn")
SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = WorkTime("berlin", ZoneInfo("Europe/Berlin"), CN.patterns, CN.days, CN.published)
DAY = [OpenHours(begins="08:30", ends="18:00")]
NUMBER = "06321234567"


def office(**more: object) -> QueuePlan:
    given = {"week": [DAY] * 5 + [[], []], "make_up": DAY, "outside": Outside.NUMBER, "outside_to": NUMBER}
    return QueuePlan.model_validate({"skill": "general", **given, **more})


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def met(one: QueuePlan, moment: datetime, waiting: float = 0, agents: int = 1, manual: Closing | None = None) -> str:
    found = plan(one, moment, waiting, agents, manual, CN)
    return "open" if found is None else str(found.why or "closed")


def test_the_week_and_its_borders() -> None:
    assert met(office(), at("2026-03-02 08:29:59")) == "hours"
    assert met(office(), at("2026-03-02 08:30")) == "open"
    assert met(office(), at("2026-03-02 17:59:59")) == "open"
    found = plan(office(), at("2026-03-02 18:00"), 0, 1, None, CN)
    assert found == Closing(at("2026-03-03 08:30"), Outside.NUMBER, NUMBER, Why.HOURS)
    assert met(office(), at("2026-03-07 10:00")) == "hours", "a Saturday"


def test_holidays_and_make_up_days_of_the_state_council() -> None:
    # The Spring Festival of 2026: 15 to 23 February off, Saturdays 14 and 28 February worked.
    assert met(office(), at("2026-02-17 10:00")) == "hours"
    assert met(office(), at("2026-02-14 10:00")) == "open"
    assert met(office(make_up=[]), at("2026-02-14 10:00")) == "hours"
    holiday = office(day_off=[OpenHours(begins="10:00", ends="12:00")])
    assert met(holiday, at("2026-02-17 11:00")) == "open"
    assert met(holiday, at("2026-02-17 12:00")) == "hours"


def test_hours_over_midnight() -> None:
    night = office(week=[[OpenHours(begins="20:00", ends="06:00")]] * 5 + [[], []])
    assert met(night, at("2026-03-03 03:00")) == "open"
    assert met(night, at("2026-03-03 06:00")) == "hours"
    assert met(night, at("2026-03-07 05:59")) == "open", "Friday's night goes on into Saturday"
    assert met(night, at("2026-03-08 03:00")) == "hours"
    always = office(
        week=[[OpenHours(begins="00:00", ends="24:00")]] * 7,
        day_off=[OpenHours(begins="00:00", ends="24:00")],
        make_up=[OpenHours(begins="00:00", ends="24:00")],
    )
    assert hours(always, CN, at("2026-02-01"), at("2026-03-07")) == []


def test_who_waits_and_who_is_there() -> None:
    one = office(overflow_seconds=120, overflow_no_agent=True, overflow=Outside.SKILL, overflow_to="city")
    noon = at("2026-03-02 12:00")
    assert met(one, noon, 120) == "open"
    assert plan(one, noon, 121, 1, None, CN) == Closing(noon + WAIT_LIFE, Outside.SKILL, "city", Why.WAIT)
    assert plan(one, noon, 0, 0, None, CN) == Closing(at("2026-03-02 18:00"), Outside.SKILL, "city", Why.NO_AGENT)
    assert met(office(), noon, 10_000, 0) == "open", "nothing is said of either"
    assert met(one, at("2026-03-02 19:00"), 121, 0) == "hours"


def test_zones_and_the_change_of_clocks() -> None:
    one = office()
    assert plan(one, at("2026-03-02 08:30", ZoneInfo("Europe/Berlin")), 0, 1, None, BERLIN) is None
    assert plan(one, at("2026-03-02 08:30"), 0, 1, None, BERLIN) is not None
    changed = office(week=[[OpenHours(begins="01:00", ends="03:30")]] * 7)
    # On 29 March 2026 the clocks of Berlin go from 02:00 to 03:00: an hour and a half is left.
    found = hours(
        changed, BERLIN, at("2026-03-29", ZoneInfo("Europe/Berlin")), at("2026-03-30", ZoneInfo("Europe/Berlin"))
    )
    assert found[1].since - found[0].until == timedelta(hours=1, minutes=30)


def test_who_waits_is_let_out_only_where_nobody_is_there_and_never_only_announced_to() -> None:
    closed = Closing(None, ClosedTreatment.ANNOUNCE)
    assert let_out(closed, 1) is None
    assert let_out(None, 0) is None
    assert let_out(closed, 0) == Closing(None, Outside.CALL_BACK, "", Why.CLOSED)
    assert let_out(Closing(None, Outside.NUMBER, NUMBER, Why.HOURS), 0) == Closing(
        None, Outside.NUMBER, NUMBER, Why.HOURS
    )
    assert let_out(Closing(None, Outside.NUMBER, NUMBER, Why.NO_AGENT), 0) is None, "they came before, and may wait"


clock = st.builds(lambda h, m: f"{h:02}:{m:02}", st.integers(0, 23), st.sampled_from([0, 1, 30, 59]))
stretch = st.tuples(clock, st.one_of(clock, st.just("24:00"))).filter(lambda p: p[0] != p[1])
day = st.lists(stretch.map(lambda p: OpenHours(begins=p[0], ends=p[1])), max_size=3)
plans = st.builds(
    lambda week, off, make_up, seconds, nobody: office(
        week=week, day_off=off, make_up=make_up, overflow_seconds=seconds, overflow_no_agent=nobody, overflow_to=NUMBER
    ),
    st.lists(day, min_size=7, max_size=7),
    day,
    day,
    st.sampled_from([0, 60]),
    st.booleans(),
)
moments = st.integers(0, 90 * 86_400).map(lambda s: datetime(2026, 1, 20, tzinfo=UTC) + timedelta(seconds=s))
calendars = st.sampled_from([CN, BERLIN])


@settings(deadline=None)
@given(plans, moments, calendars, st.floats(0, 500), st.integers(0, 3))
def test_a_leads_word_wins_over_everything(
    one: QueuePlan, moment: datetime, calendar: WorkTime, waits: float, agents: int
) -> None:
    for until in (None, moment + timedelta(seconds=1)):
        manual = Closing(until, ClosedTreatment.ANNOUNCE)
        assert plan(one, moment, waits, agents, manual, calendar) is manual
    over = Closing(moment, ClosedTreatment.ANNOUNCE)
    without = plan(one, moment, waits, agents, None, calendar)
    assert plan(one, moment, waits, agents, over, calendar) == without


@settings(deadline=None)
@given(plans, moments, calendars)
def test_what_the_exchange_is_told_for_weeks_is_what_the_rule_says_at_each_moment(
    one: QueuePlan, moment: datetime, calendar: WorkTime
) -> None:
    since = moment - timedelta(days=2)
    told = hours(one, calendar, since, moment + timedelta(days=3))
    assert all(a.until < b.since for a, b in pairwise(told))
    doors = Doors()
    doors.plan({"general": told})
    at_the_door, by_rule = doors.shut("general", moment), plan(one, moment, 0, 1, None, calendar)
    assert (at_the_door is None) == (by_rule is None or by_rule.why != Why.HOURS)
    seconds = int(moment.timestamp())
    parts = by_day({"general": told}).get(f"general-{moment:%Y%m%d}", "").split("&")
    fits = [p for p in parts if p and int(p.split("-")[0]) <= seconds < int(p.split("-")[1])]
    assert bool(fits) == (at_the_door is not None), "the same at Asterisk"


@settings(deadline=None)
@given(plans, moments, calendars)
def test_a_minute_by_the_wall_clock_is_open_where_some_hours_say_so(
    one: QueuePlan, moment: datetime, calendar: WorkTime
) -> None:
    """The same said again in another way: by the wall clock of the day and of the day before."""
    local = moment.astimezone(calendar.zone)
    if calendar is BERLIN and local.month == 3 and 28 <= local.day <= 30:
        return
    minute = local.hour * 60 + local.minute

    def said(when: datetime) -> list[OpenHours]:
        known, number = calendar.days.get(when.date().toordinal()), when.weekday()
        if known is None:
            return list(one.week[number])
        return list((one.make_up if number > 4 else one.week[number]) if known else one.day_off)

    def of(clock_: str) -> int:
        return int(clock_[:2]) * 60 + int(clock_[3:])

    today = any(
        of(h.begins) <= minute < (of(h.ends) if of(h.ends) > of(h.begins) else of(h.ends) + 1440) for h in said(local)
    )
    late = any(of(h.ends) < of(h.begins) and minute < of(h.ends) for h in said(local - timedelta(days=1)))
    found = plan(one, moment, 0, 1, None, calendar)
    assert (found is None) == (today or late)
