"""Plans of queues: hours by weekday and calendar, what happens outside of them, and when callers are sent on."""
