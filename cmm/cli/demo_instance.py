"""The demo's folder: settings made at the first start, and the sign-in kept for the next ones."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

import click

from cmm.config import Config, ConfigRefused, read_config
from cmm.services.demo import BY_COUPON, BY_LINK, PUBLISHED, DemoSignIn

SETTINGS_FILE = "cmm.env"
SIGN_IN_FILE = "demo-sign-in.txt"
UNFINISHED_FILE = "demo-unfinished"
"""There while the demo is being filled, so that the next start can begin anew after an interruption."""

ONLY_OWNER = 0o600


def prepare_instance() -> Config:
    """The configuration of CMM_INSTANCE (./instance); makes the folder and its settings if need be."""
    folder = Path(os.environ.get("CMM_INSTANCE") or "instance").absolute()
    os.environ["CMM_INSTANCE"] = str(folder)
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True)
    settings = folder / SETTINGS_FILE
    if not settings.exists():
        key = secrets.token_urlsafe(48)
        lines = ("# Made for the demo on this machine.", f"CMM_SECRET_KEY={key}", "CMM_HTTPS=no")
        more = "CMM_SECOND_FACTOR=off", "CMM_CONTACT=invented@example.org", ""
        write_private(settings, "\n".join((*lines, *more)))
    try:
        return read_config()
    except ConfigRefused as error:
        raise click.ClickException(str(error)) from None


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, from its first byte on."""
    path.unlink(missing_ok=True)
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_OWNER), "w", encoding="utf-8"
    ) as file:
        file.write(text)


def begin_anew_if_unfinished(config: Config) -> None:
    """Delete what an interrupted first start left; only ever the instance's own database file."""
    mark = config.instance / UNFINISHED_FILE
    if not mark.exists():
        return
    database = config.instance / "cmm.sqlite"
    if config.database_url != f"sqlite:///{database}":
        raise click.ClickException(
            "The demo was interrupted while it was being made. Empty its database, delete "
            f"{mark} and start again."
        )
    for leftover in (database, database.with_name("cmm.sqlite-journal")):
        leftover.unlink(missing_ok=True)
    mark.unlink()


def keep_sign_in(config: Config, fill: Callable[[], DemoSignIn]) -> None:
    """Fill the demo and write down how to sign in; a mark stays behind if that is interrupted."""
    mark = config.instance / UNFINISHED_FILE
    write_private(mark, "")
    sign_in = fill()
    write_private(config.instance / SIGN_IN_FILE, _describe(sign_in))
    mark.unlink()


def read_sign_in(config: Config) -> str | None:
    """What was written down at the first start; None when there was none."""
    path = config.instance / SIGN_IN_FILE
    return path.read_text(encoding="utf-8") if path.is_file() else None


def describe_addresses(port: int) -> str:
    """The addresses of the demo, one on a line."""
    home = f"http://127.0.0.1:{port}"
    return "\n".join(
        (
            f"  start                      {home}/",
            f"  in Russian                 {home}/ru/",
            f"  in Kazakh                  {home}/kk/",
            f"  in English                 {home}/en/",
            f"  published round            {home}/ru/r/{PUBLISHED}",
            f"  answer by link             {home}/ru/s/{BY_LINK}",
            f"  answer with a coupon       {home}/ru/s/{BY_COUPON}",
            f"  office                     {home}/ru/office/sign-in",
        )
    )


def _describe(sign_in: DemoSignIn) -> str:
    lines = ["Sign-in of the demo on this machine (random, made at the first start):"]
    for account in sign_in.accounts:
        lines += [
            f"  name {account.name} ({account.role})",
            f"    password    {account.password}",
            f"    passphrase  {account.passphrase}",
        ]
    lines.append("Coupons to try (each gives one response):")
    lines += [f"  {code}" for code in sign_in.coupons]
    lines.append("Real coupon codes are never stored: these three are kept because this is a demo.")
    return "\n".join(lines) + "\n"
