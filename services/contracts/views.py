"""Saved views: how a person looks at a work list, under a name, kept at the server so that it follows them to another desk."""

from pydantic import Field

from services.contracts.common import Answer, Code, Id, Line, Message, Name

MOST_VIEWS = 50
"""So many views one person may keep."""


class ViewFields(Message):
    """A view as it is saved.

    Attributes:
        page: the page that it is of.
        name: unique among the person's views of that page.
        list: which list of the page.
        filter: what the rows are filtered by.
        sort: key of the column that they are sorted by; empty for the server's own order.
    """

    page: Code = Field(min_length=1)
    name: Name = Field(min_length=1)
    list: Code = ""
    filter: Line = ""
    sort: Code = ""
    descending: bool = False


class SavedView(Answer):
    """A view with its id."""

    id: Id
    page: str
    name: str
    list: str = ""
    filter: str = ""
    sort: str = ""
    descending: bool = False
