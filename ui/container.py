"""What the windows need of the program's wiring, as a protocol: ``console`` provides it, ``ui`` never imports ``console``."""

from typing import Any, Protocol

from services.tasks import ThreadTasks
from widgets.remember import Remember


class Preferences(Protocol):
    """What a person may choose for this machine. Reading is instant; ``change`` writes soon."""

    @property
    def language(self) -> str:
        """``zh_CN`` or ``en``."""
        ...

    @property
    def theme(self) -> str:
        """``light`` or ``dark``."""
        ...

    @property
    def large_text(self) -> bool:
        """Whether text and controls are large."""
        ...

    @property
    def sounds(self) -> bool:
        """Whether a ringing call is heard."""
        ...

    @property
    def server(self) -> str:
        """Address of the API; empty for the embedded one. A change works from the next start."""
        ...

    def change(self, **values: str | bool) -> None:
        """Changes preferences by name and keeps them."""
        ...


class Container(Protocol):
    """The services, built once by ``console/container.py``. A page's presenter takes from it what it needs."""

    @property
    def tasks(self) -> ThreadTasks:
        """Work off the GUI thread."""
        ...

    @property
    def preferences(self) -> Preferences:
        """Language, theme, text size, sounds, server."""
        ...

    @property
    def remember(self) -> Remember:
        """Where widgets keep their arrangement."""
        ...

    @property
    def session(self) -> Any:
        """Who is signed in: :mod:`services.session`."""
        ...

    @property
    def live(self) -> Any:
        """Live state: :mod:`services.live`."""
        ...

    @property
    def drafts(self) -> Any:
        """The draft journal: :mod:`services.drafts`."""
        ...

    @property
    def outbox(self) -> Any:
        """What is still to be sent: :mod:`services.outbox`."""
        ...

    @property
    def desk(self) -> Any:
        """What the desk does: :mod:`services.desk`."""
        ...

    @property
    def knowledge(self) -> Any:
        """Articles and their search: :mod:`services.knowledge`."""
        ...

    @property
    def quality(self) -> Any:
        """Sampling and scoring: :mod:`services.quality`."""
        ...

    @property
    def wall(self) -> Any:
        """Figures: :mod:`services.wall`."""
        ...

    @property
    def staff(self) -> Any:
        """Accounts and teams, for the administrator."""
        ...

    @property
    def training(self) -> Any:
        """The simulator's clock, for who may control it."""
        ...
