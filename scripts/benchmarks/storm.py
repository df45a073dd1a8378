"""A storm of sensors: a thousand alarms a second through a real broker, and people who file tickets meanwhile."""

import json
import threading
import time
import uuid

import paho.mqtt.client as mqtt
from benchmarks.api import filing
from benchmarks.databases import KINDS, Filled, filled
from benchmarks.load import Load, load, serving, sign_in
from benchmarks.report import Result, percentile, tell
from paho.mqtt.enums import CallbackAPIVersion
from sqlalchemy import distinct, func, select

from console.tour.counterparts.mosquitto import Mosquitto
from services.contracts.channels import Channel, ChannelChange
from services.server.app import build_kernel
from services.server.channels import settings
from services.server.channels.sensor.tables import sensor_episodes
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.training import staff

_MANY, _FEW = 1_000_000, 10_000
_A_SECOND = 1_000
_SENSORS = 500
_LONGEST = 120
_CLERKS = 2
_SOURCE = {"topic": "bench/+/alarm", "sensor": "topic:1", "alarm": "kind"}


def run(short: bool) -> list[Result]:
    """Measures on both kinds of database."""
    results: list[Result] = []
    for kind in KINDS:
        with filled(kind, _FEW if short else _MANY) as database, database.copy() as spoiled:
            results += tell(measure(spoiled, 3 if short else 10))
    return results


def measure(database: Filled, seconds: int) -> list[Result]:
    """Measures on a database that is spoiled by it."""
    broker = Mosquitto(saves=False)
    try:
        _listen_to(database, broker.port)
        opened = Database(database.url)
        with serving(database.url, database.folder) as base_url:
            token = sign_in(base_url, "agent01", staff.PASSWORD)
            publisher = _publisher(broker.port)
            while not _counted(opened, "ready"):
                publisher.publish("bench/first/alarm", b'{"kind": "ready"}', qos=1)
                time.sleep(0.5)
            clerks: list[Load] = []
            thread = threading.Thread(
                target=lambda: clerks.append(load(base_url, token, seconds, filing(uuid.uuid4().hex[:8]), _CLERKS))
            )
            thread.start()
            began = time.perf_counter()
            sent = _storm(publisher, seconds)
            ended = time.perf_counter()
            _until(opened, sent)
            taken = time.perf_counter()
            thread.join()
            publisher.disconnect()
            publisher.loop_stop()
        with opened.read() as connection:
            of_storm = sensor_episodes.c.alarm == "smoke"
            made = connection.execute(
                select(func.count(distinct(sensor_episodes.c.ticket_id))).where(of_storm)
            ).scalar()
        opened.close()
    finally:
        broker.stop()
    note = (
        f"{database.words}, {sent:,} alarms of {_SENSORS} sensors in {ended - began:.1f} s, none lost, {made} tickets"
    )
    return [
        Result("the last of 1,000 alarms a second taken after", taken - ended, None, "s", note=note),
        Result("alarms of a storm taken", sent / (taken - began), None, "a second", note=database.words),
        Result(
            "filing beside the storm, p95", percentile(clerks[0].times, 0.95), None, "ms", note=f"{_CLERKS} clients"
        ),
    ]


def _listen_to(database: Filled, port: int) -> None:
    opened = Database(database.url)
    kernel = build_kernel(ServerConfig(database.url, database.folder), opened)
    values = {"sources": [_SOURCE], "host": "127.0.0.1", "port": port, "security": "none", "client_id": "bench"}
    change = ChannelChange(enabled=True, settings=values)
    kernel.write(lambda tx: settings.change(tx, Channel.SENSOR, change))
    opened.close()


def _publisher(port: int) -> mqtt.Client:
    client = mqtt.Client(CallbackAPIVersion.VERSION2, protocol=mqtt.MQTTv5)
    client.max_inflight_messages_set(2 * _A_SECOND)
    client.connect("127.0.0.1", port)
    client.loop_start()
    return client


def _storm(publisher: mqtt.Client, seconds: int) -> int:
    """Publishes evenly; returns how many."""
    start = time.perf_counter()
    for number in range(seconds * _A_SECOND):
        ahead = start + number / _A_SECOND - time.perf_counter()
        if ahead > 0.002:
            time.sleep(ahead)
        body = json.dumps({"kind": "smoke", "n": number}).encode()
        publisher.publish(f"bench/s{number % _SENSORS}/alarm", body, qos=1)
    return seconds * _A_SECOND


def _counted(opened: Database, alarm: str) -> int:
    query = select(func.coalesce(func.sum(sensor_episodes.c.count), 0)).where(sensor_episodes.c.alarm == alarm)
    with opened.read() as connection:
        return int(connection.execute(query).scalar_one())


def _until(opened: Database, wanted: int) -> None:
    """Waits until so many alarms are counted, and not one more."""
    until = time.monotonic() + _LONGEST
    while (counted := _counted(opened, "smoke")) < wanted:
        if time.monotonic() > until:
            raise AssertionError(f"{counted} of {wanted} alarms were taken")
        time.sleep(0.1)
    if counted != wanted:
        raise AssertionError(f"{counted} alarms were counted of {wanted}")
