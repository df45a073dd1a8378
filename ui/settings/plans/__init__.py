"""The section of queue plans: hours by weekday and calendar, what happens outside of them, and when callers are sent on."""
