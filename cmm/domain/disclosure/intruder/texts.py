"""Whether what a snapshot tells of texts is what the rule of `disclosure.themes` makes."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from cmm.domain.disclosure.policy import SMALLEST_GROUP, STEP
from cmm.domain.disclosure.tables import NO_ANSWER
from cmm.domain.disclosure.themes import FEWEST_RESPONSES, MOST_WORDS, OTHER

Json = Mapping[str, Any]

KINDS = ("paraphrase", "quote")


def find_unexplained_texts(content: Json) -> Iterator[str]:
    """Questions with a table of themes, or with words, that the rule cannot have made."""
    tables, texts = content.get("themes", ()), content.get("texts", ())
    names = Counter(table["question"] for table in tables)
    counted = {table["question"] for table in content["tables"]}
    for table in tables:
        if names[table["question"]] > 1 or table["question"] in counted or not _is_explained(table):
            yield table["question"]
    listed = {(table["question"], each["code"]) for table in tables for each in table["answers"][:-2]}
    told = Counter((text["question"], text["theme"]) for text in texts)
    for text in texts:
        named = text["question"], text["theme"]
        is_text = text["kind"] in KINDS and all(isinstance(part, str) for part in text.values())
        if named not in listed or told[named] > MOST_WORDS or not is_text:
            yield text["question"]


def _is_explained(table: Json) -> bool:
    counts, of = table["counts"], table["of"]
    codes = [answer["code"] for answer in table["answers"]]
    fives = all(type(number) is int and number >= 0 and number % STEP == 0 for number in (*counts, of))
    enough = fives and of >= FEWEST_RESPONSES and all(count >= SMALLEST_GROUP for count in counts[:-2])
    return enough and sum(counts) == of and len(codes) == len(counts) and codes[-2:] == [OTHER, NO_ANSWER]
