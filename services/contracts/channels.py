"""Channels: the ways by which citizens reach the hotline and are answered."""

from enum import StrEnum


class Channel(StrEnum):
    """How a ticket came in; the answer goes back the same way."""

    HOTLINE = "hotline"
    PORTAL = "portal"
    OPEN311 = "open311"
    EMAIL = "email"
    BOARD = "board"
    SENSOR = "sensor"


class CitizenNotice(StrEnum):
    """What a citizen is told about a ticket of theirs."""

    ACCEPTED = "accepted"
    DISPATCHED = "dispatched"
    EXTENDED = "extended"
    REPLIED = "replied"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
