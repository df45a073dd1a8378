"""The demo sign-ins of the training district, which the README prints too. They open nothing anywhere else."""

from dataclasses import dataclass

from services.contracts.accounts import Role

PASSWORD = "tongfu-2026"  # noqa: S105 - of a district without real citizens


@dataclass(frozen=True)
class DemoSignIn:
    """A person of the training district."""

    username: str
    role: Role


DEMO_SIGN_INS = (
    DemoSignIn("agent01", Role.AGENT),
    DemoSignIn("agent02", Role.AGENT),
    DemoSignIn("inspector01", Role.INSPECTOR),
    DemoSignIn("lead01", Role.LEAD),
    DemoSignIn("dispatcher01", Role.DISPATCHER),
    DemoSignIn("handler01", Role.HANDLER),
    DemoSignIn("supervisor01", Role.SUPERVISOR),
    DemoSignIn("admin", Role.ADMINISTRATOR),
)
