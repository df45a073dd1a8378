"""Tells a portal what there is to tell its citizen: a signed request to the address that the portal gave."""

import secrets

import requests

from services.contracts.channels import Channel, PortalNotice
from services.contracts.signatures import Signed, digest_of
from services.server.channels import clients
from services.server.channels.protocol import DeliveryFailed, Letter
from services.server.kernel import Kernel

_SECONDS = (3.05, 10.0)


def send(kernel: Kernel, url: str, letter: Letter) -> str:
    """Sends a notice; a portal that has it already by its ``id`` answers all the same.

    Raises:
        DeliveryFailed: it was not taken.
    """
    secret = kernel.read(lambda tx: clients.secret_of(tx, Channel.PORTAL, letter.client))
    if secret is None:
        raise DeliveryFailed("the client is not active")
    body = (
        PortalNotice(
            id=letter.key,
            external_id=letter.thread.removeprefix(f"{letter.client}/"),
            number=letter.number,
            notice=letter.notice,
            words=letter.words,
            at=letter.at,
        )
        .model_dump_json()
        .encode()
    )
    prepared = requests.Request("POST", url, data=body, headers={"content-type": "application/json"}).prepare()
    stamp = str(int(kernel.real_clock.now().timestamp()))
    signed = Signed("POST", prepared.path_url, letter.client, stamp, secrets.token_urlsafe(24), digest_of(body))
    prepared.headers.update(signed.headers(secret))
    with requests.Session() as session:
        # No proxy of whoever started the server stands between.
        session.trust_env = False
        try:
            answer = session.send(prepared, timeout=_SECONDS, allow_redirects=False, stream=True)
        except requests.RequestException as error:
            raise DeliveryFailed(type(error).__name__) from error
        with answer:
            if answer.status_code // 100 != 2:
                raise DeliveryFailed(f"HTTP {answer.status_code}", forever=answer.status_code == 410)
    return f"{letter.client}/notice-{letter.key}"
