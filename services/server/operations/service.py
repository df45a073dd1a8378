"""The state of the process, for whoever runs it."""

from importlib.metadata import PackageNotFoundError, version

from sqlalchemy.exc import SQLAlchemyError

from services.contracts.common import API_VERSION
from services.contracts.operations import Health, HealthStatus
from services.server import migrations
from services.server.kernel import Kernel


def program_version() -> str:
    """Returns the installed version of the program, empty where it runs without being installed."""
    try:
        return version("tongfu")
    except PackageNotFoundError:
        return ""


def health(kernel: Kernel) -> Health:
    """Asks the database; never raises."""
    reachable, current = True, False
    try:
        current = migrations.current(kernel.database) == migrations.newest()
    except SQLAlchemyError:
        reachable = False
    return Health(
        status=HealthStatus.OK if reachable and current else HealthStatus.FAILING,
        version=program_version(),
        api_version=API_VERSION,
        database=reachable,
        schema_current=current,
        troubles=[said for trouble in kernel.troubles if (said := trouble())],
    )
