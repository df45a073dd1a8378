"""Routes of sessions and accounts."""

from services.api.transport import Transport
from services.contracts.accounts import Account, AccountChange, NewAccount, Session, SignIn, Team
from services.contracts.common import Page


class AccountsApi:
    """Sign-in, and the staff for those who manage it."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def sign_in(self, given: SignIn) -> Session:
        """Opens a session."""
        return self._transport.open_session("/v1/session", given)

    def sign_out(self, key: str) -> None:
        """Ends the session."""
        self._transport.delete("/v1/session", key=key)

    def me(self) -> Account:
        """Gives one's own account."""
        return self._transport.get("/v1/me", Account)

    def list_accounts(self, cursor: str | None = None, limit: int = 500) -> Page[Account]:
        """Gives the staff by name."""
        return self._transport.get("/v1/accounts", Page[Account], cursor=cursor, limit=limit)

    def create_account(self, new: NewAccount) -> Account:
        """Opens an account; its id is the submission key."""
        return self._transport.post("/v1/accounts", Account, new, key=f"account-{new.id}")

    def change_account(self, account_id: str, change: AccountChange, version: int, key: str) -> Account:
        """Changes an account."""
        return self._transport.patch(f"/v1/accounts/{account_id}", Account, change, key=key, version=version)

    def unlock_account(self, account_id: str, key: str) -> Account:
        """Lifts the lock after wrong passwords."""
        return self._transport.post(f"/v1/accounts/{account_id}/unlock", Account, key=key)

    def list_teams(self) -> list[Team]:
        """Gives the teams."""
        return self._transport.get("/v1/teams", list[Team])
