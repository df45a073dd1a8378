"""Files for tests, made when they are asked for."""

import io
import zipfile

from PIL import Image


def picture(width: int = 800, height: int = 400, kind: str = "JPEG", **how: object) -> bytes:
    out = io.BytesIO()
    mode = "RGB" if kind != "PNG" else "RGBA"
    Image.new(mode, (width, height), "orange").save(out, kind, **how)
    return out.getvalue()


def archive(*entries: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as packed:
        for name, content in entries:
            packed.writestr(name, content)
    return out.getvalue()


PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
PROGRAM = b"MZ\x90\x00" + bytes(400)
PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
DRAWING = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
