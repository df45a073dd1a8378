"""What this console keeps on its own disk: drafts, outbox, knowledge snapshot, last known callers."""
