"""Configuration: one frozen value, read from the environment; every mistake is reported at once.

Variables are looked up in the environment, then in ``<instance>/cmm.env`` (lines ``NAME=value``).
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

SECRET_LENGTH = 32
"""Shortest secret key accepted, in characters."""
OBVIOUS_SECRETS = ("secret", "change", "default", "example", "password", "dev")
HOW_TO_MAKE_A_KEY = "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"


KEEP_ENVELOPES_DAYS = 30
"""How long the sealed answers of a round are kept after its first publication."""
MOST_PROXIES = 3
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
        *_check_database_url(variables.get("CMM_DATABASE_URL")),
        *_check_yes_no(variables.get("CMM_HTTPS")),
        *_check_quick_exit(variables.get("CMM_QUICK_EXIT")),
        *_check_whole("CMM_KEEP_ENVELOPES_DAYS", variables, 1, 365),
        *_check_whole("CMM_PROXIES", variables, 0, MOST_PROXIES),
        *_check_second_factor(variables),
        *_check_address(variables.get("CMM_ADDRESS")),
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
    )


def read_variables(path: Path) -> dict[str, str]:
    """Variables of an environment file; empty when there is no such file."""
    if not path.is_file():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
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


def _check_database_url(url: str | None) -> list[str]:
    if not url or url.startswith(("sqlite:///", "postgresql+psycopg://")):
        return []
    return ["CMM_DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://"]


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
}
FOR_TESTS = {"CMM_REQUIRE_ALL"}


def _check_unknown(variables: Mapping[str, str]) -> list[str]:
    ours = {name for name in variables if name.startswith("CMM_")}
    known = ", ".join(sorted(KNOWN))
    return [f"{name} is not a setting; the settings are {known}" for name in sorted(ours - KNOWN - FOR_TESTS)]


def _hosts(value: str | None) -> tuple[str, ...]:
    names = tuple(name.strip() for name in (value or "").split(",") if name.strip())
    return names or ("127.0.0.1", "localhost")
