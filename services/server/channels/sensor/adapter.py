"""Sensors as a channel."""

from typing import Literal, Self

from fastapi import APIRouter
from pydantic import Field, model_validator

from services.contracts.channels import Channel
from services.server.channels.background.worker import Worker
from services.server.channels.protocol import ChannelSettings, Configured, Letter, PullChannel
from services.server.channels.sensor import publisher, subscriber
from services.server.channels.sensor.endpoints import router
from services.server.channels.sensor.reading import AlarmClass, Source, fits
from services.server.kernel import Kernel


class SensorSettings(ChannelSettings):
    """How to reach the broker, how to read its messages, and what belongs together.

    Attributes:
        classes: kinds of alarms by what the messages call them.
        quiet_minutes: an alarm of the same sensor and kind within so long of the last one is the same (flapping).
        storm_sensors: of so many sensors of one place with the same alarm each has a ticket; further ones join the first.
        storm_seconds: within so long.
        answers: a topic to which is published what becomes of an alarm's ticket, with ``{sensor}`` for the sensor's id;
            empty: nothing is.
    """

    host: str = Field(default="", pattern=r"^[A-Za-z0-9.:_-]{0,200}$")
    port: int = Field(default=8883, ge=1, le=65_535)
    security: Literal["tls", "none"] = "tls"
    user: str = Field(default="", max_length=100)
    client_id: str = Field(default="tongfu", pattern=r"^[A-Za-z0-9_-]{1,60}$")
    sources: list[Source] = Field(default=[], max_length=100)
    classes: dict[str, AlarmClass] = Field(default={}, max_length=200)
    quiet_minutes: int = Field(default=30, ge=1, le=10_080)
    storm_sensors: int = Field(default=3, ge=1, le=100)
    storm_seconds: int = Field(default=120, ge=1, le=86_400)
    answers: str = Field(default="", max_length=200, pattern=r"^[^+#\x00]*$")

    @model_validator(mode="after")
    def _keeps_passwords_from_others(self) -> Self:
        if self.security == "none" and self.host not in ("", "localhost", "127.0.0.1", "::1"):
            raise ValueError("without encryption only on this machine")
        return self

    @model_validator(mode="after")
    def _does_not_answer_itself(self) -> Self:
        if self.answers and any(fits(source.topic, self.answers) for source in self.sources):
            raise ValueError("answers would come in as alarms")
        return self


class Sensor(PullChannel):
    """Alarms come in; whoever runs the sensors may have what becomes of them published."""

    channel = Channel.SENSOR
    label = "传感器"
    settings = SensorSettings
    secrets = ("password",)
    router: APIRouter = router

    def check(self, kernel: Kernel, configured: Configured) -> dict[str, str]:  # noqa: ARG002 - the protocol's
        """Signs in at the broker beside who listens there."""
        return {"broker": subscriber.check(configured)}

    def install(self, kernel: Kernel) -> None:
        """Listens beside the requests."""
        kernel.background.append(Worker(kernel, Channel.SENSOR, subscriber.session).beside)

    def sends(self, settings: Configured) -> bool:
        """Publishes where it knows to which topic."""
        return bool(settings.settings.host and settings.settings.answers)

    def deliver(self, kernel: Kernel, settings: Configured, letter: Letter) -> str:  # noqa: ARG002 - the protocol's
        """Publishes what became of an alarm's ticket; the broker has it when this returns."""
        publisher.publish(settings, letter)
        return ""


ADAPTER = Sensor()
