"""The fixtures of quality serve recordings too."""

from tests.services.server.quality.conftest import agent, floor, inspector

__all__ = ["agent", "floor", "inspector"]
