"""The files of backups, and the files of the instance that go into one.

A backup is named by its day and has the bytes of `age` only. It is written beside its place and moved there
when all of it is on the disk, so that a file with the name of a backup is a whole one.
"""

import fcntl
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO

from cmm.domain.refusal import Refusal
from cmm.store.signing_keys import KEY_FILE, OLD_KEYS_FILE

SETTINGS_FILE = "cmm.env"
KEY_FILES = (KEY_FILE, OLD_KEYS_FILE)
NAME = re.compile(r"(?P<name>.+)-(?P<day>\d{4}-\d\d-\d\d)(?:-(?P<number>\d+))?\.age")
LOCK_FILE = ".lock"
ONLY_OWNER, ONLY_OWNERS_FOLDER = 0o600, 0o700


class OtherInstance(Refusal):
    """The folder holds another installation; the subject is the file that differs."""


class BackupRuns(Refusal):
    """Somebody makes a backup into this folder already."""


@dataclass(frozen=True, slots=True)
class BackupFile:
    path: Path
    made_on: date
    number: int


@contextmanager
def new_backup_file(folder: Path, name: str, today: date) -> Iterator[tuple[Path, BinaryIO]]:
    """A path that is free, and the file that will be there when nothing is raised.

    One at a time in a folder. Raises BackupRuns.
    """
    folder.mkdir(mode=ONLY_OWNERS_FOLDER, parents=True, exist_ok=True)
    with _alone(folder):
        path = _free_path(folder, name, today)
        beside = path.with_name(f"{path.name}.part")
        beside.unlink(missing_ok=True)  # of one that was killed
        try:
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_OWNER), "wb") as file:
                yield path, file
                file.flush()
                os.fsync(file.fileno())
            beside.rename(path)
            _keep_name(folder)
        finally:
            beside.unlink(missing_ok=True)


def list_backups(folder: Path, name: str) -> list[BackupFile]:
    """The backups of a name in a folder, the newest first."""
    found = [_read_name(path, name) for path in folder.glob("*.age")] if folder.is_dir() else []
    kept = [one for one in found if one]
    return sorted(kept, key=lambda one: (one.made_on, one.number), reverse=True)


def delete_older(folder: Path, name: str, made: Path, *, keep: int, days: int, today: date) -> list[Path]:
    """Delete the backups of a name for which there is no place among the newest `keep`, or that are more than
    `days` days old; their paths.

    `made`, the one made just now, has the first place whatever its date. Files with a date that is still to
    come have no place and stay: a clock was wrong, and which of them are new nobody knows.
    """
    others = [one for one in list_backups(folder, name) if one.path != made and one.made_on <= today]
    oldest = today - timedelta(days=days)
    old = [one.path for place, one in enumerate(others, 1) if place >= keep or one.made_on < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return old


def read_key_files(folder: Path) -> dict[str, str]:
    """The files of the signing keys by name, those that are there."""
    paths = [folder / name for name in KEY_FILES]
    return {path.name: path.read_text(encoding="utf-8") for path in paths if path.is_file()}


def check_key_files(folder: Path, files: Mapping[str, str]) -> None:
    """Raises OtherInstance when a file of keys is there and is another one."""
    for name in KEY_FILES:
        path = folder / name
        if path.is_file() and name in files and path.read_text(encoding="utf-8") != files[name]:
            raise OtherInstance(name)


def write_missing_files(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Write those of the instance's files that are not there, for their owner only; their names. Other names
    than ours are not written, wherever the backup comes from.
    """
    written = []
    for name in (*KEY_FILES, SETTINGS_FILE):
        if name in files and not (folder / name).exists():
            handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_OWNER)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(files[name])
            written.append(name)
    return written


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, which ends with the process; its file stays. Raises BackupRuns."""
    handle = os.open(folder / LOCK_FILE, os.O_WRONLY | os.O_CREAT, ONLY_OWNER)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRuns from None
        yield
    finally:
        os.close(handle)


def _free_path(folder: Path, name: str, today: date) -> Path:
    """A second backup of a day gets a number."""
    taken = [one.number for one in list_backups(folder, name) if one.made_on == today]
    more = f"-{max(taken) + 1}" if taken else ""
    return folder / f"{name}-{today.isoformat()}{more}.age"


def _read_name(path: Path, name: str) -> BackupFile | None:
    found = NAME.fullmatch(path.name)
    if not found or found["name"] != name:
        return None
    try:
        return BackupFile(path, date.fromisoformat(found["day"]), int(found["number"] or 1))
    except ValueError:
        return None


def _keep_name(folder: Path) -> None:
    """Have the new name of the file on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
