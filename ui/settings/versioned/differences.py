"""What differs between two versions, in words."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ui.language import translate

Row = dict[str, Any]


def of_rows(
    before: Iterable[Row], after: Iterable[Row], key: Callable[[Row], Any], words: Callable[[Row], str]
) -> list[str]:
    """Returns added, changed and removed rows; ``key`` says which rows are about the same."""
    old, new = {key(row): row for row in before}, {key(row): row for row in after}
    found = []
    for name, row in new.items():
        if name not in old:
            found.append(translate("Settings", "new: {row}").format(row=words(row)))
        elif row != old[name]:
            was, now = words(old[name]), words(row)
            if was == now:
                found.append(translate("Settings", "changed: {row}").format(row=now))
            else:
                found.append(translate("Settings", "changed: {before} → {after}").format(before=was, after=now))
    found += [translate("Settings", "taken out: {row}").format(row=words(old[name])) for name in old if name not in new]
    return found


def of_values(before: Row, after: Row, names: Mapping[str, str], words: Callable[[str, Any], str]) -> list[str]:
    """Returns changed single values; ``names`` says what each is called."""
    changed = translate("Settings", "{name}: {before} → {after}")
    return [
        changed.format(name=name, before=words(key, before.get(key)) or "–", after=words(key, after.get(key)) or "–")
        for key, name in names.items()
        if before.get(key) != after.get(key)
    ]
