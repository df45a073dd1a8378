"""Real counterparts of the channels, started by the tests: an unprivileged user, a free loopback port, nothing kept."""
