"""How wide a text is, so that no line leaves its picture.

The widths are those of DejaVu Sans, rounded up to 25 thousandths of the size; with its font it is one of the
widest that phones and computers have, so what fits here fits in the fonts that take its place.
"""

WIDEST = 1350
"""Of an unknown letter, in thousandths of the size of the text."""
_PLAIN = (
    (300, "\u202f'IJijlІЇії"),
    (350, " ,.\xa0·‘’/:;\\|"),
    (425, "-f()[]t!r"),
    (525, '"*_`–sz“”„'),
    (600, "?cгзсэєґLFkvxyвтухчьғүұ"),
    (650, "PTYaeo«»ГРТУабекояёҐқҮҰәө$0123456789ESbdghnpqu{}ЁЕЗийлрһ₸"),
    (725, "KнпҒңABCRVXZЄАБВСХЧЬЭЯдцҺКъҚ"),
    (800, "NUИЙDGHЛНПмҢ▲◆&OQОДЦыӘӨ"),
    (875, "w#+<=>^~±×Ъю→≈✓MМФф"),
    (1000, "Ыжшщ%m@W—…"),
    (1100, "№ШЖЩЮ"),
)
_BOLD = (
    (350, "\u202f' ijl\xa0ії"),
    (425, "/IJ\\|ІЇ,.:;·‘’-"),
    (500, "f!()[]_`rt–"),
    (600, '"*гґғ?cszзстэє'),
    (675, "Lx«»ГвхьяҐakvyауҒүұ“”„"),
    (725, "$0123456789EFTeoЁЕТбекнопчёқәө₸SYbdghnpqu{}ЗийрҮҰһ"),
    (775, "CPZЄРСЭлцABKRVXАБВУХЬЯъҚ▲◆"),
    (875, "GUКЧдмңҺ#+<=>DHN^~±×ИЙЛНПӘ→≈✓&OQОӨ"),
    (1000, "ДwыЦЪюҢ@MМФжф—…"),
    (1075, "%mЫш"),
    (1175, "WщЮ"),
    (1350, "Ж№ШЩ"),
)
_WIDTHS = {
    bold: {letter: width for width, letters in groups for letter in letters}
    for bold, groups in ((False, _PLAIN), (True, _BOLD))
}


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """At most so many pixels `text` needs in letters of `size`."""
    widths = _WIDTHS[bold]
    return sum(widths.get(letter, WIDEST) for letter in text) * size / 1000


def wrap_text(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The lines of `text`, each at most `width` pixels; a word that is too long for a line is cut."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".lstrip()
        if text_width(joined, size, bold=bold) <= width:
            lines[-1] = joined
        else:
            lines.extend(_cut(word, width, size, bold=bold))
    return [line for line in lines if line]


def _cut(word: str, width: float, size: float, *, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
