"""What Word files can say and the library has no words for: fields, languages, what a picture shows."""

from collections.abc import Callable
from typing import Any

from docx.document import Document as File
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

LANGUAGES = {"ru": "ru-RU", "kk": "kk-KZ", "en": "en-GB"}
HEADING_COLOUR = "E3F0EE"


def drop_thumbnail(file: File) -> None:
    """The library's empty file brings a picture of itself, which would stand for ours."""
    links = file.part.package.rels
    for name in [name for name, link in links.items() if link.reltype.endswith("/thumbnail")]:
        del links[name]


def add_page_number(line: Any) -> None:
    """The number of the page, and of how many."""
    _add_field(line, "PAGE")
    line.add_run(" / ")
    _add_field(line, "NUMPAGES")


def add_contents_line(line: Any, text: str, *, first: bool, last: bool) -> None:
    """One line of the contents. All lines together are a field, which Word fills with pages when asked to."""
    if first:
        _add_mark(line, "begin")
        _add_instruction(line, r'TOC \o "1-2" \h \z \u')
        _add_mark(line, "separate")
    line.add_run(text)
    if last:
        _add_mark(line, "end")


def repeat_heading(row: Any) -> None:
    """The row stands again at the top of every page that the table reaches."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader", val="true"))


def keep_whole(row: Any) -> None:
    """No page break inside the row."""
    row._tr.get_or_add_trPr().append(_element("w:cantSplit", val="true"))


def shade(cell: Any) -> None:
    cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=HEADING_COLOUR))


def describe_picture(picture: Any, words: str) -> None:
    """What a reader hears who does not see the picture."""
    picture._inline.docPr.set("descr", words)


def say_language(run: Any, language: str) -> None:
    run._r.get_or_add_rPr().append(language_mark(language))


def language_mark(language: str) -> Any:
    code = LANGUAGES.get(language, language)
    return _element("w:lang", val=code, eastAsia=code, bidi=code)


def begin_numbers(file: File) -> Callable[[Any], None]:
    """A list that counts from 1 anew; the returned function puts a paragraph into it."""
    numbering = file.part.numbering_part.element
    style = file.styles["List Number"].element
    usual = style.pPr.numPr.numId.val
    kind = numbering.num_having_numId(usual).abstractNumId.val
    made = numbering.add_num(kind)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    number = made.numId

    def count(line: Any) -> None:
        marks = line._p.get_or_add_pPr().get_or_add_numPr()
        marks.get_or_add_ilvl().val, marks.get_or_add_numId().val = 0, number

    return count


def _add_field(line: Any, instruction: str) -> None:
    _add_mark(line, "begin")
    _add_instruction(line, instruction)
    _add_mark(line, "separate")
    line.add_run("1")
    _add_mark(line, "end")


def _add_mark(line: Any, kind: str) -> None:
    line.add_run()._r.append(_element("w:fldChar", fldCharType=kind))


def _add_instruction(line: Any, words: str) -> None:
    instruction = OxmlElement("w:instrText")
    instruction.text = words
    line.add_run()._r.append(instruction)


def _element(name: str, **marks: str) -> Any:
    made = OxmlElement(name)
    for mark, value in marks.items():
        made.set(qn(f"w:{mark}"), value)
    return made
