"""How versions are listed: number, whether one counts, from when on, by whom, and why or what it changed."""

from collections.abc import Callable
from datetime import datetime

from ui import moments
from ui.language import translate
from ui.settings.versioned.order import Version, VersionState
from widgets.table import Align, Column
from widgets.theme import Tone

_TONES = {VersionState.IN_FORCE: Tone.GOOD, VersionState.TO_COME: Tone.ACCENT, VersionState.PAST: Tone.QUIET}


def columns(
    state_of: Callable[[Version], VersionState],
    has_note: bool,
    by_day: bool = False,
    note: str = "",
    changes: Callable[[Version], str] | None = None,
) -> list[Column[Version]]:
    """Returns the columns of a list of versions; ``note`` is what the last one is called, if it is not the remark.

    A remark, and what a version changes (``changes``), are told with who made it above what the version says: in a narrow list
    they have the room of its author.
    """

    def since(version: Version) -> str:
        return since_words(version.effective_from, by_day)

    what = changes or (lambda _version: "")
    changed = Column[Version](
        "changes",
        translate("Settings", "What is changed"),
        value=what,
        tip=what,
        width=100,
        stretch=not has_note,
        shown=not has_note,
    )
    remark = Column[Version](
        "note",
        note or translate("Settings", "Remark"),
        value=lambda v: v.note,
        tip=lambda v: v.note,
        width=100,
        stretch=True,
    )
    return [
        Column("number", translate("Settings", "No."), value=lambda v: v.number, align=Align.RIGHT, width=50),
        Column(
            "state",
            translate("Settings", "State"),
            value=lambda v: state_words(state_of(v)),
            tone=lambda v: _TONES[state_of(v)],
            badge=True,
            width=72,
        ),
        Column("since", translate("Settings", "In force from"), value=since, width=126),
        Column(
            "author",
            translate("Settings", "By"),
            value=lambda v: v.author,
            width=70,
            stretch=not has_note and changes is None,
            shown=(not has_note and changes is None) or bool(note),
        ),
        *([changed] if changes is not None else []),
        *([remark] if has_note else []),
    ]


def since_words(moment: datetime, by_day: bool = False) -> str:
    """Returns from when on something counts."""
    local = moments.local(moment)
    if local.year < 1990:
        return translate("Settings", "always")
    return f"{local:%Y-%m-%d}" if by_day else f"{local:%Y-%m-%d %H:%M}"


def state_words(state: VersionState) -> str:
    """Returns whether a version counts."""
    return {
        VersionState.IN_FORCE: translate("Settings", "in force"),
        VersionState.TO_COME: translate("Settings", "to come"),
        VersionState.PAST: translate("Settings", "past"),
    }[state]
