import re
from dataclasses import fields
from importlib.resources import files

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel

from widgets import icons, theme
from widgets.theme import SHAPE_PAIRS, TEXT_PAIRS, Tone, contrast, make_theme

THEMES = [make_theme(name, large=large) for name in ("light", "dark") for large in (False, True)]
IDS = [f"{made.name}{'-large' if made.large else ''}" for made in THEMES]


@pytest.mark.parametrize("made", THEMES, ids=IDS)
def test_every_text_can_be_read(made: theme.Theme) -> None:
    bad = [
        f"{text} on {ground}: {ratio:.2f}"
        for text, ground in TEXT_PAIRS
        if (ratio := contrast(getattr(made.colours, text), getattr(made.colours, ground))) < 4.5
    ]
    assert not bad, f"contrast below 4.5 : 1 in the {made.name} theme: {bad}"


@pytest.mark.parametrize("made", THEMES, ids=IDS)
def test_every_mark_can_be_seen(made: theme.Theme) -> None:
    grounds = [made.colours.surface]
    curves = [(colour, ground) for colour in made.colours.plot for ground in grounds]
    pairs = [(getattr(made.colours, mark), getattr(made.colours, ground)) for mark, ground in SHAPE_PAIRS]
    bad = [(mark, ground) for mark, ground in pairs + curves if contrast(mark, ground) < 3]
    assert not bad, f"contrast below 3 : 1 in the {made.name} theme: {bad}"


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize("made", THEMES, ids=IDS)
def test_style_sheet_uses_known_tokens_only(made: theme.Theme) -> None:
    sheet = theme.stylesheet(made)
    assert "$" not in sheet
    assert made.colours.accent in sheet
    template = (files("resources") / "styles" / "base.qss").read_text("utf-8")
    assert not re.findall(r"(?<!\$)#[0-9a-fA-F]{3,8}\b", template), "colours belong into the theme"
    for file in re.findall(r"url\((.+?)\)", sheet):
        assert (files("resources") / "icons" / file.rsplit("/", 1)[1]).is_file(), file


def test_style_sheet_pairs_are_measured() -> None:
    """A rule that sets a text colour and a ground names a pair; each must be among the pairs that are measured."""
    template = (files("resources") / "styles" / "base.qss").read_text("utf-8")
    roles = {field.name for field in fields(theme.Colours)}
    pairs = set()
    for _selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"\$\{(\w+)\}", r"$\1", template)):
        ground = re.search(r"background: \$(\w+)", body)
        text = re.search(r"(?<![-\w])color: \$(\w+)", body)
        if ground and text and text[1] != "text_disabled":
            pairs.add((text[1], ground[1]))
    assert {name for pair in pairs for name in pair} <= roles
    assert not pairs - set(TEXT_PAIRS), "add these pairs to TEXT_PAIRS, so that their contrast is measured"


def test_large_text_is_larger_throughout() -> None:
    small, large = make_theme("light"), make_theme("light", large=True)
    for size in fields(theme.TypeScale):
        assert getattr(large.type, size.name) >= 1.25 * getattr(small.type, size.name)
    assert large.space.row > small.space.row


def test_applied_theme_is_the_current_one(qapp: QApplication) -> None:
    try:
        theme.apply(qapp, make_theme("dark"))
        assert theme.current().dark
        assert qapp.palette().color(QPalette.ColorRole.Window) == theme.current().colour("window")
        assert QLabel("x").font().families()[0] == theme.FONT_FAMILIES[0]
    finally:
        qapp.setStyleSheet("")
        theme.apply(qapp, make_theme("light"))
        qapp.setStyleSheet("")


def test_unknown_theme_is_light() -> None:
    assert make_theme("sepia").name == "light"


def test_tones_have_words_and_ground() -> None:
    made = make_theme("light")
    for tone in Tone:
        words, ground = made.tone(tone)
        assert contrast(words.name(), ground.name()) >= 4.5


def test_digits_have_one_width(qapp: QApplication) -> None:
    from PySide6.QtGui import QFontMetricsF

    metrics = QFontMetricsF(make_theme().font("title", digits=True))
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_every_icon_is_in_the_font(qapp: QApplication) -> None:
    for meaning in icons.MEANINGS:
        picture = icons.icon(meaning).pixmap(24, 24).toImage()
        painted = sum(picture.pixelColor(x, y).alpha() > 0 for x in range(24) for y in range(24))
        assert painted > 10, f"{meaning} draws nothing"


def test_icon_font_is_loaded_once(qapp: QApplication) -> None:
    assert icons._font() is icons._font()
    with pytest.raises(KeyError):
        icons.icon("no such meaning")
