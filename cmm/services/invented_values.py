"""Invented values for questions without choices: numbers, dates, ticks, texts."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from cmm.domain.questionnaire.model import Question

TYPICAL_NUMBER = 12.0
INVENTED_TEXT = "invented"
LONGEST_AGO = 400
"""Days: invented dates lie within about the last year."""


def draw_plain(
    question: Question, weights: Mapping[str, float], *, required: bool, today: date, randomness: Random
) -> str | None:
    """A raw value; one of `weights` when there are any. A text that nobody requires stays blank."""
    if weights:
        return randomness.choices(list(weights), list(weights.values()))[0]
    match question.type:
        case "range":
            return _draw_from_range(question.parameters, randomness)
        case "integer":
            return str(round(randomness.expovariate(1 / TYPICAL_NUMBER)))
        case "decimal":
            return f"{randomness.expovariate(1 / TYPICAL_NUMBER):.1f}"
        case "date":
            day = today - timedelta(days=randomness.randrange(LONGEST_AGO))
            return day.isoformat()[:7] if "month-year" in question.appearance else day.isoformat()
        case "acknowledge":
            return "OK"
    return INVENTED_TEXT if required else None


def _draw_from_range(parameters: Mapping[str, float], randomness: Random) -> str:
    start, end, step = (
        Decimal(str(parameters.get(name, default)))
        for name, default in (("start", 1), ("end", 10), ("step", 1))
    )
    steps = int(abs((end - start) / step))
    return format((start + randomness.randint(0, steps) * step).normalize(), "f")
