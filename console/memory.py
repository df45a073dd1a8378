"""Keeps what the C library holds back small: glibc gives each thread a heap of its own and seldom returns any of it.

Of a console with its API embedded that was 6 MB at the sign-in, and 34 MB after a district was made. On other systems nothing
is done.
"""

import ctypes
import logging
from functools import cache
from typing import Any

log = logging.getLogger(__name__)

_ARENA_MAX = -8
"""``M_ARENA_MAX`` of glibc's ``malloc.h``."""
_ARENAS = 2


def keep_small() -> bool:
    """Limits the heaps of this process; call it before the first thread starts. Tells whether the system knows how."""
    library = _glibc()
    return library is not None and bool(library.mallopt(_ARENA_MAX, _ARENAS))


def give_back() -> None:
    """Returns to the system what is free. Takes some milliseconds; for after a start, not for hot paths."""
    library = _glibc()
    if library is not None:
        library.malloc_trim(0)


@cache
def _glibc() -> Any:
    try:
        library = ctypes.CDLL(None)
        return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None
    except OSError:
        return None
