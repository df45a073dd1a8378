"""The lead's wall on the client: figures from the server, and what is exported of them."""
