"""How a Word file looks: one font with all our letters, calm headings, boxes for what is set apart."""

from typing import Any

from docx.document import Document as File
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from cmm.web.evidence.blocks import Document
from cmm.web.evidence.docx_marks import language_mark

FONT = "Arial"
"""On every Windows and Mac; LibreOffice has Liberation Sans in its place. All have the Kazakh letters."""
INK, QUIET, BRAND = RGBColor(0x1C, 0x25, 0x26), RGBColor(0x4D, 0x5B, 0x5C), RGBColor(0x0B, 0x5D, 0x5E)
BOXES = {
    "Note": ("E3F0EE", "0B5D5E"),
    "Not to say": ("FDECEA", "A3261C"),
    "Invented": ("FFF3D6", "8A4B00"),
    "Own words": ("FFFFFF", "6B7A7A"),
}
"""Fill and edge of each box."""
HEADINGS = {"Title": 22, "Subtitle": 11, "Heading 1": 15, "Heading 2": 12, "Heading 3": 10.5}


def add_styles(file: File, document: Document) -> None:
    """Give a new file its page, font, language and styles."""
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.6)
    _set_defaults(file, document)
    usual = _size(document)
    normal = file.styles["Normal"]
    normal.font.size, normal.font.color.rgb = Pt(usual), INK
    normal.paragraph_format.space_after = Pt(usual * 0.45)
    _headings(file, document)
    _lines(file, usual)
    _boxes(file)
    _calm_tables(file)


def style_line(line: Any, name: str) -> None:
    """Give a paragraph the style `name`. The library looks through all styles each time; ids need no look."""
    line._p.style = name.replace(" ", "")


def _size(document: Document) -> float:
    return 8.5 if document.shape == "brief" else 10


def _set_defaults(file: File, document: Document) -> None:
    """The language of everything that says no other, and one font instead of the template's theme."""
    defaults = file.styles.element.find("/".join(map(qn, ("w:docDefaults", "w:rPrDefault", "w:rPr"))))
    for mark in defaults.findall(qn("w:lang")):
        defaults.remove(mark)
    defaults.append(language_mark(document.language))
    for style in file.styles:
        if style.type == WD_STYLE_TYPE.PARAGRAPH:
            _set_font(style)


def _set_font(style: Any) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)


def _headings(file: File, document: Document) -> None:
    smaller = 0.8 if document.shape == "brief" else 1
    for name, points in HEADINGS.items():
        style = file.styles[name]
        style.font.size, style.font.color.rgb = Pt(points * smaller), BRAND
        style.font.bold, style.font.italic = True, False
        style.paragraph_format.space_before = Pt(points * 0.7 * smaller)
        style.paragraph_format.space_after = Pt(points * 0.3 * smaller)
        style.paragraph_format.keep_with_next = True


def _lines(file: File, usual: float) -> None:
    _add(file, "Lead").font.size = Pt(usual * 1.1)
    _add(file, "Quiet").font.color.rgb = QUIET
    foot = _add(file, "Foot")
    foot.font.size, foot.font.color.rgb = Pt(7), QUIET
    strong = _add(file, "Strong line")
    strong.font.bold, strong.paragraph_format.keep_with_next = True, True
    _add(file, "Kept line").paragraph_format.keep_with_next = True
    file.styles["Caption"].font.color.rgb = QUIET
    file.styles["Caption"].font.bold = False
    file.styles["Caption"].font.size = Pt(usual * 0.9)
    file.styles["Caption"].paragraph_format.keep_with_next = True
    for name in ("Table text", "Table heading", "Table end"):
        style = _add(file, name)
        style.font.size = Pt(usual * 0.9)
        style.paragraph_format.space_after = Pt(1)
    file.styles["Table heading"].font.bold = True
    for level in (1, 2):
        style = _add(file, f"Contents {level}")
        style.paragraph_format.left_indent = Cm(0.6 * (level - 1))
        style.paragraph_format.space_after = Pt(2)


def _boxes(file: File) -> None:
    for name, (fill, edge) in BOXES.items():
        style = _add(file, name)
        marks = style.element.get_or_add_pPr()
        marks.append(_edge(edge))
        shade = OxmlElement("w:shd")
        for mark, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
            shade.set(qn(f"w:{mark}"), value)
        marks.append(shade)
        style.paragraph_format.space_after = Pt(3)


def _calm_tables(file: File) -> None:
    """Thin lines between rows, none between columns."""
    edges = file.styles["Table Grid"].element.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}")
    for edge in list(edges):
        if edge.tag in (qn("w:left"), qn("w:right"), qn("w:insideV")):
            edges.remove(edge)
        else:
            edge.set(qn("w:color"), "9AA7A7")


def _edge(colour: str) -> Any:
    edges, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for mark, value in (("val", "single"), ("sz", "18"), ("space", "6"), ("color", colour)):
        left.set(qn(f"w:{mark}"), value)
    edges.append(left)
    return edges


def _add(file: File, name: str) -> Any:
    style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = file.styles["Normal"]
    _set_font(style)
    return style
