"""How every connection to the broker is made ready."""

import contextlib
import queue
from collections.abc import Iterator
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from services.server.channels.protocol import Configured


class NotLetIn(Exception):
    """The broker is not there, refuses, or does not answer; says in short which."""


def client_of(configured: Configured, name: str, **more: Any) -> mqtt.Client:
    """Returns a client under a name of its own, with user, password and encryption as they are set; not connected yet."""
    settings = configured.settings
    client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=name, protocol=mqtt.MQTTv5, **more)
    if settings.user:
        client.username_pw_set(settings.user, configured.secrets.get("password", ""))
    if settings.security == "tls":
        client.tls_set()
    return client


@contextlib.contextmanager
def signed_in(configured: Configured, name: str, seconds: float) -> Iterator[mqtt.Client]:
    """Signs in at the broker for a moment.

    Raises:
        NotLetIn: within so many seconds the broker did not let us in.
    """
    settings = configured.settings
    answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
    client = client_of(configured, name)
    client.on_connect = lambda _client, _data, _flags, reason, _properties: answers.put(reason)
    try:
        try:
            client.connect(settings.host, settings.port, keepalive=30)
            client.loop_start()
            reason = answers.get(timeout=seconds)
        except queue.Empty as error:
            raise NotLetIn("TimeoutError") from error
        except (OSError, ValueError) as error:
            raise NotLetIn(type(error).__name__) from error
        if reason.is_failure:
            raise NotLetIn(str(reason))
        yield client
    finally:
        client.disconnect()
        client.loop_stop()
