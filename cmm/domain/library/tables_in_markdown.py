"""Rows as Markdown tables, and the generated parts of a text that people write the rest of."""

from collections.abc import Iterable, Sequence

_BEGIN = "<!-- generated: {} (flask forms document) -->"
_END = "<!-- end of the generated part -->"


def write_table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; line breaks and pipes in cells do no harm."""
    lines = [headers, ["---"] * len(headers), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def replace_part(text: str, name: str, content: str) -> str:
    """A text with its generated part `name` replaced. Raises ValueError where the text has no such part."""
    begin = _BEGIN.format(name)
    before, found, rest = text.partition(begin)
    _, ended, after = rest.partition(_END)
    if not found or not ended:
        raise ValueError(f"the text has no part that begins with {begin!r} and ends with {_END!r}")
    return f"{before}{begin}\n\n{content}\n\n{_END}{after}"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
