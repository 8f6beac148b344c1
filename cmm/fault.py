"""Naming a fault without its text: an exception's text can hold an answer, a coupon or an address."""

import traceback
from pathlib import Path

OURS = f"{Path(__file__).parent}/"
LIBRARIES = "/site-packages/"


def describe_fault(error: BaseException) -> str:
    """The class of an exception and the innermost line of our code (else of any code): "KeyError at
    web/x.py:7".
    """
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(OURS)] or frames
    where = _place(ours[-1].filename, ours[-1].lineno) if ours else "unknown place"
    return f"{type(error).__name__} at {where}"


def _place(filename: str, line: int | None) -> str:
    """Without the folders of this machine, whatever they are called."""
    if filename.startswith(OURS):
        return f"{filename.removeprefix(OURS)}:{line}"
    mark = LIBRARIES if LIBRARIES in filename else "/"
    return f"{filename.rpartition(mark)[2]}:{line}"
