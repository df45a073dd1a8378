"""A real Mosquitto."""

from console.tour.counterparts.process import Counterpart, program


class Mosquitto(Counterpart):
    """Starts when it is made.

    Args:
        saves: what it keeps for absent subscribers outlives a kill, because all of it is written at each change. Without, it is
            as fast as a district's own, which writes now and then, and has a thousand messages under way.
    """

    def __init__(self, *, saves: bool = True) -> None:
        super().__init__("mosquitto")
        saving = (
            f"persistence true\npersistence_location {self.folder}/\nautosave_interval 1\nautosave_on_changes true\n"
        )
        (self.folder / "mosquitto.conf").write_text(
            f"listener {self.port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\n"
            + (saving if saves else "max_inflight_messages 1000\n")
        )
        self.start()

    def command(self) -> list[str]:
        """Returns what starts it in the foreground."""
        return [program("mosquitto", "mosquitto"), "-c", str(self.folder / "mosquitto.conf")]
