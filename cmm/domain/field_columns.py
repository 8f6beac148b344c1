"""Columns that KoboToolbox, ODK Central, Aggregate and Briefcase add to every export by themselves.

None of them is an answer. One tells responses apart, so that none is taken twice; one may say that somebody
there has turned a response down; all of them are left out. Names as in kobotoolbox/formpack
(`src/formpack/reporting/export.py`), kobotoolbox/kpi and getodk/central-backend (`lib/data/briefcase.js`).
"""

import re
from collections.abc import Sequence

_KOBO = """
_id _uuid _submission_time _validation_status _notes _status _submitted_by __version__ _version_ _tags
_index _parent_index _parent_table_name _submission__id _submission__uuid _submission__submission_time
_submission__validation_status _submission__notes _submission__status _submission__submitted_by
_submission___version__ _submission__tags _attachments _geolocation _xform_id_string _bamboo_dataset_id
_duration _media_count _total_media _media_all_received _edited _date_modified _last_edited meta/rootuuid
_supplementaldetails formhub/uuid
"""
_ODK = """
submissiondate submitterid submittername deviceid edits formversion reviewstate attachmentspresent
attachmentsexpected attachmentsmissing status key parent_key set-of instanceid instancename deprecatedid
rootuuid audit entity isvalidated devicename
"""
_PRELOADED = """
start end today deviceid subscriberid simserial simid imei phonenumber username email start-geopoint
background-geopoint background-audio
"""
SYSTEM = frozenset((*_KOBO.split(), *_ODK.split(), *_PRELOADED.split()))
"""Names in small letters, without the groups before them."""
IDENTITIES = ("meta/rootuuid", "rootuuid", "KEY", "_uuid", "meta/instanceid", "meta-instanceid", "instanceid")
"""Columns that tell responses apart, the best first: a root or a KEY stays the same when somebody corrects a
response there, an instanceID does not.
"""
REVIEWS = ("_validation_status", "reviewstate")
TURNED_DOWN = frozenset({"validation_status_not_approved", "not approved", "rejected"})
"""What stands in a column of REVIEWS when a response was turned down there."""
OF_REPEATS = frozenset({"parent_key", "_parent_index", "_parent_table_name"})
"""Columns that only a table of repeats has: its rows are parts of responses."""

_PART_OF_A_PLACE = re.compile(r"[-_./:](?:latitude|longitude|altitude|accuracy|precision)$")


def is_system(header: str) -> bool:
    """Whether a tool of the field made the column by itself; "__Substitute..." stands for what it lost."""
    name = header.strip().casefold()
    last = name.replace("meta-", "meta/").rpartition("/")[2]
    is_part = bool(_PART_OF_A_PLACE.search(name))
    return name in SYSTEM or last in SYSTEM or is_part or name.startswith(("__substitute", "meta/", "meta-"))


def is_table_of_repeats(header: Sequence[str]) -> bool:
    return not OF_REPEATS.isdisjoint(name.strip().casefold() for name in header)


def find_identity(header: Sequence[str]) -> int | None:
    """The position of the column that tells responses apart, or None."""
    return _find(header, IDENTITIES)


def find_review(header: Sequence[str]) -> int | None:
    """The position of the column that says whether a response was turned down, or None."""
    return _find(header, REVIEWS)


def plain_identity(cell: str) -> str:
    """An identity as all these tools mean it: "uuid:" before it says nothing."""
    return cell.strip().casefold().removeprefix("uuid:")


def _find(header: Sequence[str], names: Sequence[str]) -> int | None:
    known = {_known_as(name): position for position, name in reversed(list(enumerate(header)))}
    return next((known[name] for name in names if name in known), None)


def _known_as(header: str) -> str:
    """In small letters, but for KEY: a question may be called "key"."""
    name = header.strip()
    return name if name.casefold() == "key" else name.casefold()
