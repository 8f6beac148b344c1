"""Where the data files that travel with the program lie: survey folders and migrations."""

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


class DataFolderMissing(Exception):
    """The installation is incomplete: a folder that belongs to the program is not there."""


def data_dir(name: str) -> Path:
    """The folder `name` ("surveys", "migrations"): of the installed wheel, else of the checkout.

    The environment variable CMM_SURVEYS names another surveys folder. Raises `DataFolderMissing`.
    """
    named = os.environ.get("CMM_SURVEYS") if name == "surveys" else None
    candidates = [Path(named)] if named else [_PACKAGE / "_data" / name, _PACKAGE.parent / name]
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise DataFolderMissing(f"there is no folder {name!r}; looked in: {', '.join(map(str, candidates))}")
