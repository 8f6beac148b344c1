"""What is asked of those who are responsible: activities of the question library, the most pressing first."""

from collections.abc import Iterator

from cmm.domain.evidence.crosswalk import CrosswalkRow, list_crosswalk, read_crosswalk
from cmm.paths import data_dir
from cmm.web.evidence.blocks import Block, Cell, Heading, Items, Paragraph, Table, Told
from cmm.web.evidence.material import Material
from cmm.web.evidence.words import priority_rule, say_codes
from cmm.web.i18n import gettext as _
from cmm.web.i18n import words
from cmm.web.reading.findings import build_finding

ASKS = 3


def list_asks(material: Material) -> list[Told]:
    """At most three requests, each with the findings it answers: first what stands out, then by priority."""
    rows = {row.figures.indicator["id"]: row for row in _rows(material)}
    standing_out = [rows[view.code] for view in material.standing_out]
    asks: dict[str, list[str]] = {}
    for row in (*standing_out, *rows.values()):
        activity = words(row.activity)
        if activity and (activity in asks or len(asks) < ASKS) and row.priority in ("high", "middle"):
            asks.setdefault(activity, []).append(words(row.figures.indicator["label"]))
    return [Told(activity, _because(findings)) for activity, findings in asks.items()]


def crosswalk(material: Material) -> Iterator[Block]:
    """From every finding to what it speaks to and what is proposed, ready for an application."""
    views = {view.code: view for dimension in material.dimensions for view in dimension.indicators}
    yield Heading(_("From findings to activities"))
    yield Items(priority_rule())
    said = say_codes()
    rows: list[tuple[Cell, ...]] = []
    for row in _rows(material):
        view = views[row.figures.indicator["id"]]
        finding = Told(view.label, f"{said[row.priority]}\n{build_finding(view).sentence}")
        rows.append((finding, _spoken_to(row), words(row.activity) if row.activity else "–"))
    head = (_("Finding and its priority"), _("What it speaks to"), _("Proposed activity"))
    yield Table(_("The most pressing findings first"), head, rows)
    yield Paragraph(
        _("The lines of national programmes are told in general words: compare them with the text in force."),
        "quiet",
    )


def _rows(material: Material) -> list[CrosswalkRow]:
    return list_crosswalk(material.source.published.snapshot, read_crosswalk(data_dir("surveys")))


def _because(findings: list[str]) -> str:
    """The finding a request answers; of several the first, and how many others there are."""
    unique = list(dict.fromkeys(findings))
    return _("because of: %(finding)s") % {"finding": "; ".join(unique[:2])}


def _spoken_to(row: CrosswalkRow) -> str:
    """Modules and interventions of the Global Fund, and the line of national programmes."""
    named = dict.fromkeys(f"{module.name}: {module.intervention}" for module in row.modules)
    grants = [_("Global Fund: %(module)s") % {"module": name} for name in named]
    lines = [_("National programmes: %(line)s") % {"line": words(row.line)}] if row.line else []
    return "\n".join((*grants, *lines)) or "–"
