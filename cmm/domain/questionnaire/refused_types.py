"""Types that XLSForm knows and we refuse: those that can tell who answered, and those that we do not
support.
"""

from collections.abc import Mapping

_DEVICE = "it records whose phone or account this is"
_PLACE = "it records where a person is; ask for the city or the site with select_one"
_MEDIA = "a picture, voice or file can show who a person is; ask in words"
_CLOCK = "it records the exact time, which can tell who answered; the week of the answer is kept without it"
_TIME = (
    "an exact time can tell who answered; ask for a month (date with the appearance month-year) or for bands"
)

IDENTIFYING: Mapping[str, str] = {
    spelling: reason
    for reason, spellings in (
        (
            _DEVICE,
            "deviceid, device id, get device id, imei, phonenumber, phone number, get phone number, "
            "simserial, "
            "sim id, get sim id, subscriberid, subscriber id, get subscriber id, username, email, audit, "
            "uri:deviceid, uri:phonenumber, uri:simserial, uri:subscriberid, uri:username, uri:email",
        ),
        (
            _PLACE,
            "geopoint, geotrace, geoshape, osm, start-geopoint, background-geopoint, location, gps, q "
            "geopoint, "
            "q geotrace, q geoshape, q location, add location prompt",
        ),
        (
            _MEDIA,
            "image, photo, picture, q image, q picture, add image prompt, add photo prompt, audio, q audio, "
            "add audio prompt, background-audio, video, q video, add video prompt, file, add file prompt, "
            "barcode, q barcode, add barcode prompt",
        ),
        (_CLOCK, "start, start time, get start time, end, end time, get end time, today, get today"),
        (
            _TIME,
            "time, q time, datetime, date time, q datetime, q date time, add datetime prompt, "
            "add date time prompt",
        ),
    )
    for spelling in spellings.split(", ")
}
"""Type, in lower case, to the reason."""

_ALONE = ("start", "end", "time", "phone", "get", "today")
"""Words that are types by themselves, and with more after them something else, mostly mistyped."""

_FILE_CHOICES = "its choices come from another file; write them on the choices sheet and use select_one"
UNSUPPORTED: Mapping[str, str] = {
    "select_one_from_file": _FILE_CHOICES,
    "select_multiple_from_file": _FILE_CHOICES,
    "select one from file": _FILE_CHOICES,
    "select multiple from file": _FILE_CHOICES,
    "select_one_external": _FILE_CHOICES,
    "select one external": _FILE_CHOICES,
    "csv-external": _FILE_CHOICES,
    "xml-external": _FILE_CHOICES,
    "rank": "ask for the most important one with select_one",
    "hidden": "use calculate",
    "cascading select": "use select_one with a choice_filter",
    "cascading_select": "use select_one with a choice_filter",
    "begin loop": "write the questions out or use begin repeat",
    "end loop": "write the questions out or use begin repeat",
    "percentage": "use integer with the constraint . >= 0 and . <= 100",
    "number of days in last month": "use integer with the constraint . >= 0 and . <= 31",
    "number of days in last six months": "use integer with the constraint . >= 0 and . <= 183",
    "number of days in last year": "use integer with the constraint . >= 0 and . <= 365",
}
"""Type, in lower case, to what to do instead."""


def find_identifying(words: str) -> str | None:
    """Why a type (with what follows it, "osm c1") could tell who answered; None if it could not."""
    return _find(IDENTIFYING, words)


def find_unsupported(words: str) -> str | None:
    """What to do instead of a type that we do not support; None if it is not one of those."""
    return _find(UNSUPPORTED, words)


def _find(table: Mapping[str, str], words: str) -> str | None:
    """The entry for the whole type, or for its first word where a list or a file follows it."""
    plain = " ".join(words.lower().split())
    first = plain.split(" ")[0]
    with_more = "" if first in _ALONE else first
    found = next(
        (table[known] for known in (plain, plain.replace("_", " "), with_more) if known in table), None
    )
    if found is not None:
        return found
    return next((table[known] for known in table if " " in known and plain.startswith(f"{known} ")), None)
