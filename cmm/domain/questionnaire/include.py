"""Questions that many questionnaires share: an `include` row stands for the rows of another form's group.

A row of type `include` named `core.reach` is replaced by the rows of the group `reach` of the module `core`;
`core.reach.hours_fit` takes one question. A module is a folder with a form.md beside the questionnaire's own
folder (or in the folder of a library). What comes out is a plain XLSForm: nothing else of ours, and no other
reader, has to know that anything was included.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from cmm.domain.questionnaire.adapter import read_workbook
from cmm.domain.questionnaire.columns import nearest
from cmm.domain.questionnaire.include_cells import Headers, both, column_of, header_of
from cmm.domain.questionnaire.modules import FORM_FILE, Module, list_named, read_module, rows_of_list
from cmm.domain.questionnaire.problems import Problem, QuestionnaireRefused
from cmm.domain.questionnaire.sheets import Sheet, SheetRow, Workbook

INCLUDE = "include"


def read_expanded(path: Path, library: Path | None = None) -> Workbook:
    """Read an XLSForm file with everything it includes put in, as `expand` does.

    Modules are looked for beside the form's folder, beside the form, and in `library`. Raises
    `QuestionnaireRefused` for an unreadable file.
    """
    return expand(read_workbook(path), [path.parent.parent, path.parent, *([library] if library else [])])


def expand(workbook: Workbook, folders: Sequence[Path]) -> Workbook:
    """A form with everything it includes put in; mistakes are among the workbook's problems.

    `folders` hold the folders of modules. Included rows bear the number of the row that included them;
    included choices bear 0, since they stand in no row of the author's.
    """
    survey = workbook.sheet("survey")
    column = header_of(survey, "type")
    if not any(_is_include(row, column) for row in survey.rows):
        return workbook
    return _Expansion(workbook, folders).expand()


def list_includes(path: Path) -> list[str]:
    """What a form includes, as written ("core.reach"). Raises `QuestionnaireRefused` for an unreadable
    file.
    """
    survey = read_workbook(path).sheet("survey")
    kind, name = header_of(survey, "type"), header_of(survey, "name")
    return [row.cells.get(name, "") for row in survey.rows if _is_include(row, kind)]


def _is_include(row: SheetRow, column: str) -> bool:
    return row.cells.get(column, "").lower() == INCLUDE


class _Expansion:
    """One form being expanded; `problems` grows as its include rows are looked at."""

    def __init__(self, workbook: Workbook, folders: Sequence[Path]) -> None:
        self._workbook, self._folders = workbook, folders
        self._survey, self._choices = workbook.sheet("survey"), workbook.sheet("choices")
        self._survey_headers, self._choices_headers = Headers(self._survey), Headers(self._choices)
        self._modules: dict[str, Module | None] = {}
        self._brought: dict[str, tuple[Module, int]] = {}
        self._problems: list[Problem] = []

    def expand(self) -> Workbook:
        kind = self._survey_headers.find("type")
        rows: list[SheetRow] = []
        for row in self._survey.rows:
            rows += self._include(row) if _is_include(row, kind) else [row]
        survey = replace(self._survey, headers=self._survey_headers.all, rows=tuple(rows))
        added = self._find_choices(survey)
        choices = replace(
            self._choices, headers=self._choices_headers.all, rows=(*self._choices.rows, *added)
        )
        names = dict.fromkeys([*self._workbook.sheet_names, *(["choices"] if added else [])])
        return replace(
            self._workbook,
            sheet_names=tuple(names),
            sheets={**self._workbook.sheets, "survey": survey, **({"choices": choices} if added else {})},
            problems=(*self._workbook.problems, *self._problems),
        )

    def _include(self, row: SheetRow) -> list[SheetRow]:
        """The rows that an include row stands for; none, and a problem, where it is mistaken."""
        self._check_cells(row)
        address = row.cells.get(self._survey_headers.find("name"), "")
        module = self._find_module(address.partition(".")[0], row)
        found = module.find(address) if module else ()
        if module is None or not found:
            if module:
                self._problem("unknown_include", _nothing_called(address, module), row, "name")
            return []
        for list_name in list_named(module.workbook.sheet("survey"), found):
            self._brought.setdefault(list_name, (module, row.number))
        return [self._as_own(module, each, row) for each in found]

    def _check_cells(self, row: SheetRow) -> None:
        for header in row.cells:
            if column_of(self._survey, header) not in _INCLUDE_COLUMNS:
                words = "An include row takes a name and a relevant, nothing else. Empty this cell."
                self._problems.append(Problem("include_with_more", words, "survey", row.number, header))

    def _as_own(self, module: Module, row: SheetRow, included_by: SheetRow) -> SheetRow:
        cells = self._survey_headers.translate(module.workbook.sheet("survey"), row)
        condition = included_by.cells.get(self._survey_headers.find("relevant"), "")
        if condition:
            column = self._survey_headers.find("relevant")
            cells[column] = both(condition, cells.get(column, ""))
        return SheetRow(included_by.number, cells)

    def _find_module(self, name: str, row: SheetRow) -> Module | None:
        if name not in self._modules:
            self._modules[name] = self._read_module(name, row)
        return self._modules[name]

    def _read_module(self, name: str, row: SheetRow) -> Module | None:
        paths = [folder / name / FORM_FILE for folder in self._folders] if name.isidentifier() else []
        path = next((path for path in paths if path.is_file()), None)
        if path is None:
            words = (
                f"There is no module {name!r} to include from: no folder {name!r} with a form.md stands "
                "beside this questionnaire's folder. Write for example 'core.respect'."
            )
            self._problem("unknown_include", words, row, "name")
            return None
        try:
            return read_module(path)
        except QuestionnaireRefused as refused:
            words = f"The module {name!r} cannot be read: {refused.problems[0]}"
            self._problem("broken_include", words, row, "name")
            return None

    def _find_choices(self, survey: Sheet) -> list[SheetRow]:
        """The lists that some row uses and the form does not have, from the modules it includes."""
        added: list[SheetRow] = []
        for list_name in dict.fromkeys(list_named(survey, survey.rows)):
            own = rows_of_list(self._choices, list_name)
            module, number = self._brought.get(list_name, (self._module_with(list_name), None))
            offered = [self._choice(module, row) for row in module.choices(list_name)] if module else []
            if not own:
                added += offered
            elif module and number and not _same(own, offered):
                words = (
                    f"The list {list_name!r} comes with the module {module.name!r}, and the choices sheet "
                    "has another list of this name. Give yours another name."
                )
                self._problems.append(Problem("include_clash", words, "survey", number))
        return added

    def _module_with(self, list_name: str) -> Module | None:
        modules = (module for module in self._modules.values() if module)
        return next((module for module in modules if module.choices(list_name)), None)

    def _choice(self, module: Module, row: SheetRow) -> SheetRow:
        return SheetRow(0, self._choices_headers.translate(module.workbook.sheet("choices"), row))

    def _problem(self, code: str, words: str, row: SheetRow, column: str) -> None:
        header = self._survey_headers.find(column)
        self._problems.append(Problem(code, words, "survey", row.number, header))


_INCLUDE_COLUMNS = ("type", "name", "relevant", None)


def _nothing_called(address: str, module: Module) -> str:
    meant = nearest(address, module.addresses())
    advice = f"Did you mean {meant!r}?" if meant else f"It has the groups {', '.join(module.groups)}."
    return f"The module {module.name!r} has nothing called {address!r}. {advice}"


def _same(mine: list[SheetRow], offered: list[SheetRow]) -> bool:
    """Whether two lists have the same codes and words, in the same order, wherever both have words."""
    if len(mine) != len(offered):
        return False
    return all(
        _shared(one.cells, other.cells) == _shared(other.cells, one.cells)
        for one, other in zip(mine, offered, strict=True)
    )


def _shared(cells: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    return {header: cell for header, cell in cells.items() if header in others}
