"""What the community of a city and the provider of its services say beside its figures."""

from dataclasses import dataclass
from datetime import date

from cmm.domain.snapshot import PublishedUnit
from cmm.services.published import PublicMeeting, PublicReply, Voices
from cmm.web.i18n import day, words
from cmm.web.i18n import gettext as _
from cmm.web.reading.figures import Figures


@dataclass(frozen=True, slots=True)
class CityVoices:
    """One city. `meeting` is the sentence about its meeting (empty without one), `corrections` the words of
    the community; `agrees` is false when it did not agree.
    """

    city: str
    meeting: str
    held_on: date | None
    agrees: bool
    corrections: str
    reply: PublicReply | None


def list_voices(figures: Figures, voices: Voices, unit: PublishedUnit) -> list[CityVoices]:
    """The cities of a unit."""
    names = {
        city["code"]: words(city["names"]) for each in figures.content["units"] for city in each["cities"]
    }
    meetings = {meeting.city_id: meeting for meeting in voices.meetings}
    replies = {reply.city_id: reply for reply in voices.replies}
    return [_describe(names[city], meetings.get(city), replies.get(city)) for city in unit.cities]


def attendance_words(code: str) -> str:
    """How many came to a meeting, as coarse as the public may know it."""
    return {
        "a_few": _("a few people"),
        "about_5": _("about 5 people"),
        "nearly_10": _("nearly 10 people"),
        "ten_or_more": _("10 people or more"),
    }[code]


def _describe(city: str, meeting: PublicMeeting | None, reply: PublicReply | None) -> CityVoices:
    if meeting is None:
        return CityVoices(city, "", None, True, "", reply)
    agrees = meeting.outcome != "rejected"
    return CityVoices(city, _sentence(city, meeting), meeting.held_on, agrees, meeting.corrections, reply)


def _sentence(city: str, meeting: PublicMeeting) -> str:
    sentence = {
        "agreed": _("%(city)s: the community looked at this result on %(day)s (%(people)s) and agreed."),
        "corrected": _(
            "%(city)s: the community looked at this result on %(day)s (%(people)s) and agreed, "
            "with a correction in its own words."
        ),
        "rejected": _(
            "%(city)s: the community looked at this result on %(day)s (%(people)s) and does not agree."
        ),
    }[meeting.outcome]
    people = attendance_words(meeting.attendance)
    return sentence % {"city": city, "day": day(meeting.held_on), "people": people}
