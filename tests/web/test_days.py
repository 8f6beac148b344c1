"""Days in words: no full stop too many in Russian, and in a period the year stands once."""

from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from cmm.app import create_app
from cmm.web.i18n import day, period, speaking
from tests.rules.filled import make_config

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.fixture(scope="module")
def words_only(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application without its database."""
    return create_app(make_config(tmp_path_factory.mktemp("words")))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", ("11 октября – 8 ноября 2026", "28 декабря 2026 – 8 января 2027", "8 ноября 2026")),
        ("en", ("October 11 – November 8, 2026", "December 28, 2026 – January 8, 2027", "November 8, 2026")),
    ],
)
def test_a_period_names_its_year_once(words_only: Flask, language: str, said: tuple[str, ...]) -> None:
    first, last = date(2026, 10, 11), date(2026, 11, 8)
    with words_only.app_context(), speaking(language):
        found = (period(first, last), period(date(2026, 12, 28), date(2027, 1, 8)), period(last, last))
    assert tuple(words.replace("\u202f", " ") for words in found) == said


@given(one=DAYS, other=DAYS, language=st.sampled_from(["ru", "kk", "en"]))
def test_a_period_of_one_year_is_never_longer_than_its_two_days(
    words_only: Flask, one: date, other: date, language: str
) -> None:
    first, last = sorted((one, other))
    with words_only.app_context(), speaking(language):
        words = period(first.isoformat(), last.isoformat())
        both = f"{day(first)} – {day(last)}"
    assert words.count(str(last.year)) == 1
    assert (len(words) < len(both)) == (first.year == last.year)
    assert language != "ru" or "г." not in words
