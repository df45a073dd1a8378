"""What the desk does, without Qt: the ticket form as data, its checks and suggestions, and the calls to the API."""
