"""The door of respondents: it can only show an open questionnaire and add one sealed response."""

from cmm.web.collect import envelopes, field, paper
from cmm.web.collect.views import collect

__all__ = ["collect", "envelopes", "field", "paper"]
