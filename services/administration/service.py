"""What the sections of Settings ask the server. All calls block and are used through ``Tasks``."""

from dataclasses import dataclass

from services.api.alarms import AlarmsApi
from services.api.blocking import BlockingApi
from services.api.callbacks import CallBacksApi
from services.api.channels import ChannelsApi
from services.api.clocks import ClocksApi
from services.api.dispatching import DispatchingApi
from services.api.entries import EntriesApi, IntakeRulesApi
from services.api.followups import FollowUpRulesApi
from services.api.people import PeopleApi
from services.api.plans import QueuePlansApi
from services.api.quality import QualityApi
from services.api.recordings import RecordingsApi
from services.api.texts import TextsApi
from services.api.units import UnitsApi


@dataclass(frozen=True)
class AdministrationService:
    """One typed client for each room of settings."""

    clocks: ClocksApi
    dispatching: DispatchingApi
    channels: ChannelsApi
    units: UnitsApi
    people: PeopleApi
    followups: FollowUpRulesApi
    recordings: RecordingsApi
    alarms: AlarmsApi
    blocking: BlockingApi
    callbacks: CallBacksApi
    plans: QueuePlansApi
    texts: TextsApi
    entries: EntriesApi
    intake: IntakeRulesApi
    quality: QualityApi
