"""Sign-in, sign-out, loss of the session."""

import pytest

from services.contracts.accounts import Permission, Session, SignIn
from services.errors import AppError, NotSignedIn
from services.session import CurrentSession


def session(refresh: str = "r1", zone: str = "Europe/Berlin") -> Session:
    account = {"id": "agent01", "username": "agent01", "name": "话务员01", "roles": ["agent"]}
    return Session.model_validate(
        {
            "access_token": "a",
            "refresh_token": refresh,
            "expires_in": 600,
            "account": account,
            "permissions": ["call.handle"],
            "zone": zone,
        }
    )


class Server:
    """Knows one password and one token."""

    def __init__(self) -> None:
        self.signed_out = 0
        self.unreachable = False

    def sign_in(self, given: SignIn) -> Session:
        if given.password != "right":
            raise NotSignedIn("wrong_password")
        return session()

    def sign_out(self, key: str) -> None:
        if self.unreachable:
            raise AppError("unreachable", status=503)
        self.signed_out += 1


def make(server: Server) -> tuple[CurrentSession, list[Session | None]]:
    used: list[Session | None] = []
    return CurrentSession(server, used.append), used


def test_signing_in_gives_permissions_and_tells() -> None:
    current, used = make(Server())
    told: list[bool] = []
    current.listen(lambda: told.append(current.is_signed_in))
    assert not current.may(Permission.CALL_HANDLE)
    current.sign_in(" agent01 ", "right")
    assert current.may(Permission.CALL_HANDLE)
    assert not current.may(Permission.ACCOUNT_MANAGE)
    assert told == [True]
    assert used[-1] is not None


def test_a_wrong_password_changes_nothing() -> None:
    current, used = make(Server())
    with pytest.raises(NotSignedIn):
        current.sign_in("agent01", "wrong")
    assert not current.is_signed_in
    assert used == []


@pytest.mark.parametrize("unreachable", [False, True])
def test_signing_out_works_without_the_server_too(unreachable: bool) -> None:
    server = Server()
    server.unreachable = unreachable
    current, used = make(server)
    current.sign_in("agent01", "right")
    current.sign_out()
    assert not current.is_signed_in
    assert used[-1] is None


def test_a_lost_session_is_told() -> None:
    current, _ = make(Server())
    current.sign_in("agent01", "right")
    told: list[bool] = []
    current.listen(lambda: told.append(current.is_signed_in))
    current.on_renewed(session("r9"))
    assert told == []
    current.on_renewed(None)
    assert told == [False]
