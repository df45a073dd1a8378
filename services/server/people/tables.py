"""Citizens and their telephone numbers."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from services.server.tables import RowId, UtcMoment, metadata


def searched(length: int) -> String:
    """A text column that is searched by its beginning: compared by code point on both databases."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


persons = Table(
    "persons",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("name", searched(60), nullable=False, default=""),
    Column("title", String(60), nullable=False, default=""),
    Column("town", String(32), nullable=False, default=""),
    Column("village", String(32), nullable=False, default=""),
    Column("address", String(200), nullable=False, default=""),
    Column("elderly", Boolean, nullable=False, default=False),
    Column("remark", Text, nullable=False, default=""),
    Column("created_at", UtcMoment, nullable=False),
    Column("updated_at", UtcMoment, nullable=False),
    # Of the content as first sent: a second filing of the same record is told apart from another one under its id.
    Column("digest", String(32), nullable=False, default=""),
    # The record that has everything of this one now.
    Column("joined_into", String(64), nullable=True),
    # How the name sounds: pinyin initials and whole pinyin.
    Column("initials", searched(60), nullable=False, default=""),
    Column("sounds", searched(400), nullable=False, default=""),
    Index("ix_persons_name_id", "name", "id"),
    Index("ix_persons_initials_id", "initials", "id"),
    Index("ix_persons_sounds_id", "sounds", "id"),
)

person_numbers = Table(
    "person_numbers",
    metadata,
    Column("person_id", String(64), ForeignKey("persons.id"), primary_key=True),
    Column("number", searched(32), primary_key=True),
    # 0 is the main number.
    Column("position", Integer, nullable=False),
    # From its last digit to the first: people remember the last four.
    Column(
        "backwards",
        searched(32),
        nullable=False,
        default=lambda context: context.get_current_parameters()["number"][::-1],
    ),
    Index("ix_person_numbers_number_person_id", "number", "person_id"),
    Index("ix_person_numbers_backwards_person_id", "backwards", "person_id"),
)

person_contacts = Table(
    "person_contacts",
    metadata,
    # ``email`` (in small letters) or ``identity`` (a keyed digest of what proves it).
    Column("kind", String(12), primary_key=True),
    Column("value", String(120), primary_key=True),
    Column("person_id", String(64), ForeignKey("persons.id"), primary_key=True),
    Column("since", UtcMoment, nullable=False),
    Index("ix_person_contacts_person_id", "person_id"),
)
"""By what else than a number a citizen is known."""

person_joins = Table(
    "person_joins",
    metadata,
    Column("key", RowId, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("kept_id", String(64), nullable=False, index=True),
    Column("gone_id", String(64), nullable=False, index=True),
    # All that was moved and how it was before, as JSON: what an undo needs.
    Column("moved", Text, nullable=False),
    Column("at", UtcMoment, nullable=False),
    Column("by_id", String(64), nullable=False),
    Column("by", String(60), nullable=False, default=""),
    Column("undone_at", UtcMoment, nullable=True),
    Column("undone_by_id", String(64), nullable=False, default=""),
)
"""Records of one citizen that somebody joined, and who took it back."""
