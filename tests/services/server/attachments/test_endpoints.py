import http.client
import io
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PIL import Image
from sqlalchemy import select
from uuid_utils import uuid7

from services.contracts.accounts import Role
from services.contracts.channels import Channel
from services.server.attachments.blobs import BlobStore
from services.server.attachments.upkeep import Sweeper
from services.server.channels import core
from services.server.kernel import Kernel
from services.server.runner import ApiServer
from services.server.tables import access_log
from tests.services.server import district
from tests.services.server.attachments import files
from tests.services.server.channels.conftest import message
from tests.services.server.conftest import Api, SignIn, add_account


@pytest.fixture(autouse=True)
def catalogue(kernel: Kernel) -> int:
    return district.load(kernel)


@pytest.fixture
def agent(sign_in: SignIn) -> Api:
    return sign_in(Role.AGENT)


@pytest.fixture
def ticket_id(agent: Api) -> str:
    return str(agent.post("/v1/tickets", json=district.new_ticket()).json()["id"])


def put(api: Api, ticket_id: str, content: bytes, name: str = "现场.jpg", **rest: object) -> httpx.Response:
    return api.post(f"/v1/tickets/{ticket_id}/attachments", params={"name": name}, content=content, **rest)


def looks(kernel: Kernel) -> list[tuple[str, str, str]]:
    with kernel.database.read() as connection:
        rows = connection.execute(select(access_log).where(access_log.c.what == "attachment"))
        return [(row.account_id, row.subject, row.why) for row in rows]


def test_a_file_goes_in_and_comes_out(agent: Api, kernel: Kernel, ticket_id: str) -> None:
    content = files.picture()
    answer = put(agent, ticket_id, content)
    assert answer.status_code == 201
    attachment = answer.json()
    assert (attachment["name"], attachment["media_type"], attachment["size"]) == (
        "现场.jpg",
        "image/jpeg",
        len(content),
    )
    assert (attachment["added_by"], attachment["from_citizen"], attachment["has_thumbnail"]) == (
        agent.account.name,
        False,
        True,
    )
    assert agent.get(f"/v1/tickets/{ticket_id}/attachments").json() == [attachment]
    out = agent.get(f"/v1/attachments/{attachment['id']}")
    assert out.content == content
    assert out.headers["content-type"] == "application/octet-stream"
    assert out.headers["content-disposition"] == "attachment; filename*=UTF-8''%E7%8E%B0%E5%9C%BA.jpg"
    assert out.headers["x-content-type-options"] == "nosniff"
    assert out.headers["content-security-policy"] == "sandbox; default-src 'none'"
    part = agent.get(f"/v1/attachments/{attachment['id']}", headers={"range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, content[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(content)}"
    assert looks(kernel) == [(agent.account.id, attachment["id"], "")] * 2


def test_the_same_upload_again_adds_nothing(agent: Api, ticket_id: str) -> None:
    first = put(agent, ticket_id, files.picture(), key="k")
    again = put(agent, ticket_id, files.picture(), key="k")
    assert again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert put(agent, ticket_id, files.picture(10, 10), key="k").json()["code"] == "key_reused"
    assert len(agent.get(f"/v1/tickets/{ticket_id}/attachments").json()) == 1


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("../../etc/passwd", files.picture(), 422, "bad_file_name"),
        ("", files.picture(), 422, "invalid_fields"),
        ("a.jpg", files.PROGRAM, 422, "bad_file_type"),
        ("a.html", files.PAGE, 422, "bad_file_type"),
        ("a.zip", files.archive(("bomb", bytes(30_000_000))), 422, "bad_archive"),
        ("a.jpg", files.picture() + bytes(20_000_000), 413, "too_large"),
        ("a.jpg", b"", 422, "bad_file_type"),
    ],
)
def test_what_is_not_taken_is_said_and_leaves_nothing(
    agent: Api, kernel: Kernel, ticket_id: str, name: str, content: bytes, status: int, code: str
) -> None:
    answer = put(agent, ticket_id, content, name)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert agent.get(f"/v1/tickets/{ticket_id}/attachments").json() == []
    assert [file for file in BlobStore.of(kernel.config).folder.rglob("*") if file.is_file()] == []


def test_small_pictures_are_made_once_without_what_the_camera_wrote(agent: Api, kernel: Kernel, ticket_id: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "a camera"
    attachment = put(agent, ticket_id, files.picture(exif=exif)).json()
    answer = agent.get(f"/v1/attachments/{attachment['id']}/thumbnail")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-disposition"].startswith("attachment")
    with Image.open(io.BytesIO(answer.content)) as small:
        assert small.size == (160, 320)
        assert not small.getexif()
    (file,) = (BlobStore.of(kernel.config).folder / "thumbnails").rglob("*.jpg")
    os.utime(file, (1, 1))
    assert agent.get(f"/v1/attachments/{attachment['id']}/thumbnail").content == answer.content
    assert file.stat().st_mtime == 1
    assert looks(kernel) == [(agent.account.id, attachment["id"], "thumbnail")] * 2


def _lying_png() -> bytes:
    """A small file that says it is a picture of 40,000 × 40,000 pixels."""
    content = bytearray(files.picture(4, 4, "PNG"))
    content[16:24] = (40_000).to_bytes(4, "big") * 2
    import zlib

    content[29:33] = zlib.crc32(bytes(content[12:29])).to_bytes(4, "big")
    return bytes(content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", files.PDF),
        ("a.gif", b"GIF89a but no picture"),
        ("a.png", _lying_png()),
        ("a.jpg", files.picture()[:300]),
    ],
    ids=["paper", "broken", "bomb", "cut off"],
)
def test_what_has_no_small_picture(agent: Api, ticket_id: str, name: str, content: bytes) -> None:
    attachment = put(agent, ticket_id, content, name).json()
    answer = agent.get(f"/v1/attachments/{attachment['id']}/thumbnail")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_small_pictures_of_every_kind(agent: Api, ticket_id: str, kind: str) -> None:
    attachment = put(agent, ticket_id, files.picture(kind=kind)).json()
    answer = agent.get(f"/v1/attachments/{attachment['id']}/thumbnail")
    with Image.open(io.BytesIO(answer.content)) as small:
        assert small.size == (320, 160)


def test_what_a_citizen_sent_confidentially_is_seen_by_who_may_know_them(kernel: Kernel, sign_in: SignIn) -> None:
    kept = BlobStore.of(kernel.config).keep("信.txt", "我是陈女士".encode())
    receipt = core.receive(kernel, message(channel=Channel.BOARD, confidential=True, attachments=(kept,)))
    agent, dispatcher = sign_in(Role.AGENT), sign_in(Role.DISPATCHER)
    put(dispatcher, receipt.ticket_id, files.picture())
    letter, photo = dispatcher.get(f"/v1/tickets/{receipt.ticket_id}/attachments").json()
    assert letter["from_citizen"]
    assert dispatcher.get(f"/v1/attachments/{letter['id']}").content == "我是陈女士".encode()
    assert agent.get(f"/v1/tickets/{receipt.ticket_id}/attachments").json() == [photo]
    for address in (f"/v1/attachments/{letter['id']}", f"/v1/attachments/{letter['id']}/thumbnail"):
        assert agent.get(address).status_code == 403
    assert agent.get(f"/v1/attachments/{photo['id']}").status_code == 200


def test_another_units_ticket_is_no_handlers_business(agent: Api, sign_in: SignIn) -> None:
    ticket = agent.post("/v1/tickets", json=district.new_ticket(finish="dispatch", unit="D06")).json()
    mine, other = sign_in(Role.HANDLER, unit="D06"), sign_in(Role.HANDLER, unit="D04")
    attachment = put(mine, ticket["id"], files.picture()).json()
    assert mine.get(f"/v1/attachments/{attachment['id']}").status_code == 200
    assert put(other, ticket["id"], files.picture()).status_code == 403
    assert other.get(f"/v1/attachments/{attachment['id']}").status_code == 403
    assert other.get(f"/v1/tickets/{ticket['id']}/attachments").status_code == 403


def test_no_such_ticket_and_no_such_attachment(agent: Api, kernel: Kernel) -> None:
    assert put(agent, "none", files.picture()).status_code == 404
    assert agent.get("/v1/attachments/none").status_code == 404
    assert agent.get("/v1/attachments/none/thumbnail").status_code == 404
    # What was sent in vain goes with the next sweep, when it is old.
    store, sweeper = BlobStore.of(kernel.config), kernel.room(Sweeper)
    (digest,) = (file.name for file in store.folder.rglob("*") if file.is_file())
    assert sweeper.sweep() == 0
    os.utime(store.path(digest), (0, 0))
    assert sweeper.sweep() == 1


def test_the_sweep_keeps_what_tickets_and_messages_name(agent: Api, kernel: Kernel, ticket_id: str) -> None:
    put(agent, ticket_id, files.picture())
    core.receive(kernel, message(original=b"long" * 50_000))
    store = BlobStore.of(kernel.config)
    lying = [file for file in store.folder.rglob("*") if file.is_file()]
    for file in lying:
        os.utime(file, (0, 0))
    assert kernel.room(Sweeper).sweep() == 0
    assert len(lying) == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_fifty_megabytes_are_refused_clearly_while_they_arrive(server: ApiServer) -> None:
    account = add_account(server.kernel, Role.AGENT)
    token = server.kernel.tokens.issue(account.id, account.name, account.roles, "session")
    store = BlobStore.of(server.kernel.config)
    largest = 0

    def pieces() -> Iterator[bytes]:
        nonlocal largest
        for _ in range(50):
            lying = [file.stat().st_size for file in store.folder.rglob("*") if file.is_file()]
            largest = max(largest, *lying) if lying else largest
            yield bytes(1_000_000)

    with httpx.Client(base_url=server.base_url, trust_env=False, timeout=60) as client:
        for content in (pieces(), bytes(50_000_000)):
            answer = client.post(
                "/v1/tickets/none/attachments",
                params={"name": "a.jpg"},
                content=content,
                headers={"authorization": f"Bearer {token}", "idempotency-key": str(uuid7())},
            )
            assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
            assert "20 MB" in answer.json()["detail"]
    # Beyond five times of that, nothing is read at all.
    beyond = http.client.HTTPConnection(*server.base_url.removeprefix("http://").split(":"), timeout=20)
    beyond.putrequest("POST", "/v1/tickets/none/attachments?name=a.jpg")
    beyond.putheader("content-length", "100000001")
    beyond.endheaders()
    assert beyond.getresponse().status == 413
    beyond.close()
    assert largest <= 20_300_000
    assert [file for file in Path(store.folder).rglob("*") if file.is_file()] == []
