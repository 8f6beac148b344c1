"""A page of documentation for the indicators of one questionnaire, made from its indicators.toml."""

from collections.abc import Iterator, Sequence

from cmm.domain.indicators.model import DIMENSIONS, Indicator, IndicatorSet
from cmm.domain.language import in_language
from cmm.domain.library.mappings import GrantModule
from cmm.domain.questionnaire.model import Question, Questionnaire

_LANGUAGES = {"ru": "Русский", "kk": "Қазақша"}
_DIRECTIONS = {"less_is_better": "less is better", "more_is_better": "more is better"}
_INTRODUCTION = """# Indicators of `{form_id}`: {title}

Made from `surveys/{form_id}/indicators.toml` by `flask --app cmm forms document`; do not edit it by hand.
Version {version} of the questionnaire, {count} indicators.

Each indicator recodes one question: the numerator and the denominator are sums of published, rounded
counts, so no indicator shows more than the tables do. Who left a question blank is in neither. A question
that only some people are asked is counted among those who were asked; it is published only where at least
ten were."""


def write_indicator_page(
    questionnaire: Questionnaire, indicator_set: IndicatorSet, modules: Sequence[GrantModule]
) -> str:
    """The page, in English, with the indicators' own words in all languages; dimensions in the order of
    AAAAQ.
    """
    parts = [
        _INTRODUCTION.format(
            form_id=questionnaire.form_id,
            title=in_language(questionnaire.title, "en", questionnaire.default_language),
            version=questionnaire.version,
            count=len(indicator_set.indicators),
        )
    ]
    for dimension in DIMENSIONS:
        found = [each for each in indicator_set.indicators if each.dimension == dimension]
        if found:
            parts.append(f"## {dimension.capitalize()}")
            parts += ["\n".join(_section(each, questionnaire, modules)) for each in found]
    return "\n\n".join(parts) + "\n"


def _section(
    indicator: Indicator, questionnaire: Questionnaire, modules: Sequence[GrantModule]
) -> Iterator[str]:
    name, _, choice = indicator.question.partition("/")
    question = next(each for each in questionnaire.questions() if each.name == name)
    yield f"### {indicator.label.get('en', indicator.id)}"
    yield ""
    for language, written in _LANGUAGES.items():
        yield f"- {written}: {indicator.label.get(language, '')}"
    yield f"- Code: `{indicator.id}`"
    yield f"- Question: `{indicator.question}`, “{_english(question)}”"
    numerator = indicator.numerator_words.get("en", "")
    yield f"- Numerator: {numerator} (`{'`, `'.join(indicator.numerator)}`)"
    yield f"- Denominator: {indicator.denominator_words.get('en', '')}"
    yield f"- Left out of the denominator: {_left_out(indicator, choice)}"
    yield f"- Direction: {_DIRECTIONS[indicator.direction]}{_red_line(indicator)}"
    yield f"- Standard: {_standard(indicator)}"
    speaks_to = [module for module in modules if module.covers(questionnaire.form_id, indicator.id)]
    for module in speaks_to:
        yield f"- Global Fund: {module.name}: {module.intervention}"


def _english(question: Question) -> str:
    return " ".join(question.label.get("en", question.name).split())


def _left_out(indicator: Indicator, choice: str) -> str:
    if choice:
        return "blank answers"
    return ", ".join([*(f"`{code}`" for code in indicator.excludes), "blank answers"])


def _red_line(indicator: Indicator) -> str:
    return "" if indicator.red_line is None else f"; red line {indicator.red_line}%"


def _standard(indicator: Indicator) -> str:
    if not indicator.standard:
        return "none; our own indicator"
    return f"{indicator.standard.get('name', '')} ({indicator.standard.get('source', '')})"
