"""How every connection to the broker is made ready."""

from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from services.server.channels.protocol import Configured


def client_of(configured: Configured, name: str, **more: Any) -> mqtt.Client:
    """Returns a client under a name of its own, with user, password and encryption as they are set; not connected yet."""
    settings = configured.settings
    client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=name, protocol=mqtt.MQTTv5, **more)
    if settings.user:
        client.username_pw_set(settings.user, configured.secrets.get("password", ""))
    if settings.security == "tls":
        client.tls_set()
    return client
