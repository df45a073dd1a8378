from tests.services.server.lifecycle.conftest import cast

__all__ = ["cast"]
