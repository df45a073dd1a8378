"""The one theme module: colours by role, spacing, radii and type sizes, for light and dark, each also with large text.

Nothing else in the program names a colour or a font size. A page takes them from ``current()`` when it is built; the main
window builds its pages anew when the theme changes, so no widget has to follow a change while it lives.
"""

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from importlib.resources import as_file, files
from string import Template

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

FONT_FAMILIES = ("WenQuanYi Micro Hei", "Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC")
"""First what each system has; all of them carry Simplified Chinese."""

_PROPERTY = "tongfu_theme"


class Tone(StrEnum):
    """What a coloured mark means. Used sparingly: most of a page is neutral."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    QUIET = "quiet"
    SPECIAL = "special"


@dataclass(frozen=True)
class Colours:
    """Colours by role, as ``#rrggbb``. ``<tone>_soft`` is a background for text of ``<tone>`` (and for plain ``text``)."""

    window: str
    surface: str
    sunken: str
    raised: str
    hover: str
    border: str
    border_strong: str
    text: str
    text_muted: str
    text_disabled: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_text: str
    accent_soft: str
    selection: str
    focus: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    bad_fill: str
    on_bad: str
    special: str
    special_soft: str
    quiet_soft: str
    rail: str
    rail_text: str
    rail_selected: str
    plot: tuple[str, ...]
    plot_faint: tuple[str, ...]


LIGHT = Colours(
    window="#f4f5f7",
    surface="#ffffff",
    sunken="#eceef1",
    raised="#ffffff",
    hover="#e8ebf0",
    border="#d8dce3",
    border_strong="#7e8795",
    text="#1c2430",
    text_muted="#545e6e",
    text_disabled="#8b93a0",
    accent="#2f59c4",
    accent_hover="#274cab",
    accent_pressed="#203f90",
    on_accent="#ffffff",
    accent_text="#2750b5",
    accent_soft="#e5ecfb",
    selection="#d6e2fa",
    focus="#2f59c4",
    good="#17693f",
    good_soft="#e0f2e8",
    warn="#855000",
    warn_soft="#fcefd6",
    bad="#b3261e",
    bad_soft="#fbe6e4",
    bad_fill="#b3261e",
    on_bad="#ffffff",
    special="#6a3fb0",
    special_soft="#efe8fa",
    quiet_soft="#eceef1",
    rail="#e9ecf1",
    rail_text="#414b5a",
    rail_selected="#ffffff",
    plot=("#2f59c4", "#17804a", "#b3261e", "#b26a00", "#6a3fb0", "#0b7285"),
    plot_faint=("#a9bae6", "#9fcdb5", "#e3aaa7", "#dfc198", "#c4b2e0", "#98c6ce"),
)

DARK = Colours(
    window="#15181d",
    surface="#1b1f26",
    sunken="#111418",
    raised="#242a33",
    hover="#272d37",
    border="#313844",
    border_strong="#747e8e",
    text="#e7eaf0",
    text_muted="#a8b1bf",
    text_disabled="#6f7988",
    accent="#7d9df5",
    accent_hover="#93aef8",
    accent_pressed="#a9bffa",
    on_accent="#10172a",
    accent_text="#9db6fa",
    accent_soft="#232f4d",
    selection="#2b3b63",
    focus="#8ba8f8",
    good="#6fd39f",
    good_soft="#1a3528",
    warn="#f0bd6a",
    warn_soft="#3a2d15",
    bad="#ff9d95",
    bad_soft="#452322",
    bad_fill="#d9625a",
    on_bad="#1d0806",
    special="#c3a6f5",
    special_soft="#33284a",
    quiet_soft="#272d37",
    rail="#111418",
    rail_text="#b4bcc9",
    rail_selected="#272d37",
    plot=("#7d9df5", "#6fd39f", "#ff8a80", "#f0bd6a", "#c3a6f5", "#64c8d8"),
    plot_faint=("#3d4d78", "#356850", "#7f4844", "#775f36", "#62537b", "#34656d"),
)


@dataclass(frozen=True)
class TypeScale:
    """Font sizes in logical pixels."""

    caption: int = 12
    body: int = 13
    strong: int = 14
    title: int = 17
    figure: int = 26
    wall: int = 44


@dataclass(frozen=True)
class Space:
    """Distances on a grid of 4 logical pixels, and corner radii."""

    hair: int = 2
    xs: int = 4
    s: int = 8
    m: int = 12
    l: int = 16  # noqa: E741 - the usual name of a size
    xl: int = 24
    xxl: int = 32
    radius: int = 6
    radius_small: int = 4
    row: int = 30
    """Height of a table row."""
    control: int = 32
    """Height of a button or field."""
    icon: int = 16
    """Width and height of an icon beside words."""


@dataclass(frozen=True)
class Theme:
    """A look: its tokens, and what is made of them."""

    name: str
    dark: bool
    large: bool
    colours: Colours
    type: TypeScale
    space: Space

    def colour(self, role: str) -> QColor:
        """Returns the colour of a role, for widgets that paint themselves."""
        return QColor(getattr(self.colours, role))

    def tone(self, tone: Tone | str) -> tuple[QColor, QColor]:
        """Returns the text colour and the soft background of a tone."""
        text, soft = _TONES[Tone(tone)]
        return self.colour(text), self.colour(soft)

    def font(self, size: str = "body", *, bold: bool = False, digits: bool = False) -> QFont:
        """Returns a font of a size of the :class:`TypeScale`; ``digits`` gives all digits one width, for timers."""
        font = QFont()
        font.setFamilies(list(FONT_FAMILIES))
        font.setPixelSize(getattr(self.type, size))
        font.setBold(bold)
        if digits:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font


_TONES = {
    Tone.NEUTRAL: ("text", "quiet_soft"),
    Tone.ACCENT: ("accent_text", "accent_soft"),
    Tone.GOOD: ("good", "good_soft"),
    Tone.WARN: ("warn", "warn_soft"),
    Tone.BAD: ("bad", "bad_soft"),
    Tone.QUIET: ("text_muted", "quiet_soft"),
    Tone.SPECIAL: ("special", "special_soft"),
}

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *(
        (text, ground)
        for text in ("text", "text_muted")
        for ground in ("window", "surface", "sunken", "raised", "hover")
    ),
    *(
        ("text", ground)
        for ground in ("selection", "accent_soft", "good_soft", "warn_soft", "bad_soft", "special_soft")
    ),
    *(
        (tone, ground)
        for tone in ("good", "warn", "bad", "special")
        for ground in ("surface", "window", f"{tone}_soft")
    ),
    ("accent_text", "surface"),
    ("accent_text", "window"),
    ("accent_text", "accent_soft"),
    ("text_muted", "quiet_soft"),
    ("text", "quiet_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent", "accent_pressed"),
    ("on_bad", "bad_fill"),
    ("rail_text", "rail"),
    ("text", "rail_selected"),
    ("text_muted", "selection"),
)
"""Every pair of text and background that the program uses; each has a contrast of at least 4.5 : 1 (WCAG 2.2, 1.4.3)."""

SHAPE_PAIRS: tuple[tuple[str, str], ...] = (
    *(("focus", ground) for ground in ("window", "surface", "sunken", "rail")),
    *(("border_strong", ground) for ground in ("window", "surface", "sunken")),
    ("accent", "surface"),
    ("accent", "rail"),
    ("bad_fill", "surface"),
)
"""Pairs of a line or mark and its background; each at least 3 : 1 (WCAG 2.2, 1.4.11)."""

_LARGE = TypeScale(caption=16, body=18, strong=19, title=23, figure=34, wall=56)


def make_theme(name: str = "light", *, large: bool = False) -> Theme:
    """Returns the theme ``light`` or ``dark``, with normal or large text; any other name gives light."""
    dark = name == "dark"
    space = Space()
    if large:
        space = replace(space, row=40, control=42, icon=22)
    return Theme(
        "dark" if dark else "light", dark, large, DARK if dark else LIGHT, _LARGE if large else TypeScale(), space
    )


def current() -> Theme:
    """Returns the theme that was last applied to the running application; the light one before that."""
    application = QCoreApplication.instance()
    applied = application.property(_PROPERTY) if application is not None else None
    return applied if isinstance(applied, Theme) else make_theme()


def apply(application: QApplication, theme: Theme) -> None:
    """Gives the whole application this look. Windows that are open keep their size."""
    if application.property(_PROPERTY) == theme and application.styleSheet():
        return  # Qt would look at every widget that there is once more
    application.setProperty(_PROPERTY, theme)
    application.setStyle("Fusion")
    application.setPalette(palette(theme))
    application.setFont(theme.font())
    application.setStyleSheet(stylesheet(theme))


def stylesheet(theme: Theme) -> str:
    """Returns the Qt style sheet: the template in ``resources/styles`` with this theme's tokens."""
    styles = files("resources") / "styles"
    values: dict[str, str] = {}
    for tokens in (theme.colours, theme.type, theme.space):
        values |= {f.name: str(getattr(tokens, f.name)) for f in fields(tokens)}
    values |= {f"size_{f.name}": f"{getattr(theme.type, f.name)}px" for f in fields(theme.type)}
    with as_file(files("resources") / "icons") as icons:
        values["icons"] = icons.as_posix()
    values["shade"] = theme.name
    space = theme.space
    # A focus ring is one pixel thicker than a border; the padding gives that pixel back, so that nothing moves.
    values |= {
        "focus_y": str(space.xs - 1),
        "focus_x": str(space.m - 1),
        "focus_quiet_x": str(space.s - 1),
        "focus_field_x": str(space.s - 1),
        "header_x": str(space.s + 3),  # Qt adds 3 of its own to the text of a cell
        "line_inner": str(space.control - 2),
        "line_inner_focus": str(space.control - 4),
        "rail_icon": str(space.icon + 6),
        "button_inner": str(space.control - 2 * space.xs - 2),
        "field_inner": str(space.control - 2 * space.xs - 2),
    }
    return Template((styles / "base.qss").read_text("utf-8")).substitute(values)


def palette(theme: Theme) -> QPalette:
    """Returns the palette for what the style sheet does not reach (menus, item views, check boxes of the Fusion style)."""
    role = QPalette.ColorRole
    made = QPalette()
    for where, colour in {
        role.Window: "window",
        role.WindowText: "text",
        role.Base: "surface",
        role.AlternateBase: "sunken",
        role.Text: "text",
        role.PlaceholderText: "text_muted",
        role.Button: "surface",
        role.ButtonText: "text",
        role.BrightText: "on_accent",
        role.Highlight: "selection",
        role.HighlightedText: "text",
        role.ToolTipBase: "raised",
        role.ToolTipText: "text",
        role.Link: "accent_text",
        role.LinkVisited: "special",
        role.Accent: "accent",
        role.Mid: "border",
        role.Dark: "border_strong",
        role.Light: "raised",
        role.Midlight: "hover",
        role.Shadow: "border_strong",
    }.items():
        made.setColor(where, theme.colour(colour))
    for where in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, where, theme.colour("text_disabled"))
    return made


def contrast(first: str, second: str) -> float:
    """Returns the contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio" and "relative luminance")."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
