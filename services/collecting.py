"""How often Python looks for cycles of objects that nobody reaches.

By default it looks after every 700 new objects, which while a program loads means to go through all of it again and again for
nothing: measured, 0.2 s of the 1.5 s of processor time that the server's modules take to load.
"""

import gc

_NEW_OBJECTS = 50_000
"""A few megabytes at most wait to be found."""


def seldom() -> None:
    """Looks less often; call it before the program's modules are loaded."""
    gc.set_threshold(_NEW_OBJECTS, 20, 20)


def on_request_only() -> None:
    """Leaves looking, seldom, to :func:`look_if_due`.

    Python looks in whichever thread makes the object that is one too many. In a program with a window that may be a thread of
    the server or of a request, and a Qt object that belongs to the window must not end there: its timers cannot be stopped
    from another thread, and the program may crash.
    """
    seldom()
    gc.disable()


def look_if_due() -> None:
    """Looks as far as Python would have; call it again and again, in the thread that Qt's objects live in."""
    due = [
        generation
        for generation, (new, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        if new > limit
    ]
    if due:
        gc.collect(max(due))


def set_aside() -> None:
    """Leaves out of all later looks what is there now: modules, classes and routes that stay to the end.

    For a program's own start, once it has loaded what it needs; what is garbage now stays.
    """
    gc.freeze()
