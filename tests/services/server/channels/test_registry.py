"""A channel is a folder: what is in it is found, and nothing else has to name it."""

from pathlib import Path

from services.contracts.channels import Channel
from services.server import channels
from services.server.channels.protocol import ChannelSettings
from services.server.channels.registry import adapters
from services.server.schema import metadata

FOLDER = Path(channels.__file__).parent


def test_every_folder_with_an_adapter_is_a_channel_of_that_name() -> None:
    folders = {folder.name for folder in FOLDER.iterdir() if (folder / "adapter.py").is_file()}
    assert {"portal", "open311"} <= folders
    assert {channel.value for channel in adapters()} == folders


def test_every_adapter_can_be_set_up_from_nothing() -> None:
    for channel, adapter in adapters().items():
        assert adapter.channel is channel
        assert issubclass(adapter.settings, ChannelSettings)
        adapter.settings()
        assert not set(adapter.secrets) & set(adapter.settings.model_fields)


def test_every_channel_has_an_adapter_with_a_name_for_people() -> None:
    assert set(adapters()) == set(Channel) - {Channel.HOTLINE}, "the hotline is the desk itself"
    labels = [adapter.label for adapter in adapters().values()]
    assert all(labels)
    assert len(set(labels)) == len(labels)


def test_the_schema_knows_a_channels_own_tables() -> None:
    assert "channel_nonces" in metadata.tables


def test_nothing_outside_of_a_channels_folder_names_it() -> None:
    named = [
        f"{file.name}: {name}"
        for file in FOLDER.glob("*.py")
        for name in ("portal", "open311", "email", "board", "sensor")
        for text in [file.read_text("utf-8")]
        if f"channels.{name}" in text or f"Channel.{name.upper()}" in text
    ]
    assert named == []
