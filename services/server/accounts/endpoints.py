"""Routes of accounts and sessions."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from services.contracts.accounts import (
    Account,
    AccountChange,
    NewAccount,
    Permission,
    Refresh,
    Session,
    SignIn,
    Team,
)
from services.contracts.common import Id, Page
from services.server.accounts import revocations, service, sessions
from services.server.accounts.revocations import Revocations
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.pagination import MAX_CURSOR, decode_cursor, page_of
from services.server.routes import Router
from services.server.work import Work, encode, reads, updates, writes

router = Router(tags=["accounts"])
FEATURE = Feature(router, revocations.install)

_AccountId = Annotated[Id, Path(description="The account's id.")]


@router.post("/v1/session", response_model=Session, summary="Sign in")
def sign_in(given: SignIn, request: Request) -> Response:
    """Opens a session. Five wrong passwords lock the name for 15 minutes."""
    return _session(sessions.sign_in(_kernel(request), given))


@router.post("/v1/session/refresh", response_model=Session, summary="Exchange a refresh token")
def refresh(given: Refresh, request: Request) -> Response:
    """Gives a new access token and a new refresh token; the old one is used up."""
    return _session(sessions.refresh(_kernel(request), given))


@router.delete("/v1/session", status_code=204, response_class=Response, summary="Sign out")
def sign_out(work: Annotated[Work, writes(Permission.SIGNED_IN)]) -> Response:
    """Ends the session; its tokens and streams end with it, and an agent goes off duty."""
    response = work.write(lambda tx: sessions.sign_out(work.kernel, tx))
    work.kernel.room(Revocations).refresh()
    for listener in work.kernel.signed_out:
        listener(work.actor)
    return response


@router.get("/v1/me", response_model=Account, summary="One's own account")
def get_me(work: Annotated[Work, reads(Permission.SIGNED_IN)]) -> Response:
    """Gives the account of who asks."""
    return work.read(service.me)


@router.get("/v1/accounts", response_model=Page[Account], summary="Accounts by name")
def list_accounts(
    work: Annotated[Work, reads(Permission.ACCOUNT_READ)],
    active: Annotated[bool | None, Query(description="Only open ones, or only closed ones.")] = None,
    team: Annotated[str | None, Query(max_length=60, description="Only this team.")] = None,
    cursor: Annotated[str | None, Query(max_length=MAX_CURSOR, description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="How many at most.")] = 100,
) -> Response:
    """Gives the staff, a page at a time."""
    after = decode_cursor(cursor, (str, str)) if cursor else None
    return work.read(
        lambda tx: page_of(
            service.page(tx, (after[0], after[1]) if after else None, limit + 1, active, team),
            limit,
            lambda account: (account.name, account.id),
        )
    )


@router.post("/v1/accounts", response_model=Account, status_code=201, summary="Open an account")
def create_account(new: NewAccount, work: Annotated[Work, writes(Permission.ACCOUNT_MANAGE)]) -> Response:
    """Opens an account for a member of the staff."""
    password = work.kernel.passwords.hash(new.password)
    return work.write(lambda tx: service.create(tx, new, password), status=201)


@router.patch("/v1/accounts/{account_id}", response_model=Account, summary="Change an account")
def change_account(
    account_id: _AccountId, changes: AccountChange, work: Annotated[Work, updates(Permission.ACCOUNT_MANAGE)]
) -> Response:
    """Changes the fields given. Other roles, a new password or closing the account end its sessions."""
    password = work.kernel.passwords.hash(changes.password) if changes.password else None
    response = work.write(lambda tx: service.change(work.kernel, tx, account_id, changes, password))
    work.kernel.room(Revocations).refresh()
    return response


@router.post("/v1/accounts/{account_id}/unlock", response_model=Account, summary="Unlock an account")
def unlock_account(account_id: _AccountId, work: Annotated[Work, writes(Permission.ACCOUNT_MANAGE)]) -> Response:
    """Lifts the lock after wrong passwords."""
    return work.write(lambda tx: service.unlock(tx, account_id))


@router.get("/v1/teams", response_model=list[Team], summary="Teams")
def list_teams(work: Annotated[Work, reads(Permission.ACCOUNT_READ)]) -> Response:
    """Gives the teams and how many people each has."""
    return work.read(service.teams)


def _kernel(request: Request) -> Kernel:
    kernel: Kernel = request.app.state.kernel
    return kernel


def _session(session: Session) -> Response:
    # Tokens belong in no cache.
    return Response(encode(session), headers={"cache-control": "no-store"}, media_type="application/json")
