"""The server through which the office is reminded, as one address: smtps://user:password@host:465/?from=...

`smtps` speaks TLS from the first byte; `smtp` turns it on (STARTTLS) before anything is said, but on this
machine itself. Names and passwords are percent-encoded (RFC 3986).
"""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"smtps": 465, "smtp": 587}
LOOPBACK = ("127.0.0.1", "::1", "localhost")
LONGEST_EMAIL = 254
_NAME = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
_EMAIL = re.compile(_NAME + r"@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z][A-Za-z0-9-]{1,62}")


class NotAMailServer(ValueError):
    """The address names no mail server. The text never holds a part of it: it may be a password."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """`tls` is "whole", "begun" (STARTTLS) or "" on this machine; without `user` nobody signs in."""

    host: str
    port: int
    tls: str
    sender: str
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def read_mail_server(address: str) -> MailServer:
    """Raises NotAMailServer."""
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS[parts.scheme]
        (sender,) = parse_qs(parts.query, strict_parsing=True)["from"]
    except (KeyError, ValueError):
        raise NotAMailServer from None
    if not parts.hostname or not is_email(sender):
        raise NotAMailServer
    plain = "" if parts.hostname in LOOPBACK else "begun"
    return MailServer(
        parts.hostname,
        port,
        "whole" if parts.scheme == "smtps" else plain,
        sender,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


def is_email(text: str) -> bool:
    """Whether it looks like one address of a mailbox: plain letters, one line."""
    return len(text) <= LONGEST_EMAIL and bool(_EMAIL.fullmatch(text))
