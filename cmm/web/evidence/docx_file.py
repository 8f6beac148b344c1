"""A document as a Word file that can be edited: real headings, tables and styles."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as File
from docx.enum.text import WD_BREAK
from docx.shared import Cm, Length

from cmm.web.drawing import make_png
from cmm.web.evidence.blocks import (
    Beside,
    Callout,
    Cell,
    Document,
    Facts,
    Heading,
    Items,
    Paragraph,
    Picture,
    Quote,
    Table,
    Told,
)
from cmm.web.evidence.docx_marks import (
    add_contents_line,
    add_page_number,
    begin_numbers,
    describe_picture,
    drop_thumbnail,
    keep_whole,
    repeat_heading,
    say_language,
    shade,
)
from cmm.web.evidence.docx_styles import add_styles, style_line
from cmm.web.evidence.fixed_zip import fixed_zip

TEXT_WIDTH = Cm(17.4)
NAMES_WIDTH = Cm(5)
PICTURE_WIDTH, PICTURE_HEIGHT = Cm(16), Cm(11.8)
"""At most: a figure, its table and its heading stand on one page."""
SMALL_WIDTH = Cm(3)
PICTURE_PIXELS = 960


def write_docx(document: Document) -> bytes:
    """The same document gives the same bytes. Raises PrintingUnavailable when pictures cannot be drawn."""
    file = docx.Document()
    drop_thumbnail(file)
    add_styles(file, document)
    _add_properties(file, document)
    _line(file, "Subtitle", document.over)
    _line(file, "Title", document.title)
    for block in document.blocks:
        _WRITERS[block.kind](file, block, document)
    footer = file.sections[0].footer.paragraphs[0]
    style_line(footer, "Foot")
    footer.add_run(f"{document.foot}  ")
    add_page_number(footer)
    target = BytesIO()
    file.save(target)
    return fixed_zip(target.getvalue())


def _add_properties(file: File, document: Document) -> None:
    moment = datetime.combine(document.made_on, time(), UTC).replace(tzinfo=None)
    about = file.core_properties
    about.title, about.author, about.subject = document.title, document.author, document.subject
    about.language, about.comments, about.last_modified_by = document.language, "", document.author
    about.created = about.modified = moment
    about.revision = 1


def _heading(file: File, block: Heading, _document: Document) -> None:
    file.add_heading(block.text, block.level).paragraph_format.page_break_before = block.fresh or None


def _paragraph(file: File, block: Paragraph, _document: Document) -> None:
    styles = {"lead": "Lead", "quiet": "Quiet", "strong": "Strong line", "kept": "Kept line"}
    _line(file, styles.get(block.tone, "Normal"), block.text)


def _items(file: File, block: Items, _document: Document) -> None:
    numbers = begin_numbers(file) if block.numbered else None
    for item in block.items:
        line = _line(file, "List Number" if block.numbered else "List Bullet")
        if numbers is not None:
            numbers(line)
        _say(line, item)


def _facts(file: File, block: Facts, document: Document) -> None:
    _grid(file, Table("", ("", ""), tuple((name, value) for name, value in block.pairs)), document)


def _table(file: File, block: Table, document: Document) -> None:
    _line(file, "Caption", block.caption)
    _grid(file, block, document)


def _grid(file: File, block: Table, _document: Document) -> None:
    headed = any(block.head)
    table = file.add_table(rows=0, cols=len(block.head), style="Table Grid")
    for column, width in zip(table.columns, _widths(len(block.head)), strict=True):
        column.width = width
    if headed:
        cells = table.add_row().cells
        for cell, name in zip(cells, block.head, strict=True):
            style_line(cell.paragraphs[0], "Table heading")
            cell.paragraphs[0].add_run(name)
            shade(cell)
        repeat_heading(table.rows[0])
    for values in block.rows:
        row = table.add_row()
        keep_whole(row)
        cells = row.cells
        if len(values) < len(cells):
            cells[len(values) - 1].merge(cells[-1])
        for cell, value in zip(cells, values, strict=False):
            style_line(cell.paragraphs[0], "Table text")
            _say(cell.paragraphs[0], value)
    _line(file, "Table end")


def _widths(columns: int) -> list[Length]:
    rest = Cm((TEXT_WIDTH.cm - NAMES_WIDTH.cm) / max(columns - 1, 1))
    return [NAMES_WIDTH, *(rest for _column in range(columns - 1))]


def _line(file: File, style: str, text: str = "") -> Any:
    line = file.add_paragraph(text)
    style_line(line, style)
    return line


def _picture(file: File, block: Picture, _document: Document) -> None:
    line = _line(file, "Kept line")
    picture = line.add_run().add_picture(BytesIO(make_png(block.svg, width=PICTURE_PIXELS)))
    most = SMALL_WIDTH if block.small else PICTURE_WIDTH
    smaller = min(most / picture.width, PICTURE_HEIGHT / picture.height)
    picture.width, picture.height = round(picture.width * smaller), round(picture.height * smaller)
    describe_picture(picture, block.words)


def _quote(file: File, block: Quote, document: Document) -> None:
    run = _line(file, "Quote").add_run(block.words)
    say_language(run, block.language or document.language)
    if block.note:
        _line(file, "Quiet", block.note)


def _callout(file: File, block: Callout, _document: Document) -> None:
    style = {"invented": "Invented", "own": "Own words", "cannot": "Not to say"}.get(block.tone, "Note")
    line = _line(file, style)
    line.add_run(block.title).bold = True
    for text in block.texts:
        _line(file, style, f"• {text}" if block.listed else text)


def _beside(file: File, block: Beside, document: Document) -> None:
    for callout in block.callouts:
        _callout(file, callout, document)


def _contents(file: File, block: Any, document: Document) -> None:
    _line(file, "Strong line", block.title)
    headings = [heading for _place, heading in document.headings()]
    for heading in headings:
        line = _line(file, f"Contents {heading.level}")
        add_contents_line(line, heading.text, first=heading is headings[0], last=heading is headings[-1])


def _page_break(file: File, _block: Any, _document: Document) -> None:
    file.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _say(line: Any, value: Cell) -> None:
    if isinstance(value, Told):
        line.add_run(value.text).bold = True
        if value.quiet:
            line.add_run(f"\n{value.quiet}")
    else:
        line.add_run(value)


_WRITERS: Mapping[str, Callable[[File, Any, Document], None]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "items": _items,
    "facts": _facts,
    "table": _table,
    "picture": _picture,
    "quote": _quote,
    "callout": _callout,
    "beside": _beside,
    "contents": _contents,
    "page_break": _page_break,
}
