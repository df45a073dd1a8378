"""E-mail as a channel: in by IMAP, out by SMTP."""
