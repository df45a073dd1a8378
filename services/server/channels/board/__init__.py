"""Message boards and other portals as a channel by file: messages in, replies out for upload."""
