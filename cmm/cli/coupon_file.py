"""A sheet of coupons written to a file that only its owner reads."""

import os
from pathlib import Path
from typing import Any

import click
from flask import current_app
from werkzeug.exceptions import SecurityError

from cmm.cli.refusals import command_session


def write_sheet(path: Path, address: str | None, **order: Any) -> str:
    """Make a batch and write its sheet to `path`, a new file; returns the id of the batch.

    `address` is where the site is ("https://forum.example"); if None, the first trusted host of the settings.
    `order` says what the batch is. Raises ClickException.
    """
    file = _open_new(path)
    try:
        with os.fdopen(file, "wb") as target, command_session() as session, at_address(address):
            batch_id, content = current_app.extensions["print_batch"](session, **order)
            target.write(content)
    except BaseException:
        path.unlink()
        raise
    return str(batch_id)


def at_address(address: str | None) -> Any:
    """The surroundings of a page at `address`, or where the settings say that the site is, so that links are
    complete. Raises ClickException.
    """
    address = address or _own_address()
    context = current_app.test_request_context(base_url=address)
    try:
        _host = context.request.host
    except SecurityError:
        raise click.ClickException(
            f"{address} is not an address of this site: its host is not in CMM_TRUSTED_HOSTS."
        ) from None
    return context


def _open_new(path: Path) -> int:
    try:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from None


def _own_address() -> str:
    config = current_app.extensions["config"]
    if config.address:
        return str(config.address)
    return f"{'https' if config.https else 'http'}://{config.trusted_hosts[0].lstrip('.')}"
