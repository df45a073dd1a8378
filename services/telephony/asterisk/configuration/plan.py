"""What a configuration is made of: the district's people and skills, addresses, secrets."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from services.telephony.routing import RoutingRules


@dataclass(frozen=True)
class Desk:
    """An agent's telephone. ``skills`` are keys with levels from 1 (the best) to 5."""

    account_id: str
    name: str
    extension: str
    secret: str = field(repr=False)
    skills: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True)
class Manager:
    """The way into Asterisk's manager interface, for our server alone."""

    secret: str = field(repr=False)
    host: str = "127.0.0.1"
    """Where our server finds it, and the only address on which Asterisk listens for it."""
    port: int = 5038
    user: str = "tongfu"
    allowed: str = "127.0.0.1/255.255.255.255"
    """Network that our server calls from."""


@dataclass(frozen=True)
class Carrier:
    """The line to the telephone network: a SIP trunk that is known by its addresses."""

    addresses: Sequence[str] = ()
    """Addresses or networks that calls may come from; without any, no call comes in."""
    target: str = ""
    """``sip:`` address that outgoing calls go to; empty: the first address."""


@dataclass(frozen=True)
class Security:
    """TLS for the telephones' signalling, and with it SRTP for their voices."""

    certificate: str = ""
    key: str = ""
    plain: bool = False
    """Also telephones without TLS and SRTP; for a network that carries nothing else."""


@dataclass(frozen=True)
class Plan:
    """Everything that the files say. Seconds are seconds."""

    desks: Sequence[Desk]
    skills: Sequence[tuple[str, str]]
    """Key and name."""
    manager: Manager
    carrier: Carrier = Carrier()
    security: Security = Security()
    hotline: str = "12345"
    """What others see as the caller, when an agent calls them or puts a citizen through."""
    address: str = "0.0.0.0"  # noqa: S104 - a PBX listens to its telephones
    sip_port: int = 5060
    tls_port: int = 5061
    rtp_first: int = 10_000
    rtp_last: int = 20_000
    media_address: str = ""
    """Address that voices are sent from and to; empty leaves it to Asterisk."""
    recordings: str = "/var/spool/asterisk/tongfu"
    prompts: Sequence[str] = ()
    """Names of the audio files that there are under ``sounds/tongfu``; only these are played."""
    ring_seconds: int = 15
    breath_seconds: int = 3
    """Between two calls to one agent. The wrap-up proper is a pause that our server sets."""
    rules: RoutingRules = field(default_factory=RoutingRules)
    message_waiting: int = 8
    """Where so many wait a new caller hears at once that they may leave a message."""
    message_seconds: int = 120
    """So long a message may be, until our server says otherwise."""
    message_silence: int = 5
    """After so many seconds of silence a message is over."""
    first_skill: str = "general"
    menu: Sequence[tuple[str, str]] = ()
    """Key of the telephone and skill."""
    mark: str = ""
    """What it is made of, for a later check."""
    english_skill: str = ""
    """Where callers who ask for English wait; empty: they choose from the menu, in English, as others do."""
