"""Fills the comparison's database with the tickets that come on standard input, or signs somebody in.

A ticket is a line of JSON. After a sign-in the session's key, the number of tickets and a queue are printed.
"""

import json
import os
import sys
from datetime import datetime
from itertools import islice

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_settings")
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from helpdesk.models import Queue, Ticket  # noqa: E402

_BATCH = 5_000


def fill() -> None:
    """Makes the tables, a person and a queue for each department, and all tickets."""
    call_command("migrate", verbosity=0)
    get_user_model().objects.create_superuser("bench", "", "bench-password")
    queues: dict[str, Queue] = {}
    # The moment of a ticket is given, and not now.
    for name in ("created", "modified"):
        field = Ticket._meta.get_field(name)
        field.auto_now = field.auto_now_add = False
    while lines := list(islice(sys.stdin, _BATCH)):
        tickets = []
        for line in lines:
            row = json.loads(line)
            if row["unit"] not in queues:
                slug = f"q{len(queues)}"
                queues[row["unit"]] = Queue.objects.create(title=row["unit"], slug=slug, allow_public_submission=False)
            created, modified = (datetime.fromisoformat(row[name]) for name in ("created_at", "updated_at"))
            status = Ticket.CLOSED_STATUS if row["closed"] else Ticket.OPEN_STATUS
            tickets.append(
                Ticket(
                    title=row["title"],
                    description=row["content"],
                    queue=queues[row["unit"]],
                    status=status,
                    priority=row["priority"],
                    created=created,
                    modified=modified,
                )
            )
        Ticket.objects.bulk_create(tickets)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def session() -> str:
    """Signs the person in and returns the session's key."""
    user = get_user_model().objects.get(username="bench")
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        fill()
    else:
        print(session(), Ticket.objects.count(), Queue.objects.first().pk)
