"""The whole schema: importing this module makes every feature's tables known to the shared ``metadata``.

A new feature adds its line here; the migrations, the tests and the restore see its tables from then on.
"""

import services.server.accounts.tables
import services.server.alarms.tables
import services.server.attachments.tables
import services.server.blocking.tables
import services.server.callbacks.tables
import services.server.calls.tables
import services.server.channels.tables
import services.server.clocks.tables
import services.server.dispatching.tables
import services.server.duty.tables
import services.server.followups.tables
import services.server.intake.tables
import services.server.knowledge.tables
import services.server.leaders.tables
import services.server.matters.tables
import services.server.notices.tables
import services.server.opening.tables
import services.server.people.tables
import services.server.plans.tables
import services.server.quality.tables
import services.server.recordings.tables
import services.server.subscriptions.tables
import services.server.supervision.tables
import services.server.texts.tables
import services.server.tickets.tables
import services.server.timers.tables
import services.server.units.tables
import services.server.views.tables  # noqa: F401
from services.server.tables import metadata

__all__ = ["metadata"]
