"""JSON Schemas (2020-12, as OpenAPI 3.1 uses them) of everything the interface answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from cmm.web.api.asking import DIMENSIONS

Schema = Mapping[str, Any]

TEXT: Schema = {"type": "string"}
DAY: Schema = {"type": "string", "format": "date"}
WHOLE: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
ADDRESS: Schema = {"type": "string", "format": "uri"}
DIGEST: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
PERCENT: Schema = {"type": "integer", "minimum": 0, "maximum": 100}


def described(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description}


def or_null(schema: Schema, description: str) -> Schema:
    return {"anyOf": [schema, {"type": "null"}], "description": description}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def list_of(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def thing(properties: Mapping[str, Schema], optional: Sequence[str] = ()) -> Schema:
    """An object that always has all its members; more may be added in this version."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": dict(properties), "required": required}


FIVES = "A published number: a multiple of five."
FACTS: Mapping[str, Schema] = {
    "form_id": described(TEXT, "The questionnaire."),
    "form_version": TEXT,
    "questionnaire_digest": described(DIGEST, "Names the questionnaire to the letter."),
    "access": described({"enum": ["coupon", "link"]}, "By one-time coupon, or by an open link."),
    "opened_on": described(DAY, "First day of collection."),
    "closed_on": described(DAY, "Last day of collection."),
}
CLAIM: Mapping[str, Schema] = {
    "percent": or_null(
        PERCENT, "The share as a whole percentage; null where only words may be said (under 20 answers)."
    ),
    "words": described(ref("Label"), "The share, or why there is none, as the pages say it."),
    "interval": or_null(
        ref("Interval"),
        "What the share may be: sampling and rounding together, 95 %. With coupons it is narrower, the more "
        "of the known clients answered; by an open link it is not. Null where unknown.",
    ),
    "reason": or_null(
        TEXT, "Why nothing may be claimed: few_answers, few_asked, no_figures. Null where something may."
    ),
}
COUNTED: Mapping[str, Schema] = {
    "numerator": or_null(WHOLE, FIVES + " Null where nothing is published."),
    "denominator": or_null(WHOLE, FIVES + " Null where nothing is published."),
}
STATE: Schema = {"enum": ["current", "superseded", "withdrawn"]}
SUPERSEDED_BY = or_null({"type": "integer"}, "The number of the newest publication, if this is not it.")
PAGES = described(
    {"type": "object", "additionalProperties": ADDRESS}, "The page for people in each language."
)
DIMENSION: Schema = {"enum": list(DIMENSIONS)}

SCHEMAS: Mapping[str, Schema] = {
    "Label": {
        "type": "object",
        "additionalProperties": TEXT,
        "description": "A text by language code. With ?language= only that one.",
        "examples": [{"ru": "Алматы", "kk": "Алматы", "en": "Almaty"}],
    },
    "Interval": thing({"low": PERCENT, "high": PERCENT}),
    "Index": thing(
        {
            "rounds": ADDRESS,
            "openapi": ADDRESS,
            "documentation": {"type": "object", "additionalProperties": ADDRESS},
            "licence": ADDRESS,
        }
    ),
    "Round": thing(
        {
            "round": TEXT,
            "title": ref("Label"),
            "invented": described(FLAG, "True for demonstrations: the answers were made up."),
            "state": described(STATE, "Of the newest publication."),
            **FACTS,
            "responses": or_null(WHOLE, FIVES + " Null when the newest publication was withdrawn."),
            "number": described({"type": "integer", "minimum": 1}, "Of the newest publication."),
            "digest": DIGEST,
            "published_on": DAY,
            "withdrawn_on": or_null(DAY, "When the newest publication was withdrawn."),
            "publications": described(WHOLE, "How many there are."),
            "links": thing({"self": ADDRESS, "publications": ADDRESS, "newest": ADDRESS, "page": PAGES}),
        }
    ),
    "Entry": thing(
        {
            "number": {"type": "integer", "minimum": 1},
            "digest": described(DIGEST, "SHA-256 of the canonical bytes."),
            "state": STATE,
            "published_on": DAY,
            "change_reason": or_null(TEXT, "Why it took the place of the one before."),
            "withdrawn_on": or_null(DAY, "Null unless withdrawn."),
            "withdrawal_reason": or_null(TEXT, "Null unless withdrawn."),
            "superseded_by": SUPERSEDED_BY,
            "links": thing({"self": ADDRESS}),
        }
    ),
    "Source": thing(
        {
            "round": TEXT,
            "number": {"type": "integer", "minimum": 1},
            "digest": DIGEST,
            "published_on": DAY,
            "superseded_by": SUPERSEDED_BY,
            "invented": FLAG,
            "licence": ADDRESS,
        }
    ),
    "Publication": thing(
        {
            "round": TEXT,
            "number": {"type": "integer", "minimum": 1},
            "digest": DIGEST,
            "published_on": DAY,
            "superseded_by": SUPERSEDED_BY,
            "invented": FLAG,
            "licence": ADDRESS,
            "title": ref("Label"),
            "state": STATE,
            "change_reason": or_null(TEXT, "Why it took the place of the one before."),
            "supersedes": or_null(DIGEST, "The publication before."),
            **FACTS,
            "languages": described(list_of(TEXT), "Of the questionnaire."),
            "responses": described(WHOLE, "Everybody who took part. " + FIVES),
            "answered": described(WHOLE, "Those of them who answered anything. " + FIVES),
            "known_clients": or_null(WHOLE, "How many clients there are; null where nobody counted."),
            "known_clients_source": or_null(
                TEXT, "Who counted them and when, in the words of the office; null where it did not say."
            ),
            "units": described(WHOLE, "How many places have figures of their own."),
            "method": described(ref("Label"), "How it was done, in a small part of Markdown."),
            "rounded_to": described({"type": "integer"}, "Every count is a multiple of this."),
            "smallest_group": described({"type": "integer"}, "No smaller group has figures."),
            "links": thing(
                {
                    "self": ADDRESS,
                    "units": ADDRESS,
                    "places": ADDRESS,
                    "indicators": ADDRESS,
                    "questions": ADDRESS,
                    "breakdowns": ADDRESS,
                    "snapshot": described(ADDRESS, "The exact bytes that the digest names."),
                    "page": PAGES,
                }
            ),
        }
    ),
    "Unit": thing(
        {
            "unit": described(TEXT, "Its code, used as `place` everywhere else."),
            "label": ref("Label"),
            "cities": list_of(TEXT),
            "responses": described(WHOLE, FIVES),
            "answered": described(WHOLE, FIVES),
            "known_clients": or_null(WHOLE, "Null where nobody counted."),
        }
    ),
    "Place": thing(
        {
            "city": TEXT,
            "label": ref("Label"),
            "unit": or_null(TEXT, "Under which unit the city is published."),
            "reason": or_null(TEXT, "Why it has no figures: no_responses, few_new_responses, not_validated."),
        }
    ),
    "Figure": thing(
        {
            "place": described(TEXT, "A unit, or ALL for the sum of all units."),
            **COUNTED,
            "units": described(WHOLE, "Over how many units the numbers are sums."),
            **CLAIM,
            "red_line_state": or_null(
                {"enum": ["over", "unsure", "within"]}, "How surely the share is beyond the red line."
            ),
        }
    ),
    "Indicator": thing(
        {
            "indicator": TEXT,
            "label": ref("Label"),
            "dimension": DIMENSION,
            "direction": {"enum": ["less_is_better", "more_is_better"]},
            "red_line": or_null(PERCENT, "A percentage that should not be passed."),
            "question": TEXT,
            "numerator_answers": described(list_of(TEXT), "Codes of the answers that are counted."),
            "numerator_label": ref("Label"),
            "excluded_answers": described(list_of(TEXT), "Left out of the denominator, as no_answer is."),
            "denominator_label": ref("Label"),
            "standard": or_null(ref("Label"), "The standard it follows."),
            "figures": list_of(ref("Figure")),
        }
    ),
    "AnswerCount": thing({"answer": TEXT, "count": described(WHOLE, FIVES)}),
    "QuestionFigure": thing(
        {
            "place": described(TEXT, "A unit, or ALL for the sum of all units."),
            "counts": or_null(
                list_of(ref("AnswerCount")), "They add up to `of`. Null where nothing is published."
            ),
            "of": or_null(WHOLE, "How many were asked. " + FIVES),
            "units": described(WHOLE, "Over how many units the numbers are sums."),
            "reason": or_null(TEXT, "Why nothing is published: few_asked, no_figures."),
        }
    ),
    "Question": thing(
        {
            "question": TEXT,
            "type": described(TEXT, "Its XLSForm type."),
            "label": ref("Label"),
            "group": or_null(ref("Label"), "The part of the questionnaire it stands in."),
            "scale": described(FLAG, "Whether its answers are the points of a scale."),
            "answers": list_of(thing({"answer": TEXT, "label": ref("Label")})),
            "figures": list_of(ref("QuestionFigure")),
        }
    ),
    "GroupFigure": thing({"group": TEXT, **COUNTED, **CLAIM}),
    "Breakdown": thing(
        {
            "question": TEXT,
            "label": ref("Label"),
            "withheld": or_null(TEXT, "Why nothing is published: few_in_group, not_in_all_units."),
            "groups": list_of(
                thing({"group": TEXT, "label": ref("Label"), "responses": described(WHOLE, FIVES)})
            ),
            "questions": list_of(
                thing(
                    {
                        "question": TEXT,
                        "figures": list_of(
                            thing({"group": TEXT, "counts": list_of(ref("AnswerCount")), "of": WHOLE})
                        ),
                    }
                )
            ),
            "indicators": list_of(thing({"indicator": TEXT, "figures": list_of(ref("GroupFigure"))})),
        }
    ),
    "Problem": thing(
        {
            "type": described(TEXT, "An address that explains it, or about:blank."),
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "parameter": described(TEXT, "Which parameter is wrong."),
            "allowed": described(list_of(TEXT), "The values or parameters that are possible."),
        },
        optional=("parameter", "allowed"),
    ),
    "WithdrawnProblem": thing(
        {
            "type": ADDRESS,
            "title": TEXT,
            "status": {"const": 410},
            "detail": TEXT,
            "round": TEXT,
            "number": {"type": "integer"},
            "digest": DIGEST,
            "withdrawn_on": DAY,
            "reason": TEXT,
            "superseded_by": SUPERSEDED_BY,
        }
    ),
}


def page_of(name: str, **beside: Schema) -> Schema:
    """A list that may be long: its items, how many there are in all, and where the next ones are."""
    return thing(
        {
            **beside,
            "items": list_of(ref(name)),
            "total": described(WHOLE, "In all, not only here."),
            "next": or_null(ADDRESS, "Where the next items are; null at the end."),
        }
    )
