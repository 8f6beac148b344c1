"""Whether the program of this container is well: asks /health through its socket, or the one that is named as
argument. Says nothing, exits 0 or 1.
"""

import http.client
import os
import socket
import sys

SOCKET = "/run/cmm/web.sock"


class Local(http.client.HTTPConnection):
    """A connection to the socket."""

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(15)
        self.sock.connect(sys.argv[1] if len(sys.argv) > 1 else SOCKET)


def is_well() -> bool:
    """The program answers to its own name only, so that is what it is asked under."""
    connection = Local(os.environ.get("CMM_TRUSTED_HOSTS", "localhost").partition(",")[0])
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False


if __name__ == "__main__":
    sys.exit(0 if is_well() else 1)
