"""Who allowed what, which questions have texts to code, and that the question of the use is never counted."""

from cmm.domain.indicators import IndicatorSet, build_counting
from cmm.domain.questionnaire.model import Choice, Group, Item, Question, Questionnaire, Repeat, Tree
from cmm.domain.texts.consent import find_allowed
from cmm.domain.texts.keys import TextKeys
from cmm.domain.texts.questions import list_text_questions
from cmm.domain.texts.reading import read_texts
from tests.factories import make_answers

COMMENT = Question("comment", "text")
USE = Question("comment_use", "select_one", list_name="use", relevant=["!=", ["$", "comment"], ""])
CLOSED = Question("closed", "select_one", list_name="yn")
KEYS = TextKeys(b"k" * 32)


def form(*items: Item) -> Questionnaire:
    choices = {
        "yn": (Choice("yes", {}), Choice("no", {})),
        "use": tuple(Choice(name, {}) for name in ("count", "paraphrase", "quote", "nothing")),
    }
    return Questionnaire("form", "1", {}, ("ru",), items, choices)


def names(*items: Item) -> list[str]:
    return [question.name for question in list_text_questions(form(*items), IndicatorSet())]


def test_without_a_question_people_were_promised_that_nobody_is_quoted() -> None:
    assert find_allowed(form(COMMENT), make_answers(comment="слова"), "comment") == "paraphrase"


def test_with_a_question_its_answer_decides_and_silence_allows_nothing() -> None:
    asked = form(COMMENT, USE)
    for answer, allowed in (("count", "count"), ("quote", "quote"), ("nothing", None), (None, None)):
        answers = make_answers(comment="слова", comment_use=answer)
        assert find_allowed(asked, answers, "comment") == allowed


def test_the_question_how_a_text_may_be_used_is_not_counted() -> None:
    counted = build_counting(form(CLOSED, COMMENT, USE), IndicatorSet()).questions
    assert [question.name for question in counted] == ["closed"]


def test_texts_are_coded_where_everybody_can_write_and_nothing_depends_on_it() -> None:
    asked_when_closed: Tree = ["=", ["$", "closed"], "yes"]
    assert names(CLOSED, COMMENT, USE) == ["comment"]
    assert names(Group("end", (CLOSED, COMMENT))) == ["comment"]
    assert names(CLOSED, Question("why", "text", relevant=asked_when_closed)) == []
    assert names(Repeat("sites", (COMMENT,))) == []
    assert names(COMMENT, Question("more", "select_one", list_name="yn", relevant=["$", "comment"])) == []
    assert names(COMMENT, Group("more", (CLOSED,), relevant=["$", "comment"])) == []


def test_the_same_words_have_one_key_and_the_strictest_author_decides() -> None:
    responses = [
        make_answers(comment="Очереди  большие", comment_use="quote"),
        make_answers(comment=" Очереди большие", comment_use="count"),
        make_answers(comment="Другое", comment_use=None),
        make_answers(closed="yes"),
    ]
    (text,) = read_texts(form(COMMENT, USE), responses, "comment", KEYS).values()
    assert (text.allowed, text.people) == ("count", 2)
    assert "Очереди" not in repr(text)


def test_keys_differ_by_question_by_text_and_by_round() -> None:
    other_round = TextKeys(b"o" * 32)
    keys = [KEYS.key_of("a", "слова"), KEYS.key_of("b", "слова"), KEYS.key_of("a", "слово")]
    assert len({*keys, other_round.key_of("a", "слова")}) == 4
    assert KEYS.key_of("a", "слова") == TextKeys(b"k" * 32).key_of("a", "слова")
