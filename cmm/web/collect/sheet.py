"""What a page of the survey sends back: the answers so far and where the person stands.

Names of answers are those of the questions; everything of ours begins with two underscores.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

NONCE = re.compile(r"[0-9a-f]{32}")
"""What the last look puts into its form; an attempt with anything else is looked at once more."""

STEPS = ("next", "back", "stay", "send")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form as sent.

    `answers` maps field names to the strings sent; `page` is the index of the page the person saw; `shown`
    are the fields that were on it; `step` is what the person wants next; `add` names a repeat to be
    asked once more.
    """

    answers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    page: int = 0
    step: str = "next"
    add: str = ""
    shown: frozenset[str] = frozenset()
    coupon: str = ""
    city: str = ""
    nonce: str = ""
    version: str = ""


def read_sheet(form: MultiDict[str, str]) -> Sheet:
    """Read a sent form; whatever of ours is missing or strange falls back to the first page."""
    answers = {name: form.getlist(name) for name in form if not name.startswith("__")}
    step = form.get("__step", "next")
    page = form.get("__page", "0")
    nonce = form.get("__nonce", "")
    return Sheet(
        answers=answers,
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 4 else 0,
        step=step if step in STEPS else "next",
        add=form.get("__add", ""),
        shown=frozenset(form.getlist("__shown")),
        coupon=form.get("__coupon", "").strip()[:40],
        city=form.get("__city", "")[:100],
        nonce=nonce if NONCE.fullmatch(nonce) else "",
        version=form.get("__version", "")[:64],
    )


def question_name(field: str) -> str:
    """The question behind a field; "trip.0.city" belongs to the question "city"."""
    return field.rpartition(".")[2]
