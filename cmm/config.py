"""Configuration: one frozen value, read from the environment; every mistake is reported at once.

Variables are looked up in the environment, then in ``<instance>/cmm.env`` (lines ``NAME=value``).
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from cmm.domain.backup_keys import NotARecipient, read_recipient
from cmm.domain.mail_server import NotAMailServer, read_mail_server

SECRET_LENGTH = 32
"""Shortest secret key accepted, in characters."""
OBVIOUS_SECRETS = ("secret", "change", "default", "example", "password", "dev")
HOW_TO_MAKE_A_KEY = "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"


KEEP_ENVELOPES_DAYS = 30
"""How long the sealed answers of a round are kept after its first publication."""
MOST_PROXIES = 3
DASK_FOLDER, DASK_FILES = "dask", ("ca.pem", "cert.pem", "key.pem")
"""Certificates for CMM_DASK_SCHEDULER, in the instance folder."""
MAIL_ADDRESS = r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
QUICK_EXIT = "https://www.google.com/"
"""Where "Leave this page" leads: a page that everybody opens and that says nothing about who does."""


class ConfigRefused(Exception):
    """The configuration has mistakes; `mistakes` holds a sentence for each."""

    def __init__(self, mistakes: list[str]) -> None:
        self.mistakes = tuple(mistakes)
        lines = "\n".join(f"  - {mistake}" for mistake in mistakes)
        super().__init__(f"The application cannot start. Please correct:\n{lines}")


@dataclass(frozen=True, slots=True)
class Config:
    """What differs from one installation to the next. Tests build it; they never patch the environment."""

    secret_key: str
    database_url: str
    instance: Path
    trusted_hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    https: bool = True
    quick_exit: str = QUICK_EXIT
    keep_envelopes_days: int = KEEP_ENVELOPES_DAYS
    proxies: int = 0
    second_factor: str = "required"
    address: str = ""
    contact: str = ""
    smtp_url: str = field(default="", repr=False)
    dask_scheduler: str = ""
    backup_to: tuple[str, ...] = ()

    @property
    def certificates(self) -> Path:
        """Folder of what proves this machine and a Dask cluster to each other."""
        return self.instance / DASK_FOLDER

    @property
    def pepper(self) -> bytes:
        """Key of all coupon and receipt hashes. A new secret key makes unused coupons worthless."""
        return blake2b(self.secret_key.encode(), person=b"coupon pepper", digest_size=32).digest()

    @property
    def office_key(self) -> bytes:
        """Seals the secrets of code apps and keys the recovery codes. A new secret key makes both useless."""
        return blake2b(self.secret_key.encode(), person=b"office key", digest_size=32).digest()


def read_config(environment: Mapping[str, str] | None = None) -> Config:
    """Read the configuration. Raises ConfigRefused with all mistakes."""
    variables = dict(os.environ if environment is None else environment)
    instance = Path(variables.get("CMM_INSTANCE", "instance")).absolute()
    variables = {**read_variables(instance / "cmm.env"), **variables}
    mistakes = [
        *_check_secret(variables.get("CMM_SECRET_KEY")),
        *check_database_url(variables.get("CMM_DATABASE_URL"), "CMM_DATABASE_URL"),
        *_check_yes_no(variables.get("CMM_HTTPS")),
        *_check_quick_exit(variables.get("CMM_QUICK_EXIT")),
        *_check_whole("CMM_KEEP_ENVELOPES_DAYS", variables, 1, 365),
        *_check_whole("CMM_PROXIES", variables, 0, MOST_PROXIES),
        *_check_second_factor(variables),
        *_check_address(variables.get("CMM_ADDRESS")),
        *_check_contact(variables.get("CMM_CONTACT")),
        *_check_smtp_url(variables),
        *_check_dask(variables, instance / DASK_FOLDER),
        *_check_backup_to(variables.get("CMM_BACKUP_TO")),
        *_check_unknown(variables),
    ]
    if mistakes:
        raise ConfigRefused(mistakes)
    return Config(
        secret_key=variables["CMM_SECRET_KEY"],
        database_url=variables.get("CMM_DATABASE_URL") or f"sqlite:///{instance / 'cmm.sqlite'}",
        instance=instance,
        trusted_hosts=_hosts(variables.get("CMM_TRUSTED_HOSTS")),
        https=variables.get("CMM_HTTPS", "yes") == "yes",
        quick_exit=variables.get("CMM_QUICK_EXIT") or QUICK_EXIT,
        keep_envelopes_days=int(variables.get("CMM_KEEP_ENVELOPES_DAYS") or KEEP_ENVELOPES_DAYS),
        proxies=int(variables.get("CMM_PROXIES") or 0),
        second_factor=variables.get("CMM_SECOND_FACTOR") or "required",
        address=(variables.get("CMM_ADDRESS") or "").rstrip("/"),
        contact=variables.get("CMM_CONTACT") or "",
        smtp_url=variables.get("CMM_SMTP_URL") or "",
        dask_scheduler=variables.get("CMM_DASK_SCHEDULER") or "",
        backup_to=_names(variables.get("CMM_BACKUP_TO")),
    )


def read_variables(path: Path) -> dict[str, str]:
    """Variables of an environment file; empty when there is no such file."""
    if not path.is_file():
        return {}
    return parse_variables(path.read_text(encoding="utf-8"))


def parse_variables(text: str) -> dict[str, str]:
    """Variables of the text of an environment file."""
    lines = (line.strip() for line in text.splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _check_secret(secret: str | None) -> list[str]:
    if not secret:
        return [f"CMM_SECRET_KEY is not set; {HOW_TO_MAKE_A_KEY}"]
    if len(secret) < SECRET_LENGTH or len(set(secret)) < SECRET_LENGTH // 4:
        return [f"CMM_SECRET_KEY is too short or too simple; {HOW_TO_MAKE_A_KEY}"]
    if any(word in secret.lower() for word in OBVIOUS_SECRETS if len(word) > 3):
        return [f"CMM_SECRET_KEY looks like an example from a manual; {HOW_TO_MAKE_A_KEY}"]
    return []


def check_database_url(url: str | None, name: str) -> list[str]:
    """What is wrong with the address of a database; `name` is the setting or option it was given in."""
    if not url or url.startswith(("sqlite:///", "postgresql+psycopg://")):
        return []
    return [f"{name} must begin with sqlite:/// or postgresql+psycopg://"]


def _check_yes_no(value: str | None) -> list[str]:
    if value in (None, "yes", "no"):
        return []
    return ["CMM_HTTPS must be yes, or no for a trial on this machine only"]


def _check_quick_exit(address: str | None) -> list[str]:
    if not address or re.fullmatch(r"https://[^\s\"'<>]+", address):
        return []
    return ["CMM_QUICK_EXIT must be the address of a harmless page, beginning with https://"]


def _check_second_factor(variables: Mapping[str, str]) -> list[str]:
    value = variables.get("CMM_SECOND_FACTOR") or "required"
    if value not in ("required", "off"):
        return ["CMM_SECOND_FACTOR must be required, or off for a trial on this machine only"]
    if value == "off" and variables.get("CMM_HTTPS", "yes") != "no":
        return ["CMM_SECOND_FACTOR may be off only where CMM_HTTPS is no: for a trial on this machine"]
    return []


def _check_address(address: str | None) -> list[str]:
    if not address or re.fullmatch(r"https?://[^\s\"'<>/]+/?", address):
        return []
    return ["CMM_ADDRESS must be the address under which readers find this site, like https://example.org"]


def _check_contact(contact: str | None) -> list[str]:
    if not contact or re.fullmatch(rf"{MAIL_ADDRESS}|https://[^\s\"'<>]+", contact):
        return []
    return ["CMM_CONTACT must be an e-mail address, or the address of a page that begins with https://"]


def _check_dask(variables: Mapping[str, str], folder: Path) -> list[str]:
    """The round's key and what it opens travel to the cluster: encrypted, or not beyond this machine."""
    address = variables.get("CMM_DASK_SCHEDULER")
    if not address:
        return []
    found = re.fullmatch(r"(tcp|tls)://(\[[0-9a-f:]+\]|[\w.-]+):\d{1,5}", address)
    if not found:
        return ["CMM_DASK_SCHEDULER must be like tls://scheduler.example:8786"]
    protocol, host = found.groups()
    is_here = bool(re.fullmatch(r"localhost|\[::1\]|127(\.\d{1,3}){3}", host))
    mistakes = []
    if protocol == "tcp" and not is_here:
        mistakes += ["CMM_DASK_SCHEDULER must begin with tls:// when the scheduler is another machine"]
    if protocol == "tls" and not all((folder / name).is_file() for name in DASK_FILES):
        mistakes += [f"CMM_DASK_SCHEDULER with tls:// needs the files {', '.join(DASK_FILES)} in {folder}"]
    if not is_here and not (variables.get("CMM_DATABASE_URL") or "").startswith("postgresql"):
        mistakes += [
            "CMM_DASK_SCHEDULER on another machine needs a PostgreSQL database that its workers reach"
        ]
    if find_spec("distributed") is None:
        mistakes += ["CMM_DASK_SCHEDULER needs the library distributed: pip install 'cmm[dask]'"]
    return mistakes


def _check_backup_to(keys: str | None) -> list[str]:
    try:
        for key in _names(keys):
            read_recipient(key)
    except NotARecipient:
        return ["CMM_BACKUP_TO must be public keys that begin with age1 (flask backup key), between commas"]
    return []


def _check_smtp_url(variables: Mapping[str, str]) -> list[str]:
    """The mistakes never hold a part of the address: it may be a password."""
    address = variables.get("CMM_SMTP_URL")
    if not address:
        return []
    try:
        read_mail_server(address)
    except NotAMailServer:
        return [
            "CMM_SMTP_URL must be like smtps://user:password@mail.example.org:465/?from=forum@example.org"
        ]
    if not variables.get("CMM_ADDRESS"):
        return ["CMM_SMTP_URL needs CMM_ADDRESS: the address of this site stands in each message"]
    return []


def _check_whole(name: str, variables: Mapping[str, str], least: int, most: int) -> list[str]:
    value = variables.get(name)
    if not value or (value.isascii() and value.isdigit() and least <= int(value[:9]) <= most):
        return []
    return [f"{name} must be a whole number from {least} to {most}"]


KNOWN = {
    "CMM_SECRET_KEY",
    "CMM_DATABASE_URL",
    "CMM_INSTANCE",
    "CMM_TRUSTED_HOSTS",
    "CMM_HTTPS",
    "CMM_SURVEYS",
    "CMM_QUICK_EXIT",
    "CMM_KEEP_ENVELOPES_DAYS",
    "CMM_PROXIES",
    "CMM_SECOND_FACTOR",
    "CMM_ADDRESS",
    "CMM_CONTACT",
    "CMM_BACKUP_TO",
    "CMM_DASK_SCHEDULER",
    "CMM_SMTP_URL",
}
FOR_TESTS = {"CMM_REQUIRE_ALL"}


def _check_unknown(variables: Mapping[str, str]) -> list[str]:
    ours = {name for name in variables if name.startswith("CMM_")}
    known = ", ".join(sorted(KNOWN))
    return [f"{name} is not a setting; the settings are {known}" for name in sorted(ours - KNOWN - FOR_TESTS)]


def _hosts(value: str | None) -> tuple[str, ...]:
    return _names(value) or ("127.0.0.1", "localhost")


def _names(value: str | None) -> tuple[str, ...]:
    """What stands between commas."""
    return tuple(name.strip() for name in (value or "").split(",") if name.strip())
