"""The facts of a ticket in groups, for the page and for the official form."""

from datetime import datetime

from services.contracts.text import mask_name, mask_number
from services.contracts.tickets import Ticket
from services.desk.choices import Choices
from ui import moments
from ui.language import translate
from ui.lifecycle_words import channel_words, kind_words, listed, status_words, urgency_words
from ui.work.words import category_words, place_words, unit_words

Facts = list[tuple[str, list[tuple[str, str]]]]


def facts_of(ticket: Ticket, choices: Choices | None, *, in_full: bool) -> Facts:
    """Returns groups of names and values; who asked is masked unless it is wanted in full and may be seen."""
    hidden = translate("Ticket", "hidden: confidential")
    if ticket.identity_hidden:
        caller = number = contact = hidden
    elif in_full:
        caller, number, contact = ticket.caller_name, ticket.caller_number, ticket.contact_number
    else:
        caller = mask_name(ticket.caller_name)
        number, contact = mask_number(ticket.caller_number), mask_number(ticket.contact_number)
    yes, no = translate("Ticket", "yes"), translate("Ticket", "no")
    return [
        (
            translate("Ticket", "Ticket"),
            [
                (translate("Ticket", "Number"), ticket.number),
                (translate("Ticket", "State"), status_words(ticket.status.value, ticket.pending.value)),
                (translate("Ticket", "Channel"), channel_words(ticket.channel)),
                (translate("Ticket", "Received"), _moment(ticket.created_at)),
                (translate("Ticket", "Taken down by"), ticket.created_by),
                (translate("Ticket", "Closed"), _moment(ticket.closed_at)),
            ],
        ),
        (
            translate("Ticket", "Citizen"),
            [
                (translate("Ticket", "Caller"), caller),
                (translate("Ticket", "Called from"), number),
                (translate("Ticket", "Contact number"), contact),
                (translate("Ticket", "Confidential"), yes if ticket.confidential else no),
                (translate("Ticket", "Wants a call back"), yes if ticket.wants_callback else no),
            ],
        ),
        (
            translate("Ticket", "Matter"),
            [
                (translate("Ticket", "Kind"), kind_words(ticket.kind or "")),
                (translate("Ticket", "Category"), category_words(choices, ticket.category)),
                (translate("Ticket", "Urgency"), urgency_words(ticket.urgency.value)),
                (
                    translate("Ticket", "Place"),
                    " ".join(
                        x for x in (place_words(choices, ticket.town, ticket.village), ticket.grid, ticket.detail) if x
                    ),
                ),
            ],
        ),
        (
            translate("Ticket", "Handling"),
            [
                (translate("Ticket", "Unit"), unit_words(choices, ticket.unit)),
                (translate("Ticket", "Handler"), ticket.handler),
                (translate("Ticket", "Assisting"), listed(unit_words(choices, unit) for unit in ticket.assisting)),
                (translate("Ticket", "Dispatches"), str(ticket.dispatch_count or "")),
                (translate("Ticket", "Returns"), str(ticket.return_count or "")),
                (translate("Ticket", "Suspended until"), _moment(ticket.suspended_until)),
                (translate("Ticket", "Supervised"), yes if ticket.supervised else ""),
            ],
        ),
    ]


def _moment(moment: datetime | None) -> str:
    return f"{moments.local(moment):%Y-%m-%d %H:%M}" if moment is not None else ""
