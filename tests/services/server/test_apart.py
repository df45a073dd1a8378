"""Writes in threads of their own: each with its own outcome, answered when all that was committed is on the disk."""

import asyncio
import threading

import pytest

from services.server.apart import Apart
from services.server.together import Write


class Disk:
    """Stands for the database: a result is what the work makes of nothing."""

    def __init__(self) -> None:
        self.committed: list[object] = []
        self.safe: list[object] = []
        self.is_broken = False
        self.opened = threading.Event()
        self.opened.set()

    def run(self, each: Write) -> None:
        each.result = each.work(None)  # type: ignore[arg-type]
        self.committed.append(each.result)

    def flush(self) -> None:
        self.opened.wait(10)
        if self.is_broken:
            raise OSError
        self.safe = list(self.committed)


def _fail(_connection: object) -> int:
    raise ZeroDivisionError


def test_each_gets_its_own_result_and_nobody_before_it_is_safe() -> None:
    disk = Disk()
    apart = Apart(disk.run, disk.flush)

    async def ask(number: int) -> None:
        assert await apart.answer(lambda _connection: number, lambda _committed: None) == number
        assert number in disk.safe

    async def many() -> None:
        await asyncio.gather(*(ask(number) for number in range(200)))

    asyncio.run(many())
    apart.close()
    assert sorted(disk.committed) == list(range(200))  # type: ignore[type-var]


def test_what_fails_concerns_nobody_else() -> None:
    disk = Disk()
    apart = Apart(disk.run, disk.flush)

    async def both() -> list[object]:
        asked = [apart.answer(work, lambda _committed: None) for work in (_fail, lambda _connection: 1)]
        return await asyncio.gather(*asked, return_exceptions=True)

    failed, done = asyncio.run(both())
    apart.close()
    assert isinstance(failed, ZeroDivisionError)
    assert done == 1


def test_nobody_is_told_that_it_is_safe_when_the_disk_takes_nothing() -> None:
    disk = Disk()
    disk.is_broken = True
    apart = Apart(disk.run, disk.flush)

    async def one() -> None:
        with pytest.raises(OSError):
            await apart.answer(lambda _connection: 1, lambda _committed: None)

    asyncio.run(one())
    apart.close()
    assert disk.committed == [1]


def test_one_who_waits_no_more_holds_up_nobody() -> None:
    disk = Disk()
    disk.opened.clear()
    apart = Apart(disk.run, disk.flush)

    async def leave_and_stay() -> int:
        leaving = asyncio.create_task(apart.answer(lambda _connection: 1, lambda _committed: None))
        await asyncio.sleep(0)
        leaving.cancel()
        disk.opened.set()
        return await apart.answer(lambda _connection: 2, lambda _committed: None)

    assert asyncio.run(leave_and_stay()) == 2
    apart.close()
    assert sorted(disk.committed) == [1, 2]  # type: ignore[type-var]


def test_what_waits_is_done_before_it_ends() -> None:
    disk = Disk()
    apart = Apart(disk.run, disk.flush)

    async def leave() -> None:
        for number in range(20):
            asyncio.create_task(apart.answer(lambda _connection, number=number: number, lambda _committed: None))  # type: ignore[misc]  # noqa: RUF006
        await asyncio.sleep(0)

    asyncio.run(leave())
    apart.close()
    assert sorted(disk.safe) == list(range(20))  # type: ignore[type-var]
