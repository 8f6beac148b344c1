"""What the chart library says in the reader's language, and the settings that keep its charts at home."""

from typing import Any

from babel.numbers import get_decimal_symbol, get_group_symbol

from cmm.web.i18n import current_language
from cmm.web.i18n import gettext as _


def chart_config() -> dict[str, Any]:
    """Plotly's config: no sending of charts anywhere, no logo, one button that saves a picture.

    The picture is SVG: its bytes never pass through an image address that our content policy refuses.
    """
    language = current_language()
    return {
        "showSendToCloud": False,
        "plotlyServerURL": "",
        "displaylogo": False,
        "displayModeBar": True,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "svg", "filename": "chart"},
        "responsive": True,
        "scrollZoom": False,
        "showTips": False,
        "locale": language,
        "locales": {language: {"dictionary": _dictionary(), "format": _format(language)}},
    }


def _dictionary() -> dict[str, str]:
    return {
        "Download plot": _("Save as a picture"),
        "Download plot as a PNG": _("Save as a picture"),
        "Preparing image - this may take a few seconds": _("Preparing the picture…"),
        "Image download succeeded": _("The picture is saved"),
        "Sorry, there was a problem downloading your image!": _("The picture could not be saved."),
        "Double-click on legend to isolate one trace": _("Press twice on a name to see it alone"),
    }


def _format(language: str) -> dict[str, str]:
    return {"decimal": get_decimal_symbol(language), "thousands": get_group_symbol(language)}
