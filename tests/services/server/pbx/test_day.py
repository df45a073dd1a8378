"""A short working day at a real Asterisk: our figures are those of its own log.

Our server is killed in it, and Asterisk. The long one, of 2,000 calls, is ``scripts/bench pbxday``.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.server.empty import put_sqlite
from tests.services.server.pbx.day import Day, Shift
from tests.services.server.pbx.district import tongfu


@pytest.fixture(params=["asterisk16", "asterisk22"])
def day(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Day]:
    made = Day(
        tmp_path,
        put_sqlite(tmp_path / "tongfu.sqlite"),
        Shift(60, 3.0, agents=8, version=request.param),
    )
    yield made
    made.close()


@pytest.mark.timeout(400)
def test_our_figures_are_those_of_the_exchanges_own_log(day: Day) -> None:
    day.begin()
    day.run()
    day.end()
    url = day.district.url
    said = tongfu("pbx", "compare", str(day.queue_log), "--database-url", url)
    assert said.returncode == 0, said.stdout + said.stderr
    # Whoever called in the second in which Asterisk was gone is in neither.
    compared, _, differ = said.stdout.splitlines()[0].partition(" calls compared with the exchange's log; ")
    assert int(compared) >= 50
    assert differ.startswith("0 differ")
    assert "All figures agree." in said.stdout
    # The comparison can fail: without one caller's answer in the log, the call and the figures differ.
    lines = day.queue_log.read_text().splitlines()
    first = next(n for n, line in enumerate(lines) if "|CONNECT|" in line)
    changed = day.queue_log.with_name("changed")
    changed.write_text("\n".join(lines[:first] + lines[first + 1 :]) + "\n")
    said = tongfu("pbx", "compare", str(changed), "--database-url", url, language="zh_CN.UTF-8")
    assert said.returncode == 1
    assert "outcome" in said.stderr
    assert "接通" in said.stderr
