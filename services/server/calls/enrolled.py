"""What an account says of an agent: name, team and skills."""

from dataclasses import replace

from services.contracts.accounts import Account
from services.server.calls.state import LiveAgent


def as_account(agent: LiveAgent, account: Account, console: str) -> LiveAgent:
    """Returns an agent as the account says, on duty at a console."""
    skills = tuple((skill.key, skill.level) for skill in account.skills)
    return replace(agent, name=account.name, team=account.team, skills=skills, console=console)


def is_as(agent: LiveAgent, account: Account) -> bool:
    """Tells whether an agent is known to the floor as the account says."""
    return agent == as_account(agent, account, agent.console)
