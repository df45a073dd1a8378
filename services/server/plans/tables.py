"""The plans of queues, in versions."""

from services.server.tables import versions_table

queue_plans = versions_table("queue_plans")
