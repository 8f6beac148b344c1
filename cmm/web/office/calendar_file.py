"""Due days as a calendar file (iCalendar, RFC 5545): whole days, in UTF-8, lines of at most 75 bytes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST_LINE = 75
"""Bytes, without the end of the line."""


@dataclass(frozen=True, slots=True)
class DueDay:
    """One entry of the calendar. `uid` names it for ever, so that a newer file takes its place."""

    uid: str
    on: date
    title: str
    about: str
    address: str


def write_calendar(name: str, days: Iterable[DueDay], today: date) -> bytes:
    """The file; each due day is an event of a whole day."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//cmm//promises//EN", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_escape(name)}")
    for each in days:
        lines += _event(each, today)
    lines.append("END:VCALENDAR")
    return b"".join(fold(line) for line in lines)


def fold(line: str) -> bytes:
    """One content line with its ends, cut between letters, never inside one."""
    return b"\r\n ".join(_pieces(line)) + b"\r\n"


def _event(each: DueDay, today: date) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{each.uid}",
        f"DTSTAMP:{today:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{each.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{each.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escape(each.title)}",
        f"DESCRIPTION:{_escape(each.about)}",
        f"URL:{each.address}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escape(text: str) -> str:
    """TEXT as in section 3.3.11; other control characters are left out."""
    for sign, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        text = text.replace(sign, escaped)
    return "".join(letter for letter in text if letter.isprintable())


def _pieces(line: str) -> Iterator[bytes]:
    piece, room = b"", LONGEST_LINE
    for letter in line:
        spelt = letter.encode()
        if len(piece) + len(spelt) > room:
            yield piece
            piece, room = b"", LONGEST_LINE - 1  # the next line begins with a space
        piece += spelt
    yield piece
