"""The Settings page: what is mine, and what an administrator keeps."""
