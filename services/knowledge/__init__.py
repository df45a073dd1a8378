"""The knowledge base on the client: the local copy, the index over it, and proposals."""
