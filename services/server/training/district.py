"""Fills an empty database with the training district: staff, catalogue, knowledge, citizens, eleven weeks of past tickets.

The same seed and the same moment give the same district. Nobody in it is real: names are surnames with a title, numbers
begin with 161, which no operator in China has been given.
"""

import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from services.contracts.people import Person
from services.contracts.tickets import Finish, PlaceEntry, Unit, Urgency
from services.server.accounts import repository as accounts
from services.server.clocks import repository as clocks
from services.server.clocks import settings as clock_settings
from services.server.dispatching import service as dispatching
from services.server.duty import service as duty
from services.server.kernel import Kernel
from services.server.knowledge import training as knowledge
from services.server.people import repository as people
from services.server.tickets import catalogue, repository
from services.server.tickets.service import blank
from services.server.tickets.trace import URGENCIES
from services.server.tickets.validation import STATUS
from services.server.training import past, staff
from services.server.training.life import Life
from services.server.training.past import Office, live
from services.server.transaction import Transaction

PERSONS = 400
RECENT, RECENT_DAYS = 600, 14
"""Tickets of the last two weeks, whose calls the training district has too."""
OLDER = 400
TICKETS = RECENT + OLDER
DAYS = 77
"""Of the older ones some are still open: one reply in ten takes longer than 41 days."""

# Relative arrivals by hour of the day: a peak in the morning, one in the afternoon, little at night.
_HOURS = (1, 1, 1, 1, 1, 1, 2, 4, 9, 14, 13, 10, 6, 7, 11, 12, 11, 9, 6, 5, 5, 4, 3, 2)


@dataclass(frozen=True)
class District:
    """What tickets are put together from."""

    persons: list[Person]
    scenarios: list[dict[str, Any]]
    places: dict[str, str]
    office: Office


def seed(kernel: Kernel) -> bool:
    """Fills the database where nobody has an account yet; tells whether it did. Twice is as good as once."""
    if kernel.read(lambda tx: bool(accounts.everyone(tx.connection))):
        return False
    # Slow on purpose, so once and outside of the transaction: all demo sign-ins share a password, so they share its hash.
    password = kernel.passwords.hash(staff.PASSWORD)

    def fill(tx: Transaction) -> bool:
        if accounts.everyone(tx.connection):
            return False
        for account in staff.accounts():
            accounts.add(tx.connection, account, password)
        choose = random.Random(kernel.config.training_seed)
        entries = catalogue.from_resources()
        catalogue.ensure(tx)
        clock_settings.ensure(tx)
        dispatching.ensure(tx)
        for unit, plan in staff.duties().items():
            duty.replace(tx, unit, plan)
        knowledge.seed(tx)
        persons = _persons(choose, [entry for entry in entries if isinstance(entry, PlaceEntry)])
        people.add_many(tx.connection, [_stored(person) for person in persons], tx.now - timedelta(days=DAYS))
        district = District(
            persons,
            tomllib.loads(_text("scenarios.toml"))["scenario"],
            {entry.code: entry.name for entry in entries if isinstance(entry, PlaceEntry)},
            Office.of(dispatching.current(tx).rules, [entry for entry in entries if isinstance(entry, Unit)], tx.zone),
        )
        _add_tickets(tx, choose, district)
        return True

    return kernel.write(fill)


def _text(name: str) -> str:
    return files("resources").joinpath("training", name).read_text(encoding="utf-8")


def _persons(choose: random.Random, places: Sequence[PlaceEntry]) -> list[Person]:
    words = tomllib.loads(_text("words.toml"))
    villages = [place for place in places if place.parent]
    numbers = [f"161{number:08}" for number in choose.sample(range(10**8), PERSONS * 2)]
    persons: list[Person] = []
    for n in range(PERSONS):
        village = choose.choice(villages)
        own = [numbers[2 * n]]
        if choose.random() < 0.12:
            own.append(numbers[2 * n + 1])
        if n and choose.random() < 0.05:
            # Two of one household call from the same number.
            own.append(persons[-1].numbers[0])
        persons.append(
            Person(
                id=f"person-{n + 1:04}",
                name=choose.choice(words["surnames"]) + choose.choice(words["titles"]),
                numbers=own,
                town=village.parent,
                village=village.code,
                address=f"{choose.choice(words['roads'])}{choose.randrange(1, 180)}号",
                elderly=choose.random() < 0.15,
            )
        )
    return persons


def _stored(person: Person) -> dict[str, Any]:
    return {**person.model_dump(exclude={"version"}), "digest": ""}


def _moments(choose: random.Random, now: datetime, zone: ZoneInfo) -> list[datetime]:
    """Returns when the past tickets were taken down, oldest first: more by day than at night."""
    moments: set[datetime] = set()
    while len(moments) < TICKETS:
        is_old = len(moments) < OLDER
        back = choose.randrange(RECENT_DAYS, DAYS) if is_old else choose.randrange(RECENT_DAYS)
        midnight = (now - timedelta(days=back)).astimezone(zone)
        hour = choose.choices(range(24), _HOURS)[0]
        moment = midnight.replace(hour=hour, minute=0, second=0, microsecond=0)
        moment += timedelta(seconds=choose.randrange(3600))
        if moment < now - timedelta(minutes=5):
            moments.add(moment)
    return sorted(moments)


def _add_tickets(tx: Transaction, choose: random.Random, district: District) -> None:
    agents = [account for account in staff.accounts() if account.username.startswith("agent")]
    # Few call often, most call once: as in a real district.
    callers = choose.choices(district.persons, [1 / (1 + n % 40) for n in range(len(district.persons))], k=TICKETS)
    rows: list[dict[str, Any]] = []
    for moment, person in zip(_moments(choose, tx.now, tx.zone), callers, strict=True):
        weights = [s["weight"] * s.get("months", {}).get(str(moment.month), 1.0) for s in district.scenarios]
        scenario = choose.choices(district.scenarios, weights)[0]
        agent = choose.choice(agents)
        row = _ticket(choose, district, scenario, person, moment)
        rows.append({**row, "created_by_id": agent.id, "created_by": agent.name, "id": f"past-{len(rows) + 1:04}"})
    config = clocks.config(tx.connection)
    lives = [Life(SimpleNamespace(**row), tx.now, config) for row in repository.add_many(tx, rows, tx.now)]
    past.write(tx, [live(choose, district.office, life) if life.row.closed_at is None else life for life in lives])


def _ticket(
    choose: random.Random,
    district: District,
    scenario: dict[str, Any],
    person: Person,
    moment: datetime,
) -> dict[str, Any]:
    words = {
        "caller": person.name,
        "town": district.places[person.town],
        "village": district.places[person.village],
        "detail": choose.choice(scenario["details"]) if scenario["details"] else "",
    }
    finish = Finish.ANSWER if scenario["answerable"] else Finish.ACCEPT
    if finish is Finish.ACCEPT and choose.random() < 0.35:
        # The agent knows where it belongs.
        finish = Finish.DISPATCH
    row: dict[str, Any] = {
        **blank(),
        "status": STATUS[finish].value,
        "version": 1,
        "opened_as": finish.value,
        "digest": "",
        "person_id": person.id,
        "caller_name": person.name,
        "caller_number": person.numbers[0],
        "contact_number": person.numbers[-1],
        "kind": scenario["kind"],
        "category": scenario["category"],
        "town": person.town,
        "village": person.village,
        "detail": words["detail"] or person.address,
        "title": scenario["title"],
        "content": _told(scenario["lines"], words),
        "urgency": URGENCIES.index(Urgency(scenario["urgency"])),
        "confidential": scenario["kind"] == "report" and choose.random() < 0.4,
        "created_at": moment,
        "updated_at": moment,
        "closed_at": None,
        "note_count": 0,
    }
    if finish is Finish.ANSWER:
        row |= {"closed_at": moment, "answer": "已按知识库答复，来电人表示清楚。"}
        row["cited_articles"] = scenario.get("article", "")
    elif finish is Finish.DISPATCH:
        row["unit"] = district.office.unit_for(SimpleNamespace(**row))
    return row


def _told(lines: Sequence[str], words: dict[str, str]) -> str:
    """Returns what an agent would have taken down: the middle of the conversation, without greeting and good-bye."""
    # After a Chinese full stop nothing stands between two sentences, after any other a space does.
    told = "".join(f"{line} " if line[-1].isascii() else line for line in lines[1:-1]).rstrip()
    return f"来电人反映：{told.format_map(words)}"


def regulars(tx: Transaction) -> list[Person]:
    """Returns the district's citizens, from whom the simulator takes callers who have called before."""
    return people.everyone(tx.connection, PERSONS)
