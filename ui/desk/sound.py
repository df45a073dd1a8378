"""The ring, for who wants to hear it."""

from importlib.resources import as_file, files

from PySide6.QtCore import QObject, QUrl


class Ring(QObject):
    """Rings until it is told to stop. A machine without a loudspeaker stays silent."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._effect: QObject | None = None

    def ring(self, on: bool) -> None:
        """Begins or ends to ring."""
        if on and self._effect is None:
            self._effect = self._load()
        if self._effect is not None:
            self._effect.play() if on else self._effect.stop()  # type: ignore[attr-defined]

    def _load(self) -> QObject | None:
        # Imported with the first ring: it takes a while, and many people never turn the sound on.
        from PySide6.QtMultimedia import QMediaDevices, QSoundEffect

        if QMediaDevices.defaultAudioOutput().isNull():
            return None
        effect = QSoundEffect(self)
        with as_file(files("resources") / "sounds" / "ring.wav") as file:
            effect.setSource(QUrl.fromLocalFile(str(file)))
        effect.setLoopCount(-2)  # QSoundEffect.Infinite
        return effect
