"""The client's side of the API: one transport, and one typed method for each route."""
