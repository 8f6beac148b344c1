"""What can be done with a request: its words, what its form asks for, and the event that the form makes."""

from dataclasses import dataclass
from datetime import date

from flask import request

from cmm.domain.promises import (
    APPROVED,
    CONFIRMED,
    ESCALATED,
    NOT_CONFIRMED,
    PROMISED,
    REOPENED,
    REPLIED,
    REQUESTED,
    SAID_DONE,
    TAKEN_BACK,
    TURNED_DOWN,
    UNTOLD,
    BadEventDay,
    Event,
)
from cmm.services.promises import Upload
from cmm.web.i18n import gettext as _

MOVES = (
    *(APPROVED, TURNED_DOWN, REPLIED, PROMISED, SAID_DONE, CONFIRMED, NOT_CONFIRMED, UNTOLD),
    *(ESCALATED, REOPENED, TAKEN_BACK),
)
ACCUSES = (NOT_CONFIRMED, ESCALATED, REOPENED)

_DAY, _WORDS, _DUE, _PROOF, _OFFICE, _FILE = "happened_on", "words", "due_on", "proof", "bearer", "file"
_FIELDS = {
    REPLIED: {_DAY, _WORDS, _FILE},
    PROMISED: {_DAY, _WORDS, _DUE, _PROOF, _FILE},
    SAID_DONE: {_DAY, _WORDS, _FILE},
    ESCALATED: {_WORDS, _DUE, _OFFICE},
    REOPENED: {_WORDS, _DUE},
    TAKEN_BACK: {_WORDS},
}


@dataclass(frozen=True, slots=True)
class Move:
    """A move that may be made. `fields` are those of its form, `accuses` whether a second person approves."""

    kind: str
    title: str
    about: str
    fields: frozenset[str]
    accuses: bool


def build_move(kind: str) -> Move:
    """The move of a kind, in words."""
    title, about = _words_of()[kind]
    return Move(kind, title, about, frozenset(_FIELDS.get(kind, ())), kind in ACCUSES)


def event_words(kind: str) -> str:
    """An event that was written down, as a heading."""
    return {
        REQUESTED: _("A request was proposed"),
        APPROVED: _("Approved, public since then"),
        TURNED_DOWN: _("Turned down"),
        REPLIED: _("The office replied"),
        PROMISED: _("The office promised"),
        SAID_DONE: _("The office says it is done"),
        CONFIRMED: _("Clients confirm it"),
        NOT_CONFIRMED: _("Proposed: clients do not confirm it"),
        UNTOLD: _("It cannot be told yet"),
        ESCALATED: _("Proposed: to turn to a higher office"),
        REOPENED: _("Proposed: to ask again"),
        TAKEN_BACK: _("The network takes the request back"),
    }[kind]


def read_event(kind: str, account_id: str, today: date) -> Event:
    """The event that the form of a move makes. Raises BadEventDay for what is no date."""
    fields, form = _FIELDS.get(kind, set()), request.form
    return Event(
        kind,
        _read_day(_DAY) or today if _DAY in fields else today,
        today,
        account_id,
        words=form.get("words", "") if _WORDS in fields else "",
        due_on=_read_day(_DUE) if _DUE in fields else None,
        proof=form.get("proof", "") if _PROOF in fields else "",
        bearer_id=form.get("bearer", "") if _OFFICE in fields else "",
    )


def read_upload(kind: str) -> Upload | None:
    """The file of the form; None when none was chosen."""
    given = request.files.get("file")
    if _FILE not in _FIELDS.get(kind, ()) or given is None or not given.filename:
        return None
    return Upload(given.read(), public=request.form.get("public") == "yes")


def _read_day(name: str) -> date | None:
    written = request.form.get(name, "").strip()
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise BadEventDay from None


def _words_of() -> dict[str, tuple[str, str]]:
    return {**_words_of_two(), **_words_of_offices(), **_words_of_clients()}


def _words_of_two() -> dict[str, tuple[str, str]]:
    return {
        APPROVED: (
            _("Approve and publish"),
            _("From now on everybody can read it. It stays for ever; it can be answered and taken back."),
        ),
        TURNED_DOWN: (_("Turn down"), _("It does not become public. The office keeps the record.")),
        TAKEN_BACK: (
            _("Take the request back"),
            _("For a mistake. The public sees that the network took it back, and why."),
        ),
    }


def _words_of_offices() -> dict[str, tuple[str, str]]:
    return {
        REPLIED: (_("Write down a reply"), _("Word for word. The reply is printed beside the request.")),
        PROMISED: (
            _("Write down a promise"),
            _("What the office says it will do, and until when. Agree on what would show that it is done."),
        ),
        SAID_DONE: (
            _("Write down “it is done”"),
            _("What the office says it did. Whether clients notice it, the next round asks."),
        ),
        ESCALATED: (
            _("Turn to a higher office"),
            _("Possible when the day has passed, or when the answer is not enough."),
        ),
        REOPENED: (_("Ask again"), _("The same request once more, with a new day for the reply.")),
    }


def _words_of_clients() -> dict[str, tuple[str, str]]:
    return {
        CONFIRMED: (_("Write: clients confirm it"), _("The later figure is clearly better.")),
        NOT_CONFIRMED: (
            _("Write: clients do not confirm it"),
            _("The later figure is no better, though it was said to be done."),
        ),
        UNTOLD: (
            _("Write: it cannot be told"),
            _("The later figure is neither clearly better nor clearly the same. That is written down too."),
        ),
    }
