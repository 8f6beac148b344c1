"""Short plain messages to people of the office, through the server of the setting CMM_SMTP_URL."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from cmm.domain.mail_server import MailServer
from cmm.domain.refusal import Refusal

TIMEOUT = 20
"""Seconds that a mail server may be silent."""


class MailServerAway(Refusal):
    """The mail server does not answer, speaks no TLS, or its certificate is not trusted."""


class MailRefused(Refusal):
    """The mail server answers and refuses: the password, the sender or the receiver; or it cannot be told
    them, because they are not ASCII.
    """


def send_mail(server: MailServer, *, to: str, subject: str, text: str) -> None:
    """Send one message. Raises MailServerAway, MailRefused; neither holds an address nor the password."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, to, subject
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = make_msgid(domain=_domain(server))
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="base64")
    try:
        with _connect(server) as connection:
            if server.user:
                connection.login(server.user, server.password)
            connection.send_message(message)
    except (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPNotSupportedError):
        raise MailServerAway from None
    except (smtplib.SMTPException, UnicodeError):  # a name or password that the protocol cannot say
        raise MailRefused from None
    except OSError:
        raise MailServerAway from None


def _connect(server: MailServer) -> smtplib.SMTP:
    """A connection whose TLS, where there is any, was checked against the machine's certificates."""
    trust, own_name = ssl.create_default_context(), _domain(server)  # not the name of this machine
    if server.tls == "whole":
        return smtplib.SMTP_SSL(server.host, server.port, own_name, timeout=TIMEOUT, context=trust)
    connection = smtplib.SMTP(server.host, server.port, own_name, timeout=TIMEOUT)
    if server.tls == "begun":
        connection.starttls(context=trust)
    return connection


def _domain(server: MailServer) -> str:
    """What stands behind the @ of the sender."""
    return server.sender.partition("@")[2]
