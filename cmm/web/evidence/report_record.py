"""What the community and the providers said to the figures, and what the figures leave out."""

from collections.abc import Iterator

from cmm.web.evidence.blocks import Block, Cell, Heading, Items, Paragraph, Quote, Table
from cmm.web.evidence.material import Material
from cmm.web.i18n import day
from cmm.web.i18n import gettext as _
from cmm.web.reading.voices import CityVoices, attendance_words, list_voices


def record(material: Material) -> Iterator[Block]:
    """The meetings of the cities, the corrections of the communities, and the replies word for word."""
    published = material.source.published
    voices = [
        city
        for unit in material.figures.units.values()
        for city in list_voices(material.figures, published.voices, unit)
    ]
    yield Heading(_("What the community and the provider say"))
    yield Paragraph(
        _(
            "Before anything is published, the people of each city meet and look at the figures of their "
            "city. A city that does not agree is not published."
        )
    )
    yield _meetings(material, voices)
    yield from _corrections(voices)
    yield from _replies(voices)


def limitations(material: Material) -> Iterator[Block]:
    """What nobody should read into these figures."""
    yield Heading(_("What this does not say"))
    yield Items(
        (
            *material.claims.limits,
            _(
                "Some people know the peers who asked, and some fear for their treatment. Both can make "
                "answers sound better than life is."
            ),
            _("People remember what happened some weeks ago as well as they can; some things are forgotten."),
            _("The cities are small. One round shows where to look; it does not prove a trend."),
        )
    )


def _meetings(material: Material, voices: list[CityVoices]) -> Table:
    facts = {each.city_id: each for each in material.source.published.voices.meetings}
    cities = [city for unit in material.figures.units.values() for city in unit.cities]
    rows: list[tuple[Cell, ...]] = []
    for code, voice in zip(cities, voices, strict=True):
        meeting = facts.get(code)
        if meeting is None:
            rows.append((voice.city, _("no meeting about these figures is recorded")))
        else:
            people, outcome = attendance_words(meeting.attendance), _outcome(meeting.outcome)
            rows.append((voice.city, day(meeting.held_on), people, outcome))
    head = (_("City"), _("Date of the meeting"), _("How many came"), _("What they said"))
    return Table(_("Record of the meetings; how many came is told only roughly"), head, rows)


def _outcome(outcome: str) -> str:
    return {
        "agreed": _("agreed"),
        "corrected": _("agreed, with a correction in its own words"),
        "rejected": _("did not agree"),
    }[outcome]


def _corrections(voices: list[CityVoices]) -> Iterator[Block]:
    corrected = [city for city in voices if city.corrections]
    if corrected:
        yield Heading(_("Corrections of the community, in its own words"), 2)
    for city in corrected:
        yield Quote(city.corrections, city.city)


def _replies(voices: list[CityVoices]) -> Iterator[Block]:
    replied = [(city.city, city.reply) for city in voices if city.reply]
    yield Heading(_("Replies of the providers"), 2)
    yield Paragraph(
        _(
            "Every provider of these services may reply. A reply is printed here word for word, beside the "
            "result."
        )
    )
    if not replied:
        yield Paragraph(_("No provider has replied so far."))
    for city, reply in replied:
        received = _("Received on %(day)s and printed word for word.") % {"day": day(reply.replied_on)}
        yield Quote(reply.words, f"{reply.provider}, {city}. {received}")
