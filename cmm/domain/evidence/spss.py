"""The published counts for SPSS and PSPP: a CSV of numbers and a syntax file that names them.

Each row is one answer in one place with its published count. Places, questions and answers are numbered,
because the same code means different answers in different questions; the syntax gives each number its
words. It ends with ``WEIGHT BY n``, after which a frequency table shows the published counts.
"""

from collections.abc import Iterable, Mapping

from cmm.domain.evidence.csv_file import write_csv
from cmm.domain.evidence.table import Table
from cmm.domain.snapshot import EVERYWHERE

CSV_FILE = "spss.csv"
LONGEST_LABEL = 120
"""Bytes that SPSS keeps of the label of a value."""
NAMES = ("place", "question", "answer", "n", "of")
_TAKEN = ("unit", "question", "answer", "count", "of", "unit_label", "question_label", "answer_label")


def write_spss_csv(data: Table) -> bytes:
    """The numbers of the table `data`; the same in every language."""
    lists = _Lists(data)
    rows = [(*lists.numbers(row), row["count"], row["of"]) for row in _read(data)]
    return write_csv([NAMES, *rows])


def write_spss_syntax(data: Table, title: str, labels: Mapping[str, str]) -> bytes:
    """The syntax with the words of `data`, in UTF-8 with a byte order mark, which SPSS wants.

    `labels` has the label of each of NAMES.
    """
    lists = _Lists(data)
    lines = [
        f"* {_plain(title)}.",
        "* Open this file from the folder in which it lies, then run all of it.",
        "GET DATA /TYPE=TXT",
        f"  /FILE='{CSV_FILE}'",
        "  /ENCODING='UTF8'",
        "  /ARRANGEMENT=DELIMITED",
        "  /DELIMITERS=','",
        "  /QUALIFIER='\"'",
        "  /FIRSTCASE=2",
        "  /VARIABLES=" + " ".join(f"{name} F8.0" for name in NAMES) + ".",
        "VARIABLE LABELS",
        *(f"  {name} {_quoted(labels[name])}" for name in NAMES),
        "  .",
        *_value_labels("place", lists.places.values()),
        *_value_labels("question", lists.questions.values()),
        *_value_labels("answer", lists.answers.values()),
        "VARIABLE LEVEL place question answer (NOMINAL) n of (SCALE).",
        "WEIGHT BY n.",
        "EXECUTE.",
        "",
    ]
    return "\r\n".join(lines).encode("utf-8-sig")


class _Lists:
    """The places, questions and answers of a table by code, in their order, with their words.

    The code of an answer holds its question as well.
    """

    def __init__(self, data: Table) -> None:
        rows = _read(data)
        self.places = {row["unit"]: row["unit_label"] for row in rows}
        self.questions = {row["question"]: row["question_label"] for row in rows}
        self.answers = {_answer_code(row): row["answer_label"] for row in rows}
        self._places, self._questions, self._answers = (
            {code: number for number, code in enumerate(each, start=1)}
            for each in (self.places, self.questions, self.answers)
        )

    def numbers(self, row: Mapping[str, str]) -> tuple[int, int, int]:
        """The numbers of its place, its question and its answer."""
        answer = self._answers[_answer_code(row)]
        return self._places[row["unit"]], self._questions[row["question"]], answer


def _answer_code(row: Mapping[str, str]) -> str:
    return f"{row['question']}/{row['answer']}"


def _read(data: Table) -> list[dict[str, str]]:
    """The rows by column. Sums of all places are left out, so that nobody is counted twice, except where
    there is nothing else.
    """
    rows = [{name: str(row[at]) for at, name in enumerate(_TAKEN)} for row in data.rows]
    told = {row["question"] for row in rows if row["unit"] != EVERYWHERE}
    return [row for row in rows if row["unit"] != EVERYWHERE or row["question"] not in told]


def _value_labels(name: str, labels: Iterable[str]) -> list[str]:
    lines = [f"  {number} {_quoted(label)}" for number, label in enumerate(labels, start=1)]
    return [f"VALUE LABELS {name}", *lines, "  ."]


def _quoted(text: str) -> str:
    """In the quotation marks of the syntax, cut to what SPSS keeps."""
    cut = _plain(text).encode()[:LONGEST_LABEL].decode("utf-8", "ignore")
    return "'" + cut.replace("'", "''") + "'"


def _plain(text: str) -> str:
    return " ".join(text.split())
