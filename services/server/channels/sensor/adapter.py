"""Sensors as a channel."""

from typing import Literal, Self

from fastapi import APIRouter
from pydantic import Field, model_validator

from services.contracts.channels import Channel
from services.server.channels.background.worker import Worker
from services.server.channels.protocol import ChannelSettings, Configured, PullChannel
from services.server.channels.sensor import subscriber
from services.server.channels.sensor.endpoints import router
from services.server.channels.sensor.reading import AlarmClass, Source
from services.server.kernel import Kernel


class SensorSettings(ChannelSettings):
    """How to reach the broker, how to read its messages, and what belongs together.

    Attributes:
        classes: kinds of alarms by what the messages call them.
        quiet_minutes: an alarm of the same sensor and kind within so long of the last one is the same (flapping).
        storm_sensors: of so many sensors of one place with the same alarm each has a ticket; further ones join the first.
        storm_seconds: within so long.
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

    @model_validator(mode="after")
    def _keeps_passwords_from_others(self) -> Self:
        if self.security == "none" and self.host not in ("", "localhost", "127.0.0.1", "::1"):
            raise ValueError("without encryption only on this machine")
        return self


class Sensor(PullChannel):
    """Alarms come in; nobody is told anything back."""

    channel = Channel.SENSOR
    settings = SensorSettings
    secrets = ("password",)
    router: APIRouter = router

    def check(self, kernel: Kernel, configured: Configured) -> dict[str, str]:  # noqa: ARG002 - the protocol's
        """Signs in at the broker beside who listens there."""
        return {"broker": subscriber.check(configured)}

    def install(self, kernel: Kernel) -> None:
        """Listens beside the requests."""
        kernel.background.append(Worker(kernel, Channel.SENSOR, subscriber.session).beside)


ADAPTER = Sensor()
