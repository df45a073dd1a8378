"""What can be set of each channel, as fields of a form; all else that a channel keeps stays as it is."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit

from services.contracts.channels import Channel
from ui.language import translate
from ui.settings.forms.fields import ChoiceField, TextField, WholeNumberField, WordsField, YesField
from ui.settings.forms.form import FieldSpec
from widgets import theme

SECRETS: dict[Channel, tuple[str, ...]] = {
    Channel.EMAIL: ("imap_password", "smtp_password"),
    Channel.SENSOR: ("password",),
}


class PairsField(QPlainTextEdit):
    """Names with values, ``name = value``, one a line."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(3 * self.fontMetrics().lineSpacing() + 2 * theme.current().space.m)
        self.textChanged.connect(self.edited)

    def set_value(self, value: Any) -> None:
        """Shows pairs."""
        if value != self.value():
            self.blockSignals(True)
            self.setPlainText("\n".join(f"{name} = {each}" for name, each in (value or {}).items()))
            self.blockSignals(False)

    def value(self) -> dict[str, str]:
        """Returns pairs; a line without a sign between has an empty value, which the server refuses."""
        parts = [line.partition("=") for line in self.toPlainText().splitlines() if line.strip()]
        return {name.strip(): each.strip() for name, _sign, each in parts}

    def set_editable(self, editable: bool) -> None:
        """Lets it be changed or only read."""
        self.setReadOnly(not editable)


def fields_of(channel: Channel) -> list[FieldSpec]:
    """Returns the fields of a channel."""
    return {
        Channel.PORTAL: _portal,
        Channel.OPEN311: _open311,
        Channel.EMAIL: _email,
        Channel.BOARD: _board,
        Channel.SENSOR: _sensor,
    }[channel]()


def _portal() -> list[FieldSpec]:
    return [
        FieldSpec(
            "callbacks",
            translate("Settings", "Addresses for notices (client = https://…, one a line)"),
            PairsField,
            wide=True,
        ),
        FieldSpec(
            "status_per_minute",
            translate("Settings", "Look-ups of status a minute"),
            lambda: WholeNumberField(1, 100_000),
        ),
        FieldSpec(
            "status_per_minute_and_address",
            translate("Settings", "of one address"),
            lambda: WholeNumberField(1, 100_000),
        ),
        FieldSpec(
            "status_per_minute_and_number",
            translate("Settings", "of one ticket"),
            lambda: WholeNumberField(1, 100_000),
        ),
        FieldSpec(
            "trusted_proxies",
            translate("Settings", "Proxies of the house (an address a line)"),
            lambda: WordsField(as_list=True),
            wide=True,
        ),
    ]


def _open311() -> list[FieldSpec]:
    return [
        FieldSpec("jurisdiction_id", translate("Settings", "Name of the jurisdiction"), TextField),
        FieldSpec("contact", translate("Settings", "Whom to ask"), TextField),
        FieldSpec("key_service", translate("Settings", "How to get a key"), TextField),
        FieldSpec(
            "per_minute_and_address",
            translate("Settings", "Requests a minute of one address"),
            lambda: WholeNumberField(1, 100_000),
        ),
        FieldSpec(
            "categories",
            translate("Settings", "Categories offered (a code a line; none: all)"),
            lambda: WordsField(as_list=True),
            wide=True,
        ),
        FieldSpec(
            "publish",
            translate("Settings", "Who may read"),
            lambda: YesField(translate("Settings", "Everybody reads what was asked and where")),
        ),
        FieldSpec(
            "answer_with_token",
            translate("Settings", "Numbers"),
            lambda: YesField(translate("Settings", "Answer with a token first")),
        ),
    ]


def _email() -> list[FieldSpec]:
    return [
        FieldSpec("address", translate("Settings", "Our address"), TextField, required=True),
        FieldSpec("name", translate("Settings", "How we are called"), TextField),
        FieldSpec("imap_host", translate("Settings", "Mailbox: server"), lambda: TextField(200)),
        FieldSpec("imap_port", translate("Settings", "Mailbox: port"), lambda: WholeNumberField(1, 65_535)),
        FieldSpec("imap_security", translate("Settings", "Mailbox: encryption"), lambda: ChoiceField(_security)),
        FieldSpec("folder", translate("Settings", "Mailbox: folder"), lambda: TextField(100)),
        FieldSpec("imap_user", translate("Settings", "Mailbox: user"), lambda: TextField(200)),
        FieldSpec("secret.imap_password", translate("Settings", "Mailbox: password"), _secret),
        FieldSpec("smtp_host", translate("Settings", "Sending: server"), lambda: TextField(200)),
        FieldSpec("smtp_port", translate("Settings", "Sending: port"), lambda: WholeNumberField(1, 65_535)),
        FieldSpec("smtp_security", translate("Settings", "Sending: encryption"), lambda: ChoiceField(_security)),
        FieldSpec(
            "per_sender", translate("Settings", "Most of one sender an hour"), lambda: WholeNumberField(1, 1_000)
        ),
        FieldSpec("smtp_user", translate("Settings", "Sending: user"), lambda: TextField(200)),
        FieldSpec("secret.smtp_password", translate("Settings", "Sending: password"), _secret),
        FieldSpec(
            "other_addresses",
            translate("Settings", "Other addresses of ours (one a line)"),
            lambda: WordsField(as_list=True),
            wide=True,
        ),
    ]


def _board() -> list[FieldSpec]:
    def kinds() -> list[tuple[str, str]]:
        return [("xlsx", "XLSX"), ("csv", "CSV")]

    return [
        FieldSpec(
            "folder",
            translate("Settings", "Folder on the server"),
            lambda: TextField(500, hint=translate("Settings", "empty: boards, in the server's data folder")),
            wide=True,
        ),
        FieldSpec(
            "every_seconds",
            translate("Settings", "Looked into every"),
            lambda: WholeNumberField(1, 3_600, translate("Settings", " s")),
        ),
        FieldSpec(
            "export_minutes",
            translate("Settings", "Replies written at most every"),
            lambda: WholeNumberField(0, 10_080, translate("Settings", " min")),
        ),
        FieldSpec("export_as", translate("Settings", "Replies as"), lambda: ChoiceField(kinds)),
    ]


def _sensor() -> list[FieldSpec]:
    def security() -> list[tuple[str, str]]:
        return [each for each in _security() if each[0] != "starttls"]

    return [
        FieldSpec("host", translate("Settings", "Broker: server"), lambda: TextField(200)),
        FieldSpec("port", translate("Settings", "Broker: port"), lambda: WholeNumberField(1, 65_535)),
        FieldSpec("security", translate("Settings", "Broker: encryption"), lambda: ChoiceField(security)),
        FieldSpec("client_id", translate("Settings", "Our name there"), lambda: TextField(60)),
        FieldSpec("user", translate("Settings", "Broker: user"), lambda: TextField(100)),
        FieldSpec("secret.password", translate("Settings", "Broker: password"), _secret),
        FieldSpec(
            "quiet_minutes",
            translate("Settings", "The same alarm again within"),
            lambda: WholeNumberField(1, 10_080, translate("Settings", " min")),
        ),
        FieldSpec(
            "storm_sensors",
            translate("Settings", "A storm: more sensors of a place than"),
            lambda: WholeNumberField(1, 100),
        ),
        FieldSpec(
            "storm_seconds",
            translate("Settings", "within"),
            lambda: WholeNumberField(1, 86_400, translate("Settings", " s")),
        ),
        FieldSpec(
            "answers",
            translate("Settings", "Topic that is told what becomes of an alarm"),
            lambda: TextField(200, hint=translate("Settings", "empty: none; {sensor} stands for the sensor's id")),
        ),
    ]


def _secret() -> TextField:
    return TextField(1_000, translate("Settings", "leave empty to keep it"), is_secret=True)


def _security() -> list[tuple[str, str]]:
    return [
        ("tls", translate("Settings", "TLS from the beginning")),
        ("starttls", "STARTTLS"),
        ("none", translate("Settings", "none (only on this machine)")),
    ]
