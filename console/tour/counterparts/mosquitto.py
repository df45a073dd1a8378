"""A real Mosquitto."""

from console.tour.counterparts.process import Counterpart, program


class Mosquitto(Counterpart):
    """Starts when it is made; what it keeps for absent subscribers outlives a kill."""

    def __init__(self) -> None:
        super().__init__("mosquitto")
        (self.folder / "mosquitto.conf").write_text(
            f"listener {self.port} 127.0.0.1\nallow_anonymous true\npersistence true\nmax_queued_messages 0\n"
            f"persistence_location {self.folder}/\nautosave_interval 1\nautosave_on_changes true\n"
        )
        self.start()

    def command(self) -> list[str]:
        """Returns what starts it in the foreground."""
        return [program("mosquitto", "mosquitto"), "-c", str(self.folder / "mosquitto.conf")]
