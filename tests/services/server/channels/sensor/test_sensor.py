import json
import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion
from sqlalchemy import func, select

from console.tour.counterparts.mosquitto import Mosquitto
from services.clock import ManualClock
from services.contracts.accounts import Role
from services.contracts.channels import Channel, ChannelChange
from services.server.channels import repository as messages
from services.server.channels import settings
from services.server.channels.background.worker import Worker
from services.server.channels.delivery import Delivery
from services.server.channels.sensor import intake, reading, subscriber
from services.server.channels.sensor.adapter import SensorSettings
from services.server.channels.sensor.reading import Alarm, Source
from services.server.channels.sensor.tables import sensor_episodes
from services.server.kernel import Kernel
from services.server.tickets import repository as ticket_queries
from services.server.tickets.tables import tickets
from tests.services.server import district
from tests.services.server.conftest import SignIn, add_account
from tests.zone import ZONE

SOURCE = {"topic": "nanhai/+/alarm", "sensor": "topic:1", "alarm": "kind", "at": "time", "state": "state"}
CLASSES = {"smoke": {"name": "烟雾", "urgency": "emergency", "category": "060101"}}
SENSOR = {"name": "桂一市场烟感", "town": district.TOWN, "village": district.VILLAGE, "grid": "桂一第3网格"}


@pytest.fixture(scope="session")
def broker_process() -> Iterator[Mosquitto]:
    """One Mosquitto for a test process."""
    server = Mosquitto()
    yield server
    server.stop()


def until(true: Callable[[], Any]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def set_up(kernel: Kernel, broker: Mosquitto | None = None, **fields: Any) -> SensorSettings:
    values: dict[str, Any] = {"sources": [SOURCE], "classes": CLASSES, "client_id": f"t{id(kernel)}", **fields}
    if broker is not None:
        values |= {"host": "127.0.0.1", "port": broker.port, "security": "none"}
    change = ChannelChange(enabled=True, settings=values)
    kernel.write(lambda tx: settings.change(tx, Channel.SENSOR, change))
    return SensorSettings(**values)


@pytest.fixture
def listening(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Worker]]:
    for name in ("every_seconds", "first_wait", "longest_wait"):
        monkeypatch.setattr(Worker, name, 0.05)
    monkeypatch.setattr(subscriber, "LOOK_SECONDS", 0.05)
    threads: list[tuple[Worker, threading.Thread]] = []

    def start() -> Worker:
        worker = Worker(kernel, Channel.SENSOR, subscriber.session)
        thread = threading.Thread(target=worker.run)
        thread.start()
        threads.append((worker, thread))
        return worker

    yield start
    for worker, _ in threads:
        worker.stopping.set()
    for _, thread in threads:
        thread.join()


class Sensors:
    """Publishes as sensors do, with QoS 1."""

    def __init__(self, broker: Mosquitto) -> None:
        self.client = mqtt.Client(CallbackAPIVersion.VERSION2, protocol=mqtt.MQTTv5)
        self.client.max_inflight_messages_set(1_000)
        self.client.connect("127.0.0.1", broker.port)
        self.client.loop_start()

    def raise_alarms(self, *ids: str, kind: str = "smoke", **fields: Any) -> None:
        sent = [self.client.publish(f"nanhai/{id_}/alarm", json.dumps({"kind": kind, **fields}), qos=1) for id_ in ids]
        for message in sent:
            message.wait_for_publish(30)

    def close(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()


def register(kernel: Kernel, sign_in: SignIn, *ids: str, **fields: Any) -> None:
    entries = [{"id": id_, **SENSOR, **fields} for id_ in ids]
    assert sign_in(Role.ADMINISTRATOR).put("/v1/sensors", json={"sensors": entries}).status_code == 200


def found(kernel: Kernel) -> list[Any]:
    """Returns the tickets, but for those of :func:`heard`."""
    query = select(tickets).where(tickets.c.title.not_like("%ready")).order_by(tickets.c.key)
    return list(kernel.read(lambda tx: tx.connection.execute(query).all()))


def heard(kernel: Kernel, sensors: "Sensors") -> None:
    """Waits until alarms are heard."""
    query = select(func.count()).where(sensor_episodes.c.alarm == "ready")

    def is_heard() -> bool:
        sensors.raise_alarms("s0", kind="ready")
        return bool(kernel.read(lambda tx: tx.connection.execute(query).scalar_one()))

    until(is_heard)


def counted(kernel: Kernel) -> int:
    query = select(func.coalesce(func.sum(sensor_episodes.c.count), 0)).where(sensor_episodes.c.alarm != "ready")
    return int(kernel.read(lambda tx: tx.connection.execute(query).scalar_one()))


def take(kernel: Kernel, chosen: SensorSettings, *alarms: Alarm) -> int:
    return kernel.write(lambda tx: intake.take(tx, chosen, list(alarms)))


def notes(kernel: Kernel, row: Any) -> list[str]:
    return [note.text for note in kernel.read(lambda tx: ticket_queries.notes(tx.connection, row.key))]


def test_an_alarm_becomes_a_ticket_for_the_grids_inspector(kernel: Kernel, sign_in: SignIn) -> None:
    inspector = add_account(kernel, Role.HANDLER, unit=district.VILLAGE_UNIT)
    register(kernel, sign_in, "s1", unit=district.VILLAGE_UNIT, handler_id=inspector.id)
    assert take(kernel, set_up(kernel), Alarm("s1", "smoke")) == 1
    (row,) = found(kernel)
    assert (row.title, row.kind, row.urgency, row.category) == ("桂一市场烟感 烟雾", "help", 2, "060101")
    assert (row.town, row.village, row.unit, row.channel) == (
        district.TOWN, district.VILLAGE, district.VILLAGE_UNIT, "sensor",
    )  # fmt: skip
    assert row.status == "dispatched"
    assert "桂一第3网格" in row.content


def test_the_message_is_kept_as_it_came(kernel: Kernel) -> None:
    chosen = set_up(kernel)
    payload = '{"kind": "smoke",  "note": "原文"}'.encode()
    alarm = reading.read(chosen.sources, "nanhai/s1/alarm", payload, ZONE)
    assert alarm is not None
    take(kernel, chosen, alarm)
    (row,) = found(kernel)
    kept = kernel.read(lambda tx: messages.opening(tx.connection, row.id))
    assert kept is not None
    assert messages.original_of(kept) == payload
    assert (kept.content_type, json.loads(kept.extra)["topic"]) == ("application/json", "nanhai/s1/alarm")


def test_what_becomes_of_an_alarm_is_published(kernel: Kernel, broker_process: Mosquitto, sign_in: SignIn) -> None:
    chosen = set_up(kernel, broker_process, answers="answers/{sensor}/ticket")
    got: queue.SimpleQueue[mqtt.MQTTMessage] = queue.SimpleQueue()
    ready = threading.Event()
    platform = mqtt.Client(CallbackAPIVersion.VERSION2, protocol=mqtt.MQTTv5)
    platform.on_message = lambda _client, _data, heard: got.put(heard)
    platform.on_subscribe = lambda *_: ready.set()
    platform.connect("127.0.0.1", broker_process.port)
    platform.subscribe("answers/#", qos=1)
    platform.loop_start()
    assert ready.wait(30)
    take(kernel, chosen, Alarm("s/1", "smoke", topic="nanhai/s1/alarm", original=b"{}"))
    (row,) = found(kernel)
    dispatcher = sign_in(Role.DISPATCHER)
    version = dispatcher.get(f"/v1/tickets/{row.id}").json()["version"]
    step = {"step": "answer", "text": "误报，已核实。"}
    assert dispatcher.post(f"/v1/tickets/{row.id}/steps", version=version, json=step).status_code == 200
    told = Delivery(kernel).deliver_due(Channel.SENSOR)
    heard = [got.get(timeout=30) for _ in range(told)]
    platform.disconnect()
    platform.loop_stop()
    assert {each.topic for each in heard} == {"answers/s_1/ticket"}
    said = [json.loads(each.payload) for each in heard]
    assert {(each["sensor"], each["alarm"], each["number"]) for each in said} == {("s/1", "smoke", row.number)}
    assert said[0]["notice"] == "accepted"
    assert any("误报，已核实。" in each["words"] for each in said)
    assert len({each["id"] for each in said}) == told


def test_without_a_broker_the_answer_waits(kernel: Kernel, real_clock: ManualClock) -> None:
    chosen = set_up(kernel, host="127.0.0.1", port=9, security="none", answers="answers")
    take(kernel, chosen, Alarm("s1", "smoke"))
    delivery = Delivery(kernel)
    assert delivery.deliver_due(Channel.SENSOR) == 0
    (row,) = found(kernel)
    (told,) = kernel.read(lambda tx: messages.told(tx.connection, row.id))
    assert (told.state, told.attempts, told.problem) == ("waiting", 1, "ConnectionRefusedError")


def test_a_sensor_that_nobody_knows_is_a_dispatchers_matter(kernel: Kernel) -> None:
    take(kernel, set_up(kernel, classes={}), Alarm("s9", "leak"))
    (row,) = found(kernel)
    assert (row.status, row.title, row.town) == ("accepted", "未登记的传感器 s9 leak", "")


def test_a_flapping_sensor_has_one_ticket(kernel: Kernel, clock: ManualClock) -> None:
    chosen = set_up(kernel, quiet_minutes=30)
    for _ in range(10):
        take(kernel, chosen, Alarm("s1", "smoke"))
        clock.advance(20 * 60)
    (row,) = found(kernel)
    assert notes(kernel, row) == [f"同类报警已累计 {n} 次，涉及 1 个传感器。" for n in (2, 4, 8)]
    clock.advance(31 * 60)
    take(kernel, chosen, Alarm("s1", "smoke"))
    assert len(found(kernel)) == 2
    take(kernel, chosen, Alarm("s1", "leak"))
    assert len(found(kernel)) == 3


def test_alarms_of_a_merged_ticket_go_on_in_which_it_was_merged_into_while_that_is_open(
    kernel: Kernel, sign_in: SignIn
) -> None:
    chosen = set_up(kernel)
    register(kernel, sign_in, "S1", "S2")
    dispatcher = sign_in(Role.DISPATCHER)
    take(kernel, chosen, Alarm("S1", "smoke", None))
    take(kernel, chosen, Alarm("S2", "smoke", None))

    def step(of: Any, name: str, **given: Any) -> None:
        version = dispatcher.get(f"/v1/tickets/{of.id}").json()["version"]
        answer = dispatcher.post(f"/v1/tickets/{of.id}/steps", version=version, json={"step": name, **given})
        assert answer.status_code == 200, answer.text

    merged, main = found(kernel)
    step(merged, "merge", into=main.id)
    assert take(kernel, chosen, *[Alarm("S1", "smoke", None)] * 3) == 0
    assert len(found(kernel)) == 2
    assert notes(kernel, main) == ["同类报警已累计 5 次，涉及 2 个传感器。"]
    assert notes(kernel, merged) == []
    step(merged, "unmerge")
    take(kernel, chosen, *[Alarm("S1", "smoke", None)] * 4)
    assert notes(kernel, merged) == ["同类报警已累计 8 次，涉及 1 个传感器。"], "its own go with it"
    step(merged, "merge", into=main.id)
    step(main, "answer", text="误报，已核实。")
    assert take(kernel, chosen, Alarm("S1", "smoke", None)) == 1


def test_a_storm_is_one_ticket_after_the_first_few(kernel: Kernel, sign_in: SignIn, clock: ManualClock) -> None:
    ids = [f"s{n}" for n in range(20)]
    register(kernel, sign_in, *ids)
    register(kernel, sign_in, "far", grid="另一网格")
    chosen = set_up(kernel, storm_sensors=3)
    for id_ in ids:
        take(kernel, chosen, Alarm(id_, "smoke"))
        clock.advance(1)
    assert len(found(kernel)) == 3
    assert notes(kernel, found(kernel)[0])[-1] == "同类报警已累计 16 次，涉及 16 个传感器。"
    take(kernel, chosen, Alarm("far", "smoke"))
    assert len(found(kernel)) == 4


def test_what_comes_again_after_a_broken_connection_is_not_counted_again(kernel: Kernel) -> None:
    chosen = set_up(kernel)
    alarm = reading.read([Source(**SOURCE)], "nanhai/s1/alarm", b'{"kind": "smoke", "time": 1772000000}', ZONE)
    assert alarm is not None
    take(kernel, chosen, alarm)
    take(kernel, chosen, alarm)
    assert (len(found(kernel)), counted(kernel)) == (1, 1)


def test_a_thousand_messages_a_second(
    kernel: Kernel, broker_process: Mosquitto, listening: Callable[[], Worker], sign_in: SignIn
) -> None:
    ids = [f"s{n}" for n in range(50)]
    register(kernel, sign_in, *ids)
    set_up(kernel, broker_process)
    listening()
    sensors = Sensors(broker_process)
    heard(kernel, sensors)
    sensors.raise_alarms(*(ids * 60))
    until(lambda: counted(kernel) >= 3_000)
    assert counted(kernel) == 3_000
    assert len(found(kernel)) == 3
    assert len(notes(kernel, found(kernel)[0])) < 20
    sensors.close()


def test_what_comes_while_we_are_away_and_the_broker_is_killed(
    kernel: Kernel, broker_process: Mosquitto, listening: Callable[[], Worker]
) -> None:
    set_up(kernel, broker_process)
    worker = listening()
    sensors = Sensors(broker_process)
    heard(kernel, sensors)
    worker.stopping.set()
    time.sleep(0.3)
    sensors.raise_alarms("s1", "s2", "s3")
    assert counted(kernel) == 0
    listening()
    until(lambda: counted(kernel) == 3)
    sensors.close()
    broker_process.kill()
    time.sleep(0.2)
    broker_process.start()
    sensors = Sensors(broker_process)

    def is_heard_again() -> bool:
        sensors.raise_alarms("s4")
        return counted(kernel) > 3

    until(is_heard_again)
    sensors.close()


def test_messages_that_nobody_understands_do_no_harm(
    kernel: Kernel, broker_process: Mosquitto, listening: Callable[[], Worker]
) -> None:
    set_up(kernel, broker_process)
    listening()
    sensors = Sensors(broker_process)
    heard(kernel, sensors)
    for payload in (b"", b"\xff\x00", b"[" * 5_000, b"x" * 100_000, b'{"kind": {"a": 1}, "state": "normal"}'):
        sensors.client.publish("nanhai/s1/alarm", payload, qos=1)
    sensors.client.publish("nanhai//alarm", b"{}", qos=1)
    sensors.raise_alarms("s2", kind="leak")
    until(lambda: any("leak" in row.title for row in found(kernel)))
    sensors.close()


@pytest.mark.parametrize(
    ("pattern", "topic", "fits"),
    [("a/+/c", "a/b/c", True), ("a/#", "a/b/c", True), ("a/#", "a", True), ("a/+", "a/b/c", False), ("a", "b", False)],
)
def test_filters_of_topics(pattern: str, topic: str, fits: bool) -> None:
    assert reading.fits(pattern, topic) is fits


def test_settings_that_would_not_be_safe(sign_in: SignIn) -> None:
    manager = sign_in(Role.ADMINISTRATOR)
    fields = {"host": "broker.example.org", "security": "none"}
    assert manager.patch("/v1/channels/sensor", json={"settings": fields}, version=1).status_code == 422
    loop = {"sources": [SOURCE], "answers": "nanhai/{sensor}/alarm"}
    assert manager.patch("/v1/channels/sensor", json={"settings": loop}, version=1).status_code == 422
    assert manager.patch("/v1/channels/sensor", json={"settings": {"answers": "a/+"}}, version=1).status_code == 422
    bad = {"sensors": [{"id": "s", "town": "999"}]}
    assert manager.put("/v1/sensors", json=bad).status_code == 422
