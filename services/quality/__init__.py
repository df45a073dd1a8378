"""Quality on the client: what the inspector's and the agent's pages ask for, and the rules that need no server."""
