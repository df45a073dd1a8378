"""The wall's graph compares with past days and asks for each of them once."""

from datetime import UTC, datetime, timedelta

from services.clock import DEFAULT_ZONE
from services.contracts.calls import AgentStatus, CallRow, CallState, PutRight
from services.contracts.common import Page
from services.contracts.figures import DaySeries, Figures, FormulaVersion, Wall
from services.tasks import Progress
from services.wall.service import CurrentCall, WallService, figure_rows

NOW = datetime(2026, 3, 10, 4, tzinfo=UTC)


def series(day: str, arrivals: int) -> DaySeries:
    return DaySeries(
        zone=DEFAULT_ZONE,
        day=day,
        start=NOW,
        minutes=2,
        arrivals=[arrivals, 0],
        answered=[0, 0],
        abandoned=[0, 0],
        waiting=[0.0, 0.0],
        staffed=[0.0, 0.0],
    )


class Server:
    """Knows yesterday and today."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def wall(self, threshold: float) -> Wall:
        raise AssertionError

    def day(self, day: str) -> DaySeries:
        self.asked.append(day)
        return series(day, 3 if day in ("2026-03-10", "2026-03-09") else 0)

    def figures(
        self, since: datetime, until: datetime, threshold: float, formula: FormulaVersion, progress: Progress
    ) -> Figures:
        return Figures(since=since, until=until, threshold=threshold, formula=formula)

    def put_right(self, account_id: str, change: PutRight, key: str) -> AgentStatus:
        raise AssertionError


def test_a_day_stands_beside_yesterday_and_the_same_weekday() -> None:
    server = Server()
    service = WallService(server)
    graph = service.day_graph("2026-03-10")
    assert graph.today.day == "2026-03-10"
    assert graph.yesterday is not None
    assert graph.yesterday.day == "2026-03-09"
    assert graph.last_week is None, "a day without calls is not drawn as a line of zeros"
    assert server.asked == ["2026-03-10", "2026-03-09", "2026-03-03"]


def test_past_days_are_asked_for_once() -> None:
    server = Server()
    service = WallService(server)
    service.day_graph("2026-03-10")
    service.day_graph("2026-03-10")
    assert server.asked == ["2026-03-10", "2026-03-09", "2026-03-03", "2026-03-10"]


def test_every_figure_is_exported_once_with_its_kind() -> None:
    figures = Figures(since=NOW, until=NOW, threshold=15, offered=4, answered=3, service_level=0.5, asa=12.0)
    rows = {row.key: row for row in figure_rows(figures, figures)}
    assert rows["offered"].value == 4
    assert rows["service_level"].is_share
    assert not rows["asa"].is_share
    assert rows["aht"].value is None


class Calls:
    """Two calls: one goes on, one is over."""

    def list_calls(self, cursor: str | None = None, limit: int = 100, agent: str = "") -> Page[CallRow]:
        going = CallRow(id="c1", state=CallState.TALKING, number_masked="138****0001", skill="city", offered_at=NOW)
        over = CallRow(id="c2", state=CallState.ENDED, offered_at=NOW, ended_at=NOW)
        return Page(items=[going, over])


def test_only_calls_that_go_on_are_named() -> None:
    service = WallService(Server(), Calls())
    assert service.current_calls(3) == {"c1": CurrentCall("138****0001", "city")}


def test_without_calls_and_catalogue_the_board_does_without() -> None:
    service = WallService(Server())
    assert service.current_calls(3) == {}
    assert service.skills() == []


def test_an_interval_stands_beside_the_one_before_it() -> None:
    day = timedelta(days=1)
    found = WallService(Server()).past(NOW - day, NOW, 30, "2026.2", Progress())
    assert (found.asked.since, found.asked.until) == (NOW - day, NOW)
    assert (found.before.since, found.before.until) == (NOW - 2 * day, NOW - day)
    assert {each.formula for each in (found.asked, found.before)} == {"2026.2"}
