import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from services.server.clocks.worktime import MINUTE, Pattern, WorkTime

SHIFTS = ((8 * 60 + 30, 12 * 60), (14 * 60, 17 * 60 + 30))


@pytest.fixture
def hurried() -> Iterator[None]:
    """Threads take turns all the time."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def week() -> WorkTime:
    pattern = Pattern(0, (*(SHIFTS,) * 5, (), ()), SHIFTS)
    return WorkTime("week", ZoneInfo("Asia/Shanghai"), [pattern], {}, None)


def moment(year: int) -> int:
    return int(datetime(year, 3, 2, tzinfo=UTC).timestamp()) * 1_000_000


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("attempt", range(3))
def test_many_threads_ask_a_new_calendar_at_once(attempt: int) -> None:
    years = list(range(2015, 2035)) * 2
    expected = {year: week().advance(moment(year), 600 * MINUTE) for year in set(years)}
    shared = week()
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda year: shared.advance(moment(year), 600 * MINUTE), years))
        spent = list(threads.map(lambda year: shared.worked(moment(year), expected[year]), years))
    assert found == [expected[year] for year in years]
    assert set(spent) == {600 * MINUTE}
