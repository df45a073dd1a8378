"""The sections of places and of queue skills: all of them at the left, one and what was done at the right."""

from services.contracts.tickets import PlaceEntry, SkillEntry
from ui.language import translate
from ui.page import PageContext
from ui.settings.dispatching.words import place_field
from ui.settings.entries.presenter import PlacesPresenter, SkillsPresenter
from ui.settings.forms.entries_view import EntriesView, EntriesWords
from ui.settings.forms.entry_form import EntryForm
from ui.settings.forms.entry_presenter import Entry
from ui.settings.forms.fields import TextField
from ui.settings.forms.form import FieldSpec
from widgets.table import Column


def places_view(presenter: PlacesPresenter, context: PageContext) -> EntriesView:
    """Returns the section of places."""

    def is_new(row: dict[str, object]) -> bool:
        return bool(row.get("is_new"))

    fields = [
        FieldSpec("name", translate("Settings", "Its name"), TextField, required=True),
        FieldSpec("code", translate("Settings", "Code"), lambda: TextField(32), required=True, shown=is_new),
        FieldSpec(
            "parent",
            translate("Settings", "In the town"),
            lambda: place_field(lambda: presenter.names, translate("Settings", "none: it is a town itself")),
            shown=is_new,
        ),
    ]
    words = translate(
        "Settings",
        "Open tickets, lines of the dispatch catalogue, sensors and known matters go to the successor; what is over keeps"
        " the place, and its name stays readable.",
    )
    form = EntryForm(
        presenter,
        "settings.places",
        fields,
        lambda: place_field(lambda: presenter.names, ""),
        (translate("Settings", "Take this place out"), translate("Settings", "Take out"), words),
        lambda code: presenter.named(code).text,
    )
    return EntriesView(
        presenter,
        context,
        "settings.places",
        EntriesWords(
            all=translate("Settings", "Places"),
            one=translate("Settings", "Place"),
            itself=translate("Settings", "The place itself"),
            new=translate("Settings", "New place"),
            empty=translate("Settings", "No places yet. Add the towns first, then their villages."),
        ),
        [Column("code", translate("Settings", "Code"), value=lambda e: e.code, width=130)],
        form,
        lambda entry: 1 if isinstance(entry, PlaceEntry) and entry.parent else 0,
    )


def skills_view(presenter: SkillsPresenter, context: PageContext) -> EntriesView:
    """Returns the section of queue skills."""
    fields = [
        FieldSpec("name", translate("Settings", "Its name"), TextField, required=True),
        FieldSpec("english", translate("Settings", "In English"), TextField),
        FieldSpec(
            "key",
            translate("Settings", "Code (small letters and digits)"),
            lambda: TextField(31),
            required=True,
            hint=translate("Settings", "names a queue of the exchange; it never changes"),
            shown=lambda row: bool(row.get("is_new")),
        ),
    ]
    words = translate(
        "Settings",
        "Only a skill that nobody needs goes: no person has it, no queue plan names it, and nobody waits in its queue."
        " Calls and figures of the past keep its name.",
    )
    form = EntryForm(
        presenter,
        "settings.skills",
        fields,
        None,
        (translate("Settings", "Retire this skill"), translate("Settings", "Retire"), words),
        lambda code: presenter.named(code).text,
    )
    columns: list[Column[Entry]] = [
        Column("code", translate("Settings", "Code"), value=lambda e: e.code, width=110),
        Column("english", translate("Settings", "In English"), value=_english, width=170),
    ]
    return EntriesView(
        presenter,
        context,
        "settings.skills",
        EntriesWords(
            all=translate("Settings", "Queue skills"),
            one=translate("Settings", "Skill"),
            itself=translate("Settings", "The skill itself"),
            new=translate("Settings", "New skill"),
            empty=translate("Settings", "No skills yet. The first one is “general”, where every caller falls back to."),
        ),
        columns,
        form,
    )


def _english(entry: Entry) -> str:
    return entry.english if isinstance(entry, SkillEntry) else ""
