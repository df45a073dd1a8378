"""Those who write to the district: by e-mail, on a message board, from an app, and a sensor. Their servers are real, on loopback."""

import csv
import json
import shutil
import tempfile
from email.message import EmailMessage, Message
from email.policy import SMTP
from email.utils import format_datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

from console.tour.counterparts import find
from console.tour.witness import Witness
from services.clock import SystemClock

OURS, THEIRS = "hotline@example.org", "citizen@example.org"
_BOARD, _APP_KEY = "人民网", "an-app-of-the-tour-with-a-long-key"
_SENSOR, _ALARM = "smoke-1", "smoke"
_HEADINGS = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情"]


def missing() -> str:
    """Names what is not installed on this computer; nothing where all is there."""
    programs = [name for name in ("dovecot", "mosquitto") if find(name) is None]
    return ", ".join(programs + [name for name in ("aiosmtpd", "psutil") if find_spec(name) is None])


class Outside:
    """Starts the servers when it is entered and ends them when it is left."""

    def __init__(self, witness: Witness) -> None:
        self._witness = witness

    def __enter__(self) -> Self:
        from aiosmtpd.controller import Controller

        from console.tour.counterparts.dovecot import Dovecot
        from console.tour.counterparts.mosquitto import Mosquitto
        from console.tour.counterparts.process import free_port
        from console.tour.counterparts.smtp import Post

        self._mailbox, self._broker, self._post = Dovecot(), Mosquitto(), Post()
        self._smtp: Controller = Controller(self._post, hostname="127.0.0.1", port=free_port())
        self._smtp.start()
        self._boards = Path(tempfile.mkdtemp(prefix="tongfu-boards-"))
        (self._boards / _BOARD / "in").mkdir(parents=True)
        return self

    def __exit__(self, *_error: object) -> None:
        self._smtp.stop()
        self._mailbox.stop()
        self._broker.stop()
        shutil.rmtree(self._boards, ignore_errors=True)

    def open_channels(self, sensor: dict[str, Any], category: str) -> None:
        """Opens every channel as an administrator does, and registers the sensor."""
        from console.tour.counterparts import dovecot

        at, loopback = {"security": "none"}, "127.0.0.1"
        mail = {"imap_host": loopback, "imap_port": self._mailbox.port, "imap_security": "none"}
        mail |= {"smtp_host": loopback, "smtp_port": self._smtp.port, "smtp_security": "none"}
        mail |= {"address": OURS, "imap_user": dovecot.NAME}
        source = {"topic": "tour/+/alarm", "sensor": "topic:1", "alarm": "kind"}
        alarms = {_ALARM: {"name": "烟雾", "urgency": "urgent", "category": category}}
        broker = {"host": loopback, "port": self._broker.port, "sources": [source], "classes": alarms, **at}
        self._witness.open_channel("email", mail, {"imap_password": dovecot.PASSWORD})
        self._witness.open_channel("board", {"folder": str(self._boards), "every_seconds": 1, "export_minutes": 0})
        self._witness.open_channel("sensor", broker)
        self._witness.open_channel("open311", {})
        self._witness.change(
            "admin", "PUT", "/v1/channels/open311/clients/tour", 0, {"name": "app", "secret": _APP_KEY}
        )
        self._witness.change("admin", "PUT", "/v1/sensors", 0, {"sensors": [{"id": _SENSOR, **sensor}]})

    def write_mail(self, subject: str, words: str) -> None:
        """Has a citizen's letter delivered."""
        letter = EmailMessage(policy=SMTP)
        letter["From"], letter["To"], letter["Subject"] = f"何先生 <{THEIRS}>", OURS, subject
        letter["Date"], letter["Message-ID"] = format_datetime(SystemClock().now()), "<tour-letter@example.org>"
        letter.set_content(words)
        self._mailbox.bring(letter.as_bytes())

    def drop_board_file(self, number: str, subject: str, words: str) -> None:
        """Puts the board's export into the watched folder."""
        with (self._boards / _BOARD / "in" / "export.csv").open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows([_HEADINGS, [number, "网友", subject, "2026/3/1 08:00:00", words]])

    def report(self, service: str, words: str) -> str:
        """Asks from an app by Open311; returns the ticket's number."""
        form = {"api_key": _APP_KEY, "service_code": service, "description": words, "address_string": "桂城街道"}
        (answer,) = self._witness.outside("POST", "/open311/v2/requests.json", form)
        return str(answer["service_request_id"])

    def raise_alarm(self) -> None:
        """Has the sensor say that there is smoke."""
        import paho.mqtt.publish as mqtt

        mqtt.single(
            f"tour/{_SENSOR}/alarm", json.dumps({"kind": _ALARM}), qos=1, hostname="127.0.0.1", port=self._broker.port
        )

    def letters(self) -> list[Message]:
        """Returns what was sent to the citizen by e-mail."""
        return [letter for letter in self._post.messages if THEIRS in str(letter["To"])]

    def board_replies(self) -> list[list[str]]:
        """Returns the rows of the files that are ready for upload."""
        from openpyxl import load_workbook

        files = sorted((self._boards / _BOARD / "replies").glob("*.xlsx"))
        return [[str(cell) for cell in row] for file in files for row in load_workbook(file).worksheets[0].values]

    def app_request(self, number: str) -> dict[str, Any]:
        """Returns how the app sees its request."""
        path = f"/open311/v2/requests/{number}.json?extensions=true&api_key={_APP_KEY}"
        found: dict[str, Any] = self._witness.outside("GET", path)[0]
        return found
