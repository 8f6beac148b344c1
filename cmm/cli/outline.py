"""A questionnaire as an outline for a person: pages, questions, answers and routes, in one language."""

from collections.abc import Iterator

from cmm.domain.language import Translated, in_language
from cmm.domain.questionnaire.model import Group, Item, Question, Questionnaire, Repeat, Tree
from cmm.domain.questionnaire.pages import split_pages

_COMPARISONS = {"=", "!=", "<", "<=", ">", ">="}
_INFIX = _COMPARISONS | {"and", "or", "+", "-", "*", "div", "mod"}
_INDENT = "  "


def write_outline(questionnaire: Questionnaire, language: str) -> Iterator[str]:
    """The lines of the outline, texts in `language` or else in the form's default language."""
    title = in_language(questionnaire.title, language, questionnaire.default_language)
    languages = ", ".join(questionnaire.languages)
    yield f"{title} ({questionnaire.form_id}, version {questionnaire.version}; {languages})"
    outline = _Outline(questionnaire, language)
    for number, page in enumerate(split_pages(questionnaire), start=1):
        yield ""
        yield f"Page {number}. {outline.words(page.label)}".rstrip(". ")
        for item in page.items:
            yield from outline.item(item, _INDENT)


def expression_text(tree: Tree) -> str:
    """An expression tree written as XLSForm writes it."""
    if isinstance(tree, str):
        return f'"{tree}"' if "'" in tree else f"'{tree}'"
    if not isinstance(tree, list):
        return str(tree)
    operation, parts = str(tree[0]), tree[1:]
    if operation == "$":
        return f"${{{parts[0]}}}"
    if operation in (".", "@"):
        return str(parts[0]) if parts else "."
    if operation in _INFIX:
        return f" {operation} ".join(_operand(part, operation) for part in parts)
    if operation == "neg":
        return f"-{_operand(parts[0], operation)}"
    return f"{operation}({', '.join(expression_text(part) for part in parts)})"


def _operand(tree: Tree, outside: str) -> str:
    """A part of an expression, in brackets unless it is a comparison between "and" or "or"."""
    text = expression_text(tree)
    nested = isinstance(tree, list) and tree[0] in _INFIX
    plain = isinstance(tree, list) and tree[0] in _COMPARISONS and outside in ("and", "or")
    return f"({text})" if nested and not plain else text


class _Outline:
    """The lines of one questionnaire in one language."""

    def __init__(self, questionnaire: Questionnaire, language: str) -> None:
        self._questionnaire = questionnaire
        self._language = language

    def words(self, text: Translated) -> str:
        found = in_language(text, self._language, self._questionnaire.default_language)
        return " ".join(found.split())

    def item(self, item: Item, indent: str) -> Iterator[str]:
        if isinstance(item, Question):
            yield from self._question(item, indent)
            return
        yield f"{indent}[{self._container(item)}] {self.words(item.label)}".rstrip()
        yield from _route(item.relevant, indent + _INDENT)
        for inner in item.items:
            yield from self.item(inner, indent + _INDENT)

    def _container(self, item: Group | Repeat) -> str:
        kind = "repeat" if isinstance(item, Repeat) else "group"
        count = item.repeat_count if isinstance(item, Repeat) else None
        times = "" if count is None else f", {expression_text(count)} times"
        return f"{kind} {item.name}{times}"

    def _question(self, question: Question, indent: str) -> Iterator[str]:
        required = ", required" if question.required == ["true"] else ""
        yield f"{indent}{question.name} ({question.type}{required}) {self.words(question.label)}".rstrip()
        inner = indent + _INDENT * 2
        yield from _route(question.relevant, inner)
        for words, tree in (
            ("required if", question.required if not required else None),
            ("accepted if", question.constraint),
            ("computed as", question.calculation),
            ("choices where", question.choice_filter),
        ):
            if tree is not None:
                yield f"{inner}{words}: {expression_text(tree)}"
        for choice in self._questionnaire.choices_of(question):
            yield f"{inner}- {choice.name}: {self.words(choice.label)}"


def _route(relevant: Tree | None, indent: str) -> Iterator[str]:
    if relevant is not None:
        yield f"{indent}asked if: {expression_text(relevant)}"
