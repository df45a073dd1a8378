"""The public page of a follow-up: who has the link answers once; everything else is refused in words."""

import contextlib
from dataclasses import replace
from typing import Annotated
from urllib.parse import parse_qs

import anyio.to_thread
from fastapi import Depends, Path, Query, Request
from fastapi.responses import HTMLResponse

from services.contracts.channels import Channel
from services.contracts.lifecycle import Outcome, Satisfaction, Step, StepRequest
from services.contracts.text import clean_text
from services.contracts.tickets import TicketStatus
from services.errors import AppError, StaleVersion
from services.server.channels import settings
from services.server.channels.limits import Limits
from services.server.channels.portal.endpoints import address_of
from services.server.followups import links, messages, page
from services.server.followups.service import CITIZEN_ID
from services.server.kernel import Kernel
from services.server.lifecycle import steps
from services.server.routes import Router
from services.server.transaction import SYSTEM, Transaction
from services.server.work import Entrance, language_of

router = Router(tags=["follow-up"])
CITIZEN = replace(SYSTEM, account_id=CITIZEN_ID, name="市民")
"""As whom an answer by link is written down."""

_AGAIN = 5
_FIELDS = 10
_LONGEST = 30_000
_HTML = {"text/html": {"schema": {"type": "string"}}}
_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_RESPONSES: dict[int | str, dict[str, object]] = {
    200: {"description": "A page.", "content": _HTML},
    "default": {"description": "A page that says why not.", "content": {**_HTML, **_PROBLEM}},
}
_Token = Annotated[str, Path(max_length=links.LONGEST, description="Out of the message.")]
_Language = Annotated[str, Query(pattern="^(zh|en)?$", description="`zh` or `en`; that of the browser without it.")]
_FORM = {
    "requestBody": {
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "contacted": {"enum": ["yes", "no"]},
                        "solved": {"enum": ["yes", "no"]},
                        "satisfaction": {"enum": [grade.value for grade in Satisfaction]},
                        "reason": {"type": "string", "maxLength": page.REASON},
                        "lang": {"enum": ["zh", "en"]},
                    },
                    "required": ["contacted", "solved", "satisfaction"],
                }
            }
        }
    }
}


class ByLink(Entrance):
    """Entrance of who has a link; limited by address and in all."""

    scheme = "link"
    refusals = frozenset({404, 410, 429})

    async def __call__(self, request: Request) -> Kernel:
        """Lets in; how often is looked at where a refusal can be said in words."""
        kernel: Kernel = request.app.state.kernel
        return kernel


@router.get(
    "/v1/public/follow-up/{token}",
    response_class=HTMLResponse,
    summary="The questions of a follow-up",
    responses=_RESPONSES,
)
def get_questions(
    token: _Token, request: Request, kernel: Annotated[Kernel, Depends(ByLink())], lang: _Language = ""
) -> HTMLResponse:
    """Shows three questions. Looking uses nothing up: programs that open links before people do no harm."""
    language = lang or _short(language_of(request))
    try:
        _limit(kernel, request)
        number = kernel.read(lambda tx: messages.opened(tx, token).theirs.number)
    except AppError as error:
        return _refused(error, language)
    return HTMLResponse(page.form(number, language), headers=page.HEADERS)


@router.post(
    "/v1/public/follow-up/{token}",
    response_class=HTMLResponse,
    summary="Answer a follow-up",
    responses=_RESPONSES,
    openapi_extra=_FORM,
)
async def answer(token: _Token, request: Request, kernel: Annotated[Kernel, Depends(ByLink())]) -> HTMLResponse:
    """Takes the answers as the follow-up's result, by the same rules as on the telephone. The link is used up by it."""
    body = await request.body()
    return await anyio.to_thread.run_sync(_take, kernel, request, token, body)


def _take(kernel: Kernel, request: Request, token: str, body: bytes) -> HTMLResponse:
    given = _read(body)
    language = given.get("lang", "") or _short(language_of(request))
    language = language if language in ("zh", "en") else "zh"
    problem = _problem_of(given)
    try:
        _limit(kernel, request)
        if problem:
            number = kernel.read(lambda tx: messages.opened(tx, token).theirs.number)
            return HTMLResponse(page.form(number, language, given, problem), 422, page.HEADERS)
        again = take_answer(kernel, token, given)
    except AppError as error:
        return _refused(error, language)
    return HTMLResponse(page.thanks(language, again), headers=page.HEADERS)


def take_answer(kernel: Kernel, token: str, given: dict[str, str]) -> bool:
    """Takes the step; once more where somebody else who asked about the same has answered in the same moment."""
    for _time in range(_AGAIN):
        with contextlib.suppress(StaleVersion):
            return kernel.write(lambda tx: _answered(tx, token, given), CITIZEN)
    return kernel.write(lambda tx: _answered(tx, token, given), CITIZEN)


def _answered(tx: Transaction, token: str, given: dict[str, str]) -> bool:
    """Takes the step; returns whether the matter is done once more."""
    outcome = Outcome(
        reached=True,
        contacted=given["contacted"] == "yes",
        solved=given["solved"] == "yes",
        satisfaction=Satisfaction(given["satisfaction"]),
        reason=given["reason"],
    )
    asked = messages.opened(tx, token)
    request = StepRequest(step=Step.FOLLOW_UP, outcome=outcome, reason=outcome.reason, voice_id=asked.theirs.id)
    after = steps.move(tx, asked.row, request).after
    return bool(after.status == TicketStatus.DISPATCHED)


def _read(body: bytes) -> dict[str, str]:
    try:
        fields = parse_qs(body[:_LONGEST].decode("utf-8", "replace"), max_num_fields=_FIELDS)
    except ValueError:
        fields = {}
    given = {name: values[-1] for name, values in fields.items()}
    return {**given, "reason": clean_text(given.get("reason", "")).strip()}


def _problem_of(given: dict[str, str]) -> str:
    yes_or_no = all(given.get(name) in ("yes", "no") for name in ("contacted", "solved"))
    if not yes_or_no or given.get("satisfaction") not in {grade.value for grade in Satisfaction}:
        return "missing"
    return "too_long" if len(given["reason"]) > page.REASON else ""


def _limit(kernel: Kernel, request: Request) -> None:
    configured = kernel.read(lambda tx: settings.of(tx, Channel.PORTAL)).settings
    limits = kernel.room(Limits)
    limits.take("follow-up", configured.status_per_minute)
    address = address_of(request, configured.trusted_proxies)
    limits.take(f"follow-up {address}", configured.status_per_minute_and_address)


def _refused(error: AppError, language: str) -> HTMLResponse:
    headers = dict(page.HEADERS)
    if "retry_after" in error.details:
        headers["retry-after"] = str(error.details["retry_after"])
    # Somebody was faster by a moment, or it is no longer asked: for the citizen that is the same.
    code = error.code if error.status in (404, 410, 429) else "link_used"
    status = error.status if error.status in (404, 410, 429) else 410
    return HTMLResponse(page.refusal(code, language), status, headers)


def _short(language: str) -> str:
    return "zh" if language.startswith("zh") else "en"
