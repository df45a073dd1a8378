"""The two forms of an answer, JSON and XML, and what a client may send: a form, files with it, or XML."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

# Only for writing; what comes from outside is read by defusedxml.
from xml.etree import ElementTree as Xml

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from fastapi import Request, Response
from pydantic import BaseModel
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException

from services.contracts.open311 import Form
from services.errors import AppError
from services.server.work import encode

MOST_FORM_BYTES = 1_000_000
"""Of what is sent without files."""
_MOST_FIELDS = 300
_MOST_FILES = 5
_MEDIA = ("media", "media[]")
# XML 1.0 has no way to write these at all.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ITEMS = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
    "status_history": "entry",
    "comments": "comment",
}
"""What the items of a list are called in XML."""


def answer(form: Form, root: str, content: BaseModel | Sequence[BaseModel], status: int = 200) -> Response:
    """Returns an answer; in XML the outermost element is ``root``."""
    headers = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    if form is Form.JSON:
        return Response(encode(content), status, headers, "application/json; charset=utf-8")
    plain: Any
    if isinstance(content, BaseModel):
        plain = content.model_dump(mode="json", exclude_none=False)
    else:
        plain = [item.model_dump(mode="json") for item in content]
    element = Xml.Element(root)
    _fill(element, root, plain)
    body = Xml.tostring(element, encoding="utf-8", xml_declaration=True)
    return Response(body, status, headers, "text/xml; charset=utf-8")


def _fill(element: Xml.Element, name: str, value: Any) -> None:
    if isinstance(value, dict):
        for key, part in value.items():
            if key == "extended_attributes" and part is None:
                continue
            _fill(Xml.SubElement(element, key), key, part)
    elif isinstance(value, list):
        for part in value:
            _fill(Xml.SubElement(element, _ITEMS[name]), name, part)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif value is not None:
        element.text = _NOT_IN_XML.sub("", str(value))


class Sent:
    """What a client has sent: fields, of which a list may have several values, and files.

    ``body`` is kept with the ticket, and therefore without the client's key.
    """

    def __init__(
        self,
        pairs: Sequence[tuple[str, str]],
        files: Sequence[UploadFile] = (),
        body: bytes | None = None,
        content_type: str = "application/x-www-form-urlencoded",
    ) -> None:
        self.files = list(files)
        self.form: FormData | None = None
        kept = [(name, value) for name, value in pairs if name != "api_key"]
        self.body = urlencode(kept).encode() if body is None else body
        self.content_type = content_type
        self.fields: dict[str, str] = {}
        self.attributes: dict[str, list[str]] = {}
        for name, value in pairs:
            match = _ATTRIBUTE.fullmatch(name)
            if match:
                self.attributes.setdefault(match[1], []).append(value)
            else:
                self.fields.setdefault(name, value)

    def get(self, name: str) -> str:
        """Returns a field, empty where it was not sent."""
        return self.fields.get(name, "").strip()

    async def close(self) -> None:
        """Lets go of the files, also of those that were not asked for."""
        if self.form is not None:
            await self.form.close()


_ATTRIBUTE = re.compile(r"attribute\[([^\]]{1,64})\](?:\[\])?")


async def sent(request: Request) -> Sent:
    """Reads what a client has sent.

    Raises:
        AppError: ``too_large`` (413) or ``bad_request`` (400).
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await _multipart(request)
    body = await _short_body(request)
    if kind in ("text/xml", "application/xml"):
        pairs = _from_xml(body)
        key = dict(pairs).get("api_key", "").encode()
        return Sent(pairs, body=body.replace(key, b"") if key else body, content_type=kind)
    if kind not in ("application/x-www-form-urlencoded", ""):
        raise AppError("bad_request", status=400, details={"why": "content-type"})
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise AppError("bad_request", status=400, details={"why": "form"}) from error
    return Sent(pairs)


async def _multipart(request: Request) -> Sent:
    """Files go to the disk piece by piece while they arrive."""
    try:
        form = await request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=MOST_FORM_BYTES // 4)
    except MultiPartException as error:
        raise AppError("bad_request", status=400, details={"why": "multipart"}) from error
    pairs = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    files = [value for name, value in form.multi_items() if isinstance(value, UploadFile) and name in _MEDIA]
    found = Sent(pairs, files)
    found.form = form
    return found


async def _short_body(request: Request) -> bytes:
    taken = bytearray()
    async for piece in request.stream():
        taken += piece
        if len(taken) > MOST_FORM_BYTES:
            raise AppError("too_large", status=413, details={"limit": f"{MOST_FORM_BYTES:,} B"})
    return bytes(taken)


def _from_xml(body: bytes) -> list[tuple[str, str]]:
    """Reads ``<service_request><service_code>…``; attributes are ``<attribute><code/><value/>…</attribute>``.

    A document type is refused: it is how entities come in that read files, call addresses or grow without end.
    """
    try:
        root = fromstring(body, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except (DefusedXmlException, Xml.ParseError, ValueError, LookupError) as error:
        raise AppError("bad_request", status=400, details={"why": "XML"}) from error
    pairs: list[tuple[str, str]] = []
    for element in list(root)[:_MOST_FIELDS]:
        if element.tag == "attribute":
            code = (element.findtext("code") or "").strip()
            pairs += [(f"attribute[{code}]", (value.text or "").strip()) for value in element.iter("value")]
        else:
            pairs.append((str(element.tag), element.text or ""))
    return pairs
