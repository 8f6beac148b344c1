"""Whatever a file holds, reading it gives a questionnaire or words for its author, never anything else."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmm.domain.questionnaire.compile import load_questionnaire
from cmm.domain.questionnaire.compiled import CompiledUnreadable, from_json, to_json
from cmm.domain.questionnaire.leave_out import load_remainder
from cmm.domain.questionnaire.problems import Problem, QuestionnaireRefused
from cmm.domain.questionnaire.workbook import write_workbook
from tests.domain.questionnaire.forms import ZOO

FORMS = [path.read_text(encoding="utf-8") for path in sorted(ZOO.glob("*.md"))]
CELLS = sorted({cell.strip() for form in FORMS for cell in form.replace("\n", "|").split("|")})
WORDS = st.sampled_from(CELLS) | st.text(max_size=12)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def load_or_refuse(name: str, data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        for load in (load_questionnaire, load_remainder):
            problems = find_problems(load, path)
            assert problems is None or any(not problem.warning for problem in problems)


def find_problems(load: Callable[[Path], object], path: Path) -> tuple[Problem, ...] | None:
    """The problems for which a file is refused; None if it loads."""
    try:
        load(path)
    except QuestionnaireRefused as refused:
        return refused.problems
    return None


def spoil(form: str, at: int, word: str) -> str:
    """The form with one cell of its tables replaced."""
    cells = form.split("|")
    cells[at % len(cells)] = f" {word} "
    return "|".join(cells)


@SLOW
@given(st.binary(max_size=400), st.sampled_from(["f.md", "f.csv", "f.xlsx", "f.xls", "f"]))
def test_bytes_of_any_kind(data: bytes, name: str) -> None:
    load_or_refuse(name, data)


@SLOW
@given(
    st.binary(max_size=200),
    st.sampled_from([(b"PK\x03\x04", "f.xlsx"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "f.xls")]),
)
def test_bytes_that_begin_like_a_workbook(data: bytes, kind: tuple[bytes, str]) -> None:
    load_or_refuse(kind[1], kind[0] + data)


@SLOW
@given(st.integers(0, 10_000), st.integers(0, 255))
def test_a_workbook_with_one_byte_changed(at: int, byte: int) -> None:
    with TemporaryDirectory() as folder:
        target = Path(folder) / "form.xlsx"
        write_workbook(ZOO / "repeat.md", target)
        data = bytearray(target.read_bytes())
    data[at % len(data)] = byte
    load_or_refuse("form.xlsx", bytes(data))


@SLOW
@given(st.sampled_from(FORMS), st.lists(st.tuples(st.integers(0, 10_000), WORDS), min_size=1, max_size=4))
def test_a_form_with_some_cells_changed(form: str, changes: list[tuple[int, str]]) -> None:
    for at, word in changes:
        form = spoil(form, at, word)
    load_or_refuse("form.md", form.encode("utf-8", errors="replace"))


@SLOW
@given(st.sampled_from(FORMS), st.randoms(use_true_random=False))
def test_a_form_with_its_lines_shuffled(form: str, random: Random) -> None:
    lines = form.splitlines()
    random.shuffle(lines)
    load_or_refuse("form.md", "\n".join(lines).encode())


@SLOW
@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["kind", "items", "name", "label", "type"]), inner)
        ),
    )
)
def test_json_of_any_kind_in_place_of_the_items(items: object) -> None:
    found = {**to_json(load_questionnaire(ZOO / "text.md")), "items": items}
    with suppress(CompiledUnreadable):
        assert from_json(found).form_id == "text"
