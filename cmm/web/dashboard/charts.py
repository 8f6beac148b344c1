"""Plotly figures as plain dictionaries, built from the same shares as the tables beside them."""

from html import escape
from textwrap import wrap
from typing import Any

from cmm.web.dashboard.chart_words import chart_config
from cmm.web.i18n import gettext as _
from cmm.web.reading.indicators import IndicatorView, UnitShare
from cmm.web.reading.questions import QuestionView
from cmm.web.reading.shares import Share

Figure = dict[str, Any]

BAR = "#2a8a88"
RANGE = "#9aa7a7"
LINE = "#c8452f"
SCALE = ("#bfe0dc", "#8cc5c0", "#55a5a1", "#2a8381", "#0f5a5b")
"""One hue from light to dark: the order is seen, and nothing is judged by a colour."""
MANY = ("#2a8a88", "#c77f2a", "#7a68b3", "#b5532b", "#5c8f3f", "#bf5f8f", "#4a7fb0", "#8d7a5a")
SILENT = "#9a9a9a"
ROW = 34
"""Pixels of one row; a chart grows with its rows."""
LINE_LENGTH = 30
"""Letters in a line of the title: it has to fit a phone."""


def build_indicator_chart(view: IndicatorView, *, everywhere: str, source: str) -> Figure:
    """Bars of all units with their intervals and the red line. `source` names round and dates."""
    rows = [UnitShare(everywhere, "", view.share), *view.units]
    told = [row for row in rows if row.share.of]
    exact = [row for row in told if row.share.exact]
    vague = [row for row in told if not row.share.exact]
    traces = [_bars(exact, _("Share"))]
    if vague:
        traces.append(_ranges(vague, _("Few answers: only a range")))
    layout = _layout(view.label, source, [row.name for row in told])
    if vague:
        _add_legend(layout, traces)
    if view.line:
        layout["shapes"] = [_red_line(view.line.percent)]
        layout["annotations"] = [_red_line_words(view.line.percent)]
    return {"data": traces, "layout": layout, "config": chart_config()}


def build_question_chart(view: QuestionView, *, source: str, scale: bool) -> Figure:
    """Stacked bars of all answers, one bar for each unit that has enough answers for a percentage."""
    rows = [(row.name, row.shares) for row in view.units if row.shares[0].exact]
    colours = [*_colours(len(view.columns) - 1, scale=scale), SILENT]
    traces = [
        _answer(label, [(name, shares[place]) for name, shares in rows], colour)
        for place, (label, colour) in enumerate(zip(view.columns, colours, strict=True))
    ]
    layout = _layout(view.label, source, [name for name, _shares in rows])
    layout["barmode"] = "stack"
    _add_legend(layout, traces)
    return {"data": traces, "layout": layout, "config": chart_config()}


def _bars(rows: list[UnitShare], name: str) -> Figure:
    values = [_percent(row.share) for row in rows]
    return {
        "type": "bar",
        "orientation": "h",
        "name": _lines(name, LINE_LENGTH - 4),
        "y": [escape(row.name) for row in rows],
        "x": values,
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [
                max(row.share.interval.high - value, 0) for row, value in zip(rows, values, strict=True)
            ],
            "arrayminus": [
                max(value - row.share.interval.low, 0) for row, value in zip(rows, values, strict=True)
            ],
            "thickness": 1.5,
            "width": 5,
        },
        "marker": {"color": BAR},
        "hovertext": [_hover(row.share) for row in rows],
        "hoverinfo": "text",
    }


def _ranges(rows: list[UnitShare], name: str) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "name": _lines(name, LINE_LENGTH - 4),
        "y": [escape(row.name) for row in rows],
        "base": [row.share.interval.low for row in rows],
        "x": [row.share.interval.high - row.share.interval.low for row in rows],
        "marker": {"color": RANGE},
        "opacity": 0.6,
        "hovertext": [_hover(row.share) for row in rows],
        "hoverinfo": "text",
    }


def _answer(label: str, rows: list[tuple[str, Share]], colour: str) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "name": _lines(label, LINE_LENGTH - 4),
        "y": [escape(name) for name, _share in rows],
        "x": [_percent(share) for _name, share in rows],
        "marker": {"color": colour},
        "hovertext": [f"{escape(label)}<br>{_hover(share)}" for _name, share in rows],
        "hoverinfo": "text",
    }


def _layout(title: str, source: str, names: list[str]) -> Figure:
    head = 54 + 19 * len(wrap(title, LINE_LENGTH)) + 14 * len(wrap(source, LINE_LENGTH + 6))
    return {
        "title": _title(title, source),
        "height": head + 48 + ROW * len(names),
        "margin": {"l": 8, "r": 30, "t": head, "b": 44},
        "xaxis": {
            "range": [0, 100],
            "dtick": 25,
            "ticksuffix": "%",
            "tickfont": {"size": 11},
            "fixedrange": True,
            "zeroline": False,
        },
        "yaxis": {
            "autorange": "reversed",
            "automargin": True,
            "fixedrange": True,
            "categoryorder": "array",
            "categoryarray": [escape(name) for name in names],
        },
        "bargap": 0.35,
        "barmode": "overlay",
        "showlegend": False,
        "dragmode": False,
        "template": None,
    }


def _add_legend(layout: Figure, traces: list[Figure]) -> None:
    """Put the names of the traces under the axis and make the chart higher by as much."""
    layout["showlegend"] = True
    place = {"xref": "container", "x": 0.02, "yref": "container", "y": 0, "yanchor": "bottom"}
    layout["legend"] = {"orientation": "h", "traceorder": "normal", **place}
    needed = 16 + sum(22 + 16 * trace["name"].count("<br>") for trace in traces)
    layout["height"] += needed
    layout["margin"] = {**layout["margin"], "b": layout["margin"]["b"] + needed}


def _title(title: str, source: str) -> Figure:
    """The title stands at the top left, under it what it is taken from."""
    return {
        "text": _lines(title, LINE_LENGTH),
        "subtitle": {"text": _lines(source, LINE_LENGTH + 6), "font": {"size": 11, "weight": "normal"}},
        "font": {"size": 14, "weight": "bold"},
        "x": 0,
        "xref": "container",
        "xanchor": "left",
        "y": 1,
        "yref": "container",
        "yanchor": "top",
        "pad": {"l": 8, "t": 30},
    }


def _red_line(percent: int) -> Figure:
    line = {"color": LINE, "width": 2, "dash": "dash"}
    return {"type": "line", "x0": percent, "x1": percent, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _red_line_words(percent: int) -> Figure:
    words = _("red line")
    return {"x": percent, "yref": "paper", "y": 1, "yanchor": "bottom", "text": words, "showarrow": False}


def _lines(text: str, length: int) -> str:
    """`text` in lines of at most `length` letters, safe in the library's small markup."""
    return "<br>".join(escape(line) for line in wrap(text, length))


def _percent(share: Share) -> int:
    return int(share.size * 100 + 0.5)


def _hover(share: Share) -> str:
    return "<br>".join(escape(part) for part in (share.text, share.between, share.base) if part)


def _colours(count: int, *, scale: bool) -> list[str]:
    if scale and count <= len(SCALE):
        return list({2: SCALE[::4], 3: SCALE[::2]}.get(count, SCALE[:count]))
    return [MANY[place % len(MANY)] for place in range(count)]
