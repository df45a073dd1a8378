"""Routes of templates and phrases."""

from services.api.transport import Transport
from services.contracts.common import Typed
from services.contracts.texts import NewTexts, Texts, TextsHistory


class TextsApi:
    """What agents and handlers are offered to say."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def history(self) -> TextsHistory:
        """Gives the newest versions, the newest first; the last one is what the program carries."""
        return self._transport.get("/v1/texts", TextsHistory)

    def set_texts(self, new: NewTexts | Typed, version: int, key: str) -> Texts:
        """Adds a version; raises ``StaleVersion`` where somebody was faster."""
        return self._transport.put("/v1/texts", Texts, new, key=key, version=version)
