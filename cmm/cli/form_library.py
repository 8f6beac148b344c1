"""``flask forms new | compare | document``: the question library."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import click

from cmm.domain.indicators import IndicatorsRefused
from cmm.domain.library.compare import ComparedItem, Verdict, compare_questionnaires
from cmm.domain.library.documents import Document, build_documents
from cmm.domain.library.variant import VariantRefused, make_variant
from cmm.domain.questionnaire.compile import load_questionnaire
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.questionnaire.modules import FORM_FILE
from cmm.domain.questionnaire.problems import QuestionnaireRefused
from cmm.domain.questionnaire.survey_folder import SurveyUnreadable
from cmm.paths import DataFolderMissing, data_dir
from cmm.services.clock import today

_FOLDER = click.Path(path_type=Path, file_okay=False)
_VERDICTS: Mapping[Verdict, str] = {
    "same": "the same",
    "words": "the same but for words",
    "changed": "changed",
    "new": "new",
    "gone": "gone",
}


def find_form(form: Path) -> Path:
    """A file, a survey folder, or the form_id of one of our own surveys, as the path of a form file."""
    if form.is_dir():
        return form / FORM_FILE
    if form.exists():
        return form
    try:
        own = data_dir("surveys") / form / FORM_FILE
    except DataFolderMissing:
        return form
    return own if own.is_file() else form


@click.command()
@click.argument("source", metavar="FROM", type=click.Path(path_type=Path))
@click.argument("form_id", metavar="NEW_ID")
@click.option("--to", "folder", type=_FOLDER, help="Where the new folder is made; otherwise beside FROM.")
def new(source: Path, form_id: str, folder: Path | None) -> None:
    """Start a questionnaire as a copy of another one (a survey folder or a form_id)."""
    origin = find_form(source).parent
    version = f"{today():%Y%m%d}01"
    try:
        made = make_variant(origin, form_id, folder or origin.parent, version)
    except (VariantRefused, OSError) as refused:
        raise click.ClickException(str(refused)) from None
    except QuestionnaireRefused as refused:
        raise click.ClickException(_first_problem(refused)) from None
    click.echo(f"made: {made} (version {version})")
    click.echo(
        "Change its form.md, indicators.toml and method texts, then: flask --app cmm forms check " + str(made)
    )


@click.command()
@click.argument("earlier", type=click.Path(path_type=Path))
@click.argument("later", type=click.Path(path_type=Path))
def compare(earlier: Path, later: Path) -> None:
    """Say which items of two questionnaires are the same, changed, new or gone: trends use the same ones."""
    items = compare_questionnaires(_load(earlier), _load(later))
    for item in items:
        click.echo(_line(item))
    counts = Counter(item.verdict for item in items)
    click.echo(
        ", ".join(f"{counts[verdict]} {words}" for verdict, words in _VERDICTS.items() if counts[verdict])
    )


@click.command()
@click.option("--surveys", type=_FOLDER, help="The library; otherwise the one that came with the program.")
@click.option(
    "--docs", type=_FOLDER, help="Where the pages of indicators go; otherwise docs beside the library."
)
@click.option("--check", is_flag=True, help="Write nothing; exit status 1 if a document is out of date.")
def document(surveys: Path | None, docs: Path | None, check: bool) -> None:
    """Write what is generated from the library: tables of the README, the item bank, pages of indicators."""
    library = surveys or data_dir("surveys")
    try:
        documents = build_documents(library, docs or library.parent / "docs")
    except (QuestionnaireRefused, IndicatorsRefused) as refused:
        raise click.ClickException(_first_problem(refused)) from None
    except (SurveyUnreadable, ValueError, OSError) as error:
        raise click.ClickException(str(error)) from None
    stale = [each for each in documents if not _is_current(each)]
    for each in stale:
        if not check:
            each.path.parent.mkdir(parents=True, exist_ok=True)
            each.path.write_text(each.text, encoding="utf-8")
        click.echo(f"{'out of date' if check else 'written'}: {each.path}")
    if check and stale:
        raise SystemExit(1)


def _is_current(document: Document) -> bool:
    return document.path.is_file() and document.path.read_text(encoding="utf-8") == document.text


def _load(form: Path) -> Questionnaire:
    try:
        return load_questionnaire(find_form(form))
    except QuestionnaireRefused as refused:
        raise click.ClickException(
            f"{form} has problems; see: flask --app cmm forms check. {_first_problem(refused)}"
        ) from None


def _first_problem(refused: QuestionnaireRefused | IndicatorsRefused) -> str:
    return str(next((problem for problem in refused.problems if not problem.warning), refused.problems[0]))


def _line(item: ComparedItem) -> str:
    what = f" ({'; '.join(item.what)})" if item.what else ""
    return f"{_VERDICTS[item.verdict]}: {item.name}{what}"
