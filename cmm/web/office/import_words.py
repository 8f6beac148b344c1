"""What is found in a table of responses, in the language of the page. A cell is repeated where it helps to
find a choice or a number, never where it is a text.
"""

from collections.abc import Mapping, Sequence

from cmm.domain.answer_columns import Target
from cmm.domain.delimited import LONGEST_CELL
from cmm.domain.identifying import DEVICE, DOCUMENT, INTERNET, MAIL, MOMENT, PLACE, RECORD, TELEPHONE
from cmm.domain.language import in_language
from cmm.domain.questionnaire.model import Question, Questionnaire
from cmm.domain.sheet_columns import BY_LOOK, BY_NAME, BY_PERSON, BY_TOOL, COMPUTED_HERE, EMPTY, LeftOut
from cmm.domain.sheet_problems import ROWS_NAMED, SheetProblem
from cmm.web.i18n import current_language
from cmm.web.i18n import gettext as _

MOST_CHOICES = 10
"""Choices that a sentence lists."""


def tell_problem(problem: SheetProblem, questionnaire: Questionnaire) -> str:
    """The sentence for a problem of a row or a column, with what is allowed instead."""
    facts = problem.facts
    known = {**_about_columns(), **_about_rows(), **_about_answers()}
    own = facts.get("own")
    sentence = in_language(own, current_language()) if isinstance(own, Mapping) and own else ""
    sentence = sentence or known[problem.code] % _words_of(facts)
    value = facts.get("value")
    if value and problem.code in _about_answers():
        sentence = _("“%(value)s”: %(reason)s") % {"value": value, "reason": sentence}
    parts = [_of_question(problem, questionnaire), sentence, _allowed(facts, questionnaire), _rows(facts)]
    return " ".join(part for part in parts if part)


def tell_file(problem: SheetProblem) -> str:
    """The sentence for a file that is no table."""
    sentence = _about_files()[problem.code] % _words_of(problem.facts)
    return (
        _("Row %(row)s: %(reason)s") % {"row": problem.row, "reason": sentence} if problem.row else sentence
    )


def group_left_out(left_out: Sequence[LeftOut]) -> list[tuple[str, list[str]]]:
    """(why, headers): the columns that are not taken, those with one reason together."""
    groups: dict[str, list[str]] = {}
    for one in left_out:
        groups.setdefault(_tell_left_out(one), []).append(one.header)
    return list(groups.items())


def tell_how(by: str) -> str:
    """How the question of a column was recognised."""
    return {
        "name": _("by its name"),
        "label": _("by its words"),
        "name_in_group": _("by its name, behind groups that our form does not have"),
        "person": _("chosen by you"),
    }[by]


def tell_look(what: object) -> str:
    """What a cell looks like."""
    return {
        PLACE: _("a place on the map"),
        TELEPHONE: _("a phone number"),
        MOMENT: _("a time of day"),
        MAIL: _("an e-mail address"),
        INTERNET: _("an internet address"),
        RECORD: _("an identifier of a record"),
        DEVICE: _("an identifier of a phone or a computer"),
        DOCUMENT: _("a number of an identity document"),
    }.get(str(what), str(what))


def name_target(target: Target, questionnaire: Questionnaire) -> str:
    """What a column holds: the words of its question, and of the choice if it is about one."""
    words = [in_language(target.question.label, current_language()) or target.question.name]
    for choice in questionnaire.choices_of(target.question):
        if choice.name == target.choice:
            words.append(in_language(choice.label, current_language()) or choice.name)
    return " – ".join(words)


def name_question(question: Question) -> str:
    """A question as people know it, with its name."""
    label = in_language(question.label, current_language()) if question.label else ""
    return f"{label} ({question.name})" if label else question.name


def _tell_left_out(one: LeftOut) -> str:
    if one.why == BY_LOOK:
        return _("it holds what looks like %(what)s") % {"what": tell_look(one.what)}
    return {
        BY_TOOL: _("the program on the phones or its server added it; it is no answer"),
        BY_NAME: _("by its name it shows who or where somebody is"),
        BY_PERSON: _("you chose to leave it out"),
        COMPUTED_HERE: _("nobody answers it; it is worked out anew"),
        EMPTY: _("nothing stands in it"),
    }[one.why]


def _words_of(facts: Mapping[str, object]) -> dict[str, object]:
    """What stands in the sentences; numbers without an idle ".0"."""
    plain = {name: f"{fact:g}" if isinstance(fact, float) else fact for name, fact in facts.items()}
    return {
        "value": "",
        "low": "",
        "high": "",
        "limit": LONGEST_CELL,
        **plain,
        "what": tell_look(facts.get("what", "")),
    }


def _of_question(problem: SheetProblem, questionnaire: Questionnaire) -> str:
    """The question that has no column at all."""
    if problem.column is not None or "question" not in problem.facts:
        return ""
    question = _find(problem.facts, questionnaire)
    name = name_question(question) if question else str(problem.facts["question"])
    return _("The question “%(question)s” has no column:") % {"question": name}


def _allowed(facts: Mapping[str, object], questionnaire: Questionnaire) -> str:
    question = _find(facts, questionnaire)
    choices = questionnaire.choices_of(question) if question else ()
    if not choices:
        return ""
    words = [
        f"{choice.name} ({in_language(choice.label, current_language())})" if choice.label else choice.name
        for choice in choices[:MOST_CHOICES]
    ]
    listed = ", ".join((*words, *(["…"] if len(choices) > MOST_CHOICES else [])))
    return _("Allowed: %(choices)s.") % {"choices": listed}


def _rows(facts: Mapping[str, object]) -> str:
    rows = facts.get("rows")
    if not isinstance(rows, tuple) or len(rows) < 2:
        return ""
    named = ", ".join(str(row) for row in rows[:ROWS_NAMED])
    if len(rows) <= ROWS_NAMED:
        return _("Rows: %(rows)s.") % {"rows": named}
    return _("Rows: %(rows)s and %(more)s more.") % {"rows": named, "more": len(rows) - ROWS_NAMED}


def _find(facts: Mapping[str, object], questionnaire: Questionnaire) -> Question | None:
    name = str(facts.get("question", "")).rpartition(".")[2]
    return next((one for one in questionnaire.questions() if one.name == name), None)


def _about_columns() -> dict[str, str]:
    return {
        "unknown_column": _(
            "No question has this name or these words. Choose its question, or leave it out."
        ),
        "ambiguous_column": _("Several questions are called so. Choose which one it is, or leave it out."),
        "same_question": _(
            "It belongs to the same question as the column “%(other)s”. Leave one of them out."
        ),
        "question_identifies": _(
            "It belongs to a question, but holds what looks like %(what)s. Leave it out; only if you know "
            "that these are answers, choose the question."
        ),
        "no_header": _(
            "No column belongs to a question of this round. Has the file a first row with the names of the "
            "questions, and is it of this questionnaire?"
        ),
        "no_such_column": _("A column that you decided about is not in the file."),
        "no_such_question": _("There is no such question. Choose again."),
    }


def _about_rows() -> dict[str, str]:
    return {
        "unknown_city": _("“%(value)s” is no city that you may import for in this round."),
        "city_missing": _("The city is missing."),
        "duplicate": _("The same response stands in row %(first)s already, with other answers."),
        "turned_down": _("Somebody turned this response down in the program that it comes from."),
        "identifying": _(
            "It holds what looks like %(what)s. Clear the cell in the file, or leave the column out."
        ),
        "contradiction": _("The column and the columns of its choices say different things."),
    }


def _about_answers() -> dict[str, str]:
    return {
        "unknown_value": _("This is not a choice of the question."),
        "ambiguous_value": _("This may mean several choices. Write the name of the choice."),
        "not_a_flag": _("This is neither 1 nor 0, which say whether the choice was ticked."),
        "required": _("An answer is required here."),
        "constraint": _("This breaks the rule of the question."),
        "not_a_choice": _("This is not offered after the other answers of the row."),
        "not_a_number": _("This is not a number."),
        "not_whole": _("This is not a whole number."),
        "out_of_range": _("This is not between %(low)s and %(high)s, or between its steps."),
        "not_a_date": _("This is not a date written as 2026-11-22."),
        "too_long": _("The text is longer than %(limit)s letters."),
        "too_many": _("There are too many."),
        "unknown_field": _("This has no place in the questionnaire."),
        "not_text": _("The text has signs that cannot be seen."),
    }


def _about_files() -> dict[str, str]:
    again = _("The file is damaged or has a password. Export it again, without a password.")
    return {
        "too_large": _("The file is larger than %(limit)s MB. Divide it into smaller files."),
        "unknown_encoding": _(
            "The file is no table that can be read. Export it as XLSX, or as CSV in UTF-8."
        ),
        "empty_file": _("The file is empty."),
        "damaged": again,
        "damaged_zip": again,
        "damaged_book": _("The workbook is damaged. Open it in a spreadsheet program and save it again."),
        "old_excel": _("This is an old Excel file (.xls) or has a password. Save it as .xlsx without one."),
        "zip_bomb": _(
            "The file unpacks to more than an export of answers has. "
            "Export it without pictures and other files."
        ),
        "header_missing": _("There is no row with the names of the questions."),
        "too_many_columns": _("There are more than %(limit)s columns."),
        "too_much": _("The sheet is larger than an export of answers. Divide it."),
        "cell_too_long": _("A cell is longer than %(limit)s letters. Is a quotation mark not closed?"),
        "book_cell_too_long": _(
            "The cell in column %(column)s is longer than %(limit)s letters. Shorten it."
        ),
        "broken_quotes": _(
            "The quotation marks are broken: one is not closed, or text follows a closing one."
        ),
        "ragged": _("There are %(cells)s cells, but the first row has %(width)s."),
        "formula_unknown": _(
            "A formula has no value yet. "
            "Open the file in a spreadsheet program, save it, and choose it again."
        ),
        "orphans": _(
            "The sheet “%(sheet)s” has answers that belong to no row of the main sheet. "
            "Export all of it again."
        ),
        "no_table": _("Nothing in this file is a table with answers."),
        "no_such_sheet": _("There is no such sheet. Choose one of these: %(names)s."),
        "sheet_not_chosen": _(
            "Several sheets may hold the answers. Choose the sheet below, and the file once more."
        ),
    }
