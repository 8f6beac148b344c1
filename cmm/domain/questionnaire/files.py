"""From a file to its bytes, with all refused that is no readable form: size, ending, content, bombs."""

import io
import zipfile
from pathlib import Path

from cmm.domain.questionnaire.problems import Problem, QuestionnaireRefused

ENDINGS = (".md", ".xlsx", ".xls", ".csv")
LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 1000

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORDS = {".xlsx": "an Excel workbook (.xlsx)", ".xls": "an old Excel workbook (.xls)", "text": "plain text"}


def read_form_file(path: Path) -> bytes:
    """The bytes of the form file at `path`. Raises `QuestionnaireRefused` saying what is wrong with the
    file.
    """
    if not path.is_file():
        raise refusal("not_a_file", f"There is no file {path.name!r}, or it is a folder.")
    _refuse_ending(path)
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST_FILE else b""
    except OSError as error:
        raise refusal("unreadable", f"The file cannot be opened: {error.strerror}.") from error
    _refuse_size(size)
    _refuse_content(data, path.suffix.lower())
    return data


def check_form_data(name: Path, data: bytes) -> None:
    """The same for a form that is in memory; `name` is what its file was called. Raises
    `QuestionnaireRefused`.
    """
    _refuse_ending(name)
    _refuse_size(len(data))
    _refuse_content(data, name.suffix.lower())


def decode_text(data: bytes) -> str:
    """The text of a .md or .csv file. Raises `QuestionnaireRefused` unless it is UTF-8 without control
    characters.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusal(
            "unreadable", "The file is not text in UTF-8. Save it again with the encoding UTF-8."
        ) from error
    if "\0" in text:
        raise refusal("unreadable", "The file holds zero bytes, so it is not a text file.")
    return text


def refusal(code: str, message: str) -> QuestionnaireRefused:
    """A refusal of the whole file for one reason."""
    return QuestionnaireRefused([Problem(code, message)])


def _refuse_ending(path: Path) -> None:
    if path.suffix.lower() not in ENDINGS:
        raise refusal(
            "wrong_extension",
            f"A form ends in {', '.join(ENDINGS)}; {path.name!r} does not. Save it as one of these.",
        )


def _refuse_size(size: int) -> None:
    if size == 0:
        raise refusal("empty_file", "The file is empty.")
    if size > LARGEST_FILE:
        raise refusal(
            "too_large", "The file is larger than 10 MB. A form is small: remove pictures and other data."
        )


def _refuse_content(data: bytes, ending: str) -> None:
    content = _content(data)
    expected = ending if ending in (".xlsx", ".xls") else "text"
    if content != expected:
        raise refusal(
            "wrong_extension",
            f"The file is named {ending} but its content is {_WORDS[content]}. Open it and save it as "
            f"{ending}, "
            "or correct its ending.",
        )
    if content == ".xlsx":
        _refuse_bomb(data)


def _content(data: bytes) -> str:
    if data.startswith(_ZIP):
        return ".xlsx"
    return ".xls" if data.startswith(_OLD_EXCEL) else "text"


def _refuse_bomb(data: bytes) -> None:
    """A small zip can unpack to gigabytes: read the declared sizes; Python's reader never exceeds them."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise refusal(
            "unreadable", "The file is not a workbook, or it is damaged. Open it and save it again as .xlsx."
        ) from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise refusal("too_large", "The workbook unpacks to more than 60 MB, which no form needs.")
