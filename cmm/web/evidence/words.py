"""Words for the codes and columns of the tables, in the language that is spoken now."""

from cmm.web.i18n import LANGUAGE_NAMES
from cmm.web.i18n import gettext as _
from cmm.web.reading.indicators import DIMENSIONS, dimension_title
from cmm.web.reading.promises import MARKS, state_words
from cmm.web.reading.shares import share_in_words


def say_codes() -> dict[str, str]:
    """Everything that stands in a table as a code and may be said in words."""
    return {
        **{code: dimension_title(code) for code in DIMENSIONS},
        **share_in_words(),
        **{state: state_words(state) for state in MARKS},
        "better": _("better than when it was asked"),
        "no_better": _("no better than when it was asked"),
        "cannot_be_told": _("It cannot be told yet"),
        "less_is_better": _("less is better"),
        "more_is_better": _("more is better"),
        "over": _("surely beyond the red line"),
        "within": _("surely within the red line"),
        "unsure": _("not certain"),
        "too_few_answers": _("too few answers to say"),
        "few_asked": _("not published: this question concerned too few people, or all but a few"),
        "no_figures": _("no figures"),
        "high": _("1: high"),
        "middle": _("2: middle"),
        "watch": _("3: keep watching"),
        "unknown": _("4: too few answers to say"),
        "check_line": _("Check against the current text before using it."),
        "counted": _("in the data"),
        "groups": _("makes groups of people"),
        "not_published": _("not published"),
    }


def column_titles() -> dict[str, str]:
    """What the columns of all tables are called."""
    return {**_places_and_questions(), **_shares(), **_codebook(), **_crosswalk(), **_promises()}


def sheet_titles() -> dict[str, str]:
    """What the sheets of the workbook are called: at most 31 letters each."""
    return {
        "data": _("All answers"),
        "indicators": _("Indicators"),
        "groups": _("Groups of people"),
        "themes": _("Own words"),
        "promises": _("Requests and promises"),
        "crosswalk": _("Finding to activity"),
        "codebook": _("Codebook"),
        "about": _("About"),
    }


def priority_rule() -> list[str]:
    """How the priorities of the crosswalk are counted."""
    return [
        _("Priorities are counted from the published figures by one rule, the same for everybody:"),
        _("1, high: surely beyond the red line, or it surely went wrong for at least 25 of 100 people."),
        _("2, middle: it surely went wrong for at least 10 of 100, or it may be beyond the red line."),
        _("3, keep watching: neither. 4: too few answers to say."),
        _("“Surely” means the careful end of the range that is given with every share."),
    ]


def _places_and_questions() -> dict[str, str]:
    return {
        "unit": _("Code of the place"),
        "unit_label": _("Place"),
        "place": _("Code of the place"),
        "place_label": _("Place"),
        "question": _("Code of the question"),
        "question_label": _("Question"),
        "answer": _("Code of the answer"),
        "answer_label": _("Answer"),
        "count": _("So many answered so (rounded to 5)"),
        "of": _("Of so many asked (rounded to 5)"),
        "in_numerator": _("Counts as “happened” (1) or not (0)"),
        "in_denominator": _("Is counted (1) or left out (0)"),
        "group_question": _("Code of the question that makes groups"),
        "group": _("Code of the group"),
        "group_label": _("Group"),
        "group_responses": _("People in the group (rounded to 5)"),
        "theme": _("Code of the theme"),
        "theme_label": _("Theme"),
    }


def _shares() -> dict[str, str]:
    return {
        "indicator": _("Code of the indicator"),
        "indicator_label": _("What happened to people"),
        "dimension": _("Dimension"),
        "direction": _("Which way is better"),
        "numerator": _("It happened to so many (rounded to 5)"),
        "denominator": _("Of so many (rounded to 5)"),
        "percent": _("Share, %"),
        "share_words": _("Share in words"),
        "low": _("Range from, %"),
        "high": _("Range to, %"),
        "red_line": _("Red line, %"),
        "red_line_state": _("Beyond the red line?"),
        "not_published": _("Why there are no numbers"),
        "standard": _("International indicator"),
    }


def _codebook() -> dict[str, str]:
    labels = {f"label_{code}": f"{_('Words')} ({name})" for code, name in LANGUAGE_NAMES.items()}
    asked = {f"asked_{code}": f"{_('Who was asked')} ({name})" for code, name in LANGUAGE_NAMES.items()}
    return {
        "variable": _("Name of the question"),
        "code": _("Code of the answer"),
        "type": _("Type"),
        "use": _("Use"),
        **labels,
        **asked,
    }


def _crosswalk() -> dict[str, str]:
    return {
        "priority": _("Priority"),
        "finding": _("Finding"),
        "module": _("Global Fund module"),
        "intervention": _("Intervention"),
        "national_line": _("Line of national programmes"),
        "national_line_check": _("Check"),
        "activity": _("Proposed activity"),
    }


def _promises() -> dict[str, str]:
    return {
        "promise": _("Code of the request"),
        "ask": _("What is asked"),
        "office": _("To which office"),
        "state": _("Where it stands"),
        "asked_on": _("Public since"),
        "due_on": _("Until when"),
        "asked_round": _("Round of the first figure"),
        "asked_numerator": _("Then: it happened to so many (rounded to 5)"),
        "asked_denominator": _("Then: of so many (rounded to 5)"),
        "later_round": _("Later round"),
        "later_numerator": _("Later: it happened to so many (rounded to 5)"),
        "later_denominator": _("Later: of so many (rounded to 5)"),
        "later_result": _("What the comparison says"),
        "address": _("Page of the request"),
    }
