"""Figures as pictures: the numbers of the publication and no others, in lines that stay inside."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from struct import unpack
from xml.etree import ElementTree

import pytest
from flask import Flask
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from cmm.domain.snapshot import EVERYWHERE
from cmm.services.published import find_published
from cmm.web.drawing import (
    FigureSource,
    TrendPoint,
    draw_card,
    draw_indicator,
    draw_notice,
    draw_question,
    draw_trend,
    make_png,
    png,
)
from cmm.web.drawing.bars import list_rows, read_indicator
from cmm.web.drawing.frame import NARROW, WIDE
from cmm.web.drawing.letters import _WIDTHS, text_width, wrap_text
from cmm.web.i18n import period, speaking, words
from cmm.web.pdf import PrintingUnavailable
from cmm.web.reading.figures import Figures
from cmm.web.reading.shares import Share, build_share
from tests.web.published import published_app

LANGUAGES = ("ru", "kk", "en")
ADDRESS = "https://clm.example.org/kk/r/autumn-2026/v/1/temirtau+balkhash/figures/complaint_unanswered"
SOURCE = FigureSource(
    "Клиенттер ОАТ туралы, 2026 күз", "16–30", ADDRESS, date(2026, 12, 16), 1, invented=True
)
MARKUP = "</text><script>alert(1)</script>\x0b\"'&"
NUMBER = re.compile(r"\d+")
BAR, RANGE = "#2a8a88", "#9aa7a7"


@pytest.fixture(scope="module")
def figures(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    """Inside the application, as where pictures are drawn without a request."""
    with published_app(migrated_sqlite, tmp_path_factory.mktemp("drawing")) as (app, made):
        with app.extensions["database"].session() as session:
            published = find_published(session, made.round_id)
        assert published
        with app.app_context():
            yield Figures(published.snapshot)


@dataclass
class Line:
    """One line of text of a picture: where it begins and ends in pixels of DejaVu Sans."""

    words: str
    left: float
    right: float


class Ruler:
    """Measures with the font itself."""

    def __init__(self) -> None:
        folder = Path(png._find_fonts()[0]).parent
        self.fonts = {
            bold: TTFont(folder / name)
            for bold, name in ((False, png.FONT_FILES[0]), (True, png.FONT_FILES[1]))
        }
        self.names = {bold: font.getBestCmap() for bold, font in self.fonts.items()}

    def measure(self, text: str, size: float, *, bold: bool) -> float:
        font, names = self.fonts[bold], self.names[bold]
        units = sum(font["hmtx"][names[ord(letter)]][0] for letter in text)
        return float(units * size / font["head"].unitsPerEm)


@pytest.fixture(scope="module")
def ruler() -> Ruler:
    return Ruler()


def read(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in read(svg).iter("{http://www.w3.org/2000/svg}text")]


def lines(svg: str, ruler: Ruler) -> list[Line]:
    found = []
    for element in read(svg).iter("{http://www.w3.org/2000/svg}text"):
        said, x = element.text or "", float(element.get("x", ""))
        width = ruler.measure(
            said, float(element.get("font-size", "")), bold=element.get("font-weight") == "bold"
        )
        left = {"end": x - width, "middle": x - width / 2}.get(element.get("text-anchor", ""), x)
        found.append(Line(said, left, left + width))
    return found


def bars(svg: str, colour: str) -> list[tuple[float, float]]:
    """Left end and width of the rectangles of a colour."""
    found = read(svg).iter("{http://www.w3.org/2000/svg}rect")
    return [
        (float(one.get("x", 0)), float(one.get("width", 0))) for one in found if one.get("fill") == colour
    ]


def size_of(picture: bytes) -> tuple[int, int]:
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    return unpack(">II", picture[16:24])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_line_of_any_figure_leaves_its_picture(
    figures: Figures, ruler: Ruler, language: str, width: int
) -> None:
    with speaking(language):
        for indicator in figures.content["indicators"]:
            for place in (EVERYWHERE, "temirtau+balkhash"):
                svg = draw_indicator(figures, indicator, place, source=SOURCE, width=width)
                outside = [line for line in lines(svg, ruler) if line.left < 0 or line.right > width]
                assert outside == []
        for name in figures.snapshot.tables:
            svg = draw_question(figures, figures.questions[name], EVERYWHERE, source=SOURCE, width=width)
            assert [line for line in lines(svg, ruler) if line.right > width] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_says_what_its_page_says_and_no_number_more(figures: Figures, language: str) -> None:
    """Every number in it is in a label, in the words of a share, on the axis, or in its source."""
    with speaking(language):
        for indicator in figures.content["indicators"]:
            for place in (EVERYWHERE, *figures.units):
                view = read_indicator(figures, indicator, place)
                rows = list_rows(figures, view, place)
                said = texts(draw_indicator(figures, indicator, place, source=SOURCE))
                known = [view.label, *SOURCE.lines, "0 25 50 75 100", str(indicator.get("red_line", ""))]
                for row in rows:
                    known += [row.name, row.share.text, row.share.between, row.share.base]
                    together = "".join(said).replace(" ", "").replace("\xa0", "")
                    assert row.share.text.replace(" ", "").replace("\xa0", "") in together
                allowed = set(NUMBER.findall(" ".join(known))) | {"20", *map(str, range(1, 11))}
                assert set(NUMBER.findall(" ".join(said))) <= allowed


def test_bars_are_as_long_as_the_published_counts_say(figures: Figures) -> None:
    with speaking("en"):
        for indicator in figures.content["indicators"]:
            svg = draw_indicator(figures, indicator, EVERYWHERE, source=SOURCE)
            rows = list_rows(figures, read_indicator(figures, indicator, EVERYWHERE), EVERYWHERE)
            drawn = [width / 2.59 for _left, width in bars(svg, BAR)]  # 259 pixels are 100 of 100
            sizes = [row.share.count / row.share.of for row in rows if row.share.exact and row.share.count]
            assert drawn == pytest.approx([100 * size for size in sizes], abs=0.6)


def test_a_place_with_few_answers_has_a_range_and_no_bar(figures: Figures) -> None:
    with speaking("en"):
        indicator = next(each for each in figures.content["indicators"] if each["id"] == "disrespect")
        view = read_indicator(figures, indicator, "aktobe")
        assert view.share.known
        assert not view.share.exact
        svg = draw_indicator(figures, indicator, "aktobe", source=SOURCE)
        assert len(bars(svg, BAR)) == 1, "that of the whole round"
        low, high = view.share.interval
        scale = 2.59
        found = [(left, width) for left, width in bars(svg, RANGE) if width != 22]  # 22 is the key
        assert found == [(pytest.approx(183 + low * scale), pytest.approx((high - low) * scale, abs=0.1))]


def test_a_figure_names_its_source_its_address_and_that_answers_are_invented(figures: Figures) -> None:
    with speaking("ru"):
        indicator = figures.content["indicators"][0]
        said = "".join(texts(draw_indicator(figures, indicator, EVERYWHERE, source=SOURCE)))
    assert ADDRESS in said
    assert SOURCE.title.replace(" ", "") in said.replace(" ", "")
    assert "16 декабря 2026" in said
    assert "Вымышленные ответы" in said


def test_the_red_line_stands_in_every_row_and_is_explained(figures: Figures) -> None:
    with speaking("en"):
        indicator = next(each for each in figures.content["indicators"] if each.get("red_line"))
        svg = draw_indicator(figures, indicator, EVERYWHERE, source=SOURCE)
        rows = len(figures.units) + 1
        assert svg.count("stroke-dasharray") == rows + 1
        assert "Red line at 10%: the limit agreed for this question." in texts(svg)


def test_answers_of_a_question_fill_the_bar_and_name_published_percentages(figures: Figures) -> None:
    with speaking("en"):
        question = next(one for one in figures.questions.values() if one["likert"])
        svg = draw_question(figures, question, EVERYWHERE, source=SOURCE)
        shown = {int(text[:-1]) for text in texts(svg) if re.fullmatch(r"\d+%", text)}
        rows = figures.snapshot.tables[question["name"]]
        sums = [rows.counts[code] for code in rows.counts] + [
            [sum(column) for column in zip(*rows.counts.values(), strict=True)]
        ]
        pairs = {
            round(100 * a / sum(row) + 1e-9) for row in sums for a in [*row, row[0] + row[1], row[3] + row[4]]
        }
        assert shown
        assert shown <= pairs


def test_markup_in_a_title_stays_text(figures: Figures) -> None:
    source = FigureSource(MARKUP, MARKUP, MARKUP, date(2026, 1, 1), 1, invented=False)
    share = build_share(20, 40)
    with speaking("en"):
        pictures = [
            draw_indicator(figures, figures.content["indicators"][0], EVERYWHERE, source=source),
            draw_notice(MARKUP, MARKUP, MARKUP),
            draw_card(heading=MARKUP, statement=MARKUP, told=MARKUP, share=share, line=10, source=source),
            draw_trend(
                [TrendPoint(MARKUP, share)], title=MARKUP, place=MARKUP, finding=MARKUP, source=source
            ),
        ]
    for svg in pictures:
        assert "<script" not in svg
        assert "alert(1)" in "".join(texts(svg))
        assert {element.tag.partition("}")[2] for element in read(svg).iter()} <= {
            "svg",
            "rect",
            "line",
            "text",
            "circle",
        }


def test_a_trend_joins_only_what_is_exact(figures: Figures) -> None:
    sure, vague = build_share(30, 100), build_share(5, 15)
    points = [TrendPoint("1", sure), TrendPoint("2", sure), TrendPoint("3", vague), TrendPoint("4", sure)]
    with speaking("en"):
        svg = draw_trend(points, title="t", place="p", finding="f", source=SOURCE, line=10)
    assert svg.count("<circle") == 3
    assert svg.count(f'stroke="{BAR}"') == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_trend_of_any_length_stays_in_its_picture(ruler: Ruler, language: str, width: int) -> None:
    with Flask("cmm").app_context(), speaking(language):
        for rounds in (1, 2, 3, 4, 7, 12):
            spoken = period("2026-09-16", "2026-12-30")
            points = [TrendPoint(spoken, build_share(35, 100)) for _ in range(rounds)]
            svg = draw_trend(points, title="t", place="p", finding="f", source=SOURCE, line=10, width=width)
            said = lines(svg, ruler)
            assert [line for line in said if line.left < 0 or line.right > width] == []
            assert "".join(texts(svg)).count("2026") >= rounds


def test_pictures_are_the_same_bytes_again_and_as_wide_as_asked(figures: Figures) -> None:
    with speaking("kk"):
        indicator = figures.content["indicators"][0]
        first = draw_indicator(figures, indicator, EVERYWHERE, source=SOURCE)
        assert first == draw_indicator(figures, indicator, EVERYWHERE, source=SOURCE)
        card = draw_card(
            heading="h", statement=words(indicator["label"]), told="t", share=None, line=None, source=SOURCE
        )
    small, large = make_png(first, width=640), make_png(first, width=1280)
    assert small == make_png(first, width=640)
    height = size_of(small)[1]
    assert size_of(small) == (640, height)
    assert size_of(large) == (1280, 2 * height)
    assert size_of(make_png(card, width=1200)) == (1200, 630)


def test_a_picture_shows_its_letters(figures: Figures) -> None:
    """With the font missing resvg would draw nothing where the letters are, and say nothing."""
    with speaking("kk"):
        said = draw_notice("ӘҒҚҢӨҰҮҺІ", "", "")
        silent = draw_notice("", "", "")
    assert len(make_png(said, width=640)) > len(make_png(silent, width=640)) + 500


def test_without_the_font_it_is_said_which_package_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(png, "FONT_FOLDERS", ("/nowhere",))
    png._find_fonts.cache_clear()
    with pytest.raises(PrintingUnavailable, match="fonts-dejavu-core"):
        make_png('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>', width=1)
    png._find_fonts.cache_clear()


def test_the_table_of_widths_is_that_of_the_font(ruler: Ruler) -> None:
    for bold, widths in _WIDTHS.items():
        for letter, width in widths.items():
            real = ruler.measure(letter, 1000, bold=bold)
            assert real <= width, letter
    every = "Абвгд Әғқңө abc 123"
    assert text_width(every, 10) == pytest.approx(ruler.measure(every, 10, bold=False), rel=0.08)


@given(
    st.text(max_size=80), st.sampled_from([60.0, 165.0, 324.0]), st.sampled_from([11.5, 17.0]), st.booleans()
)
def test_wrapped_lines_fit_and_lose_no_letter(text: str, width: float, size: float, bold: bool) -> None:
    wrapped = wrap_text(text, width, size, bold=bold)
    assert all(text_width(line, size, bold=bold) <= width or len(line) == 1 for line in wrapped)
    assert "".join("".join(wrapped).split()) == "".join(text.split())


def test_shares_without_figures_have_neither_bar_nor_range(figures: Figures) -> None:
    unknown = Share(0, 0, "no figures", known=False)
    with speaking("en"):
        svg = draw_trend([TrendPoint("1", unknown)], title="t", place="p", finding="f", source=SOURCE)
    assert svg.count("<circle") == 0
    assert bars(svg, RANGE) == []


@pytest.mark.parametrize(("count", "of", "drawn"), [(15, 45, 1), (5, 15, 0), (0, 0, 0)])
def test_a_card_draws_no_range_that_it_cannot_explain(
    figures: Figures, count: int, of: int, drawn: int
) -> None:
    share = build_share(count, of) if of else Share(0, 0, "no figures", known=False)
    with speaking("en"):
        svg = draw_card(heading="h", statement="s", told="t", share=share, line=10, source=SOURCE)
    assert len(bars(svg, BAR)) == drawn
    assert bars(svg, RANGE) == []
    assert svg.count("stroke-dasharray") == drawn
