"""Where a backup is restored to: the folder of the instance, its settings, and its database."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click
from sqlalchemy import make_url

from cmm.config import KEEP_ENVELOPES_DAYS, ConfigRefused, parse_variables, read_config, read_variables
from cmm.domain.backup_stream import Heading
from cmm.services.backups import Restored
from cmm.store.backup_files import SETTINGS_FILE, OtherInstance, check_key_files, write_missing_files

DATABASE, SECRET, KEEP = "CMM_DATABASE_URL", "CMM_SECRET_KEY", "CMM_KEEP_ENVELOPES_DAYS"
WORDS = {"survey_round": "rounds", "snapshot": "publications", "account": "accounts", "promise": "requests"}


@dataclass(frozen=True, slots=True)
class Place:
    """`files` are the texts that the folder will have, by name."""

    folder: Path
    url: str
    keep_days: int
    files: Mapping[str, str] = field(repr=False)

    @property
    def shown_url(self) -> str:
        return make_url(self.url).render_as_string(hide_password=True)


def choose_place(heading: Heading, target: str | None) -> Place:
    """The folder is CMM_INSTANCE; the database is `target`, else that of the settings which are there, else
    SQLite in the folder. What the environment says goes before the settings, as everywhere. Nothing is
    written but the folder. Raises OtherInstance.
    """
    folder = Path(os.environ.get("CMM_INSTANCE", "instance")).absolute()
    there = read_variables(folder / SETTINGS_FILE)
    came = parse_variables(heading.files.get(SETTINGS_FILE, ""))
    own = os.environ.get(SECRET) or there.get(SECRET)
    if (own or there) and own != came.get(SECRET):
        raise OtherInstance(SECRET if os.environ.get(SECRET) else SETTINGS_FILE)
    check_key_files(folder, heading.files)
    beside = f"sqlite:///{folder / 'cmm.sqlite'}"
    url = target or os.environ.get(DATABASE) or there.get(DATABASE) or beside
    settings = {name: value for name, value in came.items() if name != DATABASE}
    settings |= {DATABASE: url} if url != beside else {}
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    keep = os.environ.get(KEEP) or (there or came).get(KEEP) or str(KEEP_ENVELOPES_DAYS)
    return Place(
        folder=folder,
        url=url,
        keep_days=int(keep) if keep.isdigit() else KEEP_ENVELOPES_DAYS,
        files={**heading.files, SETTINGS_FILE: write_variables(settings)},
    )


def finish_files(place: Place) -> list[str]:
    """Write the files that are not there yet; say what of the settings has to be put right."""
    written = write_missing_files(place.folder, place.files)
    try:
        used = read_config({**os.environ, "CMM_INSTANCE": str(place.folder)}).database_url
    except ConfigRefused as error:
        click.echo(str(error))
        return written
    if used != place.url:
        where = "The environment" if os.environ.get(DATABASE) else SETTINGS_FILE
        click.echo(f"{where} names another database. Put this into it: {DATABASE}={place.shown_url}")
    return written


def tell_restored(restored: Restored) -> None:
    """What a backup held, in numbers that are no secret."""
    held = [f"{count} {WORDS[name]}" for name, count in restored.counts.items() if name in WORDS]
    click.echo(f"Backup of {restored.made_on}, tables of revision {restored.revision}.")
    click.echo(f"It holds {', '.join(held) or 'no rows'}; files: {', '.join(restored.files)}.")


def write_variables(variables: Mapping[str, str]) -> str:
    """The text of an environment file."""
    return "".join(f"{name}={value}\n" for name, value in sorted(variables.items()))


@contextmanager
def telling_files() -> Iterator[None]:
    """A file or folder that cannot be used becomes a sentence and status 1."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(f"{error.filename or 'The disk'}: {error.strerror or error}.") from None
