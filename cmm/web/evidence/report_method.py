"""How the figures were made, filled in from the publication itself: nobody has to write it by hand."""

from collections.abc import Iterator
from importlib.metadata import version

from cmm.domain.disclosure.policy import SMALLEST_GROUP, STEP, WORDS_BELOW
from cmm.domain.language import in_language
from cmm.domain.precision import how_many_more, rounding_points
from cmm.domain.snapshot import PublishedUnit, known_clients_source
from cmm.web.evidence.blocks import Block, Cell, Facts, Heading, Items, Paragraph, Table
from cmm.web.evidence.material import Material, tell_rate
from cmm.web.i18n import LANGUAGE_NAMES, current_language, ngettext, number, words
from cmm.web.i18n import gettext as _
from cmm.web.reading.method_text import read_blocks


def method_statement(material: Material) -> Iterator[Block]:
    """The statement, the answers of each city, and the method as the forum wrote it for this round."""
    yield Heading(_("How this was done"))
    yield Facts(tuple(_facts(material)))
    yield _answers_by_city(material)
    method = read_blocks(in_language(material.figures.content["method"], current_language()))
    for block in method:
        if block.kind == "heading":
            yield Heading(block.texts[0], 2)
        elif block.kind == "list":
            yield Items(block.texts)
        else:
            yield Paragraph(block.texts[0])


def precision(material: Material) -> Iterator[Block]:
    """How sure the figures are, as a whole and in each city."""
    yield Heading(_("How sure these figures are"))
    yield Paragraph(
        f"{material.claims.open_range} {_open_interval()}"
        if material.claims.open_range
        else _(
            "Beside each share stands a range: where the true share of all clients most likely lies (95 of "
            "100 such ranges hold it). It is the Wilson interval, made narrower by the part of all known "
            "clients who answered, and wider by the rounding that protects people."
        )
    )
    yield Paragraph(material.claims.more_needed)
    rows = tuple(_city_precision(material, unit) for unit in material.figures.units.values())
    head = (_("City"), _("Answers"), _("Answers needed for ±10 points"), _("Points that rounding can move"))
    yield Table(_("How sure the figures of each city are"), head, rows)


def _open_interval() -> str:
    return _("It is the Wilson interval, made wider by the rounding that protects people.")


def _city_precision(material: Material, unit: PublishedUnit) -> tuple[Cell, ...]:
    more = how_many_more(unit.answered, material.figures.population(unit.code))
    needed = _("about %(count)s more") % {"count": number(more)} if more else _("enough")
    points = number(rounding_points(unit.answered)) if unit.answered else "–"
    return words(unit.names), number(unit.answered), needed, points


def _facts(material: Material) -> Iterator[tuple[str, Cell]]:
    yield _("Who was asked"), _population(material)
    yield _("How people entered"), _access(material.figures.content["access"])
    yield _("When"), material.period
    yield _("What was asked"), _questionnaire(material)
    yield _("Who could see answers"), _who_could_see()
    yield _("How people are protected"), _protection()
    yield _("What the protection costs"), _cost(material)
    yield _("Who checked"), _validated(material)
    yield _("Who published"), _two_people()
    yield _("Made with"), _software(material)


def _population(material: Material) -> str:
    source = known_clients_source(material.figures.snapshot)
    return " ".join(
        (
            _("People who use the service now, in the cities of the round. Nobody was chosen by the staff."),
            _("The numbers of known clients were written down by the forum before the round was opened."),
            *((_("They come from: %(source)s") % {"source": source},) if source else ()),
        )
    )


def _access(access: str) -> str:
    if access == "link":
        return _(
            "By an open link: we cannot rule out that somebody answered twice or is not a client, and so no "
            "response rate is told."
        )
    return _(
        "With a one-time paper code, drawn blind from a bowl: one code, one answer. Nobody knows who drew "
        "which code."
    )


def _questionnaire(material: Material) -> str:
    content, asked = material.figures.content, material.source.questionnaire
    languages = ", ".join(LANGUAGE_NAMES.get(code, code) for code in content["languages"])
    count = len(content["questions"])
    return " ".join(
        (
            _("“%(title)s” (%(form)s, version %(version)s), in: %(languages)s.")
            % {
                "title": words(asked.title),
                "form": content["form_id"],
                "version": content["form_version"],
                "languages": languages,
            },
            ngettext("%(num)s question is counted.", "%(num)s questions are counted.", count)
            % {"num": number(count)},
            _("SHA-256 of the questionnaire: %(digest)s") % {"digest": content["questionnaire_digest"]},
        )
    )


def _who_could_see() -> str:
    return _(
        "Every answer was sealed on arrival. The sealed answers were opened only after the round had closed, "
        "only to be counted. No name, telephone number, network address or time of answering was kept."
    )


def _protection() -> str:
    return _(
        "Merge, round, sum: cities with fewer than %(smallest)s answers are joined with another one; every "
        "count is rounded to a multiple of %(step)s, and lots decide whether it goes up or down; all sums "
        "and shares are made of the rounded numbers. Before publishing, a program tried to find out about "
        "single people from all tables together and could not."
    ) % {"smallest": SMALLEST_GROUP, "step": STEP}


def _cost(material: Material) -> str:
    told = _(
        "Small cities are told less exactly: with fewer than %(words)s answers shares stand in words."
    ) % {"words": WORDS_BELOW}
    return f"{told} {material.claims.more_needed}"


def _validated(material: Material) -> str:
    confirmed = [each for each in material.source.published.voices.meetings if each.outcome != "rejected"]
    told = ngettext(
        "In %(num)s city the community met, looked at its figures and confirmed them before they were "
        "published.",
        "In %(num)s cities the community met, looked at its figures and confirmed them before they were "
        "published.",
        len(confirmed),
    ) % {"num": number(len(confirmed))}
    record = _("The record stands further below.")
    return f"{told} {record}"


def _two_people() -> str:
    return _("Two people: one prepared the figures, another one published them. Neither could do both.")


def _software(material: Material) -> str:
    return _("The program “cmm”, version %(version)s. SHA-256 of the publication: %(digest)s") % {
        "version": version("cmm"),
        "digest": material.digest,
    }


def _answers_by_city(material: Material) -> Table:
    rows = tuple(_row(material, unit) for unit in material.figures.units.values())
    head = (
        _("City"),
        _("Answers"),
        _("Known clients"),
        _("Response rate"),
        _("Came, but chose not to answer"),
    )
    return Table(_("Answers and response rate of each city, rounded to fives"), head, rows)


def _row(material: Material, unit: PublishedUnit) -> tuple[Cell, ...]:
    rate = tell_rate(material, unit.answered, unit.known_clients) or "–"
    known = number(unit.known_clients) if unit.known_clients else _("not known")
    refused = unit.responses - unit.answered
    refusals = _("about %(count)s") % {"count": number(refused)} if refused else _("few or none")
    return words(unit.names), number(unit.answered), known, rate, refusals
