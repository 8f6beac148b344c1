"""The documents of a publication: a brief and a full report, each as PDF and as a file that can be edited."""

from cmm.web.evidence.blocks import Document
from cmm.web.evidence.brief import build_brief
from cmm.web.evidence.docx_file import write_docx
from cmm.web.evidence.material import Material, read_material
from cmm.web.evidence.pdf_file import print_document, write_pdf
from cmm.web.evidence.report import build_report
from cmm.web.evidence.source import PackSource
from cmm.web.i18n import speaking


def build_documents(source: PackSource, language: str) -> dict[str, bytes]:
    """Files by name: brief.pdf, report.pdf, brief.docx, report.docx. The same source gives the same bytes.

    Needs an application context only. Raises PrintingUnavailable.
    """
    with speaking(language):
        material = read_material(source)
        brief, printed = _make_brief(material)
        report = build_report(material)
        return {
            "brief.pdf": printed,
            "report.pdf": write_pdf(report),
            "brief.docx": write_docx(brief),
            "report.docx": write_docx(report),
        }


def _make_brief(material: Material) -> tuple[Document, bytes]:
    """The brief and its PDF. Where earlier requests do not fit on the page, they stand in the report only."""
    brief = build_brief(material)
    printed = print_document(brief)
    if printed.pages > 1 and material.source.promises:
        brief = build_brief(material, ledger=False)
        printed = print_document(brief)
    return brief, printed.content
