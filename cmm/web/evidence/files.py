"""The files of a pack that programs read: CSV, Data Package, HXL, DHIS2, SPSS, citation, questionnaire."""

import json
from collections.abc import Mapping
from typing import Any

from cmm.domain.evidence.citation import Cited, build_csl, write_cff
from cmm.domain.evidence.codebook import codebook_table
from cmm.domain.evidence.crosswalk import CrosswalkPlan, crosswalk_table, list_crosswalk
from cmm.domain.evidence.csv_file import write_csv
from cmm.domain.evidence.datapackage import build_datapackage
from cmm.domain.evidence.dhis2 import build_dhis2
from cmm.domain.evidence.hxl import write_hxl
from cmm.domain.evidence.spss import CSV_FILE, write_spss_csv, write_spss_syntax
from cmm.domain.evidence.table import Table
from cmm.domain.evidence.tables import data_table, indicator_table, list_tables
from cmm.domain.language import SCREEN_LANGUAGES, in_language
from cmm.domain.questionnaire.compiled import canonical_bytes as questionnaire_bytes
from cmm.domain.snapshot import canonical_bytes
from cmm.services.published import Voices
from cmm.web.evidence.codebook_words import who_was_asked
from cmm.web.evidence.promise_table import promise_table
from cmm.web.evidence.source import PackSource
from cmm.web.i18n import gettext as _
from cmm.web.i18n import speaking

PLAIN = "en"
"""The language of the labels in the files for programs; their codes are the same in every language."""
FOLDER = "data"

Files = dict[str, bytes]


def write_program_files(source: PackSource, plan: CrosswalkPlan) -> Files:
    """Everything that is not in a folder of a language."""
    published = source.published
    cited = Cited(published.snapshot, published.published_on, permanent_page(source, PLAIN))
    return {
        "snapshot.json": canonical_bytes(published.content),
        "questionnaire.json": questionnaire_bytes(source.questionnaire),
        "validation.json": write_json(_tell_voices(published.voices)),
        "CITATION.cff": write_cff(cited),
        "citation.csl.json": write_json(build_csl(cited)),
        **{f"{FOLDER}/{name}": content for name, content in _write_data(source, plan).items()},
    }


def permanent_page(source: PackSource, language: str) -> str:
    """Where this publication stands, also after a newer one."""
    published = source.published
    return f"{source.address}/{language}/r/{published.round_id}/v/{published.number}"


def write_json(value: Any) -> bytes:
    """JSON that people can read too; the same bytes for the same value."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def all_tables(source: PackSource, plan: CrosswalkPlan, language: str, say: Mapping[str, str]) -> list[Table]:
    """Every table with labels in `language`; `say` has words for codes."""
    snapshot = source.published.snapshot
    asked = [promise_table(source, language, say)] if source.promises else []
    return [
        *list_tables(snapshot, language, say),
        *asked,
        crosswalk_table(list_crosswalk(snapshot, plan), language, say),
        codebook_table(source.questionnaire, snapshot.content, who_was_asked(source.questionnaire)),
    ]


def _write_data(source: PackSource, plan: CrosswalkPlan) -> Files:
    snapshot = source.published.snapshot
    tables = all_tables(source, plan, PLAIN, {})
    written = [(table, f"{table.name}.csv", write_csv(table.lines)) for table in tables]
    address = permanent_page(source, PLAIN)
    hxl = write_hxl(indicator_table(snapshot, PLAIN, {}), snapshot.content["closed_on"])
    return {
        **{path: content for _table, path, content in written},
        "datapackage.json": write_json(build_datapackage(snapshot.content, address=address, tables=written)),
        "indicators.hxl.csv": hxl,
        "dhis2.json": write_json(build_dhis2(snapshot)),
        CSV_FILE: write_spss_csv(data_table(snapshot, PLAIN)),
        **{f"spss.{language}.sps": _write_spss(source, language) for language in SCREEN_LANGUAGES},
    }


def _write_spss(source: PackSource, language: str) -> bytes:
    snapshot = source.published.snapshot
    with speaking(language):
        labels = {
            "place": _("Place"),
            "question": _("Question"),
            "answer": _("Answer"),
            "n": _("So many answered so (rounded to 5)"),
            "of": _("Of so many asked (rounded to 5)"),
        }
    title = in_language(snapshot.title, language)
    return write_spss_syntax(data_table(snapshot, language), title, labels)


def _tell_voices(voices: Voices) -> Mapping[str, Any]:
    """What communities and providers said, as the public knows it."""
    return {
        "meetings": [
            {
                "city": meeting.city_id,
                "held_on": meeting.held_on.isoformat(),
                "attendance": meeting.attendance,
                "outcome": meeting.outcome,
                "corrections": meeting.corrections,
            }
            for meeting in voices.meetings
        ],
        "replies": [
            {
                "city": reply.city_id,
                "provider": reply.provider,
                "words": reply.words,
                "replied_on": reply.replied_on.isoformat(),
            }
            for reply in voices.replies
        ],
    }
