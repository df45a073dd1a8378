"""Who works here: accounts, roles, teams, skills, and the table of who may do what."""

from enum import StrEnum

from pydantic import Field

from services.contracts.common import Answer, Code, Id, Message, Moment, Name


class Role(StrEnum):
    """A hat that a person may wear; one person may wear several."""

    AGENT = "agent"
    DISPATCHER = "dispatcher"
    HANDLER = "handler"
    INSPECTOR = "inspector"
    LEAD = "lead"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """One thing that a route asks for. Every route names exactly one; roles grant them (:data:`GRANTS`)."""

    SIGNED_IN = "signed_in"
    CALL_HANDLE = "call.handle"
    QUEUE_WATCH = "queue.watch"
    CALL_BACK_READ = "callback.read"
    """See who is to be called back, masked, and listen to what callers left; each time somebody listens is recorded."""
    PERSON_READ = "person.read"
    PERSON_WRITE = "person.write"
    TICKET_READ = "ticket.read"
    TICKET_WRITE = "ticket.write"
    TICKET_STEP = "ticket.step"
    """Move tickets on; the table of steps says which step takes which role."""
    TICKET_SUPERVISE = "ticket.supervise"
    """Enter leaders' instructions and see them through."""
    TICKET_CONFIDENTIAL = "ticket.confidential"
    """See who asked for a confidential ticket without having taken it down oneself."""
    KNOWLEDGE_READ = "knowledge.read"
    KNOWLEDGE_PROPOSE = "knowledge.propose"
    KNOWLEDGE_APPROVE = "knowledge.approve"
    QUALITY_INSPECT = "quality.inspect"
    QUALITY_OWN = "quality.own"
    """Read scorecards and evaluations: an agent's own published ones, an inspector's, all that inspectors may see."""
    QUALITY_FIGURES = "quality.figures"
    RECORDING_PLAY = "recording.play"
    RECORDING_HOLD = "recording.hold"
    """Keep a recording from being deleted, and let it go."""
    RECORDING_EXPORT = "recording.export"
    """Take a copy of a recording out."""
    RECORDING_WATCH = "recording.watch"
    """See which recordings are missing or cut, and which were held, deleted and copied out."""
    FIGURES_READ = "figures.read"
    FLOOR_MANAGE = "floor.manage"
    CALLER_BLOCK = "caller.block"
    """Decide which numbers that agents have reported are blocked."""
    ALARM_MANAGE = "alarm.manage"
    """Say from which levels on alarms of the floor are raised."""
    ACCOUNT_READ = "account.read"
    ACCOUNT_MANAGE = "account.manage"
    DUTY_MANAGE = "duty.manage"
    """Say who is on duty in one's own unit and those below it."""
    CATALOGUE_MANAGE = "catalogue.manage"
    MESSAGE_MANAGE = "message.manage"
    """See which messages to citizens did not go out, and do something about it; not what they say."""
    TRAINING_CONTROL = "training.control"
    AUDIT_READ = "audit.read"
    DATA_IMPORT = "data.import"


_EVERYBODY = frozenset({Permission.SIGNED_IN, Permission.KNOWLEDGE_READ, Permission.KNOWLEDGE_PROPOSE})

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.AGENT: _EVERYBODY
    | {
        Permission.CALL_HANDLE,
        Permission.QUEUE_WATCH,
        Permission.CALL_BACK_READ,
        Permission.PERSON_READ,
        Permission.PERSON_WRITE,
        Permission.TICKET_READ,
        Permission.TICKET_WRITE,
        Permission.TICKET_STEP,
        Permission.QUALITY_OWN,
        Permission.MESSAGE_MANAGE,
    },
    Role.DISPATCHER: _EVERYBODY
    | {
        Permission.PERSON_READ,
        Permission.PERSON_WRITE,
        Permission.TICKET_READ,
        Permission.TICKET_WRITE,
        Permission.TICKET_STEP,
        Permission.TICKET_CONFIDENTIAL,
        Permission.DUTY_MANAGE,
        Permission.MESSAGE_MANAGE,
    },
    Role.HANDLER: _EVERYBODY | {Permission.TICKET_READ, Permission.TICKET_STEP, Permission.DUTY_MANAGE},
    Role.INSPECTOR: _EVERYBODY
    | {
        Permission.CALL_BACK_READ,
        Permission.PERSON_READ,
        Permission.TICKET_READ,
        Permission.TICKET_STEP,
        Permission.QUALITY_INSPECT,
        Permission.QUALITY_OWN,
        Permission.QUALITY_FIGURES,
        Permission.RECORDING_PLAY,
        Permission.RECORDING_HOLD,
        Permission.RECORDING_EXPORT,
        Permission.RECORDING_WATCH,
        Permission.CALLER_BLOCK,
        Permission.ACCOUNT_READ,
    },
    Role.LEAD: _EVERYBODY
    | {
        Permission.QUEUE_WATCH,
        Permission.CALL_BACK_READ,
        Permission.TICKET_READ,
        Permission.TICKET_STEP,
        Permission.QUALITY_FIGURES,
        Permission.FIGURES_READ,
        Permission.FLOOR_MANAGE,
        Permission.CALLER_BLOCK,
        Permission.ALARM_MANAGE,
        Permission.ACCOUNT_READ,
        Permission.TRAINING_CONTROL,
        Permission.KNOWLEDGE_APPROVE,
    },
    Role.SUPERVISOR: _EVERYBODY
    | {
        Permission.TICKET_READ,
        Permission.TICKET_STEP,
        Permission.TICKET_SUPERVISE,
        Permission.TICKET_CONFIDENTIAL,
        Permission.FIGURES_READ,
        Permission.QUALITY_FIGURES,
    },
    Role.ADMINISTRATOR: _EVERYBODY
    | {
        Permission.ACCOUNT_READ,
        Permission.ACCOUNT_MANAGE,
        Permission.DUTY_MANAGE,
        Permission.CATALOGUE_MANAGE,
        Permission.ALARM_MANAGE,
        Permission.MESSAGE_MANAGE,
        Permission.QUALITY_OWN,
        Permission.TRAINING_CONTROL,
        Permission.AUDIT_READ,
        Permission.RECORDING_HOLD,
        Permission.RECORDING_WATCH,
        Permission.DATA_IMPORT,
        Permission.KNOWLEDGE_APPROVE,
    },
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Returns what the holder of all these roles may do."""
    return frozenset().union(*(GRANTS[role] for role in roles)) if roles else frozenset()


class Skill(Answer):
    """A queue skill of an agent. ``level`` 1 is the best; overflow widens the search to higher levels over time."""

    key: Code
    level: int = Field(default=1, ge=1, le=5)


class Account(Answer):
    """A member of the staff, as colleagues may see them."""

    id: Id
    username: str
    name: str
    roles: list[Role]
    team: str = ""
    unit: str = ""
    """Code of the unit that a handler (or a town's dispatcher) works for; empty: the district centre."""
    skills: list[Skill] = []
    active: bool = True
    simulated: bool = False
    locked_until: Moment | None = None
    version: int = 1


class NewAccount(Message):
    """What an administrator gives to open an account."""

    id: Id
    username: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{1,31}$")
    name: Name = Field(min_length=1)
    password: str = Field(min_length=8, max_length=200)
    roles: list[Role] = Field(min_length=1, max_length=20)
    team: Name = ""
    unit: Code = ""
    skills: list[Skill] = Field(default=[], max_length=50)


class AccountChange(Message):
    """Fields of an account to change; fields left out stay."""

    name: Name | None = None
    password: str | None = Field(default=None, min_length=8, max_length=200)
    roles: list[Role] | None = Field(default=None, max_length=20)
    team: Name | None = None
    unit: Code | None = None
    skills: list[Skill] | None = Field(default=None, max_length=50)
    active: bool | None = None


class AgentSkills(Message):
    """The skills that an agent is to have, from now on."""

    skills: list[Skill] = Field(max_length=50)


class SignIn(Message):
    """User name and password."""

    username: str = Field(min_length=1, max_length=64)
    password: str = Field(min_length=1, max_length=200)


class Refresh(Message):
    """A refresh token, to be exchanged or revoked."""

    refresh_token: str = Field(min_length=1, max_length=400)


class Session(Answer):
    """The answer to a sign-in or a refresh: a short access token, a refresh token (used once), who it is, and where."""

    access_token: str
    refresh_token: str
    expires_in: int
    """Seconds the access token is good for."""
    account: Account
    permissions: list[Permission]
    zone: str
    """The district's time zone (IANA name), in which consoles show all times. It never changes."""


class Team(Answer):
    """A team of agents; ``name`` is its key and what people see."""

    name: str
    members: int = 0
