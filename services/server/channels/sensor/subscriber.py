"""Hears the broker: acknowledges a message only when what it says is in the database.

The broker sends a few at a time and waits (its ``max_inflight_messages``); what came while one transaction was written is
taken by the next, all together. So a storm makes transactions larger, not more.
"""

import logging
import queue
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from services.server.channels.background.worker import Broken, Watch
from services.server.channels.protocol import Configured
from services.server.channels.sensor import intake, reading
from services.server.channels.sensor.connection import NotLetIn, client_of, signed_in
from services.server.channels.sensor.reading import Alarm
from services.server.kernel import Kernel

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
CHECK_SECONDS = 5.0
_SESSION_SECONDS = 7 * 86_400
"""The broker keeps what comes while we are away."""
_AT_ONCE = 1_000
_IN_FLIGHT = 1_000


def session(kernel: Kernel, configured: Configured, watch: Watch) -> None:
    """Takes alarms until the watch is over.

    Raises:
        Broken: the broker cannot be reached, refuses, or hangs up.
    """
    settings = configured.settings
    if not (settings.host and settings.sources):
        watch.pause(LOOK_SECONDS)
        return
    came: queue.SimpleQueue[mqtt.MQTTMessage | str] = queue.SimpleQueue()
    client = _client(configured, came)
    properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
    properties.SessionExpiryInterval = _SESSION_SECONDS
    properties.ReceiveMaximum = _IN_FLIGHT
    try:
        client.connect(settings.host, settings.port, keepalive=30, clean_start=False, properties=properties)
    except (OSError, ValueError) as error:
        raise Broken(type(error).__name__) from error
    client.loop_start()
    try:
        while not watch.over():
            batch = _batch(came)
            if batch:
                watch.worked = True
                _take(kernel, settings, client, batch)
    finally:
        client.disconnect()
        client.loop_stop()


def check(configured: Configured) -> str:
    """Signs in at the broker under another name; returns what went wrong, in short, or nothing."""
    settings = configured.settings
    if not settings.host:
        return "not set up"
    try:
        with signed_in(configured, f"{settings.client_id[:50]}-check", CHECK_SECONDS):
            return ""
    except NotLetIn as error:
        return str(error)


def _client(configured: Configured, came: "queue.SimpleQueue[mqtt.MQTTMessage | str]") -> mqtt.Client:
    settings = configured.settings
    client = client_of(configured, settings.client_id, manual_ack=True)

    def connected(_client: Any, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        if reason.is_failure:
            came.put(str(reason))
            return
        client.subscribe([(topic, 1) for topic in dict.fromkeys(source.topic for source in settings.sources)])

    client.on_connect = connected
    client.on_message = lambda _client, _data, message: came.put(message)
    client.on_disconnect = lambda *_: came.put("disconnected")
    return client


def _batch(came: "queue.SimpleQueue[mqtt.MQTTMessage | str]") -> list[mqtt.MQTTMessage]:
    batch: list[mqtt.MQTTMessage] = []
    try:
        item = came.get(timeout=LOOK_SECONDS)
        while True:
            if isinstance(item, str):
                # What was not acknowledged comes again with the next connection.
                raise Broken(item)
            batch.append(item)
            if len(batch) >= _AT_ONCE:
                return batch
            item = came.get_nowait()
    except queue.Empty:
        return batch


def _take(kernel: Kernel, settings: Any, client: mqtt.Client, batch: list[mqtt.MQTTMessage]) -> None:
    alarms: list[Alarm] = []
    broken = 0
    for message in batch:
        try:
            alarm = reading.read(settings.sources, message.topic, bytes(message.payload), kernel.zone)
        except ValueError:
            broken += 1
        else:
            alarms += [alarm] if alarm is not None else []
    if broken:
        log.warning("%d messages of sensors not understood", broken)
    if alarms:
        kernel.write(lambda tx: intake.take(tx, settings, alarms))
    for message in batch:
        if message.qos:
            client.ack(message.mid, message.qos)
