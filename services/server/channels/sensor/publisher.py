"""The way back to whoever runs the sensors: what becomes of an alarm's ticket, as a message of JSON."""

import re
from typing import Any

import orjson

from services.server.channels.protocol import Configured, DeliveryFailed, Letter
from services.server.channels.sensor.connection import NotLetIn, signed_in
from services.server.channels.sensor.reading import PLACE, fits

SECONDS = 10.0
"""So long the broker may take for each of: letting us in, and having the message."""


def publish(configured: Configured, letter: Letter) -> None:
    """Publishes a notice, and returns when the broker has it (QoS 1): it may come twice, and says so by its ``id``.

    Raises:
        DeliveryFailed: the broker is not there, refuses, or does not answer; tried again later.
    """
    settings = configured.settings
    sensor = str(letter.extra.get("sensor", ""))
    # An id with signs that mean something in a topic leads to no other one.
    topic = settings.answers.replace(PLACE, re.sub(r"[+#/\x00]", "_", sensor))
    if any(fits(source.topic, topic) for source in settings.sources):
        raise DeliveryFailed("answers would come in as alarms", forever=True)
    try:
        with signed_in(configured, f"{settings.client_id[:40]}-answer-{letter.key}", SECONDS) as client:
            sent = client.publish(topic, orjson.dumps(_said(letter, sensor)), qos=1)
            sent.wait_for_publish(SECONDS)
            if not sent.is_published():
                raise DeliveryFailed("TimeoutError")
    except NotLetIn as error:
        raise DeliveryFailed(str(error)) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise DeliveryFailed(type(error).__name__) from error


def _said(letter: Letter, sensor: str) -> dict[str, Any]:
    return {
        "id": letter.key,
        "sensor": sensor,
        "alarm": letter.extra.get("alarm", ""),
        "number": letter.number,
        "notice": letter.notice.value,
        "words": letter.words,
        "at": letter.at.isoformat(),
    }
