"""A private X server with a window manager for each test process: never the person's display, never shared."""

import os
import shutil
import subprocess
import time


class PrivateDisplay:
    """Xvfb on a free display, and openbox on it, because without a window manager no window ever gets the keyboard."""

    def __init__(self) -> None:
        for program in ("Xvfb", "openbox"):
            if shutil.which(program) is None:
                raise RuntimeError(f"{program} is missing: run the tests through scripts/test, which installs it")
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1200x24", "-nolisten", "tcp"],
            pass_fds=[writing],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as stream:
            self.name = f":{stream.readline().strip()}"
        environment = {k: v for k, v in os.environ.items() if k not in ("WAYLAND_DISPLAY", "XAUTHORITY")}
        self._manager = subprocess.Popen(
            ["openbox", "--sm-disable"],
            env=environment | {"DISPLAY": self.name},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(0.3)

    def use(self) -> None:
        """Makes this process, and those it starts, open their windows here."""
        os.environ.pop("WAYLAND_DISPLAY", None)
        os.environ.pop("XAUTHORITY", None)
        os.environ["DISPLAY"] = self.name
        os.environ["QT_QPA_PLATFORM"] = "xcb"

    def stop(self) -> None:
        """Ends both, by their process ids."""
        for process in (self._manager, self._server):
            process.terminate()
            process.wait(10)
