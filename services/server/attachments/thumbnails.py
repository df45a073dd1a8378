"""Small pictures of pictures: made once, beside the store, without what a camera writes into its files (place, owner)."""

import os
import secrets
import threading
from pathlib import Path

from services.errors import NotFound
from services.server.attachments.blobs import BlobStore

EDGE = 320
"""Pixels of the longer side."""
MEDIA_TYPE = "image/jpeg"
_MOST_PIXELS = 50_000_000
_FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/apng": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/bmp": "BMP",
    "image/tiff": "TIFF",
}
# A picture of 50 million pixels takes 150 MB while it is made smaller.
_door = threading.BoundedSemaphore(2)


def can_have(media_type: str) -> bool:
    """Tells whether there may be a small picture of such a file."""
    return media_type in _FORMATS


def thumbnail(store: BlobStore, digest: str, media_type: str) -> Path:
    """Returns the file with the small picture; makes it first where there is none.

    Raises:
        NotFound: the file is no picture, or one that cannot be read or is too large.
    """
    made = store.folder / "thumbnails" / digest[:2] / f"{digest}.jpg"
    if made.is_file():
        return made
    if not can_have(media_type) or not store.has(digest):
        raise NotFound("thumbnail")
    made.parent.mkdir(parents=True, exist_ok=True)
    part = made.with_name(f".{os.getpid()}-{secrets.token_hex(4)}.jpg")
    try:
        with _door:
            _write(store.path(digest), _FORMATS[media_type], part)
        part.replace(made)
    finally:
        part.unlink(missing_ok=True)
    return made


def _write(source: Path, picture_format: str, target: Path) -> None:
    # Imported by whoever needs it first, not by every start of the server.
    from PIL import Image, ImageOps

    # Its own guard, for what claims one size in its head and unpacks to another.
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    try:
        with Image.open(source, formats=[picture_format]) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise NotFound("thumbnail")
            # JPEG only: reads no more of it than the small picture needs.
            picture.draft("RGB", (EDGE, EDGE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((EDGE, EDGE))
            plain = Image.new("RGB", upright.size, "white")
            solid = upright.convert("RGBA")
            plain.paste(solid, mask=solid.getchannel("A"))
            plain.save(target, "JPEG", quality=80)
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as e:
        raise NotFound("thumbnail") from e
