"""Reading PDFs in tests: their words, and the QR codes that a phone would see on them."""

from collections import Counter

import pypdfium2
import zxingcpp


def pdf_words(content: bytes) -> str:
    """The text of all pages, white space made plain."""
    document = pypdfium2.PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def pdf_pages(content: bytes) -> int:
    return len(pypdfium2.PdfDocument(content))


def pdf_size(content: bytes) -> tuple[int, int]:
    """Width and height of the first page in whole millimetres."""
    width, height = pypdfium2.PdfDocument(content)[0].get_size()
    return round(width * 25.4 / 72), round(height * 25.4 / 72)


def scan_codes(content: bytes) -> Counter[str]:
    """What the QR codes on the pages say, read from pictures of the pages."""
    found: Counter[str] = Counter()
    for page in pypdfium2.PdfDocument(content):
        picture = page.render(scale=3).to_pil().convert("L")
        found.update(code.text for code in zxingcpp.read_barcodes(picture))
    return found


def find_heights(content: bytes, words: str) -> list[float]:
    """How high above the bottom of the first page each occurrence of `words` begins, in points."""
    text = pypdfium2.PdfDocument(content)[0].get_textpage()
    search = text.search(words, match_case=True)
    found = []
    while occurrence := search.get_next():
        found.append(text.get_charbox(occurrence[0])[1])
    return found
