"""Figures as pictures: SVG from the shares that the pages show, and PNG of the same SVG.

A picture travels without its page. So it holds all that it needs to be believed: what was asked, one sentence
that says what was found, how many answers each bar rests on, who collected them and when, and its address.
"""

from cmm.web.drawing.answers import draw_question
from cmm.web.drawing.bars import draw_indicator
from cmm.web.drawing.card import draw_card, draw_notice
from cmm.web.drawing.png import make_png
from cmm.web.drawing.source import FigureSource
from cmm.web.drawing.trend import TrendPoint, draw_trend

__all__ = [
    "FigureSource",
    "TrendPoint",
    "draw_card",
    "draw_indicator",
    "draw_notice",
    "draw_question",
    "draw_trend",
    "make_png",
]
