"""The settings of ODK Collect and KoboCollect as they read them from a QR code.

JSON with the objects "general", "admin" and "project", packed with zlib and written in base64
(https://docs.getodk.org/collect-import-export/). What is not named is set to the app's default.
"""

import json
import zlib
from base64 import b64encode

ANY_NAME = "phone"
"""The user name: the server does not look at it, and it must not be the name of a person."""


def collect_settings(*, server: str, code: str, name: str) -> str:
    """The text of the QR code for a phone with the pass `code`; `name` is how the app calls the project.

    Forms are fetched and deleted as the server lists them, answers are sent as soon as there is a network and
    deleted when they are sent, and the app tells its makers nothing.
    """
    settings = {
        "general": {
            "protocol": "odk_default",
            "server_url": server,
            "username": ANY_NAME,
            "password": code,
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
            "delete_send": True,
            "analytics": False,
        },
        "admin": {},
        "project": {"name": name},
    }
    packed = zlib.compress(json.dumps(settings, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    return b64encode(packed).decode()
