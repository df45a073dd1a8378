"""What a server is started with."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class ServerConfig:
    """The settings of one API process.

    Attributes:
        database_url: SQLAlchemy URL; ``sqlite:///FILE`` or ``postgresql+psycopg://…``.
        data_folder: where recordings and reports are kept.
        zone: IANA name of the time zone that a new district gets; a district that has another one is refused. Empty: the
            district's own, and the usual one for a new district.
        recording_keys: the file with the keys of the recordings; without it one in the data folder, which is made.
        gate_token: when set, every request must carry it in ``Tongfu-Gate``: the embedded API answers its own console only.
        training: run the call simulator and its clock in this process.
        training_speed: seconds of the training day in one real second (1 to 60).
        training_seed: seed of the simulated day.
        access_seconds: life of an access token.
        refresh_days: life of a refresh token.
        event_days: how long the event log reaches back.
        max_body_bytes: longest request body.
        max_upload_bytes: longest body of a request that takes files: five times what is kept, so that who sends too much is
            told so, instead of losing the connection.
    """

    database_url: str
    data_folder: Path
    gate_token: str = field(default="", repr=False)
    training: bool = False
    training_speed: float = 1.0
    training_seed: int = 1
    access_seconds: int = 600
    refresh_days: int = 14
    event_days: int = 14
    max_body_bytes: int = 2_000_000
    max_upload_bytes: int = 100_000_000
    recording_keys: Path | None = None
    zone: str = ""
